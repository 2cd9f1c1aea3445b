import { jsonBytes, parseText, utf8 } from './boundary.js';

/**
 * @param {import('./boundary.js').Call} call
 * @returns {import('./types/json.d.ts').JsonApi}
 */
export function jsonApi(call) {
  return {
    canonicalize: (json, limits) =>
      limits === undefined
        ? call('json_canonicalize', utf8(json, 'json'))
        : call('json_canonicalize_within', utf8(json, 'json'), jsonBytes(limits, 'limits')),
    diff: (before, after) => parseText(call('json_diff', utf8(before, 'before'), utf8(after, 'after'))),
  };
}
