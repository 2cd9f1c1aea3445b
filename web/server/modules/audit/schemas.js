/** @file A row of the audit log, as its readers get it (docs/spec/audit.md). */
import * as s from '../../http/schemas.js';

const by = s.answer(
  {
    kind: s.word('person', 'automation', 'clock', 'anonymous'),
    id: s.nullable(s.id),
    workspace: s.nullable(s.id),
    roles: s.list(s.text(40)),
  },
  ['kind', 'id', 'workspace'],
);
/** `prev_hash` is not required: the history of an engagement is a part of the chain. */
export const auditRow = s.answer(
  {
    v: { type: 'integer' },
    chain: s.id,
    seq: s.integer(0, 9e15),
    at: s.instant,
    action: s.text(100),
    entity: s.answer({ kind: s.text(40), id: s.text(64) }),
    actor: by,
    engagement: s.id,
    detail: {
      ...s.record({ type: ['array', 'string', 'integer', 'boolean', 'null'], items: { type: 'string' } }),
      description: 'Ids, states and digests; no free text.',
    },
    prev_hash: s.hex(32),
    hash: s.hex(32),
  },
  ['v', 'chain', 'seq', 'at', 'action', 'entity', 'actor', 'hash'],
);
