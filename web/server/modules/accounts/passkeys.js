/**
 * @file Passkeys (WebAuthn level 3): registering one, asking for an assertion, and taking it. Whoever uses one was
 * verified by her authenticator, on a page of this server.
 */
import { createHash, createPublicKey } from 'node:crypto';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { cose, decodeCredentialPublicKey } from '@simplewebauthn/server/helpers';
import { toBase64Url } from '../../../shared/bytes.js';
import { minuteMs } from '../../../shared/duration.js';
import { withIdentity } from '../../database/identity.js';
import { Problem } from '../../http/problems.js';
import { newId } from '../../secrets.js';
import { appendToLog } from '../audit/service.js';
import { takeChallenge } from './challenges.js';
import { roomForKey } from './keys.js';
import { byOf, hasFactor, identityOf, mayDo } from './people.js';

/** @typedef {import('../../database/rows.d.ts').PasskeyRow} PasskeyRow */
/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('./people.js').Who} Who */
/** @typedef {import('@simplewebauthn/server').AuthenticationResponseJSON} Assertion */

const offerMinutes = 5;
/** ES256, EdDSA, RS256: what a receipt's reader can check. */
const algorithms = [-7, -8, -257];

/** The address that people type is the origin, and its host the relying party. @param {Context} context */
const relyingParty = (context) => ({
  expectedOrigin: context.publicUrl(),
  expectedRPID: new URL(context.publicUrl()).hostname,
  requireUserVerification: true,
});

const refused = () => new Problem(422, 'passkey.refused');

/**
 * What the browser needs to make a passkey.
 * @param {Context} context
 * @param {Who} who
 */
export const offerPasskey = (context, who) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    await roomForKey(tx, who);
    const options = await generateRegistrationOptions({
      rpName: 'Cuelight',
      rpID: relyingParty(context).expectedRPID,
      // Opaque, and another one for each person of each workspace: an authenticator keeps one passkey a user id.
      userID: Uint8Array.from(createHash('sha256').update(`${who.workspace.id}\n${who.person.id}`).digest()),
      userName: who.person.email,
      userDisplayName: who.person.name,
      challenge: Uint8Array.from(context.random(32)),
      attestationType: 'none',
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
      excludeCredentials: await credentialsOf(tx, who),
      supportedAlgorithmIDs: algorithms,
      timeout: offerMinutes * minuteMs,
    });
    const now = context.clock();
    await tx.rows(
      `insert into passkey_offer (workspace_id, person_id, session_id, challenge, expires_at) values ($1, $2, $3, $4, $5)
       on conflict (workspace_id, person_id) do update set session_id = excluded.session_id, challenge = excluded.challenge,
         expires_at = excluded.expires_at, used_at = null`,
      [
        who.workspace.id,
        who.person.id,
        who.session.id,
        options.challenge,
        new Date(now.getTime() + offerMinutes * minuteMs),
      ],
    );
    return options;
  });

/**
 * Keeps the passkey that the browser made.
 * @param {Context} context
 * @param {Who} who
 * @param {{ name: string, credential: import('@simplewebauthn/server').RegistrationResponseJSON }} made
 * @returns {Promise<string>} its id
 */
export const addPasskey = (context, who, { name, credential: response }) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    await roomForKey(tx, who);
    const now = context.clock();
    const challenge = await takeChallenge(context, tx, who, 'passkey_offer');
    const { credential } = await registered(context, response, challenge);
    const id = newId(context.random, 'psk');
    // Whoever has a second factor and didn't give it adds a key that signs, and not one that opens more.
    const secondFactor =
      !(await hasFactor(tx, { workspace: who.workspace.id, person: who.person.id })) ||
      mayDo(context, who, 'factor.change', { kind: 'factor', owner: who.person.id });
    const kept = await tx.one(
      `insert into passkey (workspace_id, id, person_id, credential_id, name, public_key, counter, transports, added_at, second_factor)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing returning 1`,
      [
        who.workspace.id,
        id,
        who.person.id,
        credential.id,
        name,
        credential.publicKey,
        credential.counter,
        credential.transports ?? [],
        now,
        secondFactor,
      ],
    );
    if (!kept) throw new Problem(409, 'passkey.known');
    await appendToLog(context, tx, [who.workspace.id], {
      action: 'passkey.added',
      entity: { kind: 'person', id: who.person.id },
      by: byOf(who),
      detail: { passkey: id, secondFactor, publicKey: publicKeyOf(credential.publicKey).spki.toString('hex') },
    });
    return id;
  });

/** @param {Context} context @param {import('@simplewebauthn/server').RegistrationResponseJSON} response @param {string} challenge */
async function registered(context, response, challenge) {
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      supportedAlgorithmIDs: algorithms,
      ...relyingParty(context),
    });
    if (!verified) throw refused();
    publicKeyOf(registrationInfo.credential.publicKey);
    return registrationInfo;
  } catch (cause) {
    context.log.info({ why: cause instanceof Error ? cause.message : '' }, 'a passkey was not registered');
    throw refused();
  }
}

