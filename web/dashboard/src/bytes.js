/** @file Octets as the HTTP interface writes them. */

/** @param {string} text standard or URL-safe base64 */
export const fromBase64 = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (octet) => octet.charCodeAt(0));

/** @param {Uint8Array} octets */
export const toBase64Url = (octets) =>
  btoa(String.fromCharCode(...octets))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** @param {Uint8Array | ArrayBuffer} octets */
export const toHex = (octets) =>
  Array.from(new Uint8Array(octets), (octet) => octet.toString(16).padStart(2, '0')).join('');
