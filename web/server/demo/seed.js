/**
 * @file Lays the demo season: every step goes the way that a person's would (request, hold, quote, signature, contract),
 * in the order of time, under a clock that is set back. One transaction: it is there whole, or not at all.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fromBase64, toHex } from '../../shared/bytes.js';
import { dayMs, hourMs, minuteMs } from '../../shared/duration.js';
import { instant } from '../context.js';
import { as, withIdentity } from '../database/identity.js';
import { byOf, identityOf, readWho } from '../modules/accounts/people.js';
import { addPerson, addWorkspace, fileApplication, makeLink } from '../modules/accounts/service.js';
import { confirm, present } from '../modules/approvals/confirm.js';
import { approvalById, describe, knownParties, statementType } from '../modules/approvals/service.js';
import { proposeLevel } from '../modules/artists/levels.js';
import { addArtist, addPartnership, addRosterInvitation } from '../modules/artists/relations.js';
import { artistById } from '../modules/artists/service.js';
import { appendToLog, theClock } from '../modules/audit/service.js';
import { keepCalendar, readCalendar } from '../modules/calendars/service.js';
import { takeEvent } from '../modules/engagements/actions.js';
import { fileRequest } from '../modules/engagements/guests.js';
import { engagementById, lay } from '../modules/engagements/service.js';
import { platform } from '../modules/platform/workspace.js';
import { hashToken, newToken } from '../secrets.js';
import { artists } from './artists.js';
import { engagements, visitors } from './engagements.js';
import { applicants, people, workspaces } from './people.js';

/** @typedef {import('../context.js').Context} Context */
/** @typedef {import('../database/index.js').Tx} Tx */
/** @typedef {import('../modules/accounts/people.js').Who} Who */
/** @typedef {import('../modules/artists/service.js').Artist} Artist */
/** @typedef {import('../database/rows.d.ts').EngagementRow} EngagementRow */
/** @typedef {import('../database/rows.d.ts').ApprovalRow} ApprovalRow */

const marker = 'demo season';

/**
 * @typedef {object} Stage what the seeding works with
 * @property {Context} context with the set-back clock and repeatable randomness
 * @property {Tx} tx
 * @property {(daysAgo: number) => void} turn sets the clock
 * @property {Date} now the day of seeding
 */

/**
 * @param {Context} context
 * @param {(line: string) => void} progress
 */
export async function seedDemo(context, progress) {
  await context.db.transaction(async (tx) => {
    // Of several processes that start at once, one lays it; the others wait and find it there.
    await tx.rows('select pg_advisory_xact_lock($1)', [0x63756533]);
    const ran = await as(tx, {}, () => tx.one('select value from setting where name = $1', [marker]));
    if (ran) return;
    if (await as(tx, { workspace: workspaces[0].id }, () => tx.one('select 1 from workspace'))) return;
    progress('laying the demo season');
    const stage = staged(context, tx);
    for (const [daysAgo, act] of script(stage).sort(([a], [b]) => b - a)) {
      stage.turn(daysAgo);
      await act();
    }
    await as(tx, {}, () => tx.rows('insert into setting (name, value) values ($1, $2)', [marker, instant(stage.now)]));
  });
}

/** @param {Context} context @param {Tx} tx @returns {Stage} */
function staged(context, tx) {
  const now = context.clock();
  let clock = now;
  let counter = 0;
  return {
    now,
    tx,
    turn(daysAgo) {
      clock = new Date(now.getTime() - daysAgo * dayMs);
    },
    context: {
      ...context,
      // A deployment's own rules are for its own people.
      config: { ...context.config, checkpoints: {} },
      db: { transaction: (work) => work(tx) },
      clock: () => clock,
      random: (bytes) => createHash('shake256', { outputLength: bytes }).update(`cuelight demo ${counter++}`).digest(),
      mail: { send: async () => {}, close: () => {} },
    },
  };
}

/**
 * Everything that happens, with how many days ago.
 * @param {Stage} stage
 * @returns {[number, () => Promise<unknown>][]}
 */
