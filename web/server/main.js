/** @file The server: `start()` opens the database, builds the application and listens. */
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCore } from '../client/node.js';
import { buildApp, newApp } from './app.js';
import { ConfigError, readConfig } from './config.js';
import { openDatabase } from './database/index.js';
import { inspect, migrate } from './database/migrate.js';
import { openPostgres } from './database/postgres.js';
import { openExamples } from './examples.js';
import { makeFolder } from './folder.js';
import { feedCache } from './http/cache.js';
import { watchClock } from './jobs/scheduler.js';
import { openMail } from './mail.js';
import { ensurePlatform } from './modules/accounts/service.js';
import { deriveKeys } from './secrets.js';

/** @typedef {import('./config.js').Config} Config */
/** @typedef {import('./context.js').Context} Context */

/**
 * @typedef {object} StartOptions
 * @property {boolean} [demo] lay the demo season into an empty database and give sign-in links for its people
 * @property {NodeJS.ProcessEnv} [env]
 * @property {() => Date} [clock]
 * @property {(bytes: number) => Uint8Array} [random]
 * @property {(line: string) => void} [progress] is told of steps that take a moment
 * @property {import('node:stream').Writable} [logStream]
 * @property {boolean} [strict] an answer that its schema does not describe whole is an error
 */

/**
 * @typedef {object} Running
 * @property {string} url the dashboard and the API
 * @property {string | null} exampleUrl the example host pages, another origin
 * @property {{ name: string, role: string, workspace: string, url: string }[]} links one-click sign-in for the demo people
 * @property {string} block the same as text to print
 * @property {Context} context
 * @property {import('fastify').FastifyInstance} app
 * @property {() => Promise<void>} idle waits for work that outlived its request
 * @property {() => Promise<void>} close stops taking requests, ends what runs, closes the database
 */

/**
 * @param {StartOptions} [options]
 * @returns {Promise<Running>}
 * @throws {ConfigError} one sentence that says what to do
 */
export async function start(options = {}) {
  const { env = process.env, clock = () => new Date(), random = randomBytes, progress = () => {} } = options;
  const read = readConfig(env);
  const demo = read.demo ?? options.demo ?? false;
  // What `npm start` prints for a person is not drowned in lines for programs.
  const config = { ...read, log: read.log ?? (demo ? 'warn' : 'info') };
  const core = await loadCore();
  refuseUnknownActions(config, core);
  /** @type {(() => unknown)[]} */
  const closing = [];
  const close = async () => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  try {
    const db = await openMigrated(config);
    closing.push(() => db.close());
    const mail = openMail(config, clock);
    closing.push(() => mail.close());

    const fastify = newApp(config, options.logStream);
    /** @type {Set<Promise<unknown>>} */
    const running = new Set();
    const idle = async () => {
      while (running.size > 0) await Promise.allSettled(running);
    };
    let publicUrl = config.publicUrl ?? `http://localhost:${config.port}`;
    /** @type {Context} */
    const context = {
      config,
      db,
      core,
      clock,
      random,
      keys: deriveKeys(config.secret ?? (await storedSecret(config))),
      mail,
      feeds: feedCache(),
      publicUrl: () => publicUrl,
      log: fastify.log,
      later(work) {
        const settled = work
          .catch((err) => fastify.log.error({ err }, 'failed after its request'))
          .finally(() => running.delete(settled));
        running.add(settled);
      },
    };
    await ensurePlatform(context);
    const app = await buildApp(fastify, context, { strict: options.strict });
    closing.push(idle);
    closing.push(() => app.close());

    const port = await listen(app, config, 'PORT', config.port);
    if (!config.publicUrl) publicUrl = `http://localhost:${port}`;
    /** @type {string | null} */
    let exampleUrl = null;
    if (config.examplePort !== null) {
      const examples = await openExamples(context, config);
      closing.push(() => examples.close());
      exampleUrl = `http://localhost:${await listen(examples, config, 'CUELIGHT_EXAMPLE_PORT', config.examplePort)}`;
    }
    const links = demo ? await demoLinks(context, progress) : [];
    closing.push(watchClock(context));
    return {
      url: publicUrl,
      exampleUrl,
      links,
      block: blockOf(publicUrl, exampleUrl, links, context),
      context,
      app,
      idle,
      close,
    };
  } catch (cause) {
    await close();
    throw cause;
  }
}

