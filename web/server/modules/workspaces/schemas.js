/** @file How it is told that a workspace is closed, or was opened by an administrator. */
import * as s from '../../http/schemas.js';

/** Why a workspace is closed. */
export const closure = s.answer({
  state: s.word('locked', 'archived'),
  reason: s.text(500),
  by: s.text(200),
  since: s.instant,
});
/** One opening of a workspace by an administrator. */
export const opening = s.answer({
  id: s.id,
  by: s.text(200),
  reason: s.text(500),
  openedAt: s.instant,
  until: s.instant,
  endedAt: s.nullable(s.instant),
  open: s.flag,
});
