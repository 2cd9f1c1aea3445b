/**
 * @file Policy checkpoints: rules of a deployment, beside core's own, that an action must pass, or that action on one type of
 * payload. Core evaluates them; what can't be evaluated is held, and says which fact was missing.
 */

import { instant } from '../../context.js';
import { withIdentity } from '../../database/identity.js';
import { Problem } from '../../http/problems.js';
import { appendToLog } from '../audit/service.js';

/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('./people.js').Who} Who */

/**
 * Every value of a document under its path, so that a rule can name it: `payload.fee.amountMinor`, `resource.roles.0`.
 * @param {string} path
 * @param {unknown} value
 * @returns {Record<string, unknown>}
 */
function facts(path, value) {
  if (typeof value !== 'object' || value === null) return { [path]: value };
  return Object.assign({}, ...Object.entries(value).map(([name, one]) => facts(`${path}.${name}`, one)));
}

/**
 * Refuses an action that core permits but a checkpoint of this deployment doesn't pass.
 * @param {Context} context
 * @param {Who} who
 * @param {object} asked
 * @param {string} asked.action
 * @param {{ kind: string, id?: string } & Record<string, unknown>} asked.resource
 * @param {() => { type: string }} [asked.payload] the content that is confirmed, where there is one
 * @param {import('../audit/service.js').By} asked.by
 */
export function passCheckpoint(context, who, { action, resource, payload, by }) {
  const { checkpoints } = context.config;
  const content = payload && Object.keys(checkpoints).length > 0 ? payload() : null;
  const lists = [checkpoints[action], checkpoints[`${action}:${content?.type}`]].filter((one) => one !== undefined);
  if (lists.length === 0) return;
  const { outcome, failed, missing } = context.core.access.checkpoint({
    rules: lists.flat(),
    facts: {
      ...facts('person', { id: who.person.id, roles: who.person.roles, entitlements: who.person.entitlements }),
      ...facts('workspace', who.workspace),
      ...facts('resource', resource),
      ...(content ? facts('payload', content) : {}),
    },
    now: instant(context.clock()),
  });
  if (outcome === 'pass') return;
  // In a transaction of its own: the one that asked is undone.
  context.later(
    withIdentity(context.db, { workspace: who.workspace.id }, (tx) =>
      appendToLog(context, tx, [who.workspace.id], {
        action: outcome === 'block' ? 'access.blocked' : 'access.held',
        entity: { kind: resource.kind, id: resource.id ?? who.workspace.id },
        by,
        detail: { action, rules: failed.map(({ rule }) => rule), missing },
      }),
    ),
  );
  if (outcome === 'block') throw new Problem(403, 'access.checkpoint_blocked', {}, { failed });
  throw missing.length > 0
    ? new Problem(409, 'access.checkpoint_held.missing', { facts: missing.join(', ') }, { failed, missing })
    : new Problem(409, 'access.checkpoint_held', {}, { failed, missing });
}
