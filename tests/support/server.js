/** @file The server under test, on PGlite and on a real PostgreSQL, and people who use it as a page would. */
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe } from 'node:test';
import { start } from '../../web/server/main.js';
import { freshName, startPostgres } from './postgres.js';

/** @typedef {import('../../web/server/main.js').Running} Running */

/**
 * @typedef {object} Stand where the tests of one database find things
 * @property {Running} server
 * @property {string} folder
 * @property {(address: string) => Promise<string>} mailTo the newest mail to somebody
 * @property {(name: string) => Promise<Visitor>} as somebody of the demo season, signed in
 * @property {{ ownerUrl: string, url: string, superUrl: string } | null} postgres
 * @property {(milliseconds: number) => void} wait moves the server's clock on
 * @property {() => Promise<void>} close ends the server and removes its folder
 */

/**
 * Runs the tests that `body` declares twice: on PGlite and on PostgreSQL 15.
 * @param {(stand: Stand, kind: 'PGlite' | 'PostgreSQL') => void} body
 * @param {NodeJS.ProcessEnv} [env]
 */
export function onEachDatabase(body, env = {}) {
  for (const kind of /** @type {const} */ (['PGlite', 'PostgreSQL'])) {
    describe(`on ${kind}`, () => {
      const stand = /** @type {Stand} */ ({});
      /** @type {import('./postgres.js').Cluster | undefined} */
      let cluster;
      before(async () => {
        if (kind === 'PostgreSQL') cluster = await startPostgres();
        Object.assign(stand, await setUp(cluster, env));
      });
      after(async () => {
        await stand.close?.();
        await cluster?.stop();
      });
      body(stand, kind);
    });
  }
}

/** Where `layOnce` put the seasons that every server of a run starts from, if it ran. */
const laid = process.env.CUELIGHT_TEST_SEASON ? JSON.parse(process.env.CUELIGHT_TEST_SEASON) : {};

/**
 * A server with the demo season.
 * @param {import('./postgres.js').Cluster} [cluster] PGlite without one
 * @param {NodeJS.ProcessEnv} [env]
 * @param {import('../../web/server/main.js').StartOptions} [options]
 * @returns {Promise<Stand>}
 */
