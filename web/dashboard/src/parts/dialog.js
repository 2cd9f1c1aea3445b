/** @file One native modal dialog, opened with what it shall show; gives back what closed it. */
import { html, render } from 'lit';
import { icon } from '../icons.js';
import { words } from '../words.js';

/**
 * @param {string} title
 * @param {(close: (value?: string) => void) => unknown} content
 * @returns {Promise<string>} the value given to `close`, empty when it was dismissed
 */
export function openDialog(title, content) {
  const dialog = document.createElement('dialog');
  dialog.className = 'dialog';
  dialog.setAttribute('aria-labelledby', 'dialog-title');
  /** @param {string} [value] */
  const close = (value = '') => dialog.close(value);
  render(
    html`<header><h2 id="dialog-title" tabindex="-1" autofocus>${title}</h2>
      <button class="button plain square" aria-label=${words.common.close} @click=${() => close()}>${icon('close')}</button></header>
      ${content(close)}`,
    dialog,
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
  });
}
