import { jsonBytes, parseJson } from './boundary.js';

/**
 * @param {import('./boundary.js').Call} call
 * @returns {import('./types/access.d.ts').AccessApi}
 */
export function accessApi(call) {
  return {
    permits: (ask) => parseJson(call('access_permits', jsonBytes(ask, 'ask'))),
    checkpoint: (ask) => parseJson(call('access_checkpoint', jsonBytes(ask, 'ask'))),
    actions: () => parseJson(call('access_actions')),
  };
}
