/** @file A folio: what a viewer may see of an artist, as text. */
import { html, nothing } from 'lit';
import * as dates from '../dates.js';
import { words } from '../words.js';
import { name } from './page.js';

/** What the viewer may see of the artist. @param {any} artist */
export function folio(artist) {
  const { folio, contact, availability, fees } = artist;
  const range = fees?.range;
  const text = typeof folio === 'string' ? folio : folio?.bio;
  const busy = availability?.busy ?? availability?.dates ?? [];
  if (!text && !contact && !range && busy.length === 0) return nothing;
  return html`<section class="folio"><h3>${words.viewAs.folio}</h3>
    ${text ? html`<p><bdi>${text}</bdi></p>` : nothing}
    ${contact ? html`<dl class="pairs">${Object.entries(contact).map(([key, value]) => html`<dt>${dates.sentence(key)}</dt><dd>${name(value)}</dd>`)}</dl>` : nothing}
    ${range ? html`<dl class="pairs"><dt>${words.viewAs.fees}</dt><dd>${words.viewAs.range({ from: dates.money(range.from), to: dates.money(range.to) })}</dd></dl>` : nothing}
    ${busy.length ? html`<h4>${words.viewAs.busy}</h4><ul class="plain-list">${busy.slice(0, 12).map((/** @type {any} */ { start, end }) => html`<li>${dates.day(start)}, ${dates.span(start, end)}</li>`)}</ul>` : nothing}
  </section>`;
}
