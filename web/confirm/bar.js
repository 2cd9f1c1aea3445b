import { h, svg } from '../shared/dom.js';

/**
 * @typedef {object} BarView
 * @property {import('./catalog.js').Strings} strings
 * @property {string} locale
 * @property {string} timeZone
 * @property {import('./element.js').State} state
 * @property {boolean} readonly
 * @property {import('./reading.js').PayloadView | null} view
 * @property {boolean} asking a reason for declining is asked for
 * @property {string} trouble what the host could not do
 * @property {string} code why it is refused
 * @property {string} expiresAt
 * @property {import('./element.js').Signer[]} signers which kinds of key can sign, the one that will first
 * @property {import('./element.js').Seal | { at: string, reason: string } | null} outcome
 * @property {(event: PointerEvent) => void} onDown
 * @property {(event: MouseEvent) => void} onClick
 * @property {() => void} ask
 * @property {() => void} back
 * @property {(reason: string) => void} decline
 * @property {() => void} next
 * @property {() => void} otherSigner takes the next kind of key
 */

/** What stands under the sheet: the cue light, what it waits for, and what a person can do. @param {BarView} bar @returns {HTMLElement[]} */
export function drawBar(bar) {
  const { state, strings, code, expiresAt } = bar;
  const refused = state === 'refused';
  const until = expiresAt && !refused ? strings.validUntil({ time: moment(expiresAt, bar) }) : '';
  if (state === 'sealed') return [seal(bar)];
  if (state === 'declined') return [declined(bar)];
  if (state === 'loading') return [h('p', { class: 'cue' }, h('span', { class: 'says' }, strings.reading))];
  if (bar.readonly && !refused) return [];
  if (bar.asking) return [reasonForm(bar)];

  const word = refused ? strings.stopped : strings.standby;
  const refusal = strings[/** @type {import('./index.d.ts').ConfirmRefusal} */ (code)];
  const says = refused ? refusal : state === 'sending' ? strings.sending : '';
  const cue = h(
    'div',
    { class: 'cue' },
    lamp(refused ? 'stopped' : 'live'),
    h(
      'div',
      { role: refused ? 'alert' : null },
      h('strong', { class: 'lamp-word' }, word),
      ' ',
      h('span', { class: 'says' }, says),
      code ? h('span', { class: 'where' }, ' ', code) : null,
      refused
        ? null
        : h(
            'button',
            { type: 'button', class: 'plain', 'data-key': 'next', hidden: true, on: { click: bar.next } },
            strings.nextUnread,
          ),
      refused ? null : signs(bar),
      until ? h('span', { class: 'until' }, until) : null,
      bar.trouble
        ? h('span', { class: 'trouble', role: 'alert' }, h('bdi', {}, bar.trouble), ' ', strings.failedAgain)
        : null,
    ),
  );
  if (bar.readonly || !bar.view || code === 'confirm.framed') return [cue];
  const { intent } = bar.view;
  const sending = state === 'sending';
  const actions = h(
    'div',
    { class: 'actions' },
    sending
      ? null
      : h(
          'button',
          { type: 'button', class: 'decline', 'data-key': 'decline', on: { click: bar.ask } },
          intent.decline,
        ),
    refused
      ? null
      : h(
          'button',
          {
            type: 'button',
            class: 'confirm',
            part: 'confirm',
            'data-key': 'confirm',
            'aria-disabled': 'true',
            on: { pointerdown: bar.onDown, click: bar.onClick },
          },
          intent.confirm,
        ),
  );
  return [cue, actions];
}

/** Which of the keys signs, in plain words, and the way to the other. @param {BarView} bar */
function signs({ signers, otherSigner, state, strings }) {
  if (signers.length === 0) return null;
  const passkey = signers[0] === 'passkey';
  return h(
    'span',
    { class: 'until signs' },
    passkey ? strings.signsPasskey : strings.signsDevice,
    signers.length > 1 && state !== 'sending'
      ? [
          ' ',
          h(
            'button',
            { type: 'button', class: 'plain', 'data-key': 'signer', on: { click: otherSigner } },
            passkey ? strings.useDevice : strings.usePasskey,
          ),
        ]
      : null,
  );
}

