/** @file The verifier page: takes a file, checks it in the browser, and says in one sentence whether it holds. */
import '../confirm/define.js';
import { loadCore } from '../client/index.js';
import en from '../messages/compiled/en/verifier.js';
import { h, svg } from '../shared/dom.js';
import { checkExport, checkReceipt, isReceipt, readCheckpoint, UnusableError } from './check.js';
import { sentencesIn, visible } from './sentences.js';

/** @typedef {import('./sentences.js').Words} Words */

/** @template {HTMLElement} T @param {string} id @returns {T} */
const byId = (id) => /** @type {T} */ (document.getElementById(id));

/** @type {import('../messages/languages.js').Others<Words> & Record<string, (() => Promise<{ default: Words }>) | undefined>} */
const others = {
  de: () => import('../messages/compiled/de/verifier.js'),
  fr: () => import('../messages/compiled/fr/verifier.js'),
};
const known = ['en', ...Object.keys(others)];
const language =
  navigator.languages.map((tag) => tag.toLowerCase().split('-')[0]).find((one) => known.includes(one)) ?? 'en';
const words = (await others[language]?.().catch(() => null))?.default ?? en;
const { chain, receipt, confirmation, size, remaining } = sentencesIn(words, words === en ? 'en' : language);

// The page is written in English; another language takes its place.
document.documentElement.lang = words === en ? 'en' : language;
for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-text]')))
  place.textContent = String(words[/** @type {keyof Words} */ (place.dataset.text)]);
byId('give').setAttribute('aria-label', words.what);
document.title = `${words.title} · Cuelight`;

const drop = byId('drop');
const file = /** @type {HTMLInputElement} */ (byId('file'));
const work = byId('work');
const verdict = byId('verdict');

/** @type {AbortController | null} */
let running = null;

file.addEventListener('change', () => {
  if (file.files?.[0]) void check(file.files[0]);
  // The same file may be chosen again after it was changed.
  file.value = '';
});
byId('cancel').addEventListener('click', () => running?.abort());
byId('give').addEventListener('submit', (event) => event.preventDefault());

for (const type of ['dragenter', 'dragover']) {
  addEventListener(type, (event) => {
    event.preventDefault();
    drop.classList.add('over');
  });
}
for (const type of ['dragleave', 'drop']) addEventListener(type, () => drop.classList.remove('over'));
addEventListener('drop', (event) => {
  event.preventDefault();
  const given = event.dataTransfer?.files[0];
  if (given) void check(given);
});

/** @param {File} given */
async function check(given) {
  running?.abort();
  const run = new AbortController();
  running = run;
  verdict.replaceChildren();
  work.hidden = false;
  show({ rows: 0, octets: 0 }, given.size, 0);
  try {
    const core = /** @type {any} */ (await loadCore({ calendar: false }));
    const beginning = new Uint8Array(await given.slice(0, 65_536).arrayBuffer());
    if (isReceipt(beginning)) showReceipt(await checkReceipt(core, new Uint8Array(await given.arrayBuffer())), given);
    else await checkRecord(core, given, run.signal);
  } catch (error) {
    if (running !== run) return;
    if (run.signal.aborted) showSentences('cancelled', words.cancelled, []);
    else showFailure(error);
  } finally {
    if (running === run) {
      work.hidden = true;
      running = null;
      if (verdict.childElementCount > 0) verdict.focus();
    }
  }
}

/** @param {any} core @param {File} given @param {AbortSignal} signal */
async function checkRecord(core, given, signal) {
  const note = /** @type {HTMLTextAreaElement} */ (byId('note')).value.trim();
  const key = /** @type {HTMLInputElement} */ (byId('key')).value.trim();
  if (Boolean(note) !== Boolean(key)) {
    throw new UnusableError('verify.half_checkpoint', words.halfCheckpoint);
  }
  const checkpoint = note ? readCheckpoint(core.audit, `${note}\n`, key) : null;
  const began = performance.now();
  let shown = began;
  const result = await checkExport(core.audit, pieces(given, signal), {
    checkpoint,
    signal,
    progress: (progress) => {
      const now = performance.now();
      if (now - shown < 80) return;
      shown = now;
      show(progress, given.size, now - began);
    },
  });
  showRecord(result, given);
}

/** A megabyte at a time, with room between for the page to be drawn and for Cancel. @param {File} given @param {AbortSignal} signal */
async function* pieces(given, signal) {
  const step = 1 << 20;
  for (let at = 0; at < given.size; at += step) {
    yield new Uint8Array(await given.slice(at, at + step).arrayBuffer());
    await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
  }
}

