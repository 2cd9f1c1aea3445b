/** @file Cursors: where a page of a list ended, as opaque text. They carry no right: every page is judged anew. */
import { Problem } from './problems.js';

/** @param {Record<string, string | number>} place */
export const cursorOf = (place) => Buffer.from(JSON.stringify(place)).toString('base64url');

/** What a member of a cursor may be. @type {Record<string, (value: unknown) => boolean>} */
const isA = {
  string: (value) => typeof value === 'string',
  integer: Number.isSafeInteger,
  instant: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value)),
};

/**
 * @template {Record<string, 'string' | 'integer' | 'instant'>} Shape
 * @param {string | undefined} cursor
 * @param {Shape} shape the members that it must have
 * @returns {{ [Member in keyof Shape]: Shape[Member] extends 'integer' ? number : string } | null}
 */
export function readCursor(cursor, shape) {
  if (cursor === undefined) return null;
  try {
    const place = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Object.entries(shape).every(([name, kind]) => isA[kind](place?.[name]))) return place;
  } catch {
    // Falls through: unreadable is wrong.
  }
  throw new Problem(400, 'request.cursor');
}

/** The query members of every paged list. */
export const paging = {
  cursor: { type: 'string', maxLength: 512 },
  limit: { type: 'integer', minimum: 1, maximum: 200, default: 100 },
};
