/**
 * @file `npm run rows`: web/server/database/rows.d.ts, one interface for each table, from the catalogue of a database that the
 * server's own migrations made. Run it after a new migration; a test holds the file against them.
 */
import { writeFileSync } from 'node:fs';
import { openDatabase } from '../server/database/index.js';
import { migrate } from '../server/database/migrate.js';
import { program, root, say } from './run.js';

/** @typedef {import('../server/database/index.js').Tx} Tx */
/** @typedef {{ table: string, name: string, type: string, nullable: boolean }} Column `type` without null, in TypeScript */

const file = `${root}/web/server/database/rows.d.ts`;

/** What both drivers give for a type of PostgreSQL's. @type {Record<string, string>} */
const values = {
  text: 'string',
  boolean: 'boolean',
  integer: 'number',
  bigint: 'number',
  bytea: 'Uint8Array',
  'timestamp with time zone': 'Date',
  'text[]': 'string[]',
};

/** Columns whose type is written down elsewhere: what stands in JSON, and a state that core names. */
const core = '../../client/types';
const modules = '../modules';
/** @type {Record<string, { from?: string, type: string, list?: true }>} */
const named = {
  'approval.effect': { from: `${modules}/approvals/service.js`, type: 'Effect' },
  'approval.needs': { from: `${modules}/approvals/service.js`, type: 'Need', list: true },
  'approval.proposed_by': { from: `${modules}/approvals/service.js`, type: 'Proposer' },
  'artist.folio': { type: 'Record<string, unknown>' },
  'artist_private.contact': { type: 'Record<string, unknown>' },
  'artist_private.fees': { type: 'Record<string, unknown>' },
  'calendar_subscription.problem': { from: `${modules}/calendars/subscriptions.js`, type: 'ReadingProblem' },
  'confirmation.person': { from: `${modules}/approvals/service.js`, type: 'Confirmer' },
  'engagement.guest': { from: `${modules}/engagements/service.js`, type: 'Guest' },
  'engagement.parties': { from: `${modules}/engagements/service.js`, type: 'Party', list: true },
  'engagement.state': { from: `${core}/engagement.d.ts`, type: 'EngagementState' },
  'engagement.value': { from: `${core}/engagement.d.ts`, type: 'Engagement' },
  'engagement.venue': { from: `${modules}/engagements/service.js`, type: 'Venue' },
  'imported_calendar.problems': { from: `${core}/calendar.d.ts`, type: 'Problem', list: true },
  'presentation.reader': { from: `${modules}/approvals/service.js`, type: 'Reader' },
};

/** Each column of each table, in the order of their names; a text that is one of a few is a union of them. */
const catalogue = `
  select t.relname as table, c.attname as name, format_type(c.atttypid, null) as type, not c.attnotnull as nullable, (
      select substring(pg_get_constraintdef(k.oid) from $1) from pg_constraint k
      where k.conrelid = t.oid and k.contype = 'c' and k.conkey = array[c.attnum]
        and pg_get_constraintdef(k.oid) ~ $1 limit 1
    ) as choices
  from pg_class t join pg_attribute c on c.attrelid = t.oid
  where t.relnamespace = current_schema()::regnamespace and t.relkind in ('r', 'p') and c.attnum > 0 and not c.attisdropped
  order by t.relname collate "C", c.attname collate "C"`;
const oneOf = String.raw`^CHECK \(\(\w+ = ANY \(ARRAY\[([^\]]*)\]\)\)\)$`;

/** @param {Tx} tx as who may read the catalogue @returns {Promise<Column[]>} */
export async function columnsOf(tx) {
  /** @type {{ table: string, name: string, type: string, nullable: boolean, choices: string | null }[]} */
  const rows = await tx.rows(catalogue, [oneOf]);
  return rows.map(({ table, name, type, nullable, choices }) => {
    const known = named[`${table}.${name}`];
    const union = choices?.replaceAll('::text', '').replaceAll(', ', ' | ');
    const written = known ? known.type + (known.list ? '[]' : '') : (union ?? values[type]);
    if (!written) throw new Error(`${table}.${name} is ${type}: say in web/build/rows.js what that is in JavaScript`);
    return { table, name, type: written, nullable };
  });
}

const interfaceOf = (/** @type {string} */ table) =>
  `${table.replace(/(?:^|_)(\w)/g, (_all, letter) => letter.toUpperCase())}Row`;

/** The file of types for these columns. @param {Column[]} columns */
export function declarations(columns) {
  const imports = [...new Set(Object.values(named).map(({ from }) => from))].sort().flatMap((from) => {
    const types = Object.values(named).filter((one) => one.from === from);
    return from
      ? [
          `import type { ${types
            .map(({ type }) => type)
            .sort()
            .join(', ')} } from '${from}';`,
        ]
      : [];
  });
  const tables = [...new Set(columns.map(({ table }) => table))].map((table) => {
    const members = columns
      .filter((column) => column.table === table)
      .map(({ name, type, nullable }) => `  ${name}: ${type}${nullable ? ' | null' : ''};`);
    return `/** A row of \`${table}\`. */\nexport interface ${interfaceOf(table)} {\n${members.join('\n')}\n}`;
  });
  return `/**
 * A row of each table, as both drivers give it: an instant is a Date, octets are a Uint8Array (PostgreSQL's driver gives a
 * Buffer, which is one), a bigint is a number up to 2^53.
 * Written by \`npm run rows\` from the catalogue; add a migration, not a line here.
 */
${imports.join('\n')}

${tables.join('\n\n')}
`;
}

/** What the migrations of this version make of it. @returns {Promise<string>} */
export async function rows() {
  const db = await openDatabase({ url: null, folder: 'memory://' });
  try {
    await migrate(db, null);
    return declarations(await db.transaction(columnsOf));
  } finally {
    await db.close();
  }
}

if (import.meta.url === `file://${process.argv[1]}`) {
  await program(async () => {
    const text = await rows();
    writeFileSync(file, text);
    say(`web/server/database/rows.d.ts: ${text.match(/^export interface/gm)?.length ?? 0} tables`);
  });
}
