/** @file What may happen to an engagement, in words, and what must be said along with it. */
import { html, nothing } from 'lit';
import { dayMs, minuteMs } from '../../../shared/duration.js';
import { api } from '../api.js';
import * as dates from '../dates.js';
import { words } from '../words.js';
import { openDialog } from './dialog.js';
import { name } from './page.js';

/**
 * @typedef {object} EngagementItem
 * @property {string} id
 * @property {{ id: string, name: string }} artist
 * @property {{ id: string, name: string } | null} presenter
 * @property {{ id: string, name: string } | null} agency
 * @property {string} state
 * @property {number} [rank]
 * @property {string} start
 * @property {string} end
 * @property {string} timeZone
 * @property {string} [place]
 * @property {string} [title]
 * @property {string} [deadline]
 * @property {{ by?: string, deadline: string }} [challenge]
 * @property {{ amountMinor: number, currency: string }} [fee]
 * @property {{ name: string, organisation?: string, email?: string }} [guest]
 * @property {string} [note]
 * @property {string[]} actions
 * @property {{ id: string, type: string, mine: boolean, waitsFor: string }} [approval] what is open on it
 * @property {(me: import('../app.js').Me) => string | undefined} counterpart
 */

/** @typedef {'expiresAt' | 'deadline' | 'cause' | 'fee' | 'validUntil' | 'terms' | 'signBy' | 'governingLaw' | 'note'} Asked */

/** What each step asks for; their words stand in the catalogue. @satisfies {Record<string, Asked[]>} */
const asks = /** @type {const} */ ({
  uphold: [],
  accept: [],
  approve_contract: [],
  place_hold: ['expiresAt'],
  quote: ['fee', 'validUntil'],
  draft_contract: ['fee', 'terms', 'governingLaw', 'signBy'],
  agree_settlement: [],
  challenge: ['deadline'],
  extend_hold: ['expiresAt'],
  decline: ['note'],
  release: ['note'],
  withdraw: ['note'],
  perform: [],
  cancel: ['cause', 'note'],
  void: ['note'],
  unconfirm: ['note'],
  dispute: ['note'],
  close: ['note'],
});
/** @typedef {keyof typeof asks} Step */

/** @param {string} event @returns {event is Step} */
const isStep = (event) => Object.hasOwn(asks, event);

const order = Object.keys(asks);
/** What a row offers; the rest stands on the engagement's own page. */
const wanted = [
  'uphold',
  'accept',
  'approve_contract',
  'place_hold',
  'agree_settlement',
  'quote',
  'draft_contract',
  'release',
  'decline',
  'withdraw',
];

/** @param {string} event */
export const eventWord = (event) => (isStep(event) ? words.steps[event] : event.replaceAll('_', ' '));

/** Whether a person is waited for: the one warm light. @param {EngagementItem} item @param {string} event */
export const isCue = (item, event) =>
  event === 'accept' ||
  event === 'approve_contract' ||
  event === 'agree_settlement' ||
  (event === 'uphold' && Boolean(item.challenge));

/** The two that are wanted most, for a row. @param {string[]} actions */
export const mainEvents = (actions) => wanted.filter((event) => actions.includes(event)).slice(0, 2);

/** All that a person can begin here. @param {string[]} actions */
export const askable = (actions) => order.filter((event) => actions.includes(event));

/** @type {Record<Asked, (item: EngagementItem) => unknown>} */
const fields = {
  expiresAt: () => clockField('expiresAt', words.ask.until, 14 * dayMs),
  deadline: () => clockField('deadline', words.ask.answerBy, 2 * dayMs - minuteMs, words.ask.answerHelp),
  validUntil: () => clockField('validUntil', words.ask.openUntil, 10 * dayMs),
  signBy: () => clockField('signBy', words.ask.approveBy, 10 * dayMs),
  cause: () =>
    html`<div class="field"><label for="cause">${words.ask.cause}</label><select id="cause" name="cause"><option value="presenter">${words.ask.presenterCancels}</option><option value="artist">${words.ask.artistCancels}</option><option value="force_majeure">${words.ask.forceMajeure}</option></select></div>`,
  fee: ({
    fee,
  }) => html`<div class="pair"><div class="field"><label for="fee">${words.ask.fee}</label><input id="fee" name="fee" inputmode="decimal" required pattern="[0-9]{1,12}([.][0-9]{1,3})?" .value=${fee ? dates.decimal(fee) : ''} /><small>${words.ask.feeHelp}</small></div>
    <div class="field short"><label for="currency">${words.ask.currency}</label><input id="currency" name="currency" required pattern="[A-Z]{3}" maxlength="3" .value=${fee?.currency ?? 'EUR'} /></div></div>`,
  terms: () =>
    html`<div class="field wide"><label for="terms">${words.ask.terms}</label><textarea id="terms" name="terms" rows="6" required maxlength="20000"></textarea><small>${words.ask.termsHelp}</small></div>`,
  note: () =>
    html`<div class="field wide"><label for="note">${words.ask.message}</label><textarea id="note" name="note" rows="4" required maxlength="2000"></textarea></div>`,
  governingLaw: () =>
    html`<div class="field wide"><label for="governingLaw">${words.ask.law}</label><input id="governingLaw" name="governingLaw" required maxlength="200" /></div>`,
};

/** @param {string} id @param {string} label @param {number} ahead milliseconds from now @param {string} [hint] */
function clockField(id, label, ahead, hint = '') {
  const then = Date.now() + ahead;
  const local = new Date(then + dates.offsetMinutes(then, dates.readerZone) * minuteMs).toISOString().slice(0, 16);
  return html`<div class="field"><label for=${id}>${label}</label><input id=${id} name=${id} type="datetime-local" required .value=${local} /><small>${words.ask.clock({ city: dates.zoneCity(dates.readerZone), hint })}</small></div>`;
}

