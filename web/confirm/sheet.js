import { h, svg } from '../shared/dom.js';

/**
 * @typedef {import('../client/types/approval.d.ts').PayloadView} PayloadView
 * @typedef {import('../client/types/approval.d.ts').Row} Row
 * @typedef {import('../client/types/approval.d.ts').Section} Section
 * @typedef {import('./catalog.js').Strings} Strings
 */

/**
 * The sheet of paper: the view model as text in reading order, and nothing else. `units` are the parts that must have
 * been seen.
 * @param {PayloadView} view
 * @param {Strings} strings
 * @param {boolean} compared a version before was given
 */
export function drawSheet(view, strings, compared) {
  /** @type {HTMLElement[]} */
  const units = [];
  /** @template {HTMLElement} T @param {T} element @returns {T} */
  const unit = (element) => {
    units.push(element);
    return element;
  };

  const head = unit(
    h(
      'header',
      { class: 'head' },
      h('p', { class: 'kind' }, view.intent.title),
      h('h2', { id: 'intent' }, view.intent.text),
      view.commits.length > 0
        ? h(
            'p',
            { class: 'commits' },
            h('span', { class: 'label' }, strings.commits),
            ' ',
            view.commits.flatMap(({ name, id }, i) => [
              i > 0 ? ', ' : null,
              value(name, true),
              ' ',
              h('span', { class: 'stable' }, '(', value(id, true), ')'),
            ]),
          )
        : null,
      summary(view, strings, compared),
    ),
  );

  const refusals =
    view.refusals.length > 0
      ? unit(
          h(
            'section',
            { class: 'refusals', role: 'group', 'aria-labelledby': 'refusals' },
            h('h3', { id: 'refusals' }, sign('danger'), strings.refusalTitle),
            h(
              'ul',
              {},
              view.refusals.map(({ message, pointer, code, offset }) =>
                h(
                  'li',
                  {},
                  message,
                  ' ',
                  h(
                    'span',
                    { class: 'where' },
                    h('code', {}, value(pointer, true)),
                    ' · ',
                    code,
                    ' · ',
                    strings.at({ offset }),
                  ),
                ),
              ),
            ),
          ),
        )
      : null;

  const sections = view.sections.map((section, i) => drawSection(view, section, `section-${i}`, strings, unit));
  const removed = view.changes.filter(({ op }) => op === 'remove');
  const gone =
    removed.length > 0
      ? unit(
          h(
            'section',
            { class: 'gone', 'aria-labelledby': 'gone' },
            h('h3', { id: 'gone' }, strings.removed),
            h(
              'dl',
              {},
              removed.map(({ label, before }) =>
                h('div', { class: 'row' }, h('dt', {}, label), h('dd', {}, h('del', {}, value(before ?? '', true)))),
              ),
            ),
          ),
        )
      : null;

  return { nodes: [head, refusals, ...sections, gone].filter((node) => node !== null), units };
}

/** @param {PayloadView} view @param {Strings} strings @param {boolean} compared */
function summary(view, strings, compared) {
  const says = [];
  if (compared) says.push(strings.changes({ count: view.changes.length }));
  const warnings = view.warnings.filter(({ severity }) => severity !== 'note').length;
  if (warnings > 0) says.push(strings.warnings({ count: warnings }));
  return says.length > 0 ? h('p', { class: 'summary' }, says.join(' ')) : null;
}

/**
 * @param {PayloadView} view
 * @param {Section} section
 * @param {string} id
 * @param {Strings} strings
 * @param {<T extends HTMLElement>(element: T) => T} unit
 */
function drawSection(view, section, id, strings, unit) {
  return h(
    'section',
    { 'aria-labelledby': id },
    h('h3', { id }, section.title),
    h(
      'dl',
      {},
      section.rows.map((row) => unit(drawRow(view, row, strings))),
    ),
  );
}

/** @param {PayloadView} view @param {Row} row @param {Strings} strings */
function drawRow(view, row, strings) {
  const { change } = row;
  return h(
    'div',
    { class: `row ${row.kind}${change ? ` ${change.op}` : ''}`, 'data-pointer': row.pointer },
    h(
      'dt',
      {},
      row.label,
      change ? h('span', { class: 'mark' }, change.op === 'add' ? strings.added : strings.changed) : null,
    ),
    h(
      'dd',
      {},
      h('div', { class: 'text' }, row.parts ? tokens(row.parts, row.bdi) : value(row.text, row.bdi)),
      row.details.map(({ label, text, bdi }) =>
        h(
          'div',
          { class: 'detail' },
          label ? h('span', { class: 'label' }, label) : null,
          label ? ' ' : null,
          value(text, bdi),
        ),
      ),
      change?.op === 'replace' && change.before !== null
        ? h(
            'div',
            { class: 'before' },
            h('span', { class: 'label' }, strings.before),
            ' ',
            h('del', {}, value(change.before, true)),
          )
        : null,
      row.warnings.map((index) => {
        const { severity, message, code, offset } = view.warnings[index];
        return h(
          'div',
          { class: `warning ${severity}` },
          sign(severity),
          h(
            'span',
            {},
            h('strong', {}, `${strings[severity]}: `),
            message,
            ' ',
            h('span', { class: 'where' }, code, ' · ', strings.at({ offset })),
          ),
        );
      }),
    ),
  );
}

/** Text that came from the payload stands isolated, in its own direction, and is never translated. @param {string} text @param {boolean} own */
const value = (text, own) => (own ? h('bdi', { translate: 'no' }, text) : h('span', { translate: 'no' }, text));

/** @param {NonNullable<Row['parts']>} parts @param {boolean} own */
function tokens(parts, own) {
  return h(
    own ? 'bdi' : 'span',
    { translate: 'no' },
    parts.map((part) =>
      'token' in part
        ? h(
            'span',
            { class: 'token', title: part.name },
            h('span', { 'aria-hidden': 'true' }, part.token),
            h('span', { class: 'unseen' }, ` ${part.name} `),
          )
        : part.text,
    ),
  );
}

/** A sign whose shape says how grave it is. @param {'note' | 'caution' | 'danger'} severity */
function sign(severity) {
  const shapes = {
    note: [svg('circle', { cx: 8, cy: 8, r: 6.5 }), svg('path', { d: 'M8 7.5v4M8 4.6v.1' })],
    caution: [svg('path', { d: 'M8 1.8 15 14H1z' }), svg('path', { d: 'M8 6.3v3.6M8 11.9v.1' })],
    danger: [svg('path', { d: 'M5 1.5h6L14.5 5v6L11 14.5H5L1.5 11V5z' }), svg('path', { d: 'M8 4.5v4.4M8 11.3v.1' })],
  };
  return svg(
    'svg',
    { class: 'sign', viewBox: '0 0 16 16', 'aria-hidden': 'true', focusable: 'false' },
    ...shapes[severity],
  );
}
