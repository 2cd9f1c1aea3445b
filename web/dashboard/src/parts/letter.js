/** @file The form that writes a letter: to one address, for so many days. */
import { html } from 'lit';
import { icon } from '../icons.js';
import { words } from '../words.js';
import { openDialog } from './dialog.js';

/**
 * @param {string} id of the form's fields
 * @param {string} label of its button
 * @param {(form: { email: string, days: number }) => unknown} send
 */
export const letterForm = (id, label, send) => html`<form class="line-form" @submit=${(
  /** @type {SubmitEvent} */ event,
) => {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  const data = new FormData(form);
  send({ email: String(data.get('email')).trim(), days: Number(data.get('days')) });
  form.reset();
}}>
  <div class="field"><label for="${id}-email">${words.common.mailAddress}</label><input id="${id}-email" name="email" type="email" required maxlength="254" autocomplete="off" /></div>
  <div class="field short"><label for="${id}-days">${words.common.days}</label><input id="${id}-days" name="days" type="number" min="1" max="365" value="90" required /></div>
  <button class="button ink">${icon('mail')} ${label}</button>
</form>`;

/** Asks before something ends at once. @param {string} title @param {unknown} sentence @param {string} yes */
export const sure = async (title, sentence, yes) =>
  (await openDialog(
    title,
    (close) =>
      html`<p>${sentence}</p><div class="row"><button class="button ink" @click=${() => close('yes')}>${yes}</button><button class="button plain" @click=${() => close()}>${words.common.leaveIt}</button></div>`,
  )) === 'yes';
