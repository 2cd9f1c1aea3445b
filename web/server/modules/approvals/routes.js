/** @file Approvals: what waits for whom, the exact bytes, and the way from showing to committing. */

import { toBase64, toHex } from '../../../shared/bytes.js';
import { instant, instantOrNull } from '../../context.js';
import { withIdentity } from '../../database/identity.js';
import { cursorOf, paging, readCursor } from '../../http/cursor.js';
import { Problem } from '../../http/problems.js';
import * as s from '../../http/schemas.js';
import { identityOf, mayDo, permit } from '../accounts/people.js';
import { whoAsks, whoChanges } from '../accounts/session.js';
import { denyAccess } from '../audit/denied-access.js';
import { confirm, decline, present, resourceOf } from './confirm.js';
import { receiptOf } from './receipts.js';
import { approvalById, concerning, confirmationsOf, knownParties, needOf, statementType, stateOf } from './service.js';

/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../../database/rows.d.ts').ApprovalRow} ApprovalRow */
/** @typedef {import('../../database/rows.d.ts').ConfirmationRow} ConfirmationRow */

const states = ['open', 'committed', 'declined', 'expired', 'voided'];
const summary = {
  id: s.id,
  type: s.text(100),
  intent: s.text(200),
  purpose: s.text(100),
  engagementId: s.nullable(s.id),
  proposedBy: s.answer({
    id: s.nullable(s.id),
    kind: s.text(20),
    workspace: s.nullable(s.id),
    name: s.nullable(s.text(200)),
  }),
  proposedAt: s.instant,
  expiresAt: s.instant,
  closedAt: s.nullable(s.instant),
  state: s.word(...states),
  needs: s.list(
    s.answer({ side: s.text(20), roles: s.list(s.text(20)), party: s.text(64), name: s.text(200), done: s.flag }),
  ),
  mine: s.flag,
};
const full = s.answer(
  {
    ...summary,
    reason: s.nullable({ type: 'string', description: 'Why it was declined.' }),
    canonical: { ...s.base64, description: 'The stored octets.' },
    digest: s.hex(32),
    previous: s.nullable(s.base64),
    knownParties: s.list(s.answer({ id: s.text(128), name: s.text(200) })),
    confirmations: s.list(
      s.answer({
        signer: s.answer({ id: s.id, name: s.text(200), workspace: s.id }),
        side: s.text(20),
        confirmedAt: s.instant,
        digest: s.hex(32),
        viewDigest: s.hex(32),
        method: s.word('ed25519', 'webauthn'),
        statement: s.base64,
        signature: { type: 'string', description: 'Hex.' },
        publicKey: { type: 'string', description: 'Hex: 32 octets, or a passkey’s SubjectPublicKeyInfo.' },
      }),
    ),
  },
  Object.keys(summary),
);
/** docs/spec/approval.md, "Receipt". */
const receipt = s.answer({
  format: s.word('cuelight-receipt/1'),
  state: s.word(...states),
  type: s.text(100),
  payload: { type: 'string' },
  digest: s.hex(32),
  confirmations: s.list(
    s.answer(
      {
        method: s.word('ed25519', 'webauthn'),
        statementType: s.text(100),
        statement: { type: 'string' },
        signature: { type: 'string' },
        publicKey: { type: 'string' },
        algorithm: { type: 'integer' },
        authenticatorData: { type: 'string' },
        clientDataJSON: { type: 'string' },
      },
      ['method', 'statementType', 'statement', 'signature', 'publicKey'],
    ),
  ),
  record: s.list(s.answer({ row: { type: 'string' }, prevHash: s.hex(32), hash: s.hex(32) })),
});

/** @param {Context} context @param {import('../accounts/people.js').Who} who @param {ApprovalRow} row @param {ConfirmationRow[]} confirmations */
const summaryOf = (context, who, row, confirmations) => ({
  id: row.id,
  type: row.type,
  intent: row.intent,
  purpose: row.purpose,
  engagementId: row.engagement_id,
  proposedBy: row.proposed_by,
  proposedAt: instant(row.proposed_at),
  expiresAt: instant(row.expires_at),
  closedAt: instantOrNull(row.closed_at),
  state: stateOf(context, row),
  needs: row.needs.map((need) => ({
    side: need.side,
    roles: need.roles,
    party: need.party,
    name: need.name,
    done: confirmations.some((done) => done.need === need.key),
  })),
  mine: stateOf(context, row) === 'open' && needOf(who, row, confirmations) !== undefined,
});

