/** @file The signing keys of the person signed in: passkeys and device keys. */
import { addDeviceKey, keysOf, nameKey, revokeKey } from './keys.js';
import { addPasskey, offerPasskey } from './passkeys.js';
import { hidden } from '../audit/denied-access.js';
import * as s from '../../http/schemas.js';
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

/** @param {import('fastify').FastifyInstance} app @param {import('../../context.js').House} house */
export function keyRoutes(app, house) {
  /** @param {import('./people.js').Who} who @param {string} id */
  const oneKey = async (who, id) => (await keysOf(house, who)).find((one) => one.id === id);

  app.get(
    '/api/keys',
    {
      schema: s.operation({
        tag: 'Keys',
        owner: 'person',
        summary: 'The keys that the person signed in confirms with',
        gives: { 200: s.page(key) },
      }),
    },
    async (request) => ({ items: await keysOf(house, await whoAsks(house, request)), next: null }),
  );

  app.post(
    '/api/passkeys/options',
    {
      schema: s.operation({
        tag: 'Keys',
        owner: 'person',
        summary: 'Begin to register a passkey',
        description:
          'Gives the options for `navigator.credentials.create` (WebAuthn): user verification required, no attestation. They hold for five minutes and for this session.',
        gives: { 200: s.answer({ challenge: s.text(100) }, ['challenge']) },
        refuses: { 409: 'There are too many keys.' },
      }),
    },
    async (request, reply) => offerPasskey(house, await whoChanges(house, request, reply)),
  );

  app.post(
    '/api/passkeys',
    {
      schema: s.operation({
        tag: 'Keys',
        owner: 'person',
        summary: 'Register the passkey that was made',
        body: s.body({ name, credential: s.attestation }),
        gives: { 201: key },
        refuses: {
          409: '`passkey.offer_over`, `passkey.known`, or `key.too_many`.',
          422: '`passkey.refused`: another address, another challenge, or no verified person.',
        },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(house, request, reply);
      const id = await addPasskey(house, who, /** @type {any} */ (request.body));
      return reply.code(201).send(await oneKey(who, id));
    },
  );

  app.post(
    '/api/device-keys',
    {
      schema: s.operation({
        tag: 'Keys',
        owner: 'person',
        summary: 'Register this device’s key under a name',
        description: 'A key that is not registered is when it first signs.',
        body: s.body({ name, publicKey: s.hex(32) }),
        gives: { 201: key },
        refuses: { 409: '`key.known` or `key.too_many`.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(house, request, reply);
      const body = /** @type {{ name: string, publicKey: string }} */ (request.body);
      await addDeviceKey(house, who, body);
      return reply.code(201).send(await oneKey(who, body.publicKey));
    },
  );

  app.post(
    '/api/keys/:id',
    {
      schema: s.operation({
        tag: 'Keys',
        owner: 'person',
        summary: 'Give a key another name',
        params: { id: s.idOf('key') },
        body: s.body({ name }),
        gives: { 200: key },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(house, request, reply);
      const { id } = /** @type {{ id: string }} */ (request.params);
      if (!(await nameKey(house, who, id, /** @type {{ name: string }} */ (request.body).name)))
        throw await hidden(house, who, kindOf(id), id);
      return oneKey(who, id);
    },
  );

  app.delete(
    '/api/keys/:id',
    {
      schema: s.operation({
        tag: 'Keys',
        owner: 'person',
        summary: 'Revoke a key: nothing more is confirmed with it',
        params: { id: s.idOf('key') },
        gives: { 204: 'Revoked.' },
      }),
    },
    async (request, reply) => {
      const who = await whoSecures(house, request, reply);
      const { id } = /** @type {{ id: string }} */ (request.params);
      if (!(await revokeKey(house, who, id))) throw await hidden(house, who, kindOf(id), id);
      return reply.code(204).send();
    },
  );
}
