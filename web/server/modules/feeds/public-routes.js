/** @file What is open to pages of every origin: a public artist's availability, and asking for a hold. */

import { openToAll } from '../../http/headers.js';
import { announce, count, limits } from '../../http/limits.js';
import { notFound, Problem } from '../../http/problems.js';
import * as s from '../../http/schemas.js';
import { fileRequest } from '../engagements/guests.js';
import { sendCalendar } from './send-calendar.js';
import { publicFeed } from './service.js';

/** @typedef {import('../../context.js').Context} Context */

const formats = /** @type {const} */ ({
  ics: { format: 'ics', type: 'text/calendar; charset=utf-8' },
  ifb: { format: 'ifb', type: 'text/calendar; charset=utf-8' },
  vavailability: { format: 'vavailability', type: 'text/calendar; charset=utf-8' },
  json: { format: 'json', type: 'application/json; charset=utf-8' },
});

/** @param {import('fastify').FastifyInstance} app @param {Context} context */
export function publicRoutes(app, context) {
  const config = { openToAll: true };

  app.get(
    '/public/artists/:slug/:file',
    {
      config,
      schema: s.operation({
        tag: 'Public',
        owner: 'anyone',
        summary: 'A public artist’s availability',
        description:
          '`availability.ics` (events “Busy”), `.ifb` (VFREEBUSY), `.vavailability` (RFC 7953) or `.json`. Merged busy time and nothing else; a hold and a confirmed date look alike.',
        needs: 'none',
        params: { slug: s.text(100), file: s.text(40) },
        responses: { 200: { type: 'string' } },
      }),
    },
    async (request, reply) => {
      openToAll(reply);
      const { slug, file } = /** @type {{ slug: string, file: string }} */ (request.params);
      const [name, extension] = file.split('.');
      const kind =
        name === 'availability' && Object.hasOwn(formats, extension)
          ? formats[/** @type {keyof typeof formats} */ (extension)]
          : null;
      if (!kind) throw notFound();
      const feed = await publicFeed(context, slug, kind.format);
      if (!feed) throw notFound();
      return sendCalendar(request, reply, feed, {
        type: kind.type,
        cache: 'public, max-age=300, stale-while-revalidate=3600',
      });
    },
  );

  app.options('/api/request-hold', { config, schema: { hide: true } }, async (_request, reply) =>
    openToAll(reply)
      .header('access-control-allow-methods', 'POST')
      .header('access-control-allow-headers', 'content-type')
      .header('access-control-max-age', '86400')
      .code(204)
      .send(),
  );

  app.post(
    '/api/request-hold',
    {
      config,
      schema: s.operation({
        tag: 'Public',
        owner: 'anyone',
        summary: 'Ask for a hold, without an account',
        description:
          'The answer is the same whether or not the artist is there or the date is free. Limited by address.',
        needs: 'none',
        body: s.body(
          {
            artist: s.text(100, { description: 'The artist’s slug.' }),
            start: s.instant,
            end: s.instant,
            timeZone: s.timeZone,
            name: s.text(200),
            email: s.email,
            organisation: s.text(200),
            note: { type: 'string', maxLength: 2000 },
          },
          ['artist', 'start', 'end', 'timeZone', 'name', 'email', 'organisation'],
        ),
        responses: { 202: s.answer({ accepted: s.flag }) },
      }),
    },
    async (request, reply) => {
      openToAll(reply);
      announce(reply, limits.requestHold, await count(context, limits.requestHold, request.ip));
      const form = /** @type {Parameters<typeof fileRequest>[1]} */ (request.body);
      if (!(new Date(form.end) > new Date(form.start))) throw new Problem(400, 'request.invalid.end');
      context.later(fileRequest(context, form));
      return reply.code(202).send({ accepted: true });
    },
  );
}
