/** The audit chain: 20,000 rows as an export, verified row by row, against JSON.parse, a canonicaliser and a digest. */
import canonicalize from 'canonicalize';
// @ts-expect-error: it comes without types
import jsonCanon from 'json-canon';

/** @param {any} bench */
export default async (bench) => {
  const { audit } = bench.core;
  const next = bench.random(11);
  const rows = 20_000;
  /** @type {Uint8Array | undefined} */
  let prevHash;
  const lines = Array.from({ length: rows }, (_, seq) => {
    const entity = `eng_${Math.floor(next() * 1e6)}`;
    const amountMinor = Math.floor(next() * 1e7);
    const appended = audit.append({
      row: {
        seq,
        action: 'engagement.quote',
        at: '2026-11-22T08:00:00Z',
        actor: { id: `per_${Math.floor(next() * 1e4)}`, role: 'agent', workspace: 'ws_halbmond' },
        entity,
        before: { state: 'held', fee: { amountMinor, currency: 'EUR' } },
        after: {
          state: 'quoted',
          fee: { amountMinor: amountMinor + 100, currency: 'EUR' },
          note: 'Größe des Orchesters: 92',
        },
      },
      prevHash,
    });
    prevHash = appended.hash;
    return appended.line;
  });
  const text = `${lines.join('\n')}\n`;
  const octets = new TextEncoder().encode(text);

  /** @param {(row: any) => string | undefined} jcs @param {(canonical: string, previous: string) => string} digest */
  const plain = (jcs, digest) => () => {
    let previous = '0'.repeat(64);
    for (const line of new TextDecoder().decode(octets).split('\n')) {
      if (line === '') continue;
      const { hash, prev_hash, ...row } = JSON.parse(line);
      if (prev_hash !== previous) return { ok: false };
      if (digest(/** @type {string} */ (jcs(row)), previous) !== hash) return { ok: false };
      previous = hash;
    }
    return { ok: true };
  };
  /** @type {Record<string, () => unknown>} */
  const peers = {};
  if (bench.platform === 'node') {
    const { createHash } = await import('node:crypto');
    const digest = (/** @type {string} */ canonical, /** @type {string} */ previous) =>
      createHash('sha256').update(previous, 'hex').update(canonical).digest('hex');
    peers['JSON.parse + canonicalize 4.0.0 + node:crypto'] = plain(canonicalize, digest);
    peers['JSON.parse + json-canon 1.0.1 + node:crypto'] = plain(jsonCanon, digest);
  }
  const check = (/** @type {any} */ verdict) => {
    if (!verdict.ok) throw new Error('the chain was not found sound');
  };
  const setting = { unit: 'rows', amount: rows, check };
  await bench.compare('audit: verify a chain', { ...setting, ours: () => audit.verifyChain(octets), peers });
  await bench.compare('audit: verify a chain and compute its Merkle root', {
    ...setting,
    ours: () => audit.verifyChain(octets, { root: true }),
    peers,
  });
};