/** @param {ConfirmationRow} row */
const confirmationOf = (row) => ({
  signer: { id: row.person.id, name: row.person.name, workspace: row.person.workspace },
  side: row.need,
  confirmedAt: instant(row.confirmed_at),
  digest: toHex(row.digest),
  viewDigest: toHex(row.view_digest),
  method: row.method,
  statement: toBase64(row.statement),
  signature: toHex(row.signature),
  publicKey: toHex(row.public_key),
});

/**
 * What `work` makes of the approval that is asked for, once the asker may read it; the uniform 404 otherwise.
 * @template T
 * @param {Context} context
 * @param {import('fastify').FastifyRequest} request
 * @param {(tx: import('../../database/index.js').Tx, who: import('../accounts/people.js').Who, row: ApprovalRow) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function readApproval(context, request, work) {
  const who = await whoAsks(context, request);
  const { id } = /** @type {{ id: string }} */ (request.params);
  const answer = await withIdentity(context.db, identityOf(who), async (tx) => {
    const row = await approvalById(tx, id);
    if (!row) return null;
    permit(context, who, 'approval.read', resourceOf(row));
    return work(tx, who, row);
  });
  if (answer === null) throw await denyAccess(context, who, 'approval', id);
  return answer;
}

/** @param {import('fastify').FastifyInstance} app @param {Context} context */
export function approvalRoutes(app, context) {
  app.get(
    '/api/v1/approvals',
    {
      schema: s.operation({
        tag: 'Approvals',
        owner: 'party',
        summary: 'What waits for confirmation, and what was',
        query: { ...paging, state: s.word(...states) },
        responses: { 200: s.page(s.answer(summary)) },
      }),
    },
    async (request) => {
      const who = await whoAsks(context, request);
      permit(context, who, 'approval.read', { kind: 'approval' });
      const { cursor, limit, state } = /** @type {{ cursor?: string, limit: number, state?: string }} */ (
        request.query
      );
      const place = readCursor(cursor, { at: 'instant', id: 'string' });
      return withIdentity(context.db, identityOf(who), async (tx) => {
        /** @type {ApprovalRow[]} */
        const rows = await tx.rows(
          `select * from approval
           where ${concerning} and ($1::text is null or (case when state = 'open' and expires_at <= $2 then 'expired' else state end) = $1)
             and ($3::timestamptz is null or (proposed_at, id) < ($3, $4))
           order by proposed_at desc, id desc limit $5`,
          [state ?? null, context.clock(), place && new Date(place.at), place?.id ?? null, limit + 1],
        );
        const page = rows.slice(0, limit);
        const shown = page.filter((row) => mayDo(context, who, 'approval.read', resourceOf(row)));
        const confirmations = await confirmationsOf(tx, ...shown);
        const last = page.at(-1);
        return {
          items: shown.map((row) =>
            summaryOf(
              context,
              who,
              row,
              confirmations.filter((one) => one.approval_id === row.id),
            ),
          ),
          next: rows.length > limit && last ? cursorOf({ at: last.proposed_at.toISOString(), id: last.id }) : null,
        };
      });
    },
  );

  app.get(
    '/api/v1/approvals/:id',
    {
      schema: s.operation({
        tag: 'Approvals',
        owner: 'party',
        summary: 'One approval with its exact octets',
        params: { id: s.idOf('approval') },
        responses: { 200: full },
      }),
    },
    async (request) =>
      readApproval(context, request, async (tx, who, row) => {
        const confirmations = await confirmationsOf(tx, row);
        return {
          ...summaryOf(context, who, row, confirmations),
          reason: row.reason,
          canonical: toBase64(row.canonical),
          digest: toHex(row.digest),
          previous: row.previous ? toBase64(row.previous) : null,
          knownParties: await knownParties(tx),
          confirmations: confirmations.map(confirmationOf),
        };
      }),
  );

  app.post(
    '/api/v1/approvals/:id/present',
    {
      schema: s.operation({
        tag: 'Approvals',
        owner: 'party',
        summary: 'Say what is shown, and get the statement to sign',
        description:
          'The server computes the view again, from the stored octets and what the page told core besides, and refuses another one. The statement binds digest, view digest, purpose, workspace, nonce and expiry. A device key signs it as DSSE: Ed25519 over PAE(statementType, statement). A passkey signs the SHA-256 of that PAE as its challenge; `passkey` holds the options for `navigator.credentials.get`, or null for who has none.',
        params: { id: s.idOf('approval') },
        body: s.body({
          digest: s.hex(32),
          viewDigest: s.hex(32),
          locale: s.locale,
          timeZone: s.timeZone,
          now: s.instant,
        }),
        responses: {
          200: s.answer({
            presentation: s.answer({
              id: s.id,
              nonce: s.hex(32),
              expiresAt: s.instant,
              statement: s.base64,
              statementType: s.text(100),
              passkey: s.nullable(s.requestOptions),
            }),
          }),
        },
        errors: {
          409: 'Changed, expired, or closed; `approval.stale` carries the differences. `approval.view_differs`: another view was shown. `approval.clock_differs`: `now` is too far from the server’s.',
        },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      const { id } = /** @type {{ id: string }} */ (request.params);
      const approval = await withIdentity(context.db, identityOf(who), (tx) => approvalById(tx, id));
      if (!approval) throw await denyAccess(context, who, 'approval', id);
      return {
        presentation: await present(
          context,
          who,
          approval,
          /** @type {Parameters<typeof present>[3]} */ (request.body),
        ),
      };
    },
  );

  app.post(
    '/api/v1/approvals/:id/confirm',
    {
      schema: s.operation({
        tag: 'Approvals',
        owner: 'party',
        summary: 'Confirm exactly what was shown',
        description: `Everything is checked again in the transaction that commits. With a device key, \`signature\` is Ed25519 over DSSE’s PAE of the statement, type ${statementType}; with a passkey, \`passkey\` is its assertion with user verification.`,
        params: { id: s.idOf('approval') },
        body: {
          ...s.body(
            {
              presentationId: s.idOf('presentation'),
              signature: s.hex(64),
              publicKey: s.hex(32),
              passkey: s.assertion,
            },
            ['presentationId'],
          ),
          oneOf: [{ required: ['signature', 'publicKey'] }, { required: ['passkey'] }],
        },
        responses: { 200: s.answer({ approval: full, committed: s.flag, receipt }) },
        errors: { 409: 'Changed, used, expired, or closed.', 422: 'The signature does not hold.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      const { id } = /** @type {{ id: string }} */ (request.params);
      const known = await withIdentity(context.db, identityOf(who), (tx) => approvalById(tx, id));
      if (!known) throw await denyAccess(context, who, 'approval', id);
      const { committed } = await confirm(
        context,
        who,
        id,
        /** @type {Parameters<typeof confirm>[3]} */ (request.body),
      );
      return withIdentity(context.db, identityOf(who), async (tx) => {
        const row = /** @type {ApprovalRow} */ (await approvalById(tx, id));
        const confirmations = await confirmationsOf(tx, row);
        return {
          committed,
          approval: {
            ...summaryOf(context, who, row, confirmations),
            canonical: toBase64(row.canonical),
            digest: toHex(row.digest),
            previous: null,
            knownParties: [],
            confirmations: confirmations.map(confirmationOf),
          },
          receipt: await receiptOf(context, tx, who, row),
        };
      });
    },
  );

  app.post(
    '/api/v1/approvals/:id/decline',
    {
      schema: s.operation({
        tag: 'Approvals',
        owner: 'party',
        summary: 'Say no, with a reason',
        params: { id: s.idOf('approval') },
        body: s.body({ reason: s.text(2000) }),
        responses: { 200: s.answer({ id: s.id, state: s.text(20) }) },
        errors: { 409: 'Closed already.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      const { id } = /** @type {{ id: string }} */ (request.params);
      const known = await withIdentity(context.db, identityOf(who), (tx) => approvalById(tx, id));
      if (!known) throw await denyAccess(context, who, 'approval', id);
      await decline(context, who, id, /** @type {{ reason: string }} */ (request.body).reason);
      return { id, state: 'declined' };
    },
  );

  app.get(
    '/api/v1/approvals/:id/receipt',
    {
      schema: s.operation({
        tag: 'Approvals',
        owner: 'party',
        summary: 'A receipt that anybody can check without this server',
        params: { id: s.idOf('approval') },
        responses: { 200: receipt },
        errors: { 409: 'Nothing was confirmed yet.' },
      }),
    },
    async (request, reply) => {
      const { id } = /** @type {{ id: string }} */ (request.params);
      const file = await readApproval(context, request, async (tx, who, row) => {
        const made = await receiptOf(context, tx, who, row);
        if (made) return made;
        throw new Problem(409, 'approval.unconfirmed');
      });
      return reply.header('content-disposition', `attachment; filename="receipt-${id}.json"`).send(file);
    },
  );
}
