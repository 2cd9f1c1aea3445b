/** @file Sends a feed: a strong validator, 304 for who has it already, gzip for who takes it. */
import { gzipSync } from 'node:zlib';

/**
 * @param {import('fastify').FastifyRequest} request
 * @param {import('fastify').FastifyReply} reply
 * @param {string} text
 * @param {{ etag: string, type: string, cache: string }} how
 */
export function sendCalendar(request, reply, text, { etag, type, cache }) {
  const zipped = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? '')) && text.length > 1024;
  // The zipped octets are other octets, so they have a tag of their own.
  const tag = zipped ? etag.replace(/"$/, '-z"') : etag;
  reply
    .header('etag', tag)
    .header('cache-control', cache)
    .header('vary', 'accept-encoding')
    .header('x-robots-tag', 'noindex');
  const known = String(request.headers['if-none-match'] ?? '')
    .split(',')
    .map((one) => one.trim().replace(/^W\//, ''));
  if (known.includes(tag) || known.includes('*')) return reply.code(304).send();
  reply.type(type);
  return zipped ? reply.header('content-encoding', 'gzip').send(gzipSync(text)) : reply.send(text);
}
