/** @file Whether core would permit the reader an action in the own workspace: to show what can be done, never to grant it. */
import { loadCore } from '../core.js';

/**
 * @param {import('../app.js').Me} me
 * @returns {Promise<(action: import('../../../client/types/access.d.ts').Action, more?: { brand?: string }) => boolean>}
 */
export async function mayOf(me) {
  const core = await loadCore();
  const now = `${new Date().toISOString().slice(0, 19)}Z`;
  return (action, more = {}) =>
    core.access.permits({
      actor: {
        id: me.person.id,
        kind: 'person',
        status: 'active',
        workspace: me.workspace.id,
        roles: /** @type {any} */ (me.roles),
        entitlements: me.entitlements,
        grants: /** @type {any} */ (me.grants),
        mfaAt: me.secondFactor?.proven ? now : null,
      },
      action,
      // Whether an owner remains, and what can be given, is for the server to say, once it is asked.
      resource: { kind: 'workspace', workspace: me.workspace.id, ownersAfter: 1, roles: [], entitlements: [], ...more },
      now,
    }).allowed;
}
