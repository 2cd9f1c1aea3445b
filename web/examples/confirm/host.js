/**
 * @file What a host does around `<cuelight-confirm>`: hands over the bytes, and when the person has confirmed, signs and
 * commits. A platform's server stores the bytes, mints the nonce and commits; this page stands in for it, with a key that
 * it makes and forgets, so that the receipt it gives can be checked like any other.
 */
import { cases, knownParties, type } from './payloads.js';

const origin = document.documentElement.dataset.cuelight;
const { loadCore } = await import(`${origin}/client/index.js`);
const core = await loadCore();

const chosen = cases[new URLSearchParams(location.search).get('case') ?? 'first'] ?? cases.first;
const proposed = await core.approval.digestAsync({ type, payload: JSON.stringify(chosen.payload) });
const delivered = proposed.canonical.slice();
if (chosen.tampered) {
  // One digit of the fee, on its way to this page.
  const text = new TextDecoder().decode(delivered);
  delivered[text.indexOf('"fee":{"amountMinor":') + 21] = 0x39;
}

const confirm = document.querySelector('cuelight-confirm');
confirm.type = type;
confirm.payload = delivered;
confirm.expectedDigest = proposed.hex;
confirm.previous = chosen.previous ? JSON.stringify(chosen.previous) : null;
confirm.knownParties = knownParties;
confirm.expiresAt = new Date(Date.now() + 60 * 60_000).toISOString();

confirm.addEventListener('cuelight-confirm', ({ detail }) => {
  try {
    confirm.sealed({
      at: new Date().toISOString(),
      by: { name: 'Capucine Le Bihan-Desrosiers', id: 'per_capucine' },
      receipt: seal(detail),
    });
  } catch (error) {
    confirm.failed(error);
  }
});
confirm.addEventListener('cuelight-decline', ({ detail }) => confirm.declined({ reason: detail.reason }));

/** @param {{ digest: string, viewDigest: string }} shown */
function seal({ digest, viewDigest }) {
  const keys = core.approval.keyPair(crypto.getRandomValues(new Uint8Array(32)));
  const statement = core.approval.statement({
    digest,
    viewDigest,
    purpose: 'confirm',
    tenant: 'ws_perceneige',
    nonce: hex(crypto.getRandomValues(new Uint8Array(32))),
    expiresAt: confirm.expiresAt.replace(/\.\d+Z$/, 'Z'),
    signer: { id: 'per_capucine', name: 'Capucine Le Bihan-Desrosiers' },
  });
  const signature = core.approval.sign({
    type: statement.type,
    payload: statement.canonical,
    secretKey: keys.secretKey,
  });
  return {
    format: 'cuelight-receipt/1',
    type,
    payload: new TextDecoder().decode(confirm.payload),
    digest,
    confirmations: [
      {
        method: 'ed25519',
        statementType: statement.type,
        statement: new TextDecoder().decode(statement.canonical),
        signature: hex(signature),
        publicKey: hex(keys.publicKey),
      },
    ],
  };
}

function hex(octets) {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join('');
}
