/** @file Bytes as text: hex and Base64, the same in browsers and Node. */

const pairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower-case hex. @param {Uint8Array & { toHex?: () => string }} bytes `toHex`: newer engines have it */
export function toHex(bytes) {
  if (bytes.toHex) return bytes.toHex();
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += pairs[bytes[i]];
  return text;
}

/** @param {string} text hex, of whole bytes; not checked: other characters give other bytes */
export function fromHex(text) {
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = (hexDigit(text.charCodeAt(2 * i)) << 4) | hexDigit(text.charCodeAt(2 * i + 1));
  }
  return bytes;
}

/** The value of a hex digit; what is a letter is told by its seventh bit. @param {number} code */
const hexDigit = (code) => (code & 15) + 9 * (code >> 6);

/** Base64 with padding (RFC 4648, section 4). @param {Uint8Array} bytes */
export function toBase64(bytes) {
  let binary = '';
  // In pieces, as a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(binary);
}

/** The URL-safe alphabet, without padding (RFC 4648, section 5). @param {Uint8Array} bytes */
export const toBase64Url = (bytes) => toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/**
 * Reads both alphabets, with padding or without.
 * @param {string} text
 * @throws {DOMException} InvalidCharacterError, when it is not Base64
 */
export const fromBase64 = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
