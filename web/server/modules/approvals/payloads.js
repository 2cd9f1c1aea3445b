/** @file Payloads: the exact content that a person is asked to approve, put together from an engagement and a form. */
import { instant } from '../../context.js';
import { Problem } from '../../http/problems.js';

/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../../database/rows.d.ts').EngagementRow} EngagementRow */

/** What an approval's canonical bytes say. @param {{ canonical: Uint8Array }} approval @returns {any} */
export const payloadOf = ({ canonical }) => JSON.parse(Buffer.from(canonical).toString());

/** @param {string} name */
export const payloadType = (name) => `application/vnd.cuelight.${name}+json`;

/** `contract` of its payload type. @param {string} type */
export const typeName = (type) => type.replace(/^application\/vnd\.cuelight\.|\+json$/g, '');

/**
 * An instant as its place's clock shows it.
 * @param {Context} context
 * @param {Date | string} at
 * @param {string} zone
 */
export function moment(context, at, zone) {
  const { local, offsetSeconds } = context.core.calendar.toLocal({
    utc: typeof at === 'string' ? instant(new Date(at)) : instant(at),
    tzid: zone,
  });
  const minutes = Math.abs(offsetSeconds) / 60;
  const two = (/** @type {number} */ n) => String(Math.floor(n)).padStart(2, '0');
  const offset =
    offsetSeconds === 0 ? 'Z' : `${offsetSeconds < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
  return { at: `${local}${offset}`, zone };
}

/** @param {EngagementRow} row @param {string} side */
const party = (row, side) => {
  const found = row.parties.find((one) => one.side === side);
  return found && { id: found.id ?? found.workspace, name: found.name };
};

/** @param {Context} context @param {EngagementRow} row @param {Record<string, any>} form */
const performances = (context, row, form) => [
  {
    start: moment(context, row.starts_at, row.time_zone),
    end: moment(context, row.ends_at, row.time_zone),
    venue: row.venue ?? need(form, 'venue'),
  },
];

/**
 * The payload of an event on an engagement.
 * @param {Context} context
 * @param {string} name of the payload type
 * @param {EngagementRow} row
 * @param {Record<string, any>} form what the person filled in
 * @param {{ id: string, version: number }} key
 * @returns {Record<string, unknown>}
 */
export function compose(context, name, row, form, { id, version }) {
  const agency = party(row, 'agency');
  const between = {
    id,
    version,
    engagement: row.id,
    artist: party(row, 'artist'),
    ...(agency ? { agency } : {}),
    presenter: party(row, 'presenter'),
  };
  const note = form.note ? { note: form.note } : {};
  const fee = form.fee ?? (row.fee_minor === null ? undefined : { amountMinor: row.fee_minor, currency: row.currency });
  const programme = form.programme ?? row.title;
  const zone = row.time_zone;
  switch (name) {
    case 'request':
      return {
        id,
        version,
        artist: between.artist,
        presenter: between.presenter,
        performances: performances(context, row, form),
        programme,
        ...(fee ? { budget: fee } : {}),
        ...(form.note ? { message: form.note } : {}),
      };
    case 'hold':
      return {
        ...between,
        performances: performances(context, row, form),
        rank: form.rank,
        expires: moment(context, form.expiresAt ?? row.value.hold?.expiresAt ?? need(form, 'expiresAt'), zone),
        ...note,
      };
    case 'challenge':
      return {
        ...between,
        performances: performances(context, row, form),
        rank: 1,
        answerBy: moment(context, need(form, 'deadline'), zone),
        ...note,
      };
    case 'quote':
      return {
        ...between,
        performances: performances(context, row, form),
        programme,
        fee: fee ?? need(form, 'fee'),
        ...(form.terms ? { terms: form.terms } : {}),
        validUntil: moment(context, need(form, 'validUntil'), zone),
      };
    case 'contract':
      return {
        ...between,
        performances: performances(context, row, form),
        programme,
        fee: fee ?? need(form, 'fee'),
        ...(form.payments ? { payments: form.payments } : {}),
        terms: form.terms ?? need(form, 'terms'),
        governingLaw: form.governingLaw ?? need(form, 'governingLaw'),
        signBy: moment(context, need(form, 'signBy'), zone),
      };
    case 'message': {
      const from = party(row, form.from);
      const to = ['agency', 'artist', 'presenter']
        .filter((side) => side !== form.from)
        .map((side) => party(row, side))
        .filter(Boolean);
      return {
        id,
        version,
        engagement: row.id,
        from,
        to,
        subject: `${row.title}: ${form.event.replaceAll('_', ' ')}`,
        body: need(form, 'note'),
      };
    }
    // Written by people, not put together from an engagement.
    case 'invoice':
    case 'settlement':
      return need(form, 'payload');
    default:
      throw new Problem(422, 'approval.unknown_type', { type: name });
  }
}

/** @param {Record<string, any>} form @param {string} member */
function need(form, member) {
  if (form[member] !== undefined) return form[member];
  throw new Problem(422, 'engagement.member_missing', { member }, { member });
}
