/**
 * @file The types of rows are what the database gives: the file is what the migrations make, and every column of every table,
 * read through both drivers, has the JavaScript type that stands there.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { columnsOf, rows } from '../../web/build/rows.js';
import { openPostgres } from '../../web/server/database/postgres.js';
import { onEachDatabase } from '../support/server.js';

/** @typedef {import('../../web/build/rows.js').Column} Column */

const file = new URL('../../web/server/database/rows.d.ts', import.meta.url);

test('rows.d.ts is what the migrations make: else run `npm run rows`', async () => {
  assert.equal(readFileSync(file, 'utf8'), await rows());
});

/** Whether a value is what its type says. @param {unknown} value @param {string} type */
function fits(value, type) {
  if (type === 'Date') return value instanceof Date;
  if (type === 'Uint8Array') return value instanceof Uint8Array;
  if (type === 'string[]') return Array.isArray(value) && value.every((one) => typeof one === 'string');
  if (type.startsWith("'")) return type.split(' | ').includes(`'${value}'`);
  if (['string', 'number', 'boolean'].includes(type)) return typeof value === type;
  if (type === 'EngagementState') return typeof value === 'string';
  return typeof value === 'object' && Array.isArray(value) === type.endsWith('[]');
}

/** What PostgreSQL reads as a value of a column. @param {Column} column */
function sample({ type }) {
  if (type === 'Date') return '2026-11-30T23:59:59.999Z';
  if (type === 'Uint8Array') return '\\x00ff';
  if (type === 'number') return 1_000_000;
  if (type === 'boolean') return true;
  if (type === 'string' || type === 'EngagementState') return 'word';
  if (type.startsWith("'")) return type.split("'")[1];
  return type.endsWith('[]') ? ['word'] : {};
}

onEachDatabase((stand) => {
  test('every column comes as its type says', async () => {
    // As who reads every tenant's rows: the embedded database's only user, or a superuser.
    const { postgres } = stand;
    const real = postgres && (await openPostgres(postgres.superUrl));
    try {
      await (real ?? stand.server.context.db).transaction(async (tx) => {
        const columns = await columnsOf(tx);
        let laid = 0;
        for (const table of new Set(columns.map((column) => column.table))) {
          const ours = columns.filter((column) => column.table === table);
          const found = await tx.rows(`select * from ${table} limit 1000`);
          laid += Math.min(found.length, 1);
          // A row in which nothing is null, for tables and columns that the season leaves empty.
          const [full] = await tx.rows(`select * from jsonb_populate_record(null::${table}, $1)`, [
            JSON.stringify(Object.fromEntries(ours.map((column) => [column.name, sample(column)]))),
          ]);
          for (const row of [full, ...found]) {
            assert.deepEqual(Object.keys(row).sort(), ours.map(({ name }) => name).sort());
            for (const { name, type, nullable } of ours) {
              const holds = row[name] === null ? nullable && row !== full : fits(row[name], type);
              assert.ok(holds, `${table}.${name} is ${type}${nullable ? ' | null' : ''}, not ${row[name]}`);
            }
          }
        }
        assert.ok(laid > 15, `the season fills ${laid} tables`);
      });
    } finally {
      await real?.close();
    }
  });
});