function script(stage) {
  const { context, tx, now } = stage;
  const inDays = (/** @type {number} */ days) => new Date(now.getTime() + days * dayMs);
  /** @type {[number, () => Promise<unknown>][]} */
  const acts = [];
  for (const one of workspaces) acts.push([120, () => addWorkspace(context, tx, { ...one, demo: true })]);
  for (const one of people) acts.push([119, () => addPerson(context, tx, { ...one, demo: true })]);
  for (const one of artists) acts.push([118, () => enrol(stage, one)]);
  for (const { id, roster, invite: invited = [] } of artists) {
    for (const [workspace, days] of /** @type {[string, number][]} */ (invited)) {
      acts.push([
        60,
        () =>
          addRosterInvitation(
            context,
            tx,
            { workspace: roster, artist: id, invited: named(workspace), until: inDays(days) },
            theClock,
          ),
      ]);
    }
  }
  acts.push([
    100,
    () =>
      addPartnership(
        context,
        tx,
        { workspace: 'ws_halbmond', partner: named('ws_perceneige'), until: inDays(200) },
        theClock,
      ),
  ]);
  for (const one of artists.filter(({ level }) => level === 'public'))
    acts.push([110, () => publish(stage, one, true)]);
  acts.push([0.2, () => publish(stage, { id: 'art_theodora', roster: 'ws_halbmond' }, false)]);
  for (const one of engagements) {
    const [first, ...rest] = one.actions;
    acts.push([first.ago, () => ask(stage, one, first)]);
    for (const action of rest) acts.push([action.ago, () => move(stage, one, action)]);
  }
  for (const one of visitors) {
    const { start, end } = timesOf(stage, one);
    acts.push([
      one.ago,
      () => fileRequest(context, { ...one, start: instant(start), end: instant(end), timeZone: one.zone }),
    ]);
  }
  for (const { daysAgo, ...form } of applicants) acts.push([daysAgo, () => fileApplication(context, form)]);
  acts.push([20, () => bring(stage)]);
  acts.push([9, () => subscribe(stage)]);
  acts.push([0, () => retireKeys(stage)]);
  return acts;
}

/** @param {string} id */
const named = (id) => {
  const found = workspaces.find((one) => one.id === id);
  return { id, name: found?.name ?? id };
};

/** @param {Stage} stage @param {any} artist */
function enrol({ context, tx }, { roster, self, level, id, ...rest }) {
  const agent = people.find(({ workspace }) => workspace === roster);
  return addArtist(
    context,
    tx,
    roster,
    {
      ...rest,
      id,
      represented: roster !== self,
      selfWorkspace: self,
      level: level === 'public' ? 'private_listing' : level,
      demo: true,
    },
    { kind: 'person', id: agent?.id ?? null, workspace: roster },
  );
}

/** The first person who may act for a workspace. @param {Stage} stage @param {string} workspace @returns {Promise<Who>} */
async function whoOf({ context, tx }, workspace) {
  const person = people.find((one) => one.workspace === workspace);
  const who = await as(tx, { workspace }, () =>
    readWho(context, tx, { workspace_id: workspace, person_id: person?.id ?? '', id: 'demo' }),
  );
  if (!who) throw new Error(`nobody acts for ${workspace}`);
  return who;
}

/**
 * The artist's own word on being public; or only the agency's proposal of it.
 * @param {Stage} stage
 * @param {{ id: string, roster: string, self?: string | null }} artist
 * @param {boolean} agreed
 */
async function publish(stage, { id, roster, self }, agreed) {
  const { context, tx } = stage;
  const proposer = await whoOf(stage, roster);
  const approval = await as(tx, identityOf(proposer), async () =>
    proposeLevel(context, tx, proposer, /** @type {Artist} */ (await artistById(tx, id)), 'public'),
  );
  if (agreed && self) await sign(stage, await whoOf(stage, self), approval.id);
}

/** @param {Stage} stage @param {any} one */
function timesOf({ context, now }, one) {
  const { calendar } = context.core;
  const today = calendar.toLocal({ utc: instant(now), tzid: one.zone }).local.slice(0, 10);
  const day = one.dst === undefined ? plusDays(today, one.day) : plusDays(nextChange(context, now), one.dst);
  const start = new Date(calendar.toUtc({ local: `${day}T${one.at}:00`, tzid: one.zone }).utc);
  return { start, end: new Date(start.getTime() + one.minutes * minuteMs) };
}

