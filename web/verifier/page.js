/** @file The verifier page: takes a file, checks it in the browser, and says in one sentence whether it holds. */
import '../confirm/define.js';
import { loadCore } from '../client/index.js';
import { h, svg } from '../shared/dom.js';
import { checkExport, checkReceipt, isReceipt, readCheckpoint, UnusableError } from './check.js';
import { chainSentences, confirmationState, plural, receiptSentences, remaining, size, visible } from './sentences.js';

/** @template {HTMLElement} T @param {string} id @returns {T} */
const byId = (id) => /** @type {T} */ (document.getElementById(id));
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
    if (run.signal.aborted) showSentences('cancelled', 'Cancelled. Nothing was decided about this file.', []);
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
    throw new UnusableError(
      'verify.half_checkpoint',
      'A checkpoint is only worth its signature: give both the checkpoint and the key that signed it.',
    );
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
  byId('count').textContent = [plural(rows, 'row'), `${size(octets)} of ${size(all)}`, remaining(ms, octets, all)]
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
  showSentences('bad', code ? String(message) : 'Something unexpected happened while checking.', [
    h('p', { class: 'code' }, code ?? String(message)),
  ]);
}

/** @param {Awaited<ReturnType<typeof checkExport>>} result @param {File} given */
function showRecord(result, given) {
  const { title, more } = chainSentences(result);
  const { divergence } = result;
  /** @type {(string | Node | null)[][]} */
  const facts = [
    ['File', h('bdi', {}, visible(given.name))],
    ['Rows that hold', plural(result.rows, 'row')],
    ['Read', size(result.octets)],
  ];
  if (divergence) {
    if (divergence.expected) facts.push(['Expected', hash(divergence.expected)]);
    if (divergence.actual) facts.push(['Found', hash(divergence.actual)]);
    facts.push([
      'Code',
      h('code', {}, divergence.detail ? `${divergence.code} (${divergence.detail})` : divergence.code),
    ]);
  }
  facts.push(['Head', hash(result.head)]);
  if (result.anchored)
    facts.push(
      ['Anchored by', h('bdi', {}, visible(result.anchored.origin))],
      ['Merkle root', hash(result.anchored.root)],
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
  const says = divergence
    ? `The line is unbroken over ${plural(rows, 'row')}, then cut.`
    : `The line is unbroken over ${plural(rows, 'row')}.`;
  return svg(
    'svg',
    {
      class: 'line',
      viewBox: '0 0 1000 48',
      role: 'img',
      'aria-label': anchored ? `${says} A mark stands at row ${anchored.rows}, where it is anchored.` : says,
    },
    ...marks,
  );
}

/** @param {Awaited<ReturnType<typeof checkReceipt>>} report @param {File} given */
function showReceipt(report, given) {
  const { title, more } = receiptSentences(report);
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
        confirmationState(one),
        one.problems.length > 0 ? h('span', { class: 'code' }, ` ${one.problems.join(', ')}`) : null,
      ),
    ),
  );
  const sheet = /** @type {import('../confirm/element.js').CuelightConfirm} */ (
    document.createElement('cuelight-confirm')
  );
  sheet.setAttribute('readonly', '');
  sheet.type = report.type;
  sheet.payload = report.payload;
  sheet.expectedDigest = report.digest;
  showSentences(report.ok ? 'good' : 'bad', title, [
    ...more,
    people,
    factList([
      ['File', h('bdi', {}, visible(given.name))],
      ['Digest', hash(report.digest)],
      ['Type', h('bdi', {}, visible(report.type))],
    ]),
    h('h3', {}, 'What was confirmed'),
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
      'Core ',
      core.version,
      core.wasmHash ? ' · SHA-256 ' : '',
      core.wasmHash ? hash(core.wasmHash) : '',
    );
  },
  (error) => showFailure(error),
);
