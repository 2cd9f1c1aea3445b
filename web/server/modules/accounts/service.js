/** @file Accounts: reviewed access, from an application to an open door. */

import { minuteMs } from '../../../shared/duration.js';
import { as, withIdentity } from '../../database/identity.js';
import { notFound, Problem } from '../../http/problems.js';
import { hashToken, newId, newToken } from '../../secrets.js';
import { anybody, appendToLog, beginChain, theClock } from '../audit/service.js';
import { platform } from '../platform/workspace.js';
import { accountOf, normalEmail, sendMail } from './addresses.js';
import { useCode } from './codes.js';
import { byOf, identityOf } from './people.js';

/** @typedef {import('../../database/rows.d.ts').ApplicationRow} ApplicationRow */
/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('./people.js').Who} Who */
/** @typedef {import('../../http/language.js').Language} Language */

const linkMinutes = 15;

/** What the first person of a workspace is there. @type {Record<string, string>} */
const firstRole = {
  agency: 'agent',
  presenter: 'presenter',
  artist: 'artist',
  counsel: 'counsel',
  platform: 'administrator',
};
/** The rights of whoever owns a workspace. */
export const ownerEntitlements = [
  'CAN_EXPORT_AUDIT',
  'CAN_EXPORT_REPORTS',
  'CAN_MANAGE_DOCUMENTS',
  'CAN_MANAGE_MEMBERS',
  'CAN_MANAGE_WORKSPACE',
];

/**
 * @param {Context} context
 * @param {Tx} tx
 * @param {{ id?: string, name: string, kind: string, verified?: boolean, demo?: boolean }} workspace
 * @returns {Promise<string>} its id
 */
export async function addWorkspace(
  context,
  tx,
  { id = newId(context.random, 'ws'), name, kind, verified = false, demo = false },
) {
  await as(tx, { workspace: id }, () =>
    tx.rows('insert into workspace (id, name, kind, verified, demo, created_at) values ($1, $2, $3, $4, $5, $6)', [
      id,
      name,
      kind,
      verified,
      demo,
      context.clock(),
    ]),
  );
  await beginChain(tx, id);
  return id;
}

/**
 * @param {Context} context
 * @param {Tx} tx
 * @param {{ id?: string, workspace: string, name: string, email: string, roles: string[], entitlements?: string[], state?: string, language?: Language | null, demo?: boolean }} person
 * @returns {Promise<string>} the person's id
 */