/** A checkpoint on an action that core doesn't know would never be asked. @param {Config} config @param {import('../client/types/index.d.ts').Core} core */
function refuseUnknownActions({ checkpoints }, core) {
  /** @type {Set<string>} */
  const known = new Set(core.access.actions().map(({ action }) => action));
  const unknown = Object.keys(checkpoints).find((key) => !known.has(key.split(':')[0]));
  if (unknown !== undefined)
    throw new ConfigError('CUELIGHT_CHECKPOINTS', `there is no action "${unknown}"; docs/spec/access.md lists them`);
}

/**
 * The database, with every migration run, as a login that can't step over its walls.
 * @param {Config} config
 */
async function openMigrated(config) {
  if (config.databaseUrl && config.databaseOwnerUrl) {
    const owner = await openPostgres(config.databaseOwnerUrl, 'DATABASE_OWNER_URL');
    try {
      await migrate(owner, decodeURIComponent(new URL(config.databaseUrl).username));
    } finally {
      await owner.close();
    }
  }
  const db = await openDatabase({ url: config.databaseUrl, folder: path.join(config.data, 'database') });
  try {
    if (db.kind === 'pglite') await migrate(db, null);
    await inspect(db);
    return db;
  } catch (cause) {
    await db.close();
    throw cause;
  }
}

/** The secret of this installation, made on first use. @param {Config} config */
async function storedSecret({ data, databaseUrl }) {
  if (databaseUrl)
    throw new ConfigError(
      'CUELIGHT_SECRET',
      'set it to one secret for every process on this database, for instance from "openssl rand -hex 32"',
    );
  const file = path.join(data, 'secret');
  await makeFolder(data);
  try {
    await writeFile(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    if (/** @type {NodeJS.ErrnoException} */ (cause).code !== 'EEXIST') throw cause;
  }
  const secret = await readFile(file, 'utf8');
  if (secret.length < 32)
    throw new ConfigError('CUELIGHT_DATA', `the file ${file} is damaged; remove it, or set CUELIGHT_SECRET`);
  return secret;
}

/**
 * @param {import('fastify').FastifyInstance} app
 * @param {Config} config
 * @param {string} setting
 * @param {number} port
 * @returns {Promise<number>} the port listened on
 */
async function listen(app, { host }, setting, port) {
  try {
    await app.listen({ host, port, listenTextResolver: (address) => `listening on ${address}` });
  } catch (cause) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (cause);
    if (code === 'EADDRINUSE')
      throw new ConfigError(setting, `port ${port} is in use; stop what uses it, or set ${setting} to another port`);
    if (code === 'EACCES')
      throw new ConfigError(setting, `this user may not listen on port ${port}; set ${setting} to one above 1023`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new ConfigError('HOST', `${host} is no address of this machine; set HOST to one that is`);
    throw cause;
  }
  return /** @type {import('node:net').AddressInfo} */ (app.server.address()).port;
}

/** @param {Context} context @param {(line: string) => void} progress */
async function demoLinks(context, progress) {
  const { seedDemo, signInLinks } = await import('./demo/seed.js');
  await seedDemo(context, progress);
  return signInLinks(context);
}

/**
 * @param {string} url
 * @param {string | null} exampleUrl
 * @param {Running['links']} links
 * @param {Context} context
 */
function blockOf(url, exampleUrl, links, { config }) {
  const rows = [
    ['dashboard', url],
    ...(exampleUrl ? [['widget example', exampleUrl]] : []),
    ['verifier', `${url}/verifier/`],
    ['API', `${url}/api/docs`],
    ...(config.smtpUrl ? [] : [['mails', path.join(config.data, 'outbox')]]),
  ];
  const wide = Math.max(...rows.map(([name]) => name.length), ...links.map(({ name }) => name.length)) + 2;
  const lines = rows.map(([name, value]) => `  ${name.padEnd(wide)}${value}`);
  if (links.length > 0) {
    lines.push('', '  Sign in as (everybody here is fictional):', '');
    for (const { name, role, workspace, url: link } of links)
      lines.push(`  ${name.padEnd(wide)}${role}, ${workspace}`, `  ${''.padEnd(wide)}${link}`);
  }
  return `\n${lines.join('\n')}\n\n  Stop with Ctrl-C.\n`;
}

/**
 * Runs the server as a program until it is told to stop.
 * @param {StartOptions} [options]
 */
export async function serve(options) {
  const running = await start(options);
  process.stdout.write(running.block);
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    // What has not ended by then is cut off, so that a stuck request can't keep the process.
    setTimeout(() => process.exit(1), 15_000).unref();
    running.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.on('SIGINT', stop);
  return running;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  serve().catch((cause) => {
    process.stderr.write(`\n${cause instanceof ConfigError ? cause.message : cause.stack}\n`);
    process.exitCode = 1;
  });
}
