/** @file Exports, checkpoints and receipts for tests, made by core from fixed seeds. */

const hex = (/** @type {Uint8Array} */ octets) => Buffer.from(octets).toString('hex');
const text = (/** @type {Uint8Array} */ octets) => Buffer.from(octets).toString();

/** @param {any} core @param {number} count @param {string} [action] */
export function exportOf(core, count, action = 'hold.placed') {
  /** @type {string[]} */
  const lines = [];
  /** @type {Uint8Array[]} */
  const hashes = [];
  /** @type {Uint8Array | null} */
  let prevHash = null;
  for (let i = 0; i < count; i++) {
    const row = {
      seq: i,
      at: '2026-11-22T09:00:00Z',
      action,
      entity: { kind: 'engagement', id: `eng_${i}` },
      note: 'ü'.repeat(i % 30),
    };
    /** @type {{ line: string, hash: Uint8Array }} */
    const added = core.audit.append({ row, prevHash });
    lines.push(added.line);
    hashes.push(added.hash);
    prevHash = added.hash;
  }
  return { lines, hashes, head: hex(hashes[hashes.length - 1]), text: lines.map((line) => `${line}\n`).join('') };
}

/** @param {any} core @param {{ hashes: Uint8Array[] }} record @param {number} size @param {number} [seed] */
export function signedCheckpoint(core, { hashes }, size, seed = 7) {
  const origin = 'cuelight.example/audit/ws_1';
  const { publicKey, secretKey } = core.approval.keyPair(new Uint8Array(32).fill(seed));
  const note = core.audit.checkpoint({ origin, size, root: core.audit.merkleRoot(hashes.slice(0, size)), secretKey });
  return { note, key: core.audit.verifierKey({ name: origin, publicKey }) };
}

/** @param {any} core @param {string} type @param {object} payload @param {number} [seed] */
export function receiptOf(core, type, payload, seed = 4) {
  const { hex: digest, canonical } = core.approval.digest({ type, payload: JSON.stringify(payload) });
  const { viewDigest } = core.approval.describe({ type, payload: JSON.stringify(payload) });
  const { publicKey, secretKey } = core.approval.keyPair(new Uint8Array(32).fill(seed));
  const statement = core.approval.statement({
    digest,
    viewDigest,
    purpose: 'confirm',
    tenant: 'ws_1',
    nonce: '0123456789abcdef'.repeat(4),
    expiresAt: '2027-01-01T00:00:00Z',
    // A name that would turn a terminal's line around.
    signer: { id: 'per_1', name: 'Θεοδώρα \u202EZ' },
  });
  const signature = core.approval.sign({ type: statement.type, payload: statement.canonical, secretKey });
  const row = core.audit.append({ row: { action: 'approval.sealed', digest }, prevHash: null });
  return {
    format: 'cuelight-receipt/1',
    type,
    payload: text(canonical),
    digest,
    confirmations: [
      {
        method: 'ed25519',
        statementType: statement.type,
        statement: text(statement.canonical),
        signature: hex(signature),
        publicKey: hex(publicKey),
      },
    ],
    record: [{ row: text(row.canonical), prevHash: '0'.repeat(64), hash: row.hex }],
  };
}
