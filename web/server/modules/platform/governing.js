/** @file What only those who run the platform may do. */
import { permit } from '../accounts/people.js';
import { platform } from './workspace.js';

/**
 * Asks core twice: a role that permits it in one's own workspace is nothing outside the platform's.
 * @param {import('../../context.js').Context} context
 * @param {import('../accounts/people.js').Who} who
 * @param {import('../../../client/types/access.d.ts').Action} action
 * @param {string} kind
 */
export function govern(context, who, action, kind) {
  permit(context, who, action, { kind });
  permit(context, who, action, { kind, workspace: platform });
}