/** @param {string} date @param {number} days */
const plusDays = (date, days) =>
  new Date(new Date(`${date}T00:00:00Z`).getTime() + days * dayMs).toISOString().slice(0, 10);

/** The next day on which Berlin's clocks change, at least three weeks from now. @param {Context} context @param {Date} now */
function nextChange({ core }, now) {
  const offset = (/** @type {number} */ day) =>
    core.calendar.toLocal({ utc: instant(new Date(now.getTime() + day * dayMs)), tzid: 'Europe/Berlin' }).offsetSeconds;
  let day = 21;
  while (offset(day) === offset(day + 1)) day += 1;
  return instant(new Date(now.getTime() + (day + 1) * dayMs)).slice(0, 10);
}

/** @param {Stage} stage @param {any} one @param {any} action */
async function ask(stage, one, action) {
  const { context, tx } = stage;
  const who = await whoOf(stage, one.presenter);
  const roster = artists.find(({ id }) => id === one.artist)?.roster ?? '';
  const artist = /** @type {Artist} */ (await as(tx, { workspace: roster }, () => artistById(tx, one.artist)));
  const row = await lay(context, tx, one.id, {
    artist,
    agency: artist.represented ? { workspace: roster, name: named(roster).name } : null,
    presenter: { workspace: one.presenter, name: named(one.presenter).name },
    counsel: (one.counsel ?? []).map((/** @type {string} */ id) => ({ workspace: id, name: named(id).name })),
    title: one.title,
    ...timesOf(stage, one),
    timeZone: one.zone,
    venue: one.venue,
    fee: one.fee,
    note: action.note ?? '',
    demo: true,
  });
  const { approvalId } = await as(tx, identityOf(who), () =>
    takeEvent(context, tx, who, row, 'request', { fee: one.fee, note: action.note }),
  );
  if (approvalId) await sign(stage, who, approvalId);
}

/** @param {Stage} stage @param {any} one @param {any} action */
async function move(stage, one, action) {
  const { context, tx, now } = stage;
  const row = /** @type {EngagementRow} */ (
    await as(tx, { workspace: one.presenter }, () => engagementById(tx, one.id))
  );
  const sides = { presenter: one.presenter, artist: row.value.agency ?? row.workspace_id };
  const who = await whoOf(stage, sides[/** @type {'presenter' | 'artist'} */ (action.by)]);
  const later = (/** @type {number} */ days, from = context.clock()) =>
    instant(new Date(from.getTime() + days * dayMs));
  const form = {
    ...(action.note ? { note: action.note } : {}),
    ...(action.expiresIn ? { expiresAt: later(action.expiresIn, now) } : {}),
    ...(action.validFor ? { validUntil: later(action.validFor, now) } : {}),
    ...(action.deadlineIn ? { deadline: later(action.deadlineIn) } : {}),
    ...(action.terms
      ? { terms: action.terms, governingLaw: action.governingLaw, signBy: later(Math.max(1, action.ago) + 12) }
      : {}),
    ...(action.payments ? { payments: instalments(one.fee, action.payments, now) } : {}),
  };
  const { approvalId } = await as(tx, identityOf(who), () => takeEvent(context, tx, who, row, action.event, form));
  if (!approvalId || action.confirm === false) return;
  const signing =
    action.event === 'draft_contract'
      ? (action.approve ?? ['artist', 'presenter']).map((/** @type {'artist' | 'presenter'} */ side) => sides[side])
      : [who.workspace.id];
  for (const workspace of signing) await sign(stage, await whoOf(stage, workspace), approvalId);
}

/** @param {{ amountMinor: number, currency: string }} fee @param {{ label: string, share: number, dueIn: number }[]} parts @param {Date} now */
function instalments(fee, parts, now) {
  return parts.map(({ label, share, dueIn }) => ({
    label,
    due: new Date(now.getTime() + dueIn * dayMs).toISOString().slice(0, 10),
    amount: { amountMinor: (fee.amountMinor * share) / 100, currency: fee.currency },
  }));
}