/** @param {import('./check.js').Progress} progress @param {number} all @param {number} ms */
function show({ rows, octets }, all, ms) {
  /** @type {HTMLProgressElement} */ (byId('progress')).value = all ? octets / all : 0;
  byId('count').textContent = [
    words.rows({ count: rows }),
    words.sizeOf({ done: size(octets), all: size(all) }),
    remaining(ms, octets, all),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** @param {'good' | 'bad' | 'cancelled'} kind @param {string} title @param {(Node | string)[]} more */
function showSentences(kind, title, more) {
  verdict.className = kind;
  verdict.replaceChildren(h('h2', {}, title), ...more.map((one) => (typeof one === 'string' ? h('p', {}, one) : one)));
}

/** @param {unknown} error */
function showFailure(error) {
  const { code, message } = /** @type {any} */ (error);
  showSentences('bad', code ? String(message) : words.unexpected, [h('p', { class: 'code' }, code ?? String(message))]);
}

/** @param {Awaited<ReturnType<typeof checkExport>>} result @param {File} given */
function showRecord(result, given) {
  const { title, more } = chain(result);
  const { divergence } = result;
  /** @type {(string | Node | null)[][]} */
  const facts = [
    [words.file, h('bdi', {}, visible(given.name))],
    [words.rowsHold, words.rows({ count: result.rows })],
    [words.read, size(result.octets)],
  ];
  if (divergence) {
    if (divergence.expected) facts.push([words.expected, hash(divergence.expected)]);
    if (divergence.actual) facts.push([words.found, hash(divergence.actual)]);
    facts.push([
      words.code,
      h('code', {}, divergence.detail ? `${divergence.code} (${divergence.detail})` : divergence.code),
    ]);
  }
  facts.push([words.head, hash(result.head)]);
  if (result.anchored)
    facts.push(
      [words.anchoredBy, h('bdi', {}, visible(result.anchored.origin))],
      [words.root, hash(result.anchored.root)],
    );
  showSentences(result.ok ? 'good' : 'bad', title, [timeline(result), ...more, factList(facts)]);
}

/** The record as one thin line: whole while it holds, cut where it does not, a mark where it is anchored. @param {import('../client/types/audit.d.ts').ChainVerdict} result */
function timeline({ rows, divergence, anchored }) {
  const [from, to] = [8, 992];
  const cut =
    divergence && rows + divergence.row > 0
      ? Math.min(0.86, Math.max(0.14, rows / (rows + Math.max(1, rows * 0.35))))
      : divergence
        ? 0.06
        : 1;
  const end = from + (to - from) * cut;
  const marks = [
    svg('circle', { class: 'end', cx: from, cy: 24, r: 4 }),
    svg('line', { class: 'whole', x1: from, y1: 24, x2: divergence ? end - 6 : end, y2: 24 }),
  ];
  if (divergence) {
    marks.push(
      svg('line', { class: 'cut', x1: end - 10, y1: 36, x2: end + 2, y2: 12 }),
      svg('line', { class: 'cut', x1: end + 2, y1: 36, x2: end + 14, y2: 12 }),
      svg('line', { class: 'rest', x1: end + 12, y1: 24, x2: to, y2: 24 }),
    );
  } else {
    marks.push(svg('circle', { class: 'end', cx: end, cy: 24, r: 4 }));
  }
  if (anchored && rows > 0) {
    const x = from + (end - from) * Math.min(1, anchored.rows / rows);
    marks.push(svg('path', { class: 'anchor', d: `M${x} 13l8 11-8 11-8-11z` }));
  }
  const says = (divergence ? words.lineCut : words.lineWhole)({ count: rows });
  return svg(
    'svg',
    {
      class: 'line',
      viewBox: '0 0 1000 48',
      role: 'img',
      'aria-label': anchored ? `${says} ${words.lineMark({ row: anchored.rows })}` : says,
    },
    ...marks,
  );
}

/** @param {Awaited<ReturnType<typeof checkReceipt>>} report @param {File} given */
function showReceipt(report, given) {
  const { title, more } = receipt(report);
  const people = h(
    'ul',
    { class: 'people' },
    report.confirmations.map((one) =>
      h(
        'li',
        { class: one.signature === 'valid' && one.problems.length === 0 ? 'good' : 'bad' },
        h('bdi', {}, visible(one.signer.name)),
        ' (',
        h('bdi', {}, visible(one.signer.id)),
        ') ',
        confirmation(one),
        one.problems.length > 0 ? h('span', { class: 'code' }, ` ${one.problems.join(', ')}`) : null,
      ),
    ),
  );
  const sheet = /** @type {import('../confirm/element.js').CuelightConfirm} */ (
    document.createElement('cuelight-confirm')
  );
  sheet.setAttribute('readonly', '');
  sheet.locale = document.documentElement.lang;
  sheet.type = report.type;
  sheet.payload = report.payload;
  sheet.expectedDigest = report.digest;
  showSentences(report.ok ? 'good' : 'bad', title, [
    ...more,
    people,
    factList([
      [words.file, h('bdi', {}, visible(given.name))],
      [words.digest, hash(report.digest)],
      [words.type, h('bdi', {}, visible(report.type))],
    ]),
    h('h3', {}, words.confirmed),
    sheet,
  ]);
}

/** @param {(string | Node | null)[][]} facts */
const factList = (facts) =>
  h(
    'dl',
    {},
    facts.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
  );

/** @param {string} hex */
const hash = (hex) =>
  h(
    'code',
    { class: 'hash', dir: 'ltr' },
    /^[0-9a-f]{64}$/.test(hex) ? (hex.match(/.{4}/g) ?? []).map((group) => h('span', {}, `${group} `)) : hex,
  );

// Kept for the day without a connection. Without it the page still works; it only has to be loaded once more.
if ('serviceWorker' in navigator && location.protocol !== 'file:') {
  const types = /** @type {any} */ (globalThis).trustedTypes;
  const address =
    types?.createPolicy('cuelight-verifier', { createScriptURL: () => 'sw.js' }).createScriptURL('') ?? 'sw.js';
  navigator.serviceWorker.register(address).catch(() => {});
}

loadCore({ calendar: false }).then(
  (core) => {
    byId('core').replaceChildren(
      words.core({ version: core.version }),
      core.wasmHash ? ' · SHA-256 ' : '',
      core.wasmHash ? hash(core.wasmHash) : '',
    );
  },
  (error) => showFailure(error),
);
