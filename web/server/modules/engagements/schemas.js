/** @file Engagements as their parties get them: each member stands only in the answers to whom core shows its group. */
import * as s from '../../http/schemas.js';
import { auditRow } from '../audit/schemas.js';

export const named = s.answer({ id: s.nullable(s.text(64)), name: s.text(200) }, ['name']);
const money = s.answer({ amountMinor: { type: 'integer' }, currency: s.text(3) });
const requirement = s.answer({ payloadType: s.text(40), role: s.text(40), side: s.text(20) });
const members = {
  id: s.id,
  title: s.text(300),
  artist: named,
  agency: s.nullable(named),
  presenter: named,
  counsel: named,
  demo: s.flag,
  start: s.instant,
  end: s.instant,
  timeZone: s.timeZone,
  place: { type: 'string', description: 'Empty while nobody has said where.' },
  state: s.text(20),
  changedAt: s.instant,
};

/** Who, what, when and how it stands. */
export const seenEngagement = s.answer(members, ['id']);

export const engagement = s.answer(
  {
    ...members,
    version: s.integer(0, 1e6),
    rank: s.integer(1, 100),
    hold: s.answer({ rank: s.integer(1, 100), expiresAt: s.instant, firm: s.flag }, ['rank', 'expiresAt']),
    challenge: s.answer({ deadline: s.instant }),
    challenging: s.answer({ deadline: s.instant }),
    deadline: s.instant,
    fee: money,
    documents: s.answer(
      {
        quote: s.hex(32),
        contract: s.hex(32),
        settlement: s.hex(32),
        invoices: s.list(s.answer({ id: s.text(64), digest: s.hex(32), state: s.word('issued', 'paid') })),
      },
      [],
    ),
    guest: s.answer({ name: s.text(200), email: s.email, organisation: { type: 'string' } }),
    note: s.text(2000),
    actions: s.list(s.answer({ event: s.text(40), needsApproval: s.flag })),
  },
  ['id', 'state', 'actions'],
);

/** One engagement with what may happen to it, what has, and what was proposed. */
export const wholeEngagement = s.answer(
  {
    ...engagement.properties,
    allowed: s.list(s.answer({ type: s.text(40), requires: s.list(requirement) })),
    history: s.list(auditRow),
    approvals: s.list(
      s.answer({
        id: s.id,
        type: s.text(100),
        intent: s.text(200),
        state: s.text(20),
        digest: s.hex(32),
        proposedAt: s.instant,
        closedAt: s.nullable(s.instant),
      }),
    ),
  },
  ['id', 'state', 'actions', 'allowed', 'history', 'approvals'],
);
