/** @file Those who run the platform: administrators, whose records are their own workspace's. */

/** The workspace of those who run the platform. */
export const platform = 'ws_platform';
