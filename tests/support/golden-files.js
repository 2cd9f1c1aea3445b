/** @file Reads the golden vectors from disk, for tests/support/golden.js. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const own = fileURLToPath(new URL('../vectors', import.meta.url));
const shared = process.env.CUELIGHT_VECTORS ?? fileURLToPath(new URL('../../../shared/vectors', import.meta.url));

/** @param {string} folder @param {RegExp} pattern */
const names = (folder, pattern) =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => pattern.test(name))
        .sort()
    : [];
const parsed = (/** @type {string} */ folder, /** @type {RegExp} */ pattern) =>
  names(folder, pattern).map((name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')));
const hex = (/** @type {string} */ file) => readFileSync(file).toString('hex');

/** @returns {import('./golden.js').Vectors} */
export const readVectors = () => ({
  reject: parsed(`${own}/json-reject`, /\.json$/),
  approval: parsed(`${own}/approval`, /\.json$/),
  audit: parsed(`${own}/audit`, /^(chain|anchor)-.*\.json$/),
  jcs: names(`${shared}/jcs/input`, /\.json$/).map((name) => ({
    name,
    input: hex(`${shared}/jcs/input/${name}`),
    output: hex(`${shared}/jcs/output/${name}`),
  })),
  ics: names(`${shared}/ics`, /./).map((name) => ({ name, octets: hex(`${shared}/ics/${name}`) })),
});
