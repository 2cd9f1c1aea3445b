/**
 * @file The record's rows as sentences. A row holds ids, never names, so that names can be forgotten; the names come from
 * what the reader may see now.
 */
import { html, nothing } from 'lit';
import * as dates from '../dates.js';
import { name } from './page.js';

/** @type {Record<string, string>} */
const words = {
  'engagement.request': 'asked for the date',
  'engagement.decline': 'declined the request',
  'engagement.withdraw': 'withdrew the request',
  'engagement.place_hold': 'placed a hold',
  'engagement.promote': 'moved the hold up',
  'engagement.challenge': 'challenged the earlier holds',
  'engagement.receive_challenge': 'passed a challenge on',
  'engagement.uphold': 'confirmed the hold',
  'engagement.release': 'released the hold',
  'engagement.extend_hold': 'extended the hold',
  'engagement.expire': 'ended what had run out',
  'engagement.quote': 'sent a quote',
  'engagement.accept': 'accepted the quote',
  'engagement.draft_contract': 'drafted the contract',
  'engagement.approve_contract': 'approved the contract',
  'engagement.void': 'voided the contract',
  'engagement.unconfirm': 'undid the confirmation',
  'engagement.issue_invoice': 'issued an invoice',
  'engagement.record_payment': 'recorded a payment',
  'engagement.perform': 'marked the date as performed',
  'engagement.cancel': 'cancelled the date',
  'engagement.propose_settlement': 'proposed the settlement',
  'engagement.agree_settlement': 'agreed to the settlement',
  'engagement.dispute': 'disputed the settlement',
  'engagement.close': 'closed the engagement',
  'approval.proposed': 'proposed something for approval',
  'approval.presented': 'was shown the exact content',
  'approval.confirmed': 'confirmed exactly what was shown',
  'approval.committed': 'sealed an approval',
  'approval.declined': 'declined to approve',
  'approval.voided': 'replaced what was up for approval',
  'artist.level_changed': 'changed who can see an artist',
  'letter.sent': 'wrote a letter',
  'letter.withdrawn': 'withdrew a letter',
  'letter.accepted': 'accepted a letter',
  'invitation.granted': 'invited a presenter to see an artist',
  'invitation.revoked': 'revoked an invitation',
  'partnership.granted': 'made a partnership',
  'partnership.revoked': 'ended a partnership',
  'member.changed': 'changed a member’s roles',
  'member.removed': 'removed a member',
  'workspace.transferred': 'handed the workspace on',
  'workspace.locked': 'locked the workspace',
  'workspace.unlocked': 'unlocked the workspace',
  'workspace.archived': 'archived the workspace',
  'workspace.restored': 'restored the workspace',
  'glass.broken': 'opened the workspace for reading, as an administrator',
  'glass.read': 'looked in as an administrator',
  'glass.ended': 'ended an administrator’s opening',
  'grant.given': 'gave a grant',
  'grant.revoked': 'revoked a grant',
  'brand.opened': 'opened a brand',
  'brand.written': 'wrote in a brand',
  'brand.closed': 'closed a brand',
  'access.confirmed': 'looked at who has access, and kept it',
  'access.reviewed': 'finished a review of access',
  'access.held': 'was held by a rule of this deployment',
  'access.blocked': 'was stopped by a rule of this deployment',
  'workspace.verified': 'verified the workspace',
  'workspace.unverified': 'took the workspace’s verification back',
  'passkey.added': 'registered a passkey',
  'passkey.revoked': 'revoked a passkey',
  'device_key.added': 'began to use a new device’s key',
  'device_key.revoked': 'revoked a device’s key',
  'feed.created': 'made a calendar address',
  'feed.rotated': 'changed a calendar address',
  'feed.revoked': 'revoked a calendar address',
  'calendar.imported': 'imported a calendar',
  'calendar.removed': 'took an imported calendar away',
  'session.opened': 'signed in',
  'session.revoked': 'ended a session',
  'factor.enrolled': 'set up a second factor',
  'factor.given': 'gave a second factor',
  'access.applied': 'applied for access',
  'access.approved': 'approved an application',
  'access.refused': 'refused an application',
  'access.code_issued': 'made an access code',
  'access.code_revoked': 'revoked an access code',
  'access.denied': 'asked for something that is not theirs, and got nothing',
  'audit.exported': 'exported the record',
};

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
  return html`<strong>${whoOf(row.actor, me, people)}</strong> ${words[row.action] ?? row.action.replaceAll(/[._]/g, ' ')}${
    item && people.engagements.size > 1
      ? html`: <a href="/requests/${item.id}">${name(item.title ?? item.artist.name)}, ${dates.day(item.start, item.timeZone)}</a>`
      : nothing
  }`;
}

/** @param {any} actor @param {import('../app.js').Me} me @param {Directory} people */
function whoOf(actor, me, people) {
  if (actor?.kind === 'clock') return 'The clock';
  if (actor?.kind === 'anonymous') return 'A visitor';
  if (actor?.kind === 'automation') return 'An automation';
  if (actor?.id === me.person.id) return 'You';
  if (actor?.roles?.includes('administrator')) return 'An administrator';
  const house = actor?.workspace === me.workspace.id ? me.workspace.name : people.workspaces.get(actor?.workspace);
  return house ? html`Someone at ${name(house)}` : 'Another party';
}
