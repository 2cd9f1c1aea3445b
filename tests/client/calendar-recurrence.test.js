/**
 * @file Random rules in zones with and without summer time, against RFC 5545's table written out once more and against two
 * libraries. The seed is printed; `CUELIGHT_SEED` repeats a run and `CUELIGHT_RULES` sets how many rules are asked.
 */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { loadCore } from 'cuelight';
import { answer, asked, explain, peers, textOf } from '../support/rule-peers.js';
import { partsOf, randomRule, seeded } from '../support/rules.js';

const seed = Number(process.env.CUELIGHT_SEED ?? Date.now() % 2 ** 31);
const rules = Number(process.env.CUELIGHT_RULES ?? 600);
const zones = ['Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'America/Santiago', 'Asia/Kathmandu', 'UTC'];
/** How far ahead is asked, in days: peers walk every period. */
const days = { YEARLY: 2920, MONTHLY: 1460, WEEKLY: 730, DAILY: 730, HOURLY: 150, MINUTELY: 20 };

/** @type {import('../../web/client/types/calendar.d.ts').CalendarApi} */
let calendar;
before(async () => {
  calendar = (await loadCore()).calendar;
});

const two = (/** @type {number} */ n) => String(n).padStart(2, '0');

/** @param {import('../support/rules.js').Random} random @returns {import('../support/rule-peers.js').Question} */
function randomQuestion(random) {
  const rule = partsOf(randomRule(random));
  const tzid = zones[random(zones.length)];
  const hour = random(4) ? random(24) : 2;
  const dtstart = `20${20 + random(10)}-${two(1 + random(12))}-${two(1 + random(28))}T${two(hour)}:30:00`;
  const span = days[/** @type {keyof typeof days} */ (rule.FREQ)];
  const until = `${new Date(Date.parse(`${dtstart}Z`) + span * 86_400_000).toISOString().slice(0, 19)}Z`;
  if (!rule.COUNT) rule.UNTIL = until.replaceAll(/[-:]/g, '');
  return { rule, dtstart, tzid, until, most: 12 };
}

test(`${rules} random rules expand as the table says, and as peers do (seed ${seed})`, (t) => {
  const random = seeded(seed);
  /** @type {Record<string, number>} */
  const counts = {};
  const count = (/** @type {string} */ what) => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  for (let n = 0; n < rules; n += 1) {
    const question = randomQuestion(random);
    const { dtstart, tzid, until, most, rule } = question;
    const text = textOf(question);
    const rrule = text.slice(text.indexOf('RRULE:') + 6);
    const ours = calendar.expand({ dtstart, tzid, rrule, as: 'utc', limit: most, until });
    assert.deepEqual(ours, answer(question, { calendar }), `rule ${n}: ${text}`);
    // A peer that never finds what COUNT asks for, or any of many hours, searches for minutes.
    const short = rule.COUNT && ours.length < Math.min(most, Number(rule.COUNT));
    if (short || (ours.length === 0 && days[/** @type {keyof typeof days} */ (rule.FREQ)] < 365)) {
      count('not asked of peers: there is too little to find');
      continue;
    }
    for (const peer of peers) {
      /** @type {string[]} */
      let theirs;
      try {
        theirs = asked(peer, question, { calendar });
      } catch (cause) {
        const { message } = /** @type {Error} */ (cause);
        const known = peer.refuses.find((one) => one.test(message));
        assert.ok(known, `rule ${n}, ${peer.name}: ${text}\n${message}`);
        count(`${peer.name}: refused, ${known}`);
        continue;
      }
      count(`${peer.name}: asked`);
      if (ours.join() === theirs.join()) continue;
      const reasons = explain(peer, question, theirs, { calendar });
      assert.ok(reasons, `rule ${n}, ${peer.name}: ${text}\nours   ${ours}\ntheirs ${theirs}`);
      count(`${peer.name}: ${reasons.join(' + ')}`);
    }
  }
  for (const [what, times] of Object.entries(counts).sort()) t.diagnostic(`${times} × ${what}`);
  for (const { name } of peers) assert.ok(counts[`${name}: asked`] > rules / 2, JSON.stringify(counts));
});