export async function addPerson(context, tx, person) {
  const {
    id = newId(context.random, 'per'),
    workspace,
    name,
    email,
    roles,
    entitlements = ownerEntitlements,
    state = 'active',
    language = null,
    demo = false,
  } = person;
  await as(tx, { workspace }, async () => {
    await tx.rows(
      `insert into person (workspace_id, id, name, email, roles, entitlements, state, language, demo, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [workspace, id, name, email, roles, entitlements, state, language, demo, context.clock()],
    );
    await tx.rows('insert into sign_in_address (email, workspace_id, person_id) values ($1, $2, $3)', [
      email,
      workspace,
      id,
    ]);
  });
  return id;
}

/** The platform's own workspace and its first administrator, once. @param {Context} context */
export const ensurePlatform = (context) =>
  withIdentity(context.db, { workspace: platform }, async (tx) => {
    // Of several processes that start at once, one makes it.
    await tx.rows('select pg_advisory_xact_lock($1)', [0x63756532]);
    if (!(await tx.one('select 1 from workspace where id = $1', [platform]))) {
      await addWorkspace(context, tx, { id: platform, name: 'Cuelight', kind: 'platform', verified: true });
    }
    const email = context.config.admin && normalEmail(context.config.admin);
    if (
      !email ||
      (await tx.one("select 1 from person where workspace_id = $1 and 'administrator' = any (roles) and not demo", [
        platform,
      ]))
    )
      return;
    await addPerson(context, tx, { workspace: platform, name: 'Administrator', email, roles: ['administrator'] });
    await appendToLog(context, tx, [platform], {
      action: 'access.administrator_made',
      entity: { kind: 'workspace', id: platform },
      by: theClock,
    });
  });

/**
 * Files an application. Says nothing about whether the address was known: its owner gets a mail either way.
 * @param {Context} context
 * @param {{ email: string, name: string, workspaceName: string, workspaceKind: string, code?: string }} form
 * @param {Language | null} [language] in which it was asked for; the person's own from then on
 */
export async function fileApplication(context, { name, workspaceName, workspaceKind, code, ...rest }, language = null) {
  const email = normalEmail(rest.email);
  const outcome = await withIdentity(context.db, { workspace: platform }, async (tx) => {
    if (await accountOf(tx, email)) return 'known';
    const id = newId(context.random, 'app');
    const workspace = await addWorkspace(context, tx, { name: workspaceName, kind: workspaceKind });
    const person = await addPerson(context, tx, {
      workspace,
      name,
      email,
      roles: [firstRole[workspaceKind]],
      state: 'pending',
      language,
    });
    const codeId = code ? await useCode(context, tx, code) : null;
    await tx.rows(
      `insert into application (workspace_id, id, email, name, workspace_name, workspace_kind, code_id, account_workspace, account_person, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [platform, id, email, name, workspaceName, workspaceKind, codeId, workspace, person, context.clock()],
    );
    await appendToLog(context, tx, [platform], {
      action: 'access.applied',
      entity: { kind: 'application', id },
      by: anybody,
      ...(codeId ? { detail: { code: codeId } } : {}),
    });
    if (codeId) await settle(context, tx, { id, state: 'approved', by: theClock, decidedBy: codeId });
    return codeId ? 'admitted' : 'pending';
  });
  const address = signInAddress(context);
  await sendMail(context, email, language, (texts) => {
    if (outcome === 'known') return { subject: texts.knownSubject, text: texts.knownText({ address }) };
    if (outcome === 'admitted') return { subject: texts.openSubject, text: texts.admittedText({ address }) };
    return { subject: texts.applicationSubject, text: texts.pendingText };
  });
}

/** @param {Context} context */
const signInAddress = (context) => `${context.publicUrl()}/sign-in`;

/**
 * What a workspace's verification opens follows it at once, its roster too.
 * @param {Tx} tx as the workspace
 * @param {string} workspace
 * @param {boolean} verified
 */
export async function setVerified(tx, workspace, verified) {
  await tx.rows('update workspace set verified = $2 where id = $1', [workspace, verified]);
  await tx.rows('update artist set home_verified = $2 where workspace_id = $1', [workspace, verified]);
}

/** Every workspace but the platform's own, for who verifies them. @param {Context} context @param {Who} who */
export const workspaces = (context, who) =>
  withIdentity(
    context.db,
    identityOf(who),
    (tx) =>
      /** @type {Promise<(Pick<import('../../database/rows.d.ts').WorkspaceRow, 'id' | 'name' | 'kind' | 'verified' | 'demo' | 'created_at'> & { shut: 'locked' | 'archived' | null })[]>} */ (
        tx.rows(
          `select id, name, kind, verified, demo, created_at,
         (select min(state) from workspace_shut where workspace_id = workspace.id) as shut
       from workspace where id <> $1 order by name, id`,
          [platform],
        )
      ),
  );

/**
 * The fictional, verified houses of one kind, for the directory of them.
 * @param {Context} context
 * @param {'agency' | 'presenter'} kind
 */
export const demoWorkspaces = (context, kind) =>
  withIdentity(
    context.db,
    { workspace: platform },
    (tx) =>
      /** @type {Promise<Pick<import('../../database/rows.d.ts').WorkspaceRow, 'name'>[]>} */ (
        tx.rows('select name from workspace where demo and verified and kind = $1 order by name, id limit 500', [kind])
      ),
  );

/**
 * An administrator's word on who a workspace is.
 * @param {Context} context
 * @param {Who} who
 * @param {string} workspace
 * @param {boolean} verified
 */
export const verifyWorkspace = (context, who, workspace, verified) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    if (workspace === platform || !(await tx.one('select 1 from workspace where id = $1', [workspace])))
      throw notFound();
    await as(tx, { workspace }, async () => {
      // Archiving waits for this, or this for it.
      await tx.rows('select 1 from workspace where id = $1 for no key update', [workspace]);
      const archived = await tx.one(
        "select 1 from workspace_shut where workspace_id = $1 and state = 'archived' for update",
        [workspace],
      );
      if (archived && verified) throw new Problem(409, 'workspace.not_verifiable');
      // What is taken back stays so when the workspace is restored.
      if (archived)
        await tx.rows('update workspace_shut set was_verified = false where workspace_id = $1', [workspace]);
      else await setVerified(tx, workspace, verified);
    });
    await appendToLog(context, tx, [platform, workspace], {
      action: verified ? 'workspace.verified' : 'workspace.unverified',
      entity: { kind: 'workspace', id: workspace },
      by: byOf(who),
    });
  });

