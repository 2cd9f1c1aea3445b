/** @file What each kind of payload is called. */

/** @type {Record<string, string>} */
const types = {
  contract: 'Contract',
  quote: 'Quote',
  hold: 'Hold',
  request: 'Request',
  challenge: 'Challenge',
  invoice: 'Invoice',
  settlement: 'Settlement',
  message: 'Message',
  publication: 'Change of visibility',
  'export-release': 'Release of an export',
  'access-grant': 'Grant of access',
};

/** "Contract" of `application/vnd.cuelight.contract+json` @param {string} type */
export const typeWord = (type) => types[type.replace(/^application\/vnd\.cuelight\.|\+json$/g, '')] ?? type;
