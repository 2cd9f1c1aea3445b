/**
 * @file The whole core: where its two files stand, its facade (one line a module), and the questions it must answer
 * rightly before it is used.
 */
import { accessApi } from './access.js';
import { approvalApi } from './approval.js';
import { auditApi } from './audit.js';
import { parseText } from './boundary.js';
import { calendarApi, calendarSelfTest } from './calendar.js';
import { engagementApi } from './engagement.js';
import { CuelightError } from './error.js';
import createCalendar from './generated/calendar.js';
import createCore from './generated/core.js';
import * as sha256 from './generated/integrity.js';
import { jsonApi } from './json.js';
import { visibilityApi } from './visibility.js';

/** @typedef {import('./boundary.js').Call} Call */
/** @typedef {import('./types/index.d.ts').LoadOptions} LoadOptions */

/**
 * What the options say of `core.wasm` and of `calendar.wasm`. A caller who names `core.wasm` by its own name has the
 * other beside it.
 * @param {LoadOptions} options
 * @returns {(import('./wasm-file.js').WasmFile | false)[]}
 */
function files({ wasm, wasmUrl, integrity, calendar }) {
  if (calendar === false) return [{ wasm, wasmUrl, integrity }, false];
  const core = /core\.wasm(?=$|[?#])/;
  const address = String(wasmUrl);
  return [
    { wasm, wasmUrl, integrity },
    {
      wasmUrl: core.test(address) ? address.replace(core, 'calendar.wasm') : undefined,
      integrity: integrity === false ? false : undefined,
      ...calendar,
    },
  ];
}

/** @returns {never} */
function refuse() {
  throw new CuelightError(
    'core.no_calendar',
    'This core was loaded without its calendar. Load it again, without calendar: false.',
  );
}

/** Stands in for a calendar that was left out. @type {Call} */
const noCalendar = Object.assign(refuse, { view: refuse });

/**
 * @param {(Call | null)[]} calls
 * @param {(string | null)[]} hashes
 * @param {(octets: Uint8Array) => string} [sha256Of] the platform's own
 */
function assemble([core, calendar], [wasmHash], sha256Of) {
  const call = /** @type {Call} */ (core);
  return Object.freeze({
    /** The version of the core. */
    version: call('version'),
    /** SHA-256 of the WebAssembly file in use; null when it was not checked. */
    wasmHash,
    json: jsonApi(call),
    approval: approvalApi(call, sha256Of),
    visibility: visibilityApi(call),
    access: accessApi(call),
    calendar: calendarApi(calendar ?? noCalendar),
    audit: auditApi(call),
    engagement: engagementApi(call),
  });
}

/**
 * One question to each part that everything else stands on. The answers were worked out apart from this code: RFC 8785's
 * order and number form; SHA-256 over a pre-authentication encoding, and over 32 zero octets and a canonical row.
 * @param {Call} call
 */
function selfTest(call) {
  const canonical = parseText(jsonApi(call).canonicalize('{ "\\u20ac": 1e21, "b": [], "\\r": -0 }'));
  if (canonical !== '{"\\r":0,"b":[],"\u20ac":1e+21}') throw new Error(`canonicalize: ${canonical}`);
  const digest = approvalApi(call).digest({ type: 'a', payload: '{}' }).hex;
  if (digest !== 'a6bd0886f231f1192db8bcd95f903cca6dd35dc86884e3f17401c0a92c62a632')
    throw new Error(`digest: ${digest}`);
  const { hex } = auditApi(call).append({ row: '{"b":2,"a":1}' });
  if (hex !== 'f7ac2c2855a36f72e1582296ef43c32f140487bced40256965e3ed200d048d55') throw new Error(`append: ${hex}`);
}

/** @type {import('./load.js').Source<ReturnType<typeof assemble>, LoadOptions> & { assemble: typeof assemble }} */
export const source = {
  modules: [
    {
      option: 'wasmUrl',
      url: new URL('./generated/core.wasm', import.meta.url),
      sha256: sha256.core,
      glue: createCore,
      selfTest,
    },
    {
      option: 'calendar.wasmUrl',
      url: new URL('./generated/calendar.wasm', import.meta.url),
      sha256: sha256.calendar,
      glue: createCalendar,
      selfTest: calendarSelfTest,
    },
  ],
  files,
  assemble,
};
