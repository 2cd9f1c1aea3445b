/** @file How the workspace stands, above every page: locked, archived, or opened by an administrator. */
import { html, nothing } from 'lit';
import * as dates from '../dates.js';
import { notice } from './answer.js';
import { name } from './page.js';

/** @param {import('../app.js').Shut} shut */
export const shutWords = ({ state, by, since, reason }) =>
  html`<p><strong>This workspace is ${state}.</strong> ${name(by)} ${state} it on ${dates.moment(since)}: “${name(reason)}” ${state === 'locked' ? 'Nothing can be changed until an owner unlocks it.' : 'It is found by nobody, and nothing can be changed, until an owner restores it.'}</p>`;

/** @param {import('../app.js').Me} me */
export function standing({ workspace, glass = [], review }) {
  const link =
    location.pathname === '/workspace' ? nothing : html`<p><a href="/workspace">To the workspace’s page</a></p>`;
  return html`${workspace.shut ? notice('standby', html`${shutWords(workspace.shut)}${review ? link : nothing}`) : nothing}
    ${glass.map((one) => notice('risk', html`<p><strong>An administrator can read this workspace until ${dates.moment(one.until)}.</strong> ${name(one.by)} gave this reason: “${name(one.reason)}” Each look is in your record.</p>${link}`))}`;
}
