/**
 * @file The whole core: where its file stands, its facade (one line a module), and the questions it must answer rightly
 * before it is used.
 */
import { accessApi } from './access.js';
import { approvalApi } from './approval.js';
import { auditApi } from './audit.js';
import { parseText } from './boundary.js';
import { calendarApi } from './calendar.js';
import { engagementApi } from './engagement.js';
import glue from './generated/glue.js';
import { core as sha256 } from './generated/integrity.js';
import { jsonApi } from './json.js';
import { visibilityApi } from './visibility.js';

/**
 * @param {import('./boundary.js').Call} call
 * @param {string | null} wasmHash
 * @param {(octets: Uint8Array) => string} [sha256] the platform's own
 */
function assemble(call, wasmHash, sha256) {
  return Object.freeze({
    /** The version of the core. */
    version: parseText(call('version')),
    /** SHA-256 of the WebAssembly file in use; null when it was not checked. */
    wasmHash,
    json: jsonApi(call),
    approval: approvalApi(call, sha256),
    visibility: visibilityApi(call),
    access: accessApi(call),
    calendar: calendarApi(call),
    audit: auditApi(call),
    engagement: engagementApi(call),
  });
}

/**
 * One question to each part that everything else stands on. The answers were worked out apart from this code: RFC 8785's
 * order and number form; SHA-256 over a pre-authentication encoding, and over 32 zero octets and a canonical row.
 * @param {ReturnType<typeof assemble>} core
 */
function selfTest(core) {
  const canonical = parseText(core.json.canonicalize('{ "\\u20ac": 1e21, "b": [], "\\r": -0 }'));
  if (canonical !== '{"\\r":0,"b":[],"\u20ac":1e+21}') throw new Error(`canonicalize: ${canonical}`);
  const digest = core.approval.digest({ type: 'a', payload: '{}' }).hex;
  if (digest !== 'a6bd0886f231f1192db8bcd95f903cca6dd35dc86884e3f17401c0a92c62a632')
    throw new Error(`digest: ${digest}`);
  const { hex } = core.audit.append({ row: '{"b":2,"a":1}' });
  if (hex !== 'f7ac2c2855a36f72e1582296ef43c32f140487bced40256965e3ed200d048d55') throw new Error(`append: ${hex}`);
}

/** @type {import('./load.js').Source<ReturnType<typeof assemble>> & { assemble: typeof assemble }} */
export const source = { url: new URL('./generated/core.wasm', import.meta.url), sha256, glue, assemble, selfTest };
