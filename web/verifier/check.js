/**
 * @file What the verifier page and the command line both do: check an audit export piece by piece, or one receipt. Core
 * decides; nothing here needs a server.
 */

import { checkPasskeys } from '../client/passkey.js';
import { fromBase64 } from '../shared/bytes.js';

/**
 * @typedef {import('../client/types/audit.d.ts').AuditApi} AuditApi
 * @typedef {import('../client/types/audit.d.ts').ChainVerdict} ChainVerdict
 * @typedef {import('../client/types/audit.d.ts').Checkpoint} Checkpoint
 * @typedef {import('../client/types/approval.d.ts').ApprovalApi} ApprovalApi
 * @typedef {import('../client/types/approval.d.ts').ReceiptReport} ReceiptReport
 * @typedef {{ audit: AuditApi, approval: ApprovalApi }} Core
 * @typedef {{ rows: number, octets: number }} Progress
 */

/** Something given that can't be used, in one sentence. */
export class UnusableError extends Error {
  /** @param {string} code @param {string} message @param {unknown} [cause] */
  constructor(code, message, cause) {
    super(message, { cause });
    this.code = code;
  }
}

/** Whether the beginning of a file is that of a receipt; anything else is read as an export. @param {Uint8Array} beginning */
export function isReceipt(beginning) {
  const text = new TextDecoder().decode(beginning.subarray(0, 65_536)).trimStart();
  return text.startsWith('{') && /"format"\s*:\s*"cuelight-receipt/.test(text.split('\n{', 1)[0]);
}

/**
 * Checks an export. Memory stays small whatever its size.
 * @param {AuditApi} audit
 * @param {AsyncIterable<Uint8Array>} pieces
 * @param {{ checkpoint?: Checkpoint | null, progress?: (progress: Progress) => void, signal?: AbortSignal }} [options]
 * @returns {Promise<ChainVerdict & { octets: number }>}
 */
export async function checkExport(audit, pieces, { checkpoint = null, progress, signal } = {}) {
  const verifier = audit.chainVerifier({ checkpoint });
  let octets = 0;
  for await (const piece of pieces) {
    signal?.throwIfAborted();
    verifier.push(piece);
    octets += piece.length;
    progress?.({ rows: verifier.rows, octets });
  }
  signal?.throwIfAborted();
  return { ...verifier.finish(), octets };
}

/**
 * A key as C2SP writes it, `name+keyid+base64`: its last part is one octet for Ed25519, then the key's 32.
 * @param {string} text
 */
export function readKey(text) {
  const [, name, coded] = /^(.+)\+[0-9a-f]{8}\+([A-Za-z0-9+/]{44})$/.exec(text.trim()) ?? [];
  const octets = coded ? fromBase64(coded) : null;
  if (!name || octets?.[0] !== 1) {
    throw new UnusableError(
      'verify.bad_key',
      'The key is not one that signs checkpoints. It looks like name+0123abcd+base64.',
    );
  }
  return { name, publicKey: octets.slice(1) };
}

/**
 * A checkpoint whose signature holds.
 * @param {AuditApi} audit
 * @param {string | Uint8Array} note
 * @param {string} key
 * @returns {Checkpoint}
 */
export function readCheckpoint(audit, note, key) {
  const { ok, checkpoint, code, message } = audit.verifyCheckpoint({ note, keys: [readKey(key)] });
  if (!ok || !checkpoint)
    throw new UnusableError(code ?? 'verify.bad_checkpoint', `The checkpoint can't be trusted: ${message ?? code}`);
  return checkpoint;
}

/**
 * One step of a receipt's check.
 * @typedef {{ code: string, ok: boolean, text: string }} Step
 */

/**
 * Checks a receipt: the digest of its payload, each confirmation's signature and binding, and the rows that tell of it.
 * @param {Core} core
 * @param {Uint8Array} octets
 */
export async function checkReceipt(core, octets) {
  /** @type {ReceiptReport} */
  let report;
  try {
    report = await checkPasskeys(core.approval.verifyReceipt(octets));
  } catch (/** @type {any} */ cause) {
    throw new UnusableError(
      cause?.code ?? 'verify.not_a_receipt',
      `This file can't be read as a receipt: ${cause?.message ?? cause}`,
      cause,
    );
  }
  const receipt = JSON.parse(new TextDecoder().decode(octets));
  const rows = checkRows(core.audit, Array.isArray(receipt.record) ? receipt.record : []);
  const payload = String(receipt.payload);
  return { ...report, ok: report.ok && rows.every(({ ok }) => ok), payload, rows };
}

/** Each row's content must give its hash. @param {AuditApi} audit @param {any[]} record */
function checkRows(audit, record) {
  return record.map(({ row, prevHash, hash }) => {
    try {
      const { hex } = audit.append({ row: String(row), prevHash: String(prevHash) });
      return { ok: hex === hash, hash: String(hash) };
    } catch {
      return { ok: false, hash: String(hash) };
    }
  });
}