/** @param {BarView} bar */
function reasonForm({ strings, view, back, decline }) {
  const field = h('textarea', { id: 'reason', rows: 2, maxlength: 2000, dir: 'auto', required: true });
  const wrong = h('p', { class: 'trouble', id: 'reason-wrong', role: 'alert' });
  /** @param {SubmitEvent} event */
  const submit = (event) => {
    event.preventDefault();
    const reason = field.value.trim();
    if (reason) {
      decline(reason);
      return;
    }
    wrong.textContent = strings.reasonMissing;
    field.setAttribute('aria-invalid', 'true');
    field.setAttribute('aria-describedby', wrong.id);
    field.focus();
  };
  return h(
    'form',
    {
      class: 'reason',
      novalidate: true,
      on: { submit, keydown: (/** @type {KeyboardEvent} */ event) => event.key === 'Escape' && back() },
    },
    h('label', { for: 'reason' }, strings.reason),
    field,
    wrong,
    h(
      'div',
      { class: 'actions' },
      h('button', { type: 'button', class: 'plain', on: { click: back } }, strings.cancel),
      h('button', { type: 'submit', class: 'decline' }, view?.intent.decline ?? strings.sendDecline),
    ),
  );
}

/** @param {BarView} bar */
function seal(bar) {
  const { strings, outcome, view } = bar;
  const { at, by, receipt } = /** @type {import('./element.js').Seal} */ (outcome);
  const digestGroups = view?.digestGroups ?? [];
  const who = typeof by === 'string' ? { name: by, id: '' } : by;
  return h(
    'div',
    { class: 'seal' },
    h(
      'div',
      { class: 'cue' },
      lamp('sealed'),
      h(
        'div',
        {},
        h('h3', { tabindex: -1 }, strings.sealedTitle),
        h('p', {}, strings.sealedText),
        h(
          'p',
          {},
          strings.sealedBy,
          ' ',
          h('bdi', {}, who.name),
          who.id ? [' (', h('bdi', {}, who.id), ')'] : null,
          ' · ',
          h('time', { datetime: at }, moment(at, bar)),
        ),
        h('p', {}, h('code', { dir: 'ltr' }, digestGroups.join(' '))),
      ),
    ),
    receipt === undefined || receipt === null
      ? null
      : h('div', { class: 'actions' }, receiptLink(strings.receipt, receipt, digestGroups)),
  );
}

/** @param {string} text @param {string | Uint8Array | object} receipt @param {string[]} digestGroups */
function receiptLink(text, receipt, digestGroups) {
  const content = typeof receipt === 'string' || receipt instanceof Uint8Array ? receipt : JSON.stringify(receipt);
  const save = () => {
    const address = URL.createObjectURL(new Blob([/** @type {BlobPart} */ (content)], { type: 'application/json' }));
    const link = h('a', { href: address, download: `cuelight-receipt-${digestGroups.slice(0, 2).join('')}.json` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  };
  return h('button', { type: 'button', class: 'receipt', on: { click: save } }, text);
}

/** @param {BarView} bar */
function declined(bar) {
  const { strings, outcome } = bar;
  const { at, reason } = /** @type {{ at: string, reason: string }} */ (outcome);
  return h(
    'div',
    { class: 'seal' },
    h(
      'div',
      { class: 'cue' },
      lamp('stopped'),
      h(
        'div',
        {},
        h('h3', { tabindex: -1 }, strings.declinedTitle),
        h('p', {}, strings.declinedText, ' ', h('q', {}, h('bdi', {}, reason))),
        at ? h('p', {}, h('time', { datetime: at }, moment(at, bar))) : null,
      ),
    ),
  );
}

/** An instant as its reader writes it; what can't be read, as it is. @param {string} at @param {BarView} bar */
function moment(at, { locale, timeZone }) {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return at;
  return new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(date);
}

/**
 * The cue light: two lamps, of which shape as well as colour says which one is lit. `live` follows the element's state.
 * @param {'live' | 'stopped' | 'sealed'} kind
 */
function lamp(kind) {
  return svg(
    'svg',
    { class: `lamp ${kind}`, viewBox: '0 0 28 52', 'aria-hidden': 'true', focusable: 'false' },
    svg('rect', { class: 'housing', x: 1, y: 1, width: 26, height: 50, rx: 5 }),
    svg('circle', { class: 'red', cx: 14, cy: 14.5, r: 8.5 }),
    svg('path', { class: 'red-shape', d: 'M9.5 14.5h9' }),
    svg('circle', { class: 'green', cx: 14, cy: 37.5, r: 8.5 }),
    svg('path', { class: 'green-shape', d: 'm9.8 37.8 3 3 5.6-6.2' }),
  );
}
