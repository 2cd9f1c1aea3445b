/** @file The second factor: time-based codes (RFC 6238, SHA-1, 6 digits, 30 seconds), each accepted once. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { withIdentity } from '../database/identity.js';
import { Problem } from '../http/problems.js';
import { byOf, identityOf } from './people.js';
import { record } from './record.js';
import { seal, unseal } from './secrets.js';

/** @typedef {import('../house.js').House} House */
/** @typedef {import('./people.js').Who} Who */

const stepSeconds = 30;
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

/**
 * Begins enrolment: a new seed, shown this once. A factor that was proven is not replaced this way.
 * @param {House} house
 * @param {Who} who
 */
export async function enrol(house, who) {
  const seed = house.random(20);
  await withIdentity(house.db, identityOf(who), async (tx) => {
    const kept = await tx.one(
      `insert into second_factor (workspace_id, person_id, sealed_seed, enrolled_at) values ($1, $2, $3, $4)
       on conflict (workspace_id, person_id) do update set sealed_seed = excluded.sealed_seed, enrolled_at = excluded.enrolled_at
       where second_factor.proven_at is null returning 1`,
      [who.workspace.id, who.person.id, seal(house.keys.factors, house.random(12), seed), house.clock()],
    );
    if (!kept) throw new Problem(409, 'factor.enrolled', 'A second factor is set up already.');
    await record(house, tx, [who.workspace.id], {
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
 * @param {House} house
 * @param {Who} who
 * @param {string} code
 * @returns {Promise<boolean>}
 */
export const prove = (house, who, code) =>
  withIdentity(house.db, identityOf(who), async (tx) => {
    const keys = [who.workspace.id, who.person.id];
    const row = await tx.one(
      'select sealed_seed, last_step from second_factor where workspace_id = $1 and person_id = $2 for update',
      keys,
    );
    if (!row) throw new Problem(409, 'factor.none', 'Set up a second factor first.');
    const seed = unseal(house.keys.factors, row.sealed_seed);
    const now = stepOf(house.clock());
    const step = [now - 1, now, now + 1].find(
      (step) => step > row.last_step && timingSafeEqual(Buffer.from(codeAt(seed, step)), Buffer.from(code)),
    );
    if (step === undefined) return false;
    await tx.rows(
      'update second_factor set last_step = $3, proven_at = coalesce(proven_at, $4) where workspace_id = $1 and person_id = $2',
      [...keys, step, house.clock()],
    );
    await tx.rows('update session set mfa_at = $3 where workspace_id = $1 and id = $2', [
      who.workspace.id,
      who.session.id,
      house.clock(),
    ]);
    return true;
  });

/** RFC 4648, for 20 octets: no padding. @param {Uint8Array} octets */
function toBase32(octets) {
  const bits = Array.from(octets, (octet) => octet.toString(2).padStart(8, '0')).join('');
  return bits.replace(/.{5}/g, (five) => base32[Number.parseInt(five, 2)]);
}
