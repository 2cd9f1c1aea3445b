/** @file Every setting of the server, read from the environment in this one place. docs/configuration.md lists the same. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A wrong setting: one sentence that says what to do. */
export class ConfigError extends Error {
  /**
   * @param {string} setting
   * @param {string} sentence
   * @param {ErrorOptions} [options]
   */
  constructor(setting, sentence, options) {
    super(`${setting}: ${sentence}.`, options);
    this.name = 'ConfigError';
    this.setting = setting;
  }
}

/**
 * @typedef {object} Setting
 * @property {string} name of the environment variable
 * @property {string} fallback what stands when it is not set, as text for people
 * @property {string} meaning
 * @property {(text: string | undefined) => unknown} read throws a sentence fragment when the text is wrong
 */

/** @param {string} sentence @returns {never} */
const wrong = (sentence) => {
  throw new Error(sentence);
};

/** @param {number | null} fallback @param {boolean} [mayBeOff] */
const port = (fallback, mayBeOff) => (/** @type {string | undefined} */ text) => {
  if (text === undefined) return fallback;
  if (mayBeOff && text === 'off') return null;
  const value = Number(text);
  if (/^\d{1,5}$/.test(text) && value <= 65535) return value;
  return wrong(`set it to a port number from 0 to 65535${mayBeOff ? ', or to "off"' : ''}, not "${text}"`);
};

/** @param {string[]} schemes @param {string} example */
const address = (schemes, example) => (/** @type {string | undefined} */ text) => {
  if (text === undefined) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && schemes.includes(url.protocol) && url.hostname) return text;
  // The value may hold a password, so it is not repeated.
  return wrong(`set it to an address such as ${example}`);
};

/** @param {string | undefined} text */
const publicUrl = (text) => {
  if (text === undefined) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (
    !url ||
    !['http:', 'https:'].includes(url.protocol) ||
    url.pathname !== '/' ||
    url.search ||
    url.hash ||
    url.username
  ) {
    return wrong(
      `set it to the address that people type, without a path, such as https://booking.example, not "${text}"`,
    );
  }
  return url.origin;
};

/** @param {string[]} words @param {string} fallback */
const oneOf = (words, fallback) => (/** @type {string | undefined} */ text) =>
  text === undefined
    ? fallback
    : words.includes(text)
      ? text
      : wrong(`set it to one of ${words.join(', ')}, not "${text}"`);

/** @param {number} least */
const secret = (least) => (/** @type {string | undefined} */ text) =>
  text === undefined || text.length >= least
    ? (text ?? null)
    : wrong(`set it to at least ${least} characters, for instance from "openssl rand -hex 32"`);

/** @param {string | undefined} text */
const hops = (text) =>
  text === undefined
    ? 0
    : /^\d$/.test(text)
      ? Number(text)
      : wrong('set it to the number of proxies in front of this server, 0 to 9');

