/** @file Asks for the reason of something that others will read the reason of. */
import { html, nothing } from 'lit';
import { words } from '../words.js';
import { openDialog } from './dialog.js';

/**
 * @param {string} title
 * @param {unknown} sentence
 * @param {{ yes: string, minutes?: boolean }} options `minutes`: also for how long, an hour at most
 * @returns {Promise<{ reason: string, minutes: number } | null>} null when it was dismissed
 */
export async function askReason(title, sentence, { yes, minutes = false }) {
  /** @type {{ reason: string, minutes: number } | null} */
  let given = null;
  await openDialog(
    title,
    (close) => html`<form @submit=${(/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      const data = new FormData(/** @type {HTMLFormElement} */ (event.target));
      given = { reason: String(data.get('reason')).trim(), minutes: Number(data.get('minutes')) };
      close('done');
    }}><p>${sentence}</p>
    <div class="field wide"><label for="reason">${words.common.reason}</label><textarea id="reason" name="reason" rows="3" required maxlength="500"></textarea></div>
    ${minutes ? html`<div class="field short"><label for="minutes">${words.common.minutes}</label><input id="minutes" name="minutes" type="number" min="1" max="60" value="15" required /></div>` : nothing}
    <div class="row"><button class="button ink">${yes}</button><button type="button" class="button plain" @click=${() => close()}>${words.common.leaveIt}</button></div></form>`,
  );
  return given;
}
