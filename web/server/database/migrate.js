/** @file Brings a database up to date: numbered files, each run once, under a lock, all or nothing. */
import { readdir, readFile } from 'node:fs/promises';
import { ConfigError } from '../config.js';

/** @typedef {import('./index.js').Database} Database */
/** @typedef {import('./index.js').Tx} Tx */

const folder = new URL('./migrations/', import.meta.url);
const lockKey = 0x63756531;

/** The migrations of this version, in order. */
export async function migrations() {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_[a-z_]+\.sql$/.test(name)).sort();
  return names;
}

/**
 * Runs what is missing. `db` connects as the owner of the schema.
 * @param {Database} db
 * @param {string | null} login the role that the server itself will connect as; null for the embedded database
 * @returns {Promise<string[]>} the names of those that ran
 */
export async function migrate(db, login) {
  const names = await migrations();
  return db.transaction(async (tx) => {
    await tx.rows('select pg_advisory_xact_lock($1)', [lockKey]);
    await tx.script(
      'create table if not exists migration (name text primary key, ran_at timestamptz not null default now())',
    );
    const done = new Set((await tx.rows('select name from migration')).map((row) => row.name));
    const ran = [];
    for (const name of names.filter((name) => !done.has(name))) {
      await tx.script(await readFile(new URL(name, folder), 'utf8'));
      await tx.rows('insert into migration (name) values ($1)', [name]);
      ran.push(name);
    }
    await tx.script('grant select on migration to cuelight_app');
    if (login) await admit(tx, login);
    return ran;
  });
}

/**
 * Lets the server's login take the role `cuelight_app`.
 * @param {Tx} tx
 * @param {string} login
 */
async function admit(tx, login) {
  if (!(await tx.one('select 1 from pg_roles where rolname = $1', [login]))) {
    throw new ConfigError('DATABASE_URL', `its user "${login}" does not exist; create it as a plain login role first`);
  }
  /** @type {{ text: string }[]} */
  const [{ text }] = await tx.rows("select format('grant cuelight_app to %I', $1::text) as text", [login]);
  await tx.script(text);
}

/**
 * Refuses a database that is not ready for this version, or a login that could step over the walls.
 * @param {Database} db
 */
export async function inspect(db) {
  await db.transaction(async (tx) => {
    if (db.kind === 'postgres') await refusePowerfulLogin(tx);
    /** @type {{ there: boolean }[]} */
    const [present] = await tx.rows("select to_regclass('migration') is not null as there");
    const done = present.there && (await mayRead(tx)) ? await tx.rows('select name from migration') : [];
    const names = new Set(done.map((row) => row.name));
    const missing = (await migrations()).filter((name) => !names.has(name));
    if (missing.length > 0) {
      throw new ConfigError(
        'DATABASE_OWNER_URL',
        `the database lacks ${missing.length} migrations; set this to the address of the schema's owner and start once`,
      );
    }
  });
}

/** @param {Tx} tx */
async function mayRead(tx) {
  const { may } = (await tx.one(
    "select pg_has_role(current_user, oid, 'member') as may from pg_roles where rolname = 'cuelight_app'",
  )) ?? { may: false };
  return may;
}

/** @param {Tx} tx */
async function refusePowerfulLogin(tx) {
  /** @type {{ login: string, powerful: boolean }[]} */
  const [{ login, powerful }] = await tx.rows(`
    select current_user as login, exists (
      select 1 from pg_roles r where (r.rolsuper or r.rolbypassrls) and pg_has_role(current_user, r.oid, 'member')
    ) as powerful`);
  if (powerful) {
    throw new ConfigError(
      'DATABASE_URL',
      `its user "${login}" may bypass row-level security; connect as a plain login role instead`,
    );
  }
  /** @type {{ owns: boolean }[]} */
  const [{ owns }] = await tx.rows(`
    select exists (
      select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = current_schema and c.relkind in ('r', 'p') and pg_has_role(current_user, c.relowner, 'member')
    ) as owns`);
  if (owns) {
    throw new ConfigError(
      'DATABASE_URL',
      `its user "${login}" owns the tables; connect as a plain login role and name the owner in DATABASE_OWNER_URL`,
    );
  }
}
