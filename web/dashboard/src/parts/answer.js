/** @file The states of something asked from the server: coming, empty, failed, there. */
import { TaskStatus } from '@lit/task';
import { html, nothing } from 'lit';
import { icon } from '../icons.js';
import { words } from '../words.js';

/**
 * A failure: the sentence first, the code small beside it.
 * @param {unknown} cause @param {(() => void) | undefined} [retry]
 */
export function problemBlock(cause, retry) {
  const { message, code } = /** @type {{ message?: string, code?: string }} */ (cause ?? {});
  const offline = code === 'network.unreachable';
  return html`<div class="problem" role="alert">
    ${icon(offline ? 'offline' : 'alert')}
    <p>${message ?? words.common.failed} ${code ? html`<span class="code">${code}</span>` : nothing}</p>
    ${retry ? html`<button class="button" @click=${retry}>${words.common.tryAgain}</button>` : nothing}
  </div>`;
}

/** @param {'go' | 'standby' | 'risk' | 'plain'} tone @param {unknown} content */
export const notice = (tone, content) => html`<div class="notice ${tone}">
  ${icon(tone === 'go' ? 'check' : tone === 'risk' ? 'alert' : tone === 'standby' ? 'clock' : 'info')}
  <div>${content}</div>
</div>`;

/** An empty place says why, and what the next step is. @param {unknown} sentence @param {unknown} [step] */
export const emptyBlock = (sentence, step = nothing) => html`<div class="empty"><p>${sentence}</p>${step}</div>`;

/** @param {number} rows */
export const skeleton = (
  rows,
) => html`<div class="skeleton" role="status"><span class="quiet">${words.common.loading}</span>
  ${Array.from({ length: rows }, () => html`<span aria-hidden="true"></span>`)}
</div>`;

/**
 * Renders a task: its skeleton at first, what it last gave while it runs again, its failure with a retry.
 * @template T
 * @param {import('@lit/task').Task<readonly any[], T>} task
 * @param {(value: T) => unknown} view
 * @param {number} [rows]
 */
export function answer(task, view, rows = 6) {
  if (task.status === TaskStatus.ERROR) return problemBlock(task.error, () => task.run());
  if (task.value !== undefined) return view(task.value);
  return skeleton(rows);
}
