/** @file Sends a feed: a strong validator, 304 for who has it already, gzip for who takes it. */

/**
 * @param {import('fastify').FastifyRequest} request
 * @param {import('fastify').FastifyReply} reply
 * @param {import('../../http/cache.js').Rendered} feed
 * @param {{ type: string, cache: string }} how
 */
export function sendCalendar(request, reply, { bytes, etag, zipped }, { type, cache }) {
  const zip = takesGzip(request.headers['accept-encoding']) && bytes.length > 1024;
  // The zipped bytes are other bytes, so they have a tag of their own.
  const tag = zip ? etag.replace(/"$/, '-z"') : etag;
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
  return zip ? reply.header('content-encoding', 'gzip').send(zipped()) : reply.send(bytes);
}

/** @param {string | string[] | undefined} accepted RFC 9110 12.5.3; a weight of nought is a no */
function takesGzip(accepted) {
  const gzip = String(accepted ?? '')
    .split(',')
    .map((one) =>
      one
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/),
    )
    .find(([name]) => name === 'gzip');
  return gzip !== undefined && !gzip.some((weight) => /^q=0(\.0*)?$/.test(weight));
}
