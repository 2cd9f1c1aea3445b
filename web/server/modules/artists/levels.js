/** @file An artist's visibility level, and the approval that changes it. */
import { newId } from '../../secrets.js';
import { byOf } from '../accounts/people.js';
import { moment, payloadType } from '../approvals/payloads.js';
import { propose } from '../approvals/service.js';

/**
 * Proposes another level, which the artist confirms; nothing changes before.
 * @param {import('../../context.js').Context} context
 * @param {import('../../database/index.js').Tx} tx as her own workspace or her agency's
 * @param {import('../accounts/people.js').Who} who
 * @param {import('./service.js').Artist} row
 * @param {string} level
 * @param {string} [note]
 */
export const proposeLevel = (context, tx, who, row, level, note) =>
  propose(context, tx, {
    owner: who.workspace.id,
    type: payloadType('publication'),
    payload: JSON.stringify({
      id: newId(context.random, 'pub'),
      version: 1,
      artist: { id: row.id, name: row.name },
      from: row.level,
      to: level,
      proposedBy: { id: who.person.id, name: who.person.name },
      effective: moment(context, context.clock(), row.time_zone),
      ...(note ? { note } : {}),
    }),
    purpose: 'artist.level',
    effect: { kind: 'publication', home: row.workspace_id, artist: row.id, level },
    partyIds: [...new Set([row.workspace_id, row.self_workspace])].filter((one) => one !== null),
    by: { ...byOf(who), name: who.person.name },
  });