/** @param {string | undefined} text */
const hosts = (text) => {
  if (text === undefined) return [];
  const list = text.split(',').map((one) => one.trim().toLowerCase());
  return list.every((one) => /^([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/.test(one))
    ? list
    : wrong('set it to host names or addresses with commas between them, such as cal.intranet.example, 10.0.0.7:5232');
};

/** Rules by action, as core takes them. @param {string | undefined} text */
const checkpoints = (text) => {
  if (text === undefined) return {};
  try {
    const rules = JSON.parse(readFileSync(text, 'utf8'));
    if (Object.getPrototypeOf(rules) === Object.prototype && Object.values(rules).every(Array.isArray)) return rules;
  } catch {
    // Said below, like every other file that is not one of rules.
  }
  return wrong(`set it to a JSON file that holds one object: a list of rules for each action; "${text}" is none`);
};

/** @type {Record<string, Setting>} */
export const settings = {
  port: {
    name: 'PORT',
    fallback: '8080',
    meaning: 'The port of the dashboard and the API. 0 takes any free one.',
    read: port(8080),
  },
  host: {
    name: 'HOST',
    fallback: '127.0.0.1',
    meaning: 'The address to listen on. 0.0.0.0 or :: for every interface.',
    read: (text) =>
      text === undefined
        ? '127.0.0.1'
        : /^[0-9A-Za-z.:-]+$/.test(text)
          ? text
          : wrong('set it to an IP address or host name of this machine'),
  },
  examplePort: {
    name: 'CUELIGHT_EXAMPLE_PORT',
    fallback: '8081',
    meaning: 'The port of the example host pages, another origin on purpose. `off` leaves them out.',
    read: port(8081, true),
  },
  publicUrl: {
    name: 'CUELIGHT_PUBLIC_URL',
    fallback: 'http://localhost:PORT',
    meaning:
      'The address that people type. It stands in mails and feeds, and passkeys belong to it; with https, cookies are Secure and HSTS is sent.',
    read: publicUrl,
  },
  data: {
    name: 'CUELIGHT_DATA',
    fallback: './data',
    meaning: 'The folder of the embedded database, the generated secret and the mail outbox.',
    read: (text) => (text === '' ? wrong('set it to a folder') : path.resolve(text ?? 'data')),
  },
  databaseUrl: {
    name: 'DATABASE_URL',
    fallback: 'none: PostgreSQL embedded in the process',
    meaning: 'A PostgreSQL 15 or newer, as a plain login role: no superuser, no owner of the tables, no BYPASSRLS.',
    read: address(['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/cuelight'),
  },
  databaseOwnerUrl: {
    name: 'DATABASE_OWNER_URL',
    fallback: 'none',
    meaning:
      'The same database as its owner. Used once at start to run migrations, then closed. Needed when some are missing.',
    read: address(['postgres:', 'postgresql:'], 'postgres://owner:password@host:5432/cuelight'),
  },
  secret: {
    name: 'CUELIGHT_SECRET',
    fallback: 'made once, kept in CUELIGHT_DATA/secret',
    meaning:
      'What keys are derived from (feed UIDs, checkpoints, counters). The same for every process on one database.',
    read: secret(32),
  },
  smtpUrl: {
    name: 'SMTP_URL',
    fallback: 'none: mails are written to CUELIGHT_DATA/outbox',
    meaning: 'The mail server for sign-in links.',
    read: address(['smtp:', 'smtps:'], 'smtps://user:password@mail.example:465'),
  },
  mailFrom: {
    name: 'CUELIGHT_MAIL_FROM',
    fallback: 'Cuelight <cuelight@localhost>',
    meaning: 'The sender of mails.',
    read: (text) =>
      text === undefined
        ? 'Cuelight <cuelight@localhost>'
        : /^[^\r\n]*@[^\r\n]+$/.test(text)
          ? text
          : wrong('set it to a mail address'),
  },
  opsToken: {
    name: 'CUELIGHT_OPS_TOKEN',
    fallback: 'none: /api/version is 404 for everyone',
    meaning: 'The bearer token for /api/version.',
    read: secret(24),
  },
  trustProxy: {
    name: 'CUELIGHT_TRUST_PROXY',
    fallback: '0',
    meaning: 'How many proxies stand in front and set X-Forwarded-For. Only that many hops of it are believed.',
    read: hops,
  },
  denial: {
    name: 'CUELIGHT_DENIAL',
    fallback: '404',
    meaning:
      "How another tenant's records answer: `404` like absent ones, or `403`. Either way the denial is in the owner's record.",
    read: (text) => Number(oneOf(['404', '403'], '404')(text)),
  },
  checkpoints: {
    name: 'CUELIGHT_CHECKPOINTS',
    fallback: 'none',
    meaning:
      'A JSON file with rules of your own that actions must pass, beside core’s: see [server.md](server.md#checkpoints).',
    read: checkpoints,
  },
  fetchHosts: {
    name: 'CUELIGHT_FETCH_HOSTS',
    fallback: 'none',
    meaning:
      'Hosts in a private network whose calendars may be subscribed to all the same: names or addresses, each with `:port` where it is not a usual one, with commas between them.',
    read: hosts,
  },
  admin: {
    name: 'CUELIGHT_ADMIN',
    fallback: 'none',
    meaning: 'The mail address of the first administrator, who is made at start while there is none.',
    read: (text) =>
      text === undefined ? null : /^[^\s@<>"]+@[^\s@<>"]+$/.test(text) ? text : wrong('set it to one mail address'),
  },
  demo: {
    name: 'CUELIGHT_DEMO',
    fallback: 'off (`npm start` turns it on)',
    meaning: '`on` lays the fictional demo season into an empty database and gives sign-in links for its people.',
    read: (text) => (text === undefined ? null : oneOf(['on', 'off'], 'off')(text) === 'on'),
  },
  log: {
    name: 'CUELIGHT_LOG',
    fallback: 'info; warn with the demo season',
    meaning: 'How much is logged, as JSON lines on standard output: `debug`, `info`, `warn`, `error` or `silent`.',
    read: (text) => (text === undefined ? null : oneOf(['debug', 'info', 'warn', 'error', 'silent'], 'info')(text)),
  },
};

/**
 * @typedef {object} Config
 * @property {number} port
 * @property {string} host
 * @property {number | null} examplePort
 * @property {string | null} publicUrl
 * @property {string} data
 * @property {string | null} databaseUrl
 * @property {string | null} databaseOwnerUrl
 * @property {string | null} secret
 * @property {string | null} smtpUrl
 * @property {string} mailFrom
 * @property {string | null} opsToken
 * @property {number} trustProxy
 * @property {404 | 403} denial
 * @property {Record<string, import('../client/types/access.d.ts').CheckpointRule[]>} checkpoints by action
 * @property {string[]} fetchHosts
 * @property {string | null} admin
 * @property {boolean | null} demo
 * @property {string | null} log
 */

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Config}
 * @throws {ConfigError} for the first wrong value
 */
export function readConfig(env) {
  const entries = Object.entries(settings).map(([key, { name, read }]) => {
    const text = env[name];
    try {
      return [key, read(text === '' ? undefined : text)];
    } catch (cause) {
      throw new ConfigError(name, /** @type {Error} */ (cause).message);
    }
  });
  const config = Object.fromEntries(entries);
  if (config.port !== 0 && config.port === config.examplePort) {
    throw new ConfigError(
      'CUELIGHT_EXAMPLE_PORT',
      'set it to another port than PORT, so that the examples are another origin',
    );
  }
  return config;
}
