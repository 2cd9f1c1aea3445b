/** @file Rules once more, evaluated by Cedar. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';

// Node 20 copies the entry of a WebAssembly function into its callers, and ends the process when such a caller has to be
// compiled anew during a call that returns a reference, as Cedar's do.
setFlagsFromString('--no-turbo-inline-js-wasm-calls');

/**
 * A question to the policies of a file: whether an action is permitted on these facts, which policies read as `context`.
 * @param {string} name of a file in tests/client/, without its ending
 * @returns {(action: string, facts: object) => { allowed: boolean, errors: unknown[] }} errors: policies that did not apply
 *   because a fact was missing
 */
export function cedarOf(name) {
  const policies = readFileSync(new URL(`../client/${name}.cedar`, import.meta.url), 'utf8');
  const parsed = preparsePolicySet(name, { staticPolicies: policies });
  assert.equal(parsed.type, 'success', JSON.stringify(parsed));
  return (action, facts) => {
    const answer = statefulIsAuthorized(
      /** @type {any} */ ({
        principal: { type: 'Actor', id: 'actor' },
        action: { type: 'Action', id: action },
        resource: { type: 'Resource', id: 'resource' },
        context: facts,
        preparsedPolicySetId: name,
        entities: [],
      }),
    );
    if (answer.type !== 'success') assert.fail(JSON.stringify(answer));
    return { allowed: answer.response.decision === 'allow', errors: answer.response.diagnostics.errors };
  };
}
