/** @file The switch between roomy and dense tables. */
import { html } from 'lit';
import { icon } from '../icons.js';
import { prefer, preferences } from '../preferences.js';
import { words } from '../words.js';

/** @param {{ requestUpdate(): void }} page */
export function densitySwitch(page) {
  const dense = preferences().density === 'dense';
  const change = () => {
    prefer({ density: dense ? 'roomy' : 'dense' });
    page.requestUpdate();
  };
  return html`<button class="button plain density" aria-pressed=${dense ? 'true' : 'false'} @click=${change}>
    ${icon(dense ? 'dense' : 'roomy')} ${words.common.dense}
  </button>`;
}
