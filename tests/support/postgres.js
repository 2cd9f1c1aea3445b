/**
 * @file A throw-away PostgreSQL for tests: Debian's postgresql-15, installed when it is missing, run as a user who is not
 * root, on a free port of this machine, gone afterwards.
 */
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);
const programs = '/usr/lib/postgresql/15/bin';
const toolchain = new URL('../../cmake/toolchain.sh', import.meta.url).pathname;

/** PostgreSQL refuses to run as root, so root hands it to the user that Debian's package makes. */
const asUser = async () => {
  if (process.getuid?.() !== 0) return {};
  const id = async (/** @type {string} */ flag) => Number((await run('id', [flag, 'postgres'])).stdout);
  return { uid: await id('-u'), gid: await id('-g') };
};

/** @returns {Promise<number>} */
const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });

/**
 * @typedef {object} Cluster
 * @property {(name: string, like?: string) => Promise<{ ownerUrl: string, url: string, superUrl: string }>} database a fresh
 *   database, or a copy of another, with an owner who is no superuser, and a plain login role
 * @property {() => Promise<void>} stop
 */

/** A cluster of one's own, or the one that the whole run shares. @returns {Promise<Cluster>} */
export async function startPostgres() {
  if (process.env.CUELIGHT_TEST_POSTGRES) return clusterAt(process.env.CUELIGHT_TEST_POSTGRES, async () => {});
  if (!existsSync(`${programs}/postgres`)) await run(toolchain, ['packages', 'postgresql-15']);
  const user = await asUser();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'cuelight-postgres-'));
  if (user.uid !== undefined) await chown(folder, user.uid, user.gid);
  await chmod(folder, 0o700);
  const env = { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC' };
  await run(`${programs}/initdb`, ['-D', `${folder}/data`, '-U', 'super', '--auth=trust', '--no-sync', '-E', 'UTF8'], {
    ...user,
    cwd: folder,
    env,
  });
  const port = await freePort();
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: 100,
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn(`${programs}/postgres`, ['-D', `${folder}/data`, ...args], {
    ...user,
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  server.stderr.setEncoding('utf8').on('data', (text) => {
    said = (said + text).slice(-4000);
  });
  const ended = new Promise((resolve) => server.on('close', resolve));
  const superUrl = `postgres://super@127.0.0.1:${port}/postgres`;
  await answering(
    superUrl,
    () => server.exitCode,
    () => said,
  );
  await query(superUrl, 'create role owner login createrole; create role login login');
  return clusterAt(superUrl, async () => {
    server.kill('SIGQUIT');
    await ended;
    await rm(folder, { recursive: true, force: true });
  });
}

/** @param {string} superUrl @param {() => Promise<void>} stop @returns {Cluster} */
function clusterAt(superUrl, stop) {
  const { port } = new URL(superUrl);
  const address = (/** @type {string} */ who, /** @type {string} */ name) =>
    `postgres://${who}@127.0.0.1:${port}/${name}`;
  return {
    async database(name, like = 'template1') {
      await query(superUrl, `create database ${name} owner owner template ${like}`);
      return { ownerUrl: address('owner', name), url: address('login', name), superUrl: address('super', name) };
    },
    stop,
  };
}

/** Runs SQL by itself, as whoever the address names. @param {string} url @param {string} text @param {unknown[]} [values] */
export async function query(url, text, values) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** @param {string} url @param {() => number | null} exitCode @param {() => string} said */
async function answering(url, exitCode, said) {
  for (let tries = 0; tries < 300; tries += 1) {
    if (exitCode() !== null) throw new Error(`PostgreSQL ended: ${said()}`);
    try {
      await query(url, 'select 1');
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(`PostgreSQL does not answer: ${said()}`);
}

/** A name that no other test uses. */
export const freshName = () => `t${randomBytes(6).toString('hex')}`;