/** Looks at an approval and confirms it, as a person's page would. @param {Stage} stage @param {Who} who @param {string} id */
async function sign({ context, tx }, who, id) {
  const { approval } = context.core;
  const row = /** @type {ApprovalRow} */ (await as(tx, identityOf(who), () => approvalById(tx, id)));
  const reader = { locale: 'en-GB', timeZone: 'UTC', now: instant(context.clock()) };
  const known = await as(tx, identityOf(who), () => knownParties(tx));
  const { digest, viewDigest } = describe(context, row, { ...reader, knownParties: known });
  const shown = await present(context, who, row, { digest, viewDigest, ...reader });
  const { publicKey, secretKey } = approval.keyPair(
    createHash('sha256').update(`cuelight demo key of ${who.person.id}`).digest(),
  );
  const signature = approval.sign({ type: statementType, payload: fromBase64(shown.statement), secretKey });
  await confirm(context, who, id, {
    presentationId: shown.id,
    signature: toHex(signature),
    publicKey: toHex(publicKey),
  });
}

/** A calendar that an artist brought. @param {Stage} stage */
async function bring(stage) {
  const { context, tx } = stage;
  const who = await whoOf(stage, 'ws_anhduong');
  const bytes = new Uint8Array(await readFile(new URL('teaching.ics', import.meta.url)));
  const { problems, events, title } = readCalendar(context, bytes, 'Europe/Berlin');
  await as(tx, identityOf(who), async () => {
    const id = await keepCalendar(context, tx, {
      workspace: who.workspace.id,
      artist: 'art_anhduong',
      name: title ?? 'Teaching',
      bytes,
      events,
      problems,
      by: who.person.id,
    });
    await appendToLog(context, tx, [who.workspace.id], {
      action: 'calendar.imported',
      entity: { kind: 'calendar', id },
      by: byOf(who),
      detail: { events },
    });
  });
}

/** Feeds that were made once; their addresses were shown then, and are not known here. @param {Stage} stage */
async function subscribe(stage) {
  const { context, tx } = stage;
  for (const [workspace, label, revoked] of /** @type {[string, string, boolean][]} */ ([
    ['ws_halbmond', 'Office calendar', false],
    ['ws_halbmond', 'Old telephone', true],
    ['ws_anhduong', 'My week', false],
  ])) {
    const who = await whoOf(stage, workspace);
    const id = `feed_demo_${createHash('sha256')
      .update(workspace + label)
      .digest('hex')
      .slice(0, 12)}`;
    await as(tx, identityOf(who), async () => {
      await tx.rows(
        `insert into feed (workspace_id, id, token_hash, kind, label, person_id, created_at, last_fetched_at, revoked_at) values ($1, $2, $3, 'week', $4, $5, $6, $7, $8)`,
        [
          workspace,
          id,
          hashToken(newToken((bytes) => crypto.getRandomValues(new Uint8Array(bytes)))),
          label,
          who.person.id,
          context.clock(),
          revoked ? null : new Date(stage.now.getTime() - hourMs),
          revoked ? stage.now : null,
        ],
      );
      await appendToLog(context, tx, [workspace], {
        action: 'feed.created',
        entity: { kind: 'feed', id },
        by: byOf(who),
        detail: { kind: 'week' },
      });
    });
  }
}

/** The keys that signed above are no secret, so they sign nothing from here on. @param {Stage} stage */
async function retireKeys({ context, tx }) {
  for (const workspace of new Set(people.map((one) => one.workspace))) {
    await as(tx, { workspace }, () =>
      tx.rows('update device_key set revoked_at = $2 where workspace_id = $1', [workspace, context.clock()]),
    );
  }
}

/**
 * One-click links for the demo people, good for half a day and for more than one click.
 * @param {Context} context
 */
export async function signInLinks(context) {
  const links = [];
  for (const { id, workspace, name, link: role } of people) {
    if (!role) continue;
    const there = await withIdentity(context.db, { workspace }, (tx) =>
      tx.one('select 1 from person where workspace_id = $1 and id = $2 and demo', [workspace, id]),
    );
    if (!there) continue;
    const url = await withIdentity(context.db, { workspace }, (tx) =>
      makeLink(context, tx, { workspace, person: id }, { minutes: 720, reusable: true }),
    );
    links.push({ name, role, workspace: workspace === platform ? 'Cuelight' : named(workspace).name, url });
  }
  return links;
}
