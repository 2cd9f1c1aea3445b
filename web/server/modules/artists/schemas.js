/** @file Artists as their viewers get them: each group stands only in the answers to whom core shows it. */
import * as s from '../../http/schemas.js';

const money = s.answer({ amountMinor: { type: 'integer' }, currency: { type: 'string' } }, []);
const identity = {
  name: s.text(200),
  slug: s.text(100),
  discipline: s.text(100),
  home: s.text(200),
  timeZone: s.timeZone,
  represented: s.flag,
  demo: s.flag,
};
/** Every group but who it is. Coarse: who stands for the contact, a range of fees. */
const groups = {
  folio: s.answer(
    { bio: { type: 'string' }, repertoire: s.list({ type: 'string' }), languages: s.list({ type: 'string' }) },
    [],
  ),
  contact: s.answer({ email: { type: 'string' }, phone: { type: 'string' }, through: { type: 'string' } }, []),
  availability: s.answer({ busy: s.list(s.answer({ start: s.instant, end: s.instant })) }),
  fees: s.answer({ range: s.answer({ from: money, to: money }, []), floor: { type: 'string' } }, []),
  notes: { type: 'string' },
};
const shownAs = s.word('shown', 'coarse', 'absent');
const sights = s.answer(
  Object.fromEntries(['identity', ...Object.keys(groups), 'engagement', 'documents'].map((group) => [group, shownAs])),
);
const kind = s.text(20);
const reason = s.text(100);

/** What an artist and her agency are told of who sees her, in short. */
const seenBy = {
  level: s.level,
  levelReason: s.nullable(reason),
  effectiveLevel: s.level,
  sees: s.answer({
    public: s.flag,
    verifiedPresenters: s.flag,
    workspaces: s.list(s.answer({ id: s.text(64), name: s.text(200), kind, reason })),
  }),
};

export const rosterItem = s.answer({ id: s.id, ...identity, nextDate: s.nullable(s.instant), ...seenBy }, [
  'id',
  'name',
]);

/** Core's explanation of one level; `who`: how those are named who see. @param {s.Schema} who @param {Record<string, s.Schema>} more */
const levels = (who, more) =>
  s.list(
    s.answer({
      level: s.level,
      current: s.flag,
      requires: s.list(s.word('consent', 'verification')),
      sees: s.list(s.answer({ id: s.text(64), ...more, reason, fields: sights })),
      gains: s.list(who),
      loses: s.list(who),
    }),
  );
const explanation = {
  level: s.level,
  effective: s.level,
  held: s.nullable(reason),
  audience: s.list(
    s.answer(
      {
        id: s.text(64),
        name: s.text(200),
        kind,
        visible: s.flag,
        reason,
        fields: sights,
        needs: s.list(s.list({ type: 'string' })),
      },
      ['id', 'kind', 'visible', 'reason', 'fields', 'needs'],
    ),
  ),
};
const called = { name: s.nullable(s.text(200)), kind: s.nullable(kind) };

export const audience = s.answer({ ...explanation, levels: levels(s.answer({ id: s.text(64), ...called }), called) });

export const artist = s.answer(
  {
    id: s.id,
    ...identity,
    ...groups,
    sights,
    ...seenBy,
    explain: s.answer({ ...explanation, levels: levels(s.text(64), {}) }),
  },
  ['id'],
);

export const preview = s.answer({
  as: s.text(40),
  level: s.level,
  visible: s.flag,
  fields: s.answer({ identity: s.answer(identity), ...groups }, []),
  sights: s.nullable(sights),
});
