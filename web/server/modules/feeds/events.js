/** @file Engagements as the events of a feed: read in few columns and many at once, given out as core lets a viewer see. */
import { utc } from '../calendars/service.js';
import { calendarState, partiesOf, shown, standing } from '../engagements/service.js';

/** @typedef {import('../../database/rows.d.ts').EngagementRow} EngagementRow */
/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../../../client/types/calendar.d.ts').CalendarEvent} CalendarEvent */
/** @typedef {import('../../../client/types/visibility.d.ts').EngagementSubject} EngagementSubject */

/**
 * What a feed is made of: one engagement, or the first `most` of a time.
 * @typedef {{ id: string } | { from: Date, until: Date, most: number }} Ask
 */

/** @typedef {{ artist?: { name: string }, presenter?: { name: string } }} Names */
/** Of an engagement: id, state, title, place, start, end, version, last change. @typedef {[string, string, string, string, string, string, number, string]} EventColumns */

/**
 * Engagements as subjects whose availability is an event, or null where they take no time. One text for all that have the
 * same parties: thousands of rows would cost a driver more than everything that is done with them, and their parties
 * more than all the rest of them.
 * @param {Tx} tx
 * @param {Ask} ask
 * @returns {Promise<EngagementSubject[]>}
 */
async function eventSubjects(tx, ask) {
  const {
    id = null,
    from = null,
    until = null,
    most = null,
  } = /** @type {{ id?: string, from?: Date, until?: Date, most?: number }} */ (ask);
  /** @type {(Pick<EngagementRow, 'artist_id' | 'answered' | 'parties'> & { events: string })[]} */
  const groups = await tx.rows(
    `select artist_id, answered, parties,
       json_agg(json_build_array(id, state, title, place, ${utc('starts_at')}, ${utc('ends_at')}, version, ${utc('changed_at')}))::text as events
     from (
       select artist_id, answered, parties, id, state, title, place, starts_at, ends_at, (value ->> 'version')::integer as version, changed_at
       from engagement
       where ${shown} and ($1::text is null or id = $1) and ($2::timestamptz is null or ends_at > $2)
         and ($3::timestamptz is null or starts_at < $3)
       order by starts_at, id limit $4
     ) as engagement
     group by artist_id, answered, parties`,
    [id, from, until, most],
  );
  return groups.flatMap((group) => {
    const { artist, presenter } = partiesOf(group);
    const identity = { artist, presenter };
    const subject = standing(group);
    return JSON.parse(group.events).map((/** @type {EventColumns} */ columns) => {
      const fields = { identity, availability: eventOf(columns) };
      return { ...subject, id: columns[0], fields, coarse: { identity } };
    });
  });
}

/** @param {EventColumns} columns @returns {CalendarEvent | null} */
function eventOf([id, word, title, place, start, end, sequence, changed]) {
  const state = calendarState[word];
  if (!state) return null;
  const lastModified = `${changed}Z`;
  return { id, kind: 'performance', state, title, place, start: `${start}Z`, end: `${end}Z`, sequence, lastModified };
}

/**
 * The engagements that a viewer may see, or the one that is asked for: `event` only where she may see when it is, and it
 * takes time; `names` as far as she may read them. `more`: whether there may be later ones.
 * @param {Context} context
 * @param {Tx} tx as the viewer's workspace
 * @param {import('../../../client/types/visibility.d.ts').Viewer} viewer
 * @param {Ask} ask
 * @returns {Promise<{ seen: { event: CalendarEvent | undefined, names: Names }[], more: boolean }>}
 */
export async function seenEvents(context, tx, viewer, ask) {
  const subjects = await eventSubjects(tx, ask);
  const seen = context.core.visibility.filter({ subjects, viewer }).map(({ fields }) => {
    const { identity, availability } = /** @type {{ identity?: Names, availability?: CalendarEvent | null }} */ (
      fields
    );
    return { event: availability ?? undefined, names: identity ?? {} };
  });
  return { seen, more: 'most' in ask && subjects.length === ask.most };
}
