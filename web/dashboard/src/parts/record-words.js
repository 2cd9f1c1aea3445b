/**
 * @file The record's rows as sentences. A row holds ids, never names, so that names can be forgotten; the names come from
 * what the reader may see now.
 */
import { html, nothing } from 'lit';
import * as dates from '../dates.js';
import { pieces, words } from '../words.js';
import { name } from './page.js';

/** What an action did, by its name in the record. @param {string} action */
const deed = (action) =>
  /** @type {Record<string, string>} */ ({ ...words.record })[action] ?? action.replaceAll(/[._]/g, ' ');

/** @typedef {{ workspaces: Map<string, string>, engagements: Map<string, import('./engagement-events.js').EngagementItem> }} Directory */

/** Names for ids, from the engagements that the reader sees. @param {import('./engagement-events.js').EngagementItem[]} engagements @returns {Directory} */
export function directory(engagements) {
  const workspaces = new Map();
  for (const { agency, presenter, artist } of engagements) {
    for (const party of [agency, presenter, artist]) if (party?.id) workspaces.set(party.id, party.name);
  }
  return { workspaces, engagements: new Map(engagements.map((item) => [item.id, item])) };
}

/**
 * @param {any} row
 * @param {import('../app.js').Me} me
 * @param {Directory} people
 */
export function rowSentence(row, me, people) {
  const item = people.engagements.get(row.engagement);
  return html`<strong>${whoOf(row.actor, me, people)}</strong> ${deed(row.action)}${
    item && people.engagements.size > 1
      ? html`: <a href="/requests/${item.id}">${name(item.title ?? item.artist.name)}, ${dates.day(item.start, item.timeZone)}</a>`
      : nothing
  }`;
}

/** @param {any} actor @param {import('../app.js').Me} me @param {Directory} people */
function whoOf(actor, me, people) {
  if (actor?.kind === 'clock') return words.actors.clock;
  if (actor?.kind === 'anonymous') return words.actors.visitor;
  if (actor?.kind === 'automation') return words.actors.automation;
  if (actor?.id === me.person.id) return words.actors.you;
  if (actor?.roles?.includes('administrator')) return words.actors.administrator;
  const house = actor?.workspace === me.workspace.id ? me.workspace.name : people.workspaces.get(actor?.workspace);
  return house ? pieces(words.actors.someone, { house: name(house) }) : words.actors.other;
}
