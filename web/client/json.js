import { jsonArgument, parseText, taken, utf8 } from './boundary.js';

/**
 * @param {import('./boundary.js').Call} call
 * @returns {import('./types/json.d.ts').JsonApi}
 */
export function jsonApi(call) {
  return {
    canonicalize(json, options) {
      const text = utf8(json, 'json');
      if (options === undefined) return call('json_canonicalize', text);
      const { into, maxOctets, maxDepth } = options;
      return maxOctets === undefined && maxDepth === undefined
        ? taken(call.view('json_canonicalize', text), into)
        : taken(call.view('json_canonicalize_within', text, jsonArgument({ maxOctets, maxDepth }, 'options')), into);
    },
    diff: (before, after) => parseText(call('json_diff', utf8(before, 'before'), utf8(after, 'after'))),
  };
}