/**
 * An administrator's word on an application.
 * @param {Context} context
 * @param {Who} who
 * @param {string} id
 * @param {{ approve: boolean, reason?: string, verified?: boolean }} word
 */
export async function decideApplication(context, who, id, { approve, reason, verified = false }) {
  const email = await withIdentity(context.db, identityOf(who), (tx) =>
    settle(context, tx, {
      id,
      state: approve ? 'approved' : 'refused',
      reason,
      verified,
      by: byOf(who),
      decidedBy: who.person.id,
    }),
  );
  await sendMail(context, email, null, (texts) => {
    if (approve) return { subject: texts.openSubject, text: texts.approvedText({ address: signInAddress(context) }) };
    const text = reason ? texts.refusedForReasonText({ reason }) : texts.refusedText;
    return { subject: texts.applicationSubject, text };
  });
}

/**
 * @param {Context} context
 * @param {Tx} tx as the platform
 * @param {{ id: string, state: 'approved' | 'refused', reason?: string, verified?: boolean, by: import('../audit/service.js').By, decidedBy: string }} word
 * @returns {Promise<string>} the applicant's address
 */
async function settle(context, tx, { id, state, reason, verified = false, by, decidedBy }) {
  /** @type {Pick<ApplicationRow, 'email' | 'account_workspace' | 'account_person'> | null} */
  const row = await tx.one(
    `update application set state = $3, reason = $4, decided_at = $5, decided_by = $6
     where workspace_id = $1 and id = $2 and state = 'pending' returning email, account_workspace, account_person`,
    [platform, id, state, reason ?? null, context.clock(), decidedBy],
  );
  if (!row) {
    if (await tx.one('select 1 from application where workspace_id = $1 and id = $2', [platform, id])) {
      throw new Problem(409, 'access.already_decided');
    }
    throw notFound();
  }
  const { account_workspace: workspace, account_person: person } = row;
  await as(tx, { workspace }, async () => {
    await tx.rows('update person set state = $3 where workspace_id = $1 and id = $2', [
      workspace,
      person,
      state === 'approved' ? 'active' : 'suspended',
    ]);
    if (verified) await setVerified(tx, workspace, true);
  });
  await appendToLog(context, tx, [platform, workspace], {
    action: `access.${state}`,
    entity: { kind: 'application', id },
    by,
    detail: { workspace, person, verified },
  });
  return row.email;
}

/**
 * Sends a sign-in link, when the address is known. The caller's answer is the same either way.
 * @param {Context} context
 * @param {string} address
 * @param {Language | null} language in which it was asked for
 */
export async function sendLink(context, address, language) {
  const email = normalEmail(address);
  const link = await withIdentity(context.db, {}, async (tx) => {
    const account = await accountOf(tx, email);
    return account && makeLink(context, tx, account);
  });
  if (!link) return;
  await sendMail(context, email, language, (texts) => ({
    subject: texts.linkSubject,
    text: texts.linkText({ minutes: linkMinutes, link }),
  }));
}

/**
 * @param {Context} context
 * @param {Tx} tx
 * @param {{ workspace: string, person: string }} account
 * @param {{ minutes?: number, reusable?: boolean }} [terms] reusable: the demo people's links, printed at start
 * @returns {Promise<string>} the address; its secret stands in the fragment, which no server sees and no log keeps
 */
export function makeLink(context, tx, { workspace, person }, { minutes = linkMinutes, reusable = false } = {}) {
  const token = newToken(context.random);
  const now = context.clock();
  return as(tx, { workspace }, async () => {
    await tx.rows('delete from sign_in_link where workspace_id = $1 and expires_at < $2', [workspace, now]);
    await tx.rows(
      `insert into sign_in_link (workspace_id, token_hash, person_id, created_at, expires_at, reusable) values ($1, $2, $3, $4, $5, $6)`,
      [workspace, hashToken(token), person, now, new Date(now.getTime() + minutes * minuteMs), reusable],
    );
    return `${signInAddress(context)}#${token}`;
  });
}