export async function setUp(cluster, env = {}, options = {}) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'cuelight-server-'));
  const postgres = cluster ? await cluster.database(freshName(), laid.database) : null;
  if (!cluster && laid.folder) await cp(laid.folder, folder, { recursive: true });
  let ahead = 0;
  const server = await start({
    strict: true,
    ...options,
    demo: true,
    clock: () => new Date(Date.now() + ahead),
    env: {
      PORT: '0',
      CUELIGHT_EXAMPLE_PORT: '0',
      CUELIGHT_DATA: folder,
      CUELIGHT_LOG: 'silent',
      CUELIGHT_SECRET: 'a secret of the tests, long enough to be one',
      ...(postgres ? { DATABASE_URL: postgres.url, DATABASE_OWNER_URL: postgres.ownerUrl } : {}),
      ...env,
    },
  });
  return {
    server,
    folder,
    postgres,
    wait(milliseconds) {
      ahead += milliseconds;
    },
    async mailTo(address) {
      await server.idle();
      const outbox = path.join(folder, 'outbox');
      const names = (await readdir(outbox).catch(() => [])).sort().reverse();
      for (const name of names) {
        const text = await readFile(path.join(outbox, name), 'utf8');
        if (text.includes(`To: ${address}`)) return unfold(text);
      }
      return '';
    },
    async as(name) {
      const link = server.links.find((one) => one.name === name);
      if (!link) throw new Error(`the demo has no link for ${name}`);
      return signIn(server.url, link.url);
    },
    async close() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Lays the demo season once for a whole run, on both databases, for every `setUp` of the processes that get `env`.
 * @returns {Promise<{ env: NodeJS.ProcessEnv, end: () => Promise<void> }>}
 */
export async function layOnce() {
  const cluster = await startPostgres();
  const [embedded, real] = [await setUp(), await setUp(cluster)];
  await Promise.all([embedded.server.close(), real.close()]);
  const { superUrl } = /** @type {{ superUrl: string }} */ (real.postgres);
  return {
    env: {
      CUELIGHT_TEST_POSTGRES: superUrl.replace(/[^/]*$/, 'postgres'),
      CUELIGHT_TEST_SEASON: JSON.stringify({ folder: embedded.folder, database: superUrl.replace(/.*\//, '') }),
    },
    async end() {
      await embedded.close();
      await cluster.stop();
    },
  };
}

/** A mail's text as its quoted-printable says it, in UTF-8. @param {string} text */
const unfold = (text) =>
  Buffer.from(
    text
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_all, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString();

/** Somebody with a cookie, who asks as this server's own pages do. */
export class Visitor {
  /** @param {string} origin @param {string | null} [cookie] */
  constructor(origin, cookie = null) {
    this.origin = origin;
    this.cookie = cookie;
  }

  /**
   * @param {string} method
   * @param {string} address
   * @param {{ json?: unknown, body?: BodyInit, type?: string, headers?: Record<string, string> }} [options]
   */
  async ask(method, address, { json, body, type, headers = {} } = {}) {
    const response = await fetch(new URL(address, this.origin), {
      method,
      redirect: 'manual',
      headers: {
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(method === 'GET' ? {} : { 'cuelight-csrf': '1', 'sec-fetch-site': 'same-origin', origin: this.origin }),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...(type ? { 'content-type': type } : {}),
        ...headers,
      },
      body: json === undefined ? body : JSON.stringify(json),
    });
    const set = response.headers.getSetCookie().find((one) => one.startsWith('cuelight_session='));
    if (set) this.cookie = set.split(';')[0];
    const text = await response.text();
    const isJson =
      /json/.test(response.headers.get('content-type') ?? '') &&
      text !== '' &&
      !/jsonl/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : null };
  }

  /** @param {string} address @param {Record<string, string>} [headers] */
  get(address, headers) {
    return this.ask('GET', address, { headers });
  }

  /** @param {string} address @param {unknown} [json] */
  post(address, json) {
    return this.ask('POST', address, json === undefined ? {} : { json });
  }

  /**
   * Looks at an approval and confirms it, with a device key of one's own.
   * @param {import('../../web/client/types/index.d.ts').Core} core
   * @param {string} id
   */
  async confirm(core, id) {
    const signed = await this.sign(core, id);
    return this.post(`/api/v1/approvals/${id}/confirm`, signed);
  }

  /**
   * Looks at an approval as the page does: every member of its answer that the view depends on.
   * @param {any} core @param {string} id
   */
  async look(core, id) {
    const { body: approval } = await this.get(`/api/v1/approvals/${id}`);
    const reader = { locale: 'en', timeZone: 'Asia/Kathmandu', now: `${new Date().toISOString().slice(0, 19)}Z` };
    const { digest, viewDigest } = core.approval.describe({
      type: approval.type,
      payload: Buffer.from(approval.canonical, 'base64'),
      ...(approval.previous ? { previous: Buffer.from(approval.previous, 'base64') } : {}),
      knownParties: approval.knownParties,
      ...reader,
    });
    return { digest, viewDigest, ...reader };
  }

  /** @param {any} core @param {string} id */
  async present(core, id) {
    const shown = await this.post(`/api/v1/approvals/${id}/present`, await this.look(core, id));
    if (shown.status !== 200) throw new Error(`present: ${shown.status} ${shown.text}`);
    return shown.body.presentation;
  }

  /** @param {any} core @param {string} id */
  async sign(core, id) {
    const presentation = await this.present(core, id);
    const { publicKey, secretKey } = core.approval.keyPair(
      new Uint8Array(createHash('sha256').update(String(this.cookie)).digest()),
    );
    const signature = core.approval.sign({
      type: presentation.statementType,
      payload: Buffer.from(presentation.statement, 'base64'),
      secretKey,
    });
    return {
      presentationId: presentation.id,
      signature: Buffer.from(signature).toString('hex'),
      publicKey: Buffer.from(publicKey).toString('hex'),
    };
  }
}

/** @param {string} origin @param {string} link */
export async function signIn(origin, link) {
  const visitor = new Visitor(origin);
  const { status, text } = await visitor.post('/api/v1/sign-in/redeem', { token: new URL(link).hash.slice(1) });
  if (status !== 200) throw new Error(`sign-in: ${status} ${text}`);
  return visitor;
}
