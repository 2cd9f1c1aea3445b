import { jsonArgument, parseJson } from './boundary.js';

/**
 * @param {import('./boundary.js').Call} call
 * @returns {import('./types/access.d.ts').AccessApi}
 */
export function accessApi(call) {
  return {
    permits: (ask) => parseJson(call('access_permits', jsonArgument(ask, 'ask'))),
    checkpoint: (ask) => parseJson(call('access_checkpoint', jsonArgument(ask, 'ask'))),
    actions: () => parseJson(call('access_actions')),
  };
}
