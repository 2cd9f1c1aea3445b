/** @file Your keys: the passkeys and device keys that confirm in one's name; added, named, revoked. */
import { Task } from '@lit/task';
import { html, nothing } from 'lit';
import { api, segment } from '../api.js';
import * as dates from '../dates.js';
import { knownDeviceKey, renewDeviceKey } from '../device-key.js';
import { icon } from '../icons.js';
import { answer, emptyBlock } from '../parts/answer.js';
import { openDialog } from '../parts/dialog.js';
import { digestGroups } from '../parts/digest.js';
import { head, name } from '../parts/page.js';
import { StepPage } from '../parts/step-page.js';
import { makePasskey, passkeysHere } from '../passkey.js';
import { pieces, words } from '../words.js';

/** @typedef {{ id: string, kind: 'passkey' | 'device', name: string, secondFactor: boolean, addedAt: string, usedAt: string | null, revokedAt: string | null }} Key */

class KeysPage extends StepPage {
  constructor() {
    super();
    this.task = new Task(this, {
      args: () => [],
      task: async (_, { signal }) => {
        /** @type {[Key[], string | null]} */
        const [keys, here] = await Promise.all([api.list('/api/v1/keys', {}, signal), knownDeviceKey()]);
        return { keys, here };
      },
    });
  }

  /** @param {SubmitEvent} event */
  addPasskey(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    return this.attempt(words.keys.passkeyAdded, async () => {
      const credential = await makePasskey(await api.post('/api/v1/passkeys/options'));
      await api.post('/api/v1/passkeys', { name: nameIn(form), credential });
      form.reset();
    });
  }

  /** A key that was revoked is never used again: this browser gets a new one. @param {SubmitEvent} event @param {Key[]} keys @param {string | null} here */
  addDevice(event, keys, here) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    return this.attempt(words.keys.deviceAdded, async () => {
      const publicKey = here && !keys.some(({ id }) => id === here) ? here : await renewDeviceKey();
      await api.post('/api/v1/device-keys', { name: nameIn(form), publicKey });
      form.reset();
    });
  }

  /** @param {Key} key */
  async rename(key) {
    const given = await openDialog(
      words.keys.nameTitle,
      (close) => html`<form method="dialog" @submit=${(/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        close(nameIn(/** @type {HTMLFormElement} */ (event.target)));
      }}>
        <div class="field"><label for="new-name">${words.keys.name}</label><input id="new-name" name="name" required maxlength="80" .value=${key.name} autocomplete="off" /></div>
        <div class="row"><button class="button ink">${words.keys.nameIt}</button><button class="button plain" type="button" @click=${() => close()}>${words.common.leaveIt}</button></div></form>`,
    );
    if (given) await this.attempt(words.keys.named, () => api.post(`/api/v1/keys/${segment(key.id)}`, { name: given }));
  }

  /** @param {Key} key */
  async revoke(key) {
    const sure = await openDialog(
      words.keys.revokeTitle,
      (close) =>
        html`<p>${pieces(words.keys.revokeSays, { key: titleOf(key) })}</p><div class="row"><button class="button ink" @click=${() => close('yes')}>${words.keys.revokeIt}</button><button class="button plain" @click=${() => close()}>${words.common.leaveIt}</button></div>`,
    );
    if (sure) await this.attempt(words.keys.revoked, () => api.remove(`/api/v1/keys/${segment(key.id)}`));
  }

  /** @param {Key[]} keys @param {string | null} here @param {string} label */
  table(keys, here, label) {
    return html`<div class="table-wrap" role="region" aria-label=${label} tabindex="0"><table class="desk">
      <thead><tr><th scope="col">${words.keys.key}</th><th scope="col">${words.keys.added}</th><th scope="col">${words.keys.lastUsed}</th><th scope="col"><span class="quiet">${words.common.actions}</span></th></tr></thead>
      <tbody>${keys.map(
        (key) => html`<tr class=${key.revokedAt ? 'past' : ''}>
        <th scope="row">${titleOf(key)}${key.id === here ? html` <span class="muted">${words.keys.thisBrowser}</span>` : nothing}${key.secondFactor && !key.revokedAt ? html`<br /><span class="muted">${words.keys.alsoFactor}</span>` : nothing}</th>
        <td data-label=${words.keys.added}>${dates.moment(key.addedAt)}</td>
        <td data-label=${words.keys.lastUsed}>${key.usedAt ? dates.moment(key.usedAt) : html`<span class="muted">${words.keys.never}</span>`}</td>
        <td class="steps-cell">${key.revokedAt ? html`<span class="muted">${words.keys.revokedAt({ moment: dates.moment(key.revokedAt) })}</span>` : html`<button class="button plain" @click=${() => this.rename(key)}>${icon('pen')} ${words.keys.rename}</button><button class="button plain" @click=${() => this.revoke(key)}>${icon('ban')} ${words.keys.revoke}</button>`}</td>
      </tr>`,
      )}</tbody></table></div>`;
  }

  /** @param {{ keys: Key[], here: string | null }} found */
  view({ keys, here }) {
    const passkeys = keys.filter(({ kind }) => kind === 'passkey');
    const devices = keys.filter(({ kind }) => kind === 'device');
    const usable = devices.some(({ id, revokedAt }) => id === here && !revokedAt);
    return html`<section aria-labelledby="passkeys"><h2 id="passkeys">${words.keys.passkeys}</h2>
        <p>${words.keys.passkeysHelp}</p>
        ${
          passkeysHere()
            ? html`<form class="line-form" @submit=${this.addPasskey}>
          <div class="field"><label for="passkey-name">${words.keys.itsName}</label><input id="passkey-name" name="name" required maxlength="80" placeholder=${words.keys.passkeyExample} autocomplete="off" /></div>
          <button class="button ink">${icon('plus')} ${words.keys.addPasskey}</button></form>`
            : html`<p class="muted">${words.keys.noPasskeysHere}</p>`
        }
        ${passkeys.length ? this.table(passkeys, here, words.keys.yourPasskeys) : emptyBlock(words.keys.noPasskey)}
      </section>
      <section aria-labelledby="devices"><h2 id="devices">${words.keys.devices}</h2>
        <p>${words.keys.devicesHelp}</p>
        ${
          usable
            ? nothing
            : html`<form class="line-form" @submit=${(/** @type {SubmitEvent} */ event) => this.addDevice(event, keys, here)}>
          <div class="field"><label for="device-name">${words.keys.itsName}</label><input id="device-name" name="name" required maxlength="80" placeholder=${words.keys.deviceExample} autocomplete="off" /></div>
          <button class="button ink">${icon('plus')} ${words.keys.addDevice}</button></form>`
        }
        ${devices.length ? this.table(devices, here, words.keys.yourDevices) : emptyBlock(words.keys.noDevice)}
      </section>`;
  }

  render() {
    return html`${head(words.keys.title, words.keys.lead)}
      <div aria-live="polite">${this.said}</div>
      ${answer(this.task, (found) => this.view(found), 6)}`;
  }
}

/** A name where it has one; else a device key's first digits. @param {Key} key */
const titleOf = (key) => (key.name ? name(key.name) : digestGroups(key.id, 16));

/** @param {HTMLFormElement} form */
const nameIn = (form) => String(new FormData(form).get('name')).trim();

customElements.define('page-keys', KeysPage);
