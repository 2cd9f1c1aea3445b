/** @file What the server asks a fresh proof for is done after the proof, without losing what was filled in. */
import { html } from 'lit';
import { api } from '../api.js';
import { openDialog } from './dialog.js';
import './second-factor.js';
import { words } from '../words.js';

const wanted = ['access.reauthentication_required', 'access.mfa_required'];

/**
 * Does `work`; when it needs a fresh proof, asks for that and does it once more.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProof(work) {
  try {
    return await work();
  } catch (problem) {
    if (!wanted.includes(/** @type {any} */ (problem).code) || !(await proven())) throw problem;
    return work();
  }
}

const proven = async () => {
  const me = await api.get('/api/v1/me');
  const answer = await openDialog(
    words.factor.isItYou,
    (close) => html`<second-factor again .me=${me} @signed-in=${() => close('yes')}></second-factor>`,
  );
  return answer === 'yes';
};
