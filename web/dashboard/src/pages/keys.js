/** @file Your keys: the passkeys and device keys that confirm in one's name; added, named, revoked. */
import { Task } from '@lit/task';
import { html, nothing } from 'lit';
import { api, segment } from '../api.js';
import * as dates from '../dates.js';
import { knownDeviceKey, renewDeviceKey } from '../device-key.js';
import { icon } from '../icons.js';
import { answer, emptyBlock, problemBlock } from '../parts/answer.js';
import { openDialog } from '../parts/dialog.js';
import { digestGroups } from '../parts/digest.js';
import { head, name, Page } from '../parts/page.js';
import { makePasskey, passkeysHere } from '../passkey.js';

/** @typedef {{ id: string, kind: 'passkey' | 'device', name: string, secondFactor: boolean, addedAt: string, usedAt: string | null, revokedAt: string | null }} Key */

class KeysPage extends Page {
  static properties = { said: { state: true } };

  constructor() {
    super();
    /** @type {unknown} */
    this.said = nothing;
    this.task = new Task(this, {
      args: () => [],
      task: async (_, { signal }) => {
        /** @type {[Key[], string | null]} */
        const [keys, here] = await Promise.all([api.list('/api/keys', {}, signal), knownDeviceKey()]);
        return { keys, here };
      },
    });
  }

  /** @param {string} done @param {() => Promise<unknown>} work */
  async attempt(done, work) {
    this.said = nothing;
    try {
      await work();
      await this.task.run();
      this.announce(done);
    } catch (problem) {
      this.said = problemBlock(problem);
    }
  }

  /** @param {SubmitEvent} event */
  addPasskey(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    return this.attempt('Passkey added.', async () => {
      const credential = await makePasskey(await api.post('/api/passkeys/options'));
      await api.post('/api/passkeys', { name: nameIn(form), credential });
      form.reset();
    });
  }

  /** A key that was revoked is never used again: this browser gets a new one. @param {SubmitEvent} event @param {Key[]} keys @param {string | null} here */
  addDevice(event, keys, here) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    return this.attempt('This browser’s key added.', async () => {
      const publicKey = here && !keys.some(({ id }) => id === here) ? here : await renewDeviceKey();
      await api.post('/api/device-keys', { name: nameIn(form), publicKey });
      form.reset();
    });
  }

  /** @param {Key} key */
  async rename(key) {
    const given = await openDialog(
      'Name this key',
      (close) => html`<form method="dialog" @submit=${(/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        close(nameIn(/** @type {HTMLFormElement} */ (event.target)));
      }}>
        <div class="field"><label for="new-name">Name</label><input id="new-name" name="name" required maxlength="80" .value=${key.name} autocomplete="off" /></div>
        <div class="row"><button class="button ink">Name it</button><button class="button plain" type="button" @click=${() => close()}>Leave it</button></div></form>`,
    );
    if (given) await this.attempt('Named.', () => api.post(`/api/keys/${segment(key.id)}`, { name: given }));
  }

  /** @param {Key} key */
  async revoke(key) {
    const sure = await openDialog(
      'Revoke this key?',
      (close) =>
        html`<p>From this moment nothing more is confirmed with ${titleOf(key)}. What it confirmed stays confirmed. This can’t be undone.</p><div class="row"><button class="button ink" @click=${() => close('yes')}>Revoke it</button><button class="button plain" @click=${() => close()}>Leave it</button></div>`,
    );
    if (sure) await this.attempt('Revoked.', () => api.remove(`/api/keys/${segment(key.id)}`));
  }

  /** @param {Key[]} keys @param {string | null} here @param {string} label */
  table(keys, here, label) {
    return html`<div class="table-wrap" role="region" aria-label=${label} tabindex="0"><table class="desk">
      <thead><tr><th scope="col">Key</th><th scope="col">Added</th><th scope="col">Last used</th><th scope="col"><span class="quiet">Actions</span></th></tr></thead>
      <tbody>${keys.map(
        (key) => html`<tr class=${key.revokedAt ? 'past' : ''}>
        <th scope="row">${titleOf(key)}${key.id === here ? html` <span class="muted">this browser</span>` : nothing}${key.secondFactor && !key.revokedAt ? html`<br /><span class="muted">also a second factor</span>` : nothing}</th>
        <td data-label="Added">${dates.moment(key.addedAt)}</td>
        <td data-label="Last used">${key.usedAt ? dates.moment(key.usedAt) : html`<span class="muted">never</span>`}</td>
        <td class="steps-cell">${key.revokedAt ? html`<span class="muted">Revoked ${dates.moment(key.revokedAt)}</span>` : html`<button class="button plain" @click=${() => this.rename(key)}>${icon('pen')} Rename</button><button class="button plain" @click=${() => this.revoke(key)}>${icon('ban')} Revoke</button>`}</td>
      </tr>`,
      )}</tbody></table></div>`;
  }

  /** @param {{ keys: Key[], here: string | null }} found */
  view({ keys, here }) {
    const passkeys = keys.filter(({ kind }) => kind === 'passkey');
    const devices = keys.filter(({ kind }) => kind === 'device');
    const usable = devices.some(({ id, revokedAt }) => id === here && !revokedAt);
    return html`<section aria-labelledby="passkeys"><h2 id="passkeys">Passkeys</h2>
        <p>Kept by your telephone, computer or security key, which looks each time whether it is you. It signs exactly what you read, and nothing else.</p>
        ${
          passkeysHere()
            ? html`<form class="line-form" @submit=${this.addPasskey}>
          <div class="field"><label for="passkey-name">Its name</label><input id="passkey-name" name="name" required maxlength="80" placeholder="Telephone, or security key" autocomplete="off" /></div>
          <button class="button ink">${icon('plus')} Add a passkey</button></form>`
            : html`<p class="muted">This browser can’t make passkeys. You can confirm with its device key.</p>`
        }
        ${passkeys.length ? this.table(passkeys, here, 'Your passkeys') : emptyBlock('No passkey yet. Until there is one, this device’s key signs what you confirm.')}
      </section>
      <section aria-labelledby="devices"><h2 id="devices">Device keys</h2>
        <p>Made by a browser and kept in it; it never leaves there. Whoever can use the browser while you are signed in can confirm with it.</p>
        ${
          usable
            ? nothing
            : html`<form class="line-form" @submit=${(/** @type {SubmitEvent} */ event) => this.addDevice(event, keys, here)}>
          <div class="field"><label for="device-name">Its name</label><input id="device-name" name="name" required maxlength="80" placeholder="Office computer" autocomplete="off" /></div>
          <button class="button ink">${icon('plus')} Add this browser’s key</button></form>`
        }
        ${devices.length ? this.table(devices, here, 'Keys of your browsers') : emptyBlock('No device key yet. One is made when you first confirm without a passkey.')}
      </section>`;
  }

  render() {
    return html`${head('Your keys', 'What you confirm is signed by one of these. Each signature can be checked by anybody who holds the receipt.')}
      <div aria-live="polite">${this.said}</div>
      ${answer(this.task, (found) => this.view(found), 6)}`;
  }
}

/** A name where it has one; else a device key's first digits. @param {Key} key */
const titleOf = (key) => (key.name ? name(key.name) : digestGroups(key.id, 16));

/** @param {HTMLFormElement} form */
const nameIn = (form) => String(new FormData(form).get('name')).trim();

customElements.define('page-keys', KeysPage);