/** The passkeys that a person may sign with, or only those that count as a second factor. @param {Tx} tx @param {Who} who @param {{ secondFactor?: boolean }} [only] */
async function credentialsOf(tx, who, { secondFactor = false } = {}) {
  /** @type {Pick<PasskeyRow, 'credential_id' | 'transports'>[]} */
  const rows = await tx.rows(
    'select credential_id, transports from passkey where workspace_id = $1 and person_id = $2 and revoked_at is null and (second_factor or not $3) order by added_at',
    [who.workspace.id, who.person.id, secondFactor],
  );
  return rows.map(({ credential_id: id, transports }) => ({ id, transports }));
}

/**
 * What the browser needs to sign `challenge` with a passkey of this person.
 * @param {Context} context
 * @param {Tx} tx
 * @param {Who} who
 * @param {Uint8Array} challenge
 * @param {{ secondFactor?: boolean }} [only]
 */
export async function askPasskey(context, tx, who, challenge, only) {
  const allowCredentials = await credentialsOf(tx, who, only);
  if (allowCredentials.length === 0) return null;
  return generateAuthenticationOptions({
    rpID: relyingParty(context).expectedRPID,
    challenge: Uint8Array.from(challenge),
    allowCredentials,
    userVerification: 'required',
  });
}

/**
 * The passkey of this person that made an assertion, locked until the transaction ends.
 * @param {Tx} tx
 * @param {Who} who
 * @param {string} credentialId
 */
export async function passkeyOf(tx, who, credentialId) {
  /** @type {PasskeyRow | null} */
  const row = await tx.one(
    'select * from passkey where workspace_id = $1 and person_id = $2 and credential_id = $3 for update',
    [who.workspace.id, who.person.id, credentialId],
  );
  if (!row) throw new Problem(422, 'passkey.unknown');
  if (row.revoked_at) throw new Problem(403, 'approval.key_revoked');
  return row;
}

/**
 * Takes an assertion over `challenge`: of this server, by a verified person, with a counter that went on.
 * @param {Context} context
 * @param {Tx} tx
 * @param {PasskeyRow} passkey
 * @param {Assertion} response
 * @param {Uint8Array} challenge
 */
export async function takeAssertion(context, tx, passkey, response, challenge) {
  const { newCounter } = await asserted(context, passkey, response, challenge);
  await tx.rows('update passkey set counter = $3, used_at = $4 where workspace_id = $1 and id = $2', [
    passkey.workspace_id,
    passkey.id,
    newCounter,
    context.clock(),
  ]);
}

/** @param {Context} context @param {PasskeyRow} passkey @param {Assertion} response @param {Uint8Array} challenge */
async function asserted(context, passkey, response, challenge) {
  try {
    // A page of ours in somebody else's frame has our origin too.
    const client = JSON.parse(Buffer.from(response.response.clientDataJSON, 'base64url').toString());
    if (client.crossOrigin === true) throw refused();
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: toBase64Url(challenge),
      credential: {
        id: passkey.credential_id,
        publicKey: new Uint8Array(passkey.public_key),
        counter: Number(passkey.counter),
      },
      ...relyingParty(context),
    });
    if (!verified) throw refused();
    return authenticationInfo;
  } catch (cause) {
    context.log.warn(
      { why: cause instanceof Error ? cause.message : '', passkey: passkey.id },
      'an assertion was refused',
    );
    throw refused();
  }
}

/**
 * A COSE_Key as anybody reads it: its algorithm, and its SubjectPublicKeyInfo (RFC 5480, 8410, 8017).
 * @param {Uint8Array} coseKey
 */
export function publicKeyOf(coseKey) {
  const key = /** @type {Map<number, any>} */ (
    /** @type {unknown} */ (decodeCredentialPublicKey(new Uint8Array(coseKey)))
  );
  const text = (/** @type {number} */ member) => toBase64Url(key.get(member));
  const algorithm = key.get(cose.COSEKEYS.alg);
  /** @type {Record<number, () => Record<string, string>>} */
  const forms = {
    [-7]: () => ({ kty: 'EC', crv: 'P-256', x: text(cose.COSEKEYS.x), y: text(cose.COSEKEYS.y) }),
    [-8]: () => ({ kty: 'OKP', crv: 'Ed25519', x: text(cose.COSEKEYS.x) }),
    [-257]: () => ({ kty: 'RSA', n: text(cose.COSEKEYS.n), e: text(cose.COSEKEYS.e) }),
  };
  const spki = createPublicKey({ key: forms[algorithm](), format: 'jwk' }).export({ type: 'spki', format: 'der' });
  return { algorithm, spki };
}