export const venueFields = () => html`<fieldset class="pair"><legend class="label">${words.ask.where}</legend>
  <div class="field"><label for="venue-name">${words.ask.house}</label><input id="venue-name" name="venueName" required maxlength="200" /></div>
  <div class="field"><label for="venue-city">${words.ask.city}</label><input id="venue-city" name="venueCity" required maxlength="200" /></div>
  <div class="field short"><label for="venue-country">${words.ask.country}</label><input id="venue-country" name="venueCountry" required pattern="[A-Z]{2}" maxlength="2" placeholder="DE" /></div></fieldset>`;

/**
 * Asks for what the step needs; null when the person thought better of it.
 * @param {string} event @param {EngagementItem} item
 * @returns {Promise<Record<string, unknown> | null>}
 */
export async function askEvent(event, item) {
  const venueless = !item.place && ['place_hold', 'quote', 'draft_contract', 'challenge'].includes(event);
  /** @type {Record<string, unknown> | null} */
  let body = null;
  await openDialog(eventWord(event), (close) => {
    const submit = (/** @type {SubmitEvent} */ submitted) => {
      submitted.preventDefault();
      body = { event, ...readForm(new FormData(/** @type {HTMLFormElement} */ (submitted.target))) };
      close('done');
    };
    return html`<form @submit=${submit}>
      <p><strong>${name(item.artist.name)}</strong>, ${dates.moment(item.start, item.timeZone)}${item.place ? html`, ${name(item.place)}` : nothing}</p>
      <p>${isStep(event) ? words.steps[`${event}Says`] : nothing}</p>
      ${isStep(event) ? asks[event].map((asked) => fields[asked](item)) : nothing}${venueless ? venueFields() : nothing}
      <div class="row"><button class="button ink">${eventWord(event)}</button><button type="button" class="button plain" @click=${() => close()}>${words.common.notNow}</button></div>
    </form>`;
  });
  return body;
}

/** The form's members as the server reads them. @param {FormData} data */
function readForm(data) {
  /** @type {Record<string, unknown>} */
  const members = {};
  for (const member of ['expiresAt', 'deadline', 'validUntil', 'signBy']) {
    const text = data.get(member);
    if (text) members[member] = new Date(String(text)).toISOString().replace(/\.\d+Z$/, 'Z');
  }
  for (const member of ['cause', 'governingLaw', 'note']) if (data.get(member)) members[member] = data.get(member);
  const fee = readMoney(data);
  if (fee) members.fee = fee;
  const terms = String(data.get('terms') ?? '').trim();
  if (terms) members.terms = terms.split(/\n\s*\n/).map(clause);
  if (data.get('venueName')) members.venue = readVenue(data);
  return members;
}

/** @param {FormData} data */
export const readVenue = (data) => ({
  name: data.get('venueName'),
  city: data.get('venueCity'),
  country: data.get('venueCountry'),
});

/** @param {FormData} data @returns {{ amountMinor: number, currency: string } | null} */
export function readMoney(data) {
  const currency = String(data.get('currency') ?? '');
  const text = String(data.get('fee') ?? '');
  return text ? { amountMinor: minorUnits(text, currency), currency } : null;
}

/** Digits only, no floating point: "12500.5" in EUR is 1250050. @param {string} text @param {string} currency */
function minorUnits(text, currency) {
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const [whole, part = ''] = text.split('.');
  return Number(whole + part.padEnd(digits, '0').slice(0, digits));
}

/** @param {string} text @param {number} i */
function clause(text, i) {
  const [, heading, rest] = /^([^:\n]{1,80}):\s+(.+)$/s.exec(text.trim()) ?? [];
  return heading ? { heading, text: rest } : { heading: words.ask.clause({ number: i + 1 }), text: text.trim() };
}

/** The server's item with its parties by name. @param {any} item @returns {EngagementItem} */
export function readEngagement(item) {
  const { artist, agency = null, presenter = null } = item;
  return {
    ...item,
    artist: artist ?? { id: '', name: '' },
    agency,
    presenter,
    actions: item.actions.map((/** @type {{ event: string }} */ { event }) => event),
    counterpart: (me) => (me.workspace.id === presenter?.id ? (agency?.name ?? artist?.name) : presenter?.name),
  };
}

/** Steps that answer a document: taken where it is read, once it is up for approval. */
const answers = ['accept', 'approve_contract', 'agree_settlement'];

/** Every engagement, with what is open for approval on it. @param {AbortSignal} signal @returns {Promise<EngagementItem[]>} */
export async function readSeason(signal) {
  const [engagements, open] = await Promise.all([
    api.list('/api/v1/engagements', {}, signal),
    api.list('/api/v1/approvals', { state: 'open', limit: 200 }, signal).catch(() => []),
  ]);
  return engagements.map((one) => withApproval(readEngagement(one), open));
}

/** @param {EngagementItem} item @param {any[]} open approvals, this person's first choice */
export function withApproval(item, open) {
  const here = open.filter(({ engagementId }) => engagementId === item.id);
  const approval = here.find(({ mine }) => mine) ?? here[0];
  if (!approval) return item;
  const { id, type, mine, needs } = approval;
  const waitsFor = dates.listOf(
    needs.filter((/** @type {any} */ need) => !need.done).map((/** @type {any} */ need) => need.name || need.roles[0]),
  );
  return {
    ...item,
    approval: { id, type, mine, waitsFor },
    actions: item.actions.filter((event) => !answers.includes(event)),
  };
}
