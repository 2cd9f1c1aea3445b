/**
 * @file A contract of 200 members described by core and drawn by `<cuelight-confirm>`, styled and laid out, in Chromium; in
 * Node, the description alone. No peer was found: the requirement is one frame of 16 ms.
 */
import { cases, knownParties, type } from '../../web/examples/confirm/payloads.js';

const now = '2026-11-22T09:00:00Z';
const wanted = 200;

/** @param {unknown} value @returns {number} its members, names or elements, that hold no others */
const leaves = (value) =>
  typeof value === 'object' && value !== null
    ? Object.values(value).reduce((/** @type {number} */ sum, one) => sum + leaves(one), 0)
    : 1;

/** The example's contract with as many performances, payments and terms as make 200 members. */
function longContract() {
  const { payments, ...rest } = /** @type {any} */ (cases.first.payload);
  const evening = (/** @type {number} */ i) => ({
    start: { at: `2027-03-${10 + i}T20:00:00+01:00`, zone: 'Europe/Paris' },
    end: { at: `2027-03-${10 + i}T22:15:00+01:00`, zone: 'Europe/Paris' },
    venue: { name: 'Grande Salle', city: 'Lyon', country: 'FR' },
    note: `Evening ${i + 1}`,
  });
  const part = { amountMinor: rest.fee.amountMinor / 11, currency: 'EUR' };
  const contract = {
    ...rest,
    performances: Array.from({ length: 12 }, (_, i) => evening(i)),
    payments: Array.from({ length: 11 }, (_, i) => ({
      ...payments[0],
      label: `Part ${i + 1}`,
      amount: part,
    })),
    terms: [],
  };
  while (leaves(contract) < wanted) contract.terms.push({ ...rest.terms[contract.terms.length % 2] });
  return contract;
}

export default async (bench) => {
  const payload = JSON.stringify(longContract());
  const { approval } = bench.core;
  const options = { locale: 'en', timeZone: 'Europe/Paris', knownParties, now };
  const describe = () => approval.describe({ type, payload, ...options });
  await bench.compare(`describe a contract of ${leaves(JSON.parse(payload))} members`, {
    unit: 'sheets',
    amount: 1,
    ours: describe,
    peers: {},
    check: ({ confirmable, refusals }) => {
      if (!confirmable) throw new Error(JSON.stringify(refusals));
    },
  });
  if (bench.platform !== 'chromium') return;
  await import('../../web/confirm/define.js');
  const { viewDigest } = describe();
  await bench.compare('the same drawn, styled and laid out', {
    unit: 'sheets',
    amount: 1,
    ours: async () => {
      const sheet = document.createElement('cuelight-confirm');
      const ready = new Promise((resolve, reject) => {
        sheet.addEventListener('cuelight-ready', (event) => resolve(/** @type {CustomEvent} */ (event).detail));
        sheet.addEventListener('cuelight-refused', (event) =>
          reject(/** @type {CustomEvent} */ (event).detail.message),
        );
      });
      Object.assign(sheet, { type, payload, ...options });
      document.body.append(sheet);
      const shown = /** @type {any} */ (await ready);
      const { height } = sheet.getBoundingClientRect();
      sheet.remove();
      return { ...shown, height, text: sheet.shadowRoot?.textContent };
    },
    peers: {},
    check: (shown) => {
      if (shown.viewDigest !== viewDigest || shown.height === 0 || !shown.text.includes('Evening 12'))
        throw new Error(`another sheet: ${JSON.stringify(shown)}`);
    },
  });
};
