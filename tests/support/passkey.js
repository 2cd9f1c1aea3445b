/** @file An authenticator in software, ES256: makes and uses passkeys as a browser would, and as no browser would. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

const sha256 = (/** @type {string | Uint8Array} */ content) => createHash('sha256').update(content).digest();
const base64url = (/** @type {Uint8Array} */ octets) => Buffer.from(octets).toString('base64url');

/**
 * What a page or an authenticator may get wrong on purpose.
 * @typedef {object} Ways
 * @property {string} [origin]
 * @property {string} [rpId]
 * @property {boolean} [verified] whether the person was verified
 * @property {boolean} [present]
 * @property {string} [challenge] base64url, another than was asked
 * @property {string} [type]
 * @property {number} [counter]
 * @property {boolean} [crossOrigin]
 */

export class Authenticator {
  /** @param {string} origin */
  constructor(origin) {
    this.origin = origin;
    this.credentialId = randomBytes(32);
    this.keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.counter = 0;
  }

  get id() {
    return base64url(this.credentialId);
  }

  /** The SubjectPublicKeyInfo, in hex. */
  get publicKey() {
    return this.keys.publicKey.export({ type: 'spki', format: 'der' }).toString('hex');
  }

  /** @param {Ways} ways @param {string} challenge @param {string} type */
  #client({ origin = this.origin, challenge: other, type: otherType, crossOrigin = false }, challenge, type) {
    return Buffer.from(JSON.stringify({ type: otherType ?? type, challenge: other ?? challenge, origin, crossOrigin }));
  }

  /** @param {Ways} ways @param {number} more further flags */
  #data({ rpId = new URL(this.origin).hostname, verified = true, present = true, counter }, more) {
    this.counter = counter ?? this.counter + 1;
    const flags = (present ? 1 : 0) | (verified ? 4 : 0) | more;
    const tail = Buffer.alloc(5);
    tail.writeUInt8(flags, 0);
    tail.writeUInt32BE(this.counter, 1);
    return Buffer.concat([sha256(rpId), tail]);
  }

  /** `navigator.credentials.create`. @param {{ challenge: string }} options @param {Ways} [ways] */
  make(options, ways = {}) {
    const { x, y } = this.keys.publicKey.export({ format: 'jwk' });
    const point = (/** @type {string | undefined} */ text) => new Uint8Array(Buffer.from(String(text), 'base64url'));
    const cose = isoCBOR.encode(
      new Map(
        /** @type {[number, any][]} */ ([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, point(x)],
          [-3, point(y)],
        ]),
      ),
    );
    const idLength = Buffer.from([0, this.credentialId.length]);
    const authData = Buffer.concat([this.#data(ways, 0x40), Buffer.alloc(16), idLength, this.credentialId, cose]);
    const attestationObject = isoCBOR.encode(
      new Map(
        /** @type {[string, any][]} */ ([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', new Uint8Array(authData)],
        ]),
      ),
    );
    return {
      id: this.id,
      rawId: this.id,
      type: 'public-key',
      response: {
        clientDataJSON: base64url(this.#client(ways, options.challenge, 'webauthn.create')),
        attestationObject: base64url(attestationObject),
        transports: ['internal'],
      },
      clientExtensionResults: {},
    };
  }

  /** `navigator.credentials.get`. @param {{ challenge: string }} options @param {Ways} [ways] */
  use(options, ways = {}) {
    const client = this.#client(ways, options.challenge, 'webauthn.get');
    const data = this.#data(ways, 0);
    const signature = sign('sha256', Buffer.concat([data, sha256(client)]), this.keys.privateKey);
    return {
      id: this.id,
      rawId: this.id,
      type: 'public-key',
      response: {
        clientDataJSON: base64url(client),
        authenticatorData: base64url(data),
        signature: base64url(signature),
      },
      clientExtensionResults: {},
    };
  }
}

/**
 * Registers a new passkey for a person who is signed in.
 * @param {import('./server.js').Visitor} visitor
 * @param {string} [name]
 */
export async function register(visitor, name = 'Laptop') {
  const authenticator = new Authenticator(visitor.origin);
  const { body: options } = await visitor.post('/api/v1/passkeys/options');
  const answer = await visitor.post('/api/v1/passkeys', { name, credential: authenticator.make(options) });
  if (answer.status !== 201) throw new Error(`register: ${answer.status} ${answer.text}`);
  return { authenticator, key: answer.body };
}
