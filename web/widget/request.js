import { pieces } from '../messages/pieces.js';
import { addDays, startOf } from '../shared/days.js';
import { h } from '../shared/dom.js';

export { panelSheet } from './panel-style.js';

/**
 * @typedef {object} HoldRequest
 * @property {string} artist
 * @property {string} start the first day's first instant, UTC
 * @property {string} end the last day's end, UTC
 * @property {string} timeZone the zone whose days are meant
 * @property {string} name
 * @property {string} email
 * @property {string} organisation
 * @property {string} note
 */

/** What can go wrong, by its key in the catalogue. @typedef {'offline' | 'tooMany' | 'refused' | 'serverTrouble'} Failure */

/** @param {number} instant */
const instantText = (instant) => new Date(instant).toISOString().replace('.000Z', 'Z');

/**
 * A short form that asks for a hold. `send` gives the sentence that went wrong, or null when the request is on its way.
 * @param {object} given
 * @param {import('./words.js').Words} given.words
 * @param {string} given.artist
 * @param {string} given.title
 * @param {string} given.zone
 * @param {string} given.today
 * @param {string} given.first
 * @param {(request: HoldRequest) => Promise<Failure | null>} given.send
 * @param {() => void} given.close
 */
export function requestForm({ words, artist, title, zone, today, first, send, close }) {
  const { strings } = words;
  const fields = [
    field(strings.firstDay, 'first', { type: 'date', required: true, min: today, value: first }),
    field(strings.lastDay, 'last', { type: 'date', required: true, min: today, value: first }),
    field(strings.yourName, 'name', { autocomplete: 'name', required: true, maxlength: 200 }),
    field(strings.organisation, 'organisation', { autocomplete: 'organization', required: true, maxlength: 200 }),
    field(strings.email, 'email', { type: 'email', autocomplete: 'email', required: true, maxlength: 254 }),
    field(strings.note, 'note', { maxlength: 2000 }, strings.optional, 'textarea'),
  ];
  const byName = Object.fromEntries(fields.map((one) => [one.name, one]));
  const trouble = h('p', { class: 'trouble', role: 'alert' });
  const submit = h('button', { type: 'submit', part: 'button', class: 'strong' }, strings.send);
  const cancel = h('button', { type: 'button', part: 'button', class: 'plain', on: { click: close } }, strings.cancel);

  const judge = () => {
    const value = Object.fromEntries(fields.map((one) => [one.name, one.input.value.trim()]));
    for (const one of fields) one.blame(one.input.required && !value[one.name] ? strings.missing : '');
    if (value.email && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value.email)) byName.email.blame(strings.badEmail);
    if (value.first && value.first < today) byName.first.blame(strings.pastStart);
    if (value.first && value.last && value.last < value.first) byName.last.blame(strings.badOrder);
    return value;
  };

  /** @param {SubmitEvent} event */
  const onSubmit = async (event) => {
    event.preventDefault();
    if (submit.getAttribute('aria-disabled') === 'true') return;
    const value = judge();
    const wrong = fields.find((one) => one.input.getAttribute('aria-invalid') === 'true');
    if (wrong) {
      trouble.textContent = strings.checkFields;
      wrong.input.focus();
      return;
    }
    trouble.textContent = '';
    submit.setAttribute('aria-disabled', 'true');
    submit.textContent = strings.sending;
    const failure = await send({
      artist,
      start: instantText(startOf(value.first, zone)),
      end: instantText(startOf(addDays(value.last, 1), zone)),
      timeZone: zone,
      name: value.name,
      email: value.email,
      organisation: value.organisation,
      note: value.note,
    });
    submit.removeAttribute('aria-disabled');
    submit.textContent = strings.send;
    if (failure) {
      trouble.textContent = strings[failure];
      return;
    }
    const done = h('p', { class: 'done', role: 'status', tabindex: -1 }, ...sent(strings, value.email));
    form.replaceChildren(
      done,
      h(
        'p',
        { class: 'actions' },
        h('button', { type: 'button', part: 'button', on: { click: close } }, strings.close),
      ),
    );
    done.focus();
  };

  const form = h(
    'form',
    { class: 'request', novalidate: true, 'aria-label': title, part: 'form', on: { submit: onSubmit } },
    h(
      'div',
      { class: 'fields' },
      fields.map((one) => one.element),
    ),
    h('p', { class: 'quiet' }, strings.privacy),
    trouble,
    h('p', { class: 'actions' }, submit, cancel),
  );
  return form;
}

/** A sentence of ours around a visitor's own text, which is isolated. @param {import('./catalog.js').Strings} strings @param {string} email */
const sent = (strings, email) =>
  /** @type {(Node | string)[]} */ (pieces(strings.sent, { email: h('bdi', {}, email) }));

/**
 * @param {string} label
 * @param {string} name
 * @param {Record<string, any>} attributes
 * @param {string} [hint]
 * @param {'input' | 'textarea'} [tag]
 */
function field(label, name, attributes, hint, tag = 'input') {
  const id = `field-${name}`;
  const input = h(tag, {
    id,
    name,
    dir: tag === 'textarea' || name === 'name' || name === 'organisation' ? 'auto' : null,
    ...attributes,
  });
  const wrong = h('span', { class: 'wrong', id: `${id}-wrong` });
  const element = h(
    'div',
    { class: `field ${name}` },
    h('label', { for: id }, label, hint ? h('span', { class: 'hint' }, hint) : null),
    input,
    wrong,
  );
  /** @param {string} text */
  const blame = (text) => {
    wrong.textContent = text;
    if (text) {
      input.setAttribute('aria-invalid', 'true');
      input.setAttribute('aria-describedby', wrong.id);
    } else {
      input.removeAttribute('aria-invalid');
      input.removeAttribute('aria-describedby');
    }
  };
  return { name, element, input, blame };
}

/**
 * Posts a request, or leaves it to a host that prevents the default and answers through `waitUntil`.
 * @param {HoldRequest} request
 * @param {string} address
 * @param {(type: string, detail: object, cancelable?: boolean) => boolean} tell
 */
export async function sendRequest(request, address, tell) {
  /** @type {Promise<unknown> | null} */
  let carried = null;
  const waitUntil = (/** @type {Promise<unknown>} */ promise) => (carried = promise);
  const ours = tell('cuelight-request', { request, waitUntil }, true);
  const failure = ours
    ? await postRequest(address, request)
    : await Promise.resolve(carried).then(
        () => null,
        () => /** @type {const} */ ('refused'),
      );
  if (!failure) tell('cuelight-requested', { request });
  return failure;
}

/**
 * Posts a request; gives the catalog's key of what went wrong, or null.
 * @param {string} address
 * @param {HoldRequest} request
 * @returns {Promise<Failure | null>}
 */
async function postRequest(address, request) {
  /** @type {Response} */
  let response;
  try {
    response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
  } catch {
    return 'offline';
  }
  if (response.ok) return null;
  if (response.status === 429) return 'tooMany';
  return response.status >= 500 ? 'serverTrouble' : 'refused';
}
