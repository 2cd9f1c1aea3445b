/** @file The signing keys of the person signed in: passkeys and device keys. */

import * as s from '../../http/schemas.js';
import { denyAccess } from '../audit/denied-access.js';
import { addDeviceKey, keysOf, nameKey, revokeKey } from './keys.js';
import { addPasskey, offerPasskey } from './passkeys.js';
import { whoAsks, whoChanges, whoSecures } from './session.js';

const key = s.answer({
  id: { ...s.id, description: 'A passkey’s opaque id; a device key’s public key in hex.' },
  kind: s.word('passkey', 'device'),
  name: { type: 'string', maxLength: 80 },
  secondFactor: { ...s.flag, description: 'A passkey that also counts as a second factor.' },
  addedAt: s.instant,
  usedAt: s.nullable(s.instant),
  revokedAt: s.nullable(s.instant),
});
const name = s.text(80);

/** @param {string} id */
const kindOf = (id) => (/^[0-9a-f]{64}$/.test(id) ? 'device_key' : 'passkey');

/** @param {import('fastify').FastifyInstance} app @param {import('../../context.js').Context} context */
export function keyRoutes(app, context) {
  /** @param {import('./people.js').Who} who @param {string} id */
  const oneKey = async (who, id) => (await keysOf(context, who)).find((one) => one.id === id);

  app.get(
    '/api/v1/keys',
    {
      schema: s.operation({
        tag: 'Keys',
        owner: 'person',
        summary: 'The keys that the person signed in confirms with',
        responses: { 200: s.page(key) },
      }),
    },
    async (request) => ({ items: await keysOf(context, await whoAsks(context, request)), next: null }),
  );

  app.post(
    '/api/v1/passkeys/options',
    {
      schema: s.operation({
        tag: 'Keys',
        owner: 'person',
        summary: 'Begin to register a passkey',
        description:
          'Gives the options for `navigator.credentials.create` (WebAuthn): user verification required, no attestation. They hold for five minutes and for this session.',
        responses: { 200: s.creationOptions },
        errors: { 409: 'There are too many keys.' },
      }),
    },
    async (request, reply) => offerPasskey(context, await whoChanges(context, request, reply)),
  );

  app.post(
    '/api/v1/passkeys',
    {
      schema: s.operation({
        tag: 'Keys',
        owner: 'person',
        summary: 'Register the passkey that was made',
        body: s.body({ name, credential: s.attestation }),
        responses: { 201: key },
        errors: {
          409: '`passkey.offer_over`, `passkey.known`, or `key.too_many`.',
          422: '`passkey.refused`: another address, another challenge, or no verified person.',
        },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      const id = await addPasskey(context, who, /** @type {Parameters<typeof addPasskey>[2]} */ (request.body));
      return reply.code(201).send(await oneKey(who, id));
    },
  );

  app.post(
    '/api/v1/device-keys',
    {
      schema: s.operation({
        tag: 'Keys',
        owner: 'person',
        summary: 'Register this device’s key under a name',
        description: 'A key that is not registered is when it first signs.',
        body: s.body({ name, publicKey: s.hex(32) }),
        responses: { 201: key },
        errors: { 409: '`key.known` or `key.too_many`.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      const body = /** @type {{ name: string, publicKey: string }} */ (request.body);
      await addDeviceKey(context, who, body);
      return reply.code(201).send(await oneKey(who, body.publicKey));
    },
  );

  app.post(
    '/api/v1/keys/:id',
    {
      schema: s.operation({
        tag: 'Keys',
        owner: 'person',
        summary: 'Give a key another name',
        params: { id: s.idOf('key') },
        body: s.body({ name }),
        responses: { 200: key },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      const { id } = /** @type {{ id: string }} */ (request.params);
      if (!(await nameKey(context, who, id, /** @type {{ name: string }} */ (request.body).name)))
        throw await denyAccess(context, who, kindOf(id), id);
      return oneKey(who, id);
    },
  );

  app.delete(
    '/api/v1/keys/:id',
    {
      schema: s.operation({
        tag: 'Keys',
        owner: 'person',
        summary: 'Revoke a key: nothing more is confirmed with it',
        params: { id: s.idOf('key') },
        responses: { 204: 'Revoked.' },
      }),
    },
    async (request, reply) => {
      const who = await whoSecures(context, request, reply);
      const { id } = /** @type {{ id: string }} */ (request.params);
      if (!(await revokeKey(context, who, id))) throw await denyAccess(context, who, kindOf(id), id);
      return reply.code(204).send();
    },
  );
}
