/** @file A presenter asks for a date: the form, read into what the server takes. Core reads the place's clock. */
import { html } from 'lit';
import { loadCore } from '../core.js';
import * as dates from '../dates.js';
import { pieces, words } from '../words.js';
import { openDialog } from './dialog.js';
import { readMoney, readVenue, venueFields } from './engagement-events.js';
import { name } from './page.js';

/**
 * @param {{ id: string, name: string, timeZone?: string }} artist
 * @returns {Promise<Record<string, unknown> | null>} null when the person thought better of it
 */
export async function askDate(artist) {
  const core = await loadCore();
  const zones = Intl.supportedValuesOf('timeZone');
  const day = dates.addDays(dates.isoDay(new Date()), 60);
  /** @type {FormData | null} */
  let form = null;
  await openDialog(words.ask.title, (close) => {
    const submit = (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      form = new FormData(/** @type {HTMLFormElement} */ (event.target));
      close('done');
    };
    return html`<form @submit=${submit}>
      <p>${pieces(words.ask.lead, { artist: name(artist.name) })}</p>
      <div class="field wide"><label for="title">${words.ask.programme}</label><input id="title" name="title" required maxlength="300" /></div>
      <div class="pair"><div class="field"><label for="start">${words.ask.begins}</label><input id="start" name="start" type="datetime-local" required .value=${`${day}T19:30`} /></div>
        <div class="field"><label for="end">${words.ask.ends}</label><input id="end" name="end" type="datetime-local" required .value=${`${day}T22:00`} /></div></div>
      <div class="field"><label for="zone">${words.ask.zone}</label><input id="zone" name="zone" list="zones" required .value=${dates.readerZone} /><datalist id="zones">${zones.map((zone) => html`<option value=${zone}></option>`)}</datalist></div>
      ${venueFields()}
      <div class="pair"><div class="field"><label for="fee">${words.ask.budget}</label><input id="fee" name="fee" inputmode="decimal" pattern="[0-9]{1,12}([.][0-9]{1,3})?" /></div>
        <div class="field short"><label for="currency">${words.ask.currency}</label><input id="currency" name="currency" required pattern="[A-Z]{3}" maxlength="3" .value=${'EUR'} /></div></div>
      <div class="field wide"><label for="note">${words.ask.note}</label><textarea id="note" name="note" rows="3" maxlength="2000"></textarea></div>
      <div class="row"><button class="button ink">${words.ask.write}</button><button type="button" class="button plain" @click=${() => close()}>${words.common.notNow}</button></div>
    </form>`;
  });
  return form ? readRequest(form, artist.id, core) : null;
}

/**
 * @param {FormData} form
 * @param {string} artist
 * @param {import('../../../client/types/index.d.ts').Core} core
 */
function readRequest(form, artist, core) {
  const text = (/** @type {string} */ member) => String(form.get(member) ?? '').trim();
  const timeZone = text('zone');
  const instant = (/** @type {string} */ member) =>
    core.calendar.toUtc({ local: `${text(member)}:00`, tzid: timeZone }).utc;
  const fee = readMoney(form);
  return {
    artist,
    title: text('title'),
    start: instant('start'),
    end: instant('end'),
    timeZone,
    venue: readVenue(form),
    ...(fee ? { fee } : {}),
    ...(text('note') ? { note: text('note') } : {}),
  };
}
