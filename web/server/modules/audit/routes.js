/** @file The audit log: reading it, and taking it away to check it elsewhere. */
import { Readable } from 'node:stream';
import { toHex } from '../../../shared/bytes.js';
import { withIdentity } from '../../database/identity.js';
import { cursorOf, paging, readCursor } from '../../http/cursor.js';
import * as s from '../../http/schemas.js';
import { byOf, identityOf, permit } from '../accounts/people.js';
import { whoAsks } from '../accounts/session.js';
import { useGrants } from '../workspaces/brands.js';
import { auditRow } from './schemas.js';
import { appendToLog, exportRow, readLog } from './service.js';

/** @typedef {import('../../database/rows.d.ts').AuditHeadRow} AuditHeadRow */
/** @typedef {import('../../database/rows.d.ts').AuditRowRow} AuditRowRow */
/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../../database/index.js').Tx} Tx */

/** The name under which a workspace's log is checked. @param {Context} context @param {string} workspace */
export const originOf = (context, workspace) => `${new URL(context.publicUrl()).hostname}/audit/${workspace}`;

/**
 * The log's head and a signed checkpoint of it.
 * @param {Context} context
 * @param {Tx} tx
 * @param {string} workspace
 */
async function headOf(context, tx, workspace) {
  /** @type {Pick<AuditHeadRow, 'rows' | 'hash'>[]} */
  const [head] = await tx.rows('select rows, hash from audit_head where workspace_id = $1', [workspace]);
  const hashes = (
    await /** @type {Promise<Pick<AuditRowRow, 'hash'>[]>} */ (
      tx.rows('select hash from audit_row where workspace_id = $1 and seq < $2 order by seq', [workspace, head.rows])
    )
  ).map((row) => new Uint8Array(row.hash));
  const { approval, audit } = context.core;
  const { publicKey, secretKey } = approval.keyPair(new Uint8Array(context.keys.checkpoints));
  const origin = originOf(context, workspace);
  return {
    head: { rows: head.rows, hash: toHex(head.hash) },
    checkpoint: audit.checkpoint({ origin, size: head.rows, root: audit.merkleRoot(hashes), secretKey }),
    checkpointKey: audit.verifierKey({ name: origin, publicKey }),
  };
}

/** @param {import('fastify').FastifyInstance} app @param {Context} context */
export function auditRoutes(app, context) {
  app.get(
    '/api/v1/audit',
    {
      schema: s.operation({
        tag: 'Record',
        owner: 'workspace',
        summary: 'One’s own record, newest first',
        query: { ...paging, engagement: s.idOf('engagement') },
        responses: {
          200: s.answer(
            {
              items: s.list(auditRow),
              next: s.nullable({ type: 'string' }),
              head: s.answer({ rows: s.integer(0, 9e15), hash: s.hex(32) }),
              checkpoint: s.text(2000, {
                description:
                  'A signed checkpoint (C2SP) of the record up to its head. Keep it: it shows later whether anything was rewritten.',
              }),
              checkpointKey: s.text(300),
            },
            ['items', 'next'],
          ),
        },
      }),
    },
    async (request) => {
      const who = await whoAsks(context, request);
      permit(context, who, 'audit.read', { kind: 'audit' });
      const { cursor, limit, engagement } = /** @type {{ cursor?: string, limit: number, engagement?: string }} */ (
        request.query
      );
      const before = readCursor(cursor, { seq: 'integer' })?.seq ?? null;
      return withIdentity(context.db, identityOf(who), async (tx) => {
        const rows = await readLog(tx, who.workspace.id, { before, engagement, limit: limit + 1 });
        const shown = rows.slice(0, limit);
        return {
          items: shown,
          next: rows.length > limit ? cursorOf({ seq: shown[shown.length - 1].seq }) : null,
          // The first page carries the head; later pages only read on.
          ...(before === null ? await headOf(context, tx, who.workspace.id) : {}),
        };
      });
    },
  );

  app.get(
    '/api/v1/audit/export',
    {
      schema: s.operation({
        tag: 'Record',
        owner: 'workspace',
        summary: 'The whole record as JSON Lines',
        description:
          'One row a line, for `cuelight verify` or the verifier page. The export itself is the last row of the next one.',
        responses: { 200: { type: 'string' } },
      }),
    },
    async (request, reply) => {
      const who = await whoAsks(context, request);
      permit(context, who, 'audit.export', { kind: 'audit' });
      /** @type {Pick<AuditHeadRow, 'rows'>[]} */
      const [{ rows }] = await withIdentity(context.db, identityOf(who), (tx) =>
        tx.rows('select rows from audit_head where workspace_id = $1', [who.workspace.id]),
      );
      await withIdentity(context.db, identityOf(who), async (tx) => {
        await useGrants(context, tx, who, ({ entitlements }) => entitlements.includes('CAN_EXPORT_AUDIT'));
        await appendToLog(context, tx, [who.workspace.id], {
          action: 'audit.exported',
          entity: { kind: 'workspace', id: who.workspace.id },
          by: byOf(who),
          detail: { rows },
        });
      });
      return reply
        .type('application/jsonl; charset=utf-8')
        .header('content-disposition', `attachment; filename="cuelight-audit-${who.workspace.id}.jsonl"`)
        .send(Readable.from(lines(context, who, rows)));
    },
  );
}

/**
 * @param {Context} context
 * @param {import('../accounts/people.js').Who} who
 * @param {number} rows
 */
async function* lines(context, who, rows) {
  const step = 1000;
  for (let from = 0; from < rows; from += step) {
    /** @type {Pick<AuditRowRow, 'canonical' | 'prev_hash' | 'hash'>[]} */
    const batch = await withIdentity(context.db, identityOf(who), (tx) =>
      tx.rows(
        'select canonical, prev_hash, hash from audit_row where workspace_id = $1 and seq >= $2 and seq < $3 order by seq',
        [who.workspace.id, from, Math.min(from + step, rows)],
      ),
    );
    yield batch
      .map((row) => `${Buffer.from(context.core.json.canonicalize(JSON.stringify(exportRow(row)))).toString()}\n`)
      .join('');
  }
}
