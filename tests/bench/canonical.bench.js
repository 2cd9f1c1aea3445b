/** @file Canonicalise, and canonicalise + digest, against every JavaScript way that was found. */
import { sha256 as noble } from '@noble/hashes/sha2.js';
import canonicalize from 'canonicalize';
import { createSHA256 } from 'hash-wasm';
import jsonCanon from 'json-canon';
import { canonicalize as jsonCanonicalize } from 'json-canonicalize';
import { makeContract } from './contract.js';

const type = 'application/vnd.cuelight.contract+json';

export default async (bench) => {
  const { json, approval } = bench.core;
  const encoder = new TextEncoder();
  const hashWasm = await createSHA256();
  const canonicalisers = {
    'canonicalize 4.0.0': canonicalize,
    'json-canon 1.0.1': jsonCanon,
    'json-canonicalize 3.0.1': jsonCanonicalize,
  };
  const hashes = {
    '@noble/hashes 2.4.0': (octets) => noble(octets),
    'hash-wasm 4.13.0': (octets) => hashWasm.init().update(octets).digest('binary'),
  };
  if (bench.platform === 'node') {
    const { createHash } = await import('node:crypto');
    hashes['node:crypto'] = (octets) => createHash('sha256').update(octets).digest();
  }
  for (const [label, octets] of [
    ['1 KB', 1024],
    ['16 KB', 16 * 1024],
    ['1 MB', 1024 * 1024],
  ]) {
    const text = makeContract(bench.random(octets), octets);
    const bytes = encoder.encode(text);
    const right = canonicalize(JSON.parse(text));
    await bench.compare(`canonicalise, ${label}`, {
      unit: 'MB',
      amount: bytes.length / 1e6,
      ours: () => json.canonicalize(bytes),
      peers: Object.fromEntries(
        Object.entries(canonicalisers).map(([name, work]) => [`JSON.parse + ${name}`, () => work(JSON.parse(text))]),
      ),
      check: (answer) => {
        const got = typeof answer === 'string' ? answer : new TextDecoder().decode(answer);
        if (got !== right) throw new Error('another canonical form');
      },
    });
    const room = new Uint8Array(2 * bytes.length);
    await bench.compare(`canonicalise into octets of one's own, ${label}`, {
      unit: 'MB',
      amount: bytes.length / 1e6,
      ours: () => json.canonicalize(bytes, { into: room }),
      peers: Object.fromEntries(
        Object.entries(canonicalisers).map(([name, work]) => [
          `JSON.parse + ${name} + TextEncoder`,
          () => room.subarray(0, encoder.encodeInto(work(JSON.parse(text)), room).written),
        ]),
      ),
      check: (answer) => {
        if (new TextDecoder().decode(answer) !== right) throw new Error('another canonical form');
      },
    });
    const { digest } = approval.digest({ type, payload: bytes });
    const prefix = encoder.encode(`DSSEv1 ${type.length} ${type} ${encoder.encode(right).length} `);
    const whole = new Uint8Array(prefix.length + 2 * bytes.length);
    const peers = {};
    for (const [name, work] of Object.entries(canonicalisers)) {
      for (const [hashName, hash] of Object.entries(hashes)) {
        peers[`JSON.parse + ${name} + ${hashName}`] = () => {
          whole.set(prefix);
          const { written } = encoder.encodeInto(work(JSON.parse(text)), whole.subarray(prefix.length));
          return hash(whole.subarray(0, prefix.length + written));
        };
      }
    }
    const comparison = {
      unit: 'MB',
      amount: bytes.length / 1e6,
      check: (answer) => {
        if (!digest.every((octet, i) => octet === answer[i])) throw new Error('another digest');
      },
    };
    await bench.compare(`canonicalise + digest, ${label}`, {
      ...comparison,
      ours: () => approval.digest({ type, payload: bytes, into: room }).digest,
      peers,
    });
    // Whoever can wait may have the platform's own SHA-256 in a page too.
    if (bench.platform === 'node') continue;
    for (const [name, work] of Object.entries(canonicalisers)) {
      peers[`JSON.parse + ${name} + WebCrypto`] = async () => {
        whole.set(prefix);
        const { written } = encoder.encodeInto(work(JSON.parse(text)), whole.subarray(prefix.length));
        return new Uint8Array(await crypto.subtle.digest('SHA-256', whole.subarray(0, prefix.length + written)));
      };
    }
    await bench.compare(`canonicalise + digest, awaited, ${label}`, {
      ...comparison,
      ours: async () => (await approval.digestAsync({ type, payload: bytes, into: room })).digest,
      peers,
    });
  }
};
