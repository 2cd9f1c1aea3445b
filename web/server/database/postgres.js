import pg from 'pg';
import { ConfigError } from '../config.js';
import { txOf } from './tx.js';

const int8 = 20;

/**
 * A pool of connections to a PostgreSQL.
 * @param {string} url
 * @param {string} [setting] the name of the setting that the address came from, for the message
 * @returns {Promise<import('./index.js').Database>}
 */
export async function openPostgres(url, setting = 'DATABASE_URL') {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 10_000,
    application_name: 'cuelight',
    types: {
      getTypeParser: (/** @type {number} */ oid, format = /** @type {'text' | 'binary'} */ ('text')) =>
        oid === int8 ? Number : pg.types.getTypeParser(oid, format),
    },
  });
  // A connection that breaks while it rests is replaced by the next one asked for.
  pool.on('error', () => {});
  try {
    (await pool.connect()).release();
  } catch (cause) {
    await pool.end();
    const why = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : '';
    throw new ConfigError(setting, `no PostgreSQL answers there${why}; check the address, the user and the password`, {
      cause,
    });
  }
  return {
    kind: 'postgres',
    async transaction(work) {
      for (let tries = 1; ; tries += 1) {
        try {
          return await once(work);
        } catch (cause) {
          if (tries === 3 || !isCollision(cause)) throw cause;
        }
      }
    },
    close: () => pool.end(),
  };

  /**
   * @template T
   * @param {(tx: import('./index.js').Tx) => Promise<T>} work
   * @returns {Promise<T>}
   */
  async function once(work) {
    const client = await pool.connect();
    /** @type {Error | undefined} */
    let broken;
    try {
      await client.query('begin');
      const answer = await work(
        txOf(
          async (text, values) => (await client.query(text, values)).rows,
          (script) => client.query(script),
        ),
      );
      await client.query('commit');
      return answer;
    } catch (cause) {
      await client.query('rollback').catch((failure) => {
        broken = failure;
      });
      throw cause;
    } finally {
      client.release(broken);
    }
  }
}

/** Two transactions waited for each other and this one was undone: it may simply be done again. @param {unknown} cause */
const isCollision = (cause) =>
  cause instanceof Error && 'code' in cause && (cause.code === '40P01' || cause.code === '40001');
