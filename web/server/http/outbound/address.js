/**
 * @file Where this server may be sent to read. An address that somebody typed must not lead into the network that the
 * server itself stands in (SSRF): only http and https, usual ports, no credentials, and a host all of whose addresses are
 * public. Hosts that CUELIGHT_FETCH_HOSTS names are let through.
 */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Problem } from '../problems.js';

/** @typedef {{ address: string, family: number }} Place */

const ports = new Set(['', '80', '443', '8080', '8443']);
/** All of the IPv6 that is assigned for the public. */
const globalUnicast = ipaddr.parseCIDR('2000::/3');

/** One sentence whatever the reason, so that nobody can learn from it which names exist in here. */
const refused = () => new Problem(422, 'calendar.address_refused');

/**
 * An address as people paste it, webcal: too; refused when it may not be read whatever it resolves to.
 * @param {string} text
 * @param {string[]} allowed hosts (`name` or `name:port`) that the operator lets through
 * @param {string | URL} [base]
 * @returns {URL}
 */
export function addressOf(text, allowed, base) {
  const written = text.trim().replace(/^webcals?:/i, 'https:');
  if (!URL.canParse(written, base)) throw refused();
  const url = new URL(written, base);
  url.hash = '';
  const usual = ports.has(url.port) || allowed.includes(url.host);
  if (!/^https?:$/.test(url.protocol) || url.username || url.password || !url.hostname || !usual) throw refused();
  return url;
}

/**
 * Whether an IP address belongs to the public network. An IPv4 address inside an IPv6 one is judged as what it is.
 * @param {string} text
 */
export function isPublic(text) {
  if (!isIP(text)) return false;
  const address = ipaddr.process(text);
  if (address.range() !== 'unicast') return false;
  return address.kind() === 'ipv4' || address.match(globalUnicast);
}

/**
 * The places behind a host, all of them checked: connect to these and to nothing that a second look-up gives.
 * @param {URL} url
 * @param {string[]} allowed
 * @param {(host: string) => Promise<Place[]>} [resolve]
 * @returns {Promise<Place[]>}
 */
export async function placesOf(url, allowed, resolve = (host) => lookup(host, { all: true })) {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  const places = family ? [{ address: host, family }] : await resolve(host).catch(() => /** @type {Place[]} */ ([]));
  const known = allowed.includes(url.host) || allowed.includes(url.hostname);
  if (places.length === 0 || !(known || places.every(({ address }) => isPublic(address)))) throw refused();
  return places;
}
