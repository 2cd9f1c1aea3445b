/**
 * @file The API's addresses. Everything stands under `/api/v1`, but for what people and programs elsewhere hold on to.
 * What had its address before there was a version is found there for one release more.
 */

/** Addresses that keep their names for good, whatever the version. */
const lasting = /^\/api\/(v1|health|version|request-hold|help|openapi\.json|docs|docs\.css)(?=[/?]|$)/;

/** The address that answers for another. @param {string} url with its query */
export const versioned = (url) =>
  url.startsWith('/api/') && !lasting.test(url) ? `/api/v1/${url.slice('/api/'.length)}` : url;
