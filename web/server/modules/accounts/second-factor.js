/**
 * @file The second factor: time-based codes (RFC 6238, SHA-1, 6 digits, 30 seconds), each accepted once; or a passkey,
 * over a challenge of this session. Whoever has one adds another only after giving it.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { minuteMs } from '../../../shared/duration.js';
import { withIdentity } from '../../database/identity.js';
import { Problem } from '../../http/problems.js';
import { seal, unseal } from '../../secrets.js';
import { appendToLog } from '../audit/service.js';
import { takeChallenge } from './challenges.js';
import { askPasskey, passkeyOf, takeAssertion } from './passkeys.js';
import { byOf, hasFactor, identityOf, permit } from './people.js';

/** @typedef {import('../../database/rows.d.ts').SecondFactorRow} SecondFactorRow */
/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('./people.js').Who} Who */

const stepSeconds = 30;
const challengeMinutes = 5;
const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The code of one step (RFC 4226 5.3). @param {Uint8Array} seed @param {number} step */
export function codeAt(seed, step) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', seed).update(counter).digest();
  const at = mac[19] & 0xf;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** @param {Date} now */
export const stepOf = (now) => Math.floor(now.getTime() / 1000 / stepSeconds);

/** Whoever has a second factor gives it before another is added. @param {Context} context @param {Tx} tx @param {Who} who */
async function refuseNewcomer(context, tx, who) {
  if (await hasFactor(tx, { workspace: who.workspace.id, person: who.person.id }))
    permit(context, who, 'factor.change', { kind: 'factor', owner: who.person.id });
}

/**
 * Begins enrolment: a new seed, shown this once. A factor that was proven is not replaced this way.
 * @param {Context} context
 * @param {Who} who
 */
export async function enrol(context, who) {
  const seed = context.random(20);
  await withIdentity(context.db, identityOf(who), async (tx) => {
    await refuseNewcomer(context, tx, who);
    const kept = await tx.one(
      `insert into second_factor (workspace_id, person_id, sealed_seed, enrolled_at) values ($1, $2, $3, $4)
       on conflict (workspace_id, person_id) do update set sealed_seed = excluded.sealed_seed, enrolled_at = excluded.enrolled_at
       where second_factor.proven_at is null returning 1`,
      [who.workspace.id, who.person.id, seal(context.keys.factors, context.random(12), seed), context.clock()],
    );
    if (!kept) throw new Problem(409, 'factor.enrolled');
    await appendToLog(context, tx, [who.workspace.id], {
      action: 'factor.enrolled',
      entity: { kind: 'person', id: who.person.id },
      by: byOf(who),
    });
  });
  const secret = toBase32(seed);
  return {
    secret,
    uri: `otpauth://totp/Cuelight:${encodeURIComponent(who.person.email)}?secret=${secret}&issuer=Cuelight`,
  };
}

/**
 * Takes a code. A right one marks this session; each code counts once.
 * @param {Context} context
 * @param {Who} who
 * @param {string} code
 * @returns {Promise<boolean>}
 */
export const prove = (context, who, code) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    const keys = [who.workspace.id, who.person.id];
    /** @type {Pick<SecondFactorRow, 'sealed_seed' | 'last_step' | 'proven_at'> | null} */
    const row = await tx.one(
      'select sealed_seed, last_step, proven_at from second_factor where workspace_id = $1 and person_id = $2 for update',
      keys,
    );
    if (!row) throw new Problem(409, 'factor.none');
    // A seed that was begun and left before another factor was there doesn't stand in for that one.
    if (!row.proven_at) await refuseNewcomer(context, tx, who);
    const seed = unseal(context.keys.factors, row.sealed_seed);
    const now = stepOf(context.clock());
    const step = [now - 1, now, now + 1].find(
      (step) => step > row.last_step && timingSafeEqual(Buffer.from(codeAt(seed, step)), Buffer.from(code)),
    );
    if (step === undefined) return false;
    await tx.rows(
      'update second_factor set last_step = $3, proven_at = coalesce(proven_at, $4) where workspace_id = $1 and person_id = $2',
      [...keys, step, context.clock()],
    );
    await proven(context, tx, who, { method: 'code' });
    return true;
  });

/**
 * Asks this session for a passkey that counts as a second factor.
 * @param {Context} context
 * @param {Who} who
 */
export const askFactor = (context, who) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    const challenge = context.random(32);
    const options = await askPasskey(context, tx, who, challenge, { secondFactor: true });
    if (!options) throw new Problem(409, 'factor.none.passkey');
    const now = context.clock();
    await tx.rows(
      `insert into factor_challenge (workspace_id, session_id, person_id, challenge, expires_at) values ($1, $2, $3, $4, $5)
       on conflict (workspace_id, session_id) do update
         set challenge = excluded.challenge, expires_at = excluded.expires_at, used_at = null`,
      [
        who.workspace.id,
        who.session.id,
        who.person.id,
        challenge,
        new Date(now.getTime() + challengeMinutes * minuteMs),
      ],
    );
    return options;
  });

/**
 * Takes the passkey's answer: a challenge counts once, in the session that asked. What it signs confirms nothing else.
 * @param {Context} context
 * @param {Who} who
 * @param {import('./passkeys.js').Assertion} credential
 */
export const takeFactor = (context, who, credential) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    const challenge = await takeChallenge(context, tx, who, 'factor_challenge');
    const passkey = await passkeyOf(tx, who, credential.id);
    if (!passkey.second_factor) throw new Problem(422, 'factor.not_counted');
    await takeAssertion(context, tx, passkey, credential, new Uint8Array(challenge));
    await proven(context, tx, who, { method: 'passkey', passkey: passkey.id });
  });

/**
 * Marks the session: administrators' actions open, and elevated ones for the next minutes.
 * @param {Context} context
 * @param {Tx} tx
 * @param {Who} who
 * @param {Record<string, string>} detail
 */
async function proven(context, tx, who, detail) {
  await tx.rows('update session set mfa_at = $3, reauthenticated_at = $3 where workspace_id = $1 and id = $2', [
    who.workspace.id,
    who.session.id,
    context.clock(),
  ]);
  await appendToLog(context, tx, [who.workspace.id], {
    action: 'factor.given',
    entity: { kind: 'person', id: who.person.id },
    by: byOf(who),
    detail,
  });
}

/**
 * What a person could prove herself with.
 * @param {Context} context
 * @param {Who} who
 */
export const factorsOf = (context, who) =>
  withIdentity(context.db, identityOf(who), (tx) =>
    tx.one(
      `select exists (select from passkey where workspace_id = $1 and person_id = $2 and second_factor and revoked_at is null) as passkey,
         exists (select from second_factor where workspace_id = $1 and person_id = $2 and proven_at is not null) as code`,
      [who.workspace.id, who.person.id],
    ),
  );

/** RFC 4648, for 20 bytes: no padding. @param {Uint8Array} bytes */
function toBase32(bytes) {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return bits.replace(/.{5}/g, (five) => base32[Number.parseInt(five, 2)]);
}
