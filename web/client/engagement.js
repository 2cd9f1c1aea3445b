import { jsonArgument, parseJson } from './boundary.js';

/**
 * @param {import('./boundary.js').Call} call
 * @returns {import('./types/engagement.d.ts').EngagementApi}
 */
export function engagementApi(call) {
  return {
    next: (ask) => parseJson(call('engagement_next', jsonArgument(ask, 'ask'))),
    events: (ask) => parseJson(call('engagement_events', jsonArgument(ask, 'ask'))),
    table: () => parseJson(call('engagement_table')),
  };
}
