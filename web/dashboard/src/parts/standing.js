/** @file How the workspace stands, above every page: locked, archived, or opened by an administrator. */
import { html, nothing } from 'lit';
import * as dates from '../dates.js';
import { pieces, words } from '../words.js';
import { notice } from './answer.js';
import { name } from './page.js';

/** @param {import('../app.js').Shut} shut */
export const shutWords = ({ state, by, since, reason }) =>
  html`<p><strong>${words.standing.shut({ state })}</strong> ${pieces(words.standing.by, { state, who: name(by), moment: dates.moment(since), reason: name(reason) })} ${words.standing.means({ state })}</p>`;

/** @param {import('../app.js').Me} me */
export function standing({ workspace, glass = [], review }) {
  const link =
    location.pathname === '/workspace' ? nothing : html`<p><a href="/workspace">${words.standing.toPage}</a></p>`;
  return html`${workspace.shut ? notice('standby', html`${shutWords(workspace.shut)}${review ? link : nothing}`) : nothing}
    ${glass.map((one) => notice('risk', html`<p><strong>${words.standing.glass({ moment: dates.moment(one.until) })}</strong> ${pieces(words.standing.glassReason, { who: name(one.by), reason: name(one.reason) })}</p>${link}`))}`;
}
