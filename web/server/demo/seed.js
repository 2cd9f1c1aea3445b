/**
 * @file Lays the demo season: every step goes the way that a person's would (request, hold, quote, signature, contract),
 * in the order of time, under a clock that is set back. One transaction: it is there whole, or not at all.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { as, withIdentity } from '../database/identity.js';
import { addPerson, addWorkspace, apply, makeLink } from '../modules/accounts/service.js';
import { approvalById, describe, knownParties, statementType } from '../modules/approvals/service.js';
import { artistById } from '../modules/artists/service.js';
import { keepCalendar, readCalendar } from '../modules/calendars/service.js';
import { confirm, present } from '../modules/approvals/confirm.js';
import { engagementById, lay } from '../modules/engagements/service.js';
import { fileRequest } from '../modules/engagements/guests.js';
import { byOf, identityOf, readWho } from '../modules/accounts/people.js';
import { platform } from '../modules/platform/workspace.js';
import { record, theClock } from '../modules/audit/service.js';
import { addArtist, invite, partner } from '../modules/artists/relations.js';
import { hashToken, newToken } from '../secrets.js';
import { takeEvent } from '../modules/engagements/actions.js';
import { instant } from '../context.js';
import { proposeLevel } from '../modules/artists/routes.js';
import { artists } from './artists.js';
import { engagements, visitors } from './engagements.js';
import { applicants, people, workspaces } from './people.js';

/** @typedef {import('../context.js').House} House */
/** @typedef {import('../database/index.js').Tx} Tx */
/** @typedef {import('../modules/accounts/people.js').Who} Who */

const dayMs = 86_400_000;
const marker = 'demo season';

/**
 * @typedef {object} Stage what the seeding works with
 * @property {House} house with the set-back clock and repeatable randomness
 * @property {Tx} tx
 * @property {(daysAgo: number) => void} turn sets the clock
 * @property {Date} now the day of seeding
 */

/**
 * @param {House} house
 * @param {(line: string) => void} progress
 */
export async function laySeason(house, progress) {
  await house.db.transaction(async (tx) => {
    // Of several processes that start at once, one lays it; the others wait and find it there.
    await tx.rows('select pg_advisory_xact_lock($1)', [0x63756533]);
    const ran = await as(tx, {}, () => tx.one('select value from setting where name = $1', [marker]));
    if (ran) return;
    if (await as(tx, { workspace: workspaces[0].id }, () => tx.one('select 1 from workspace'))) return;
    progress('laying the demo season');
    const stage = staged(house, tx);
    for (const [daysAgo, act] of script(stage).sort(([a], [b]) => b - a)) {
      stage.turn(daysAgo);
      await act();
    }
    await as(tx, {}, () => tx.rows('insert into setting (name, value) values ($1, $2)', [marker, instant(stage.now)]));
  });
}

/** @param {House} house @param {Tx} tx @returns {Stage} */
function staged(house, tx) {
  const now = house.clock();
  let clock = now;
  let counter = 0;
  return {
    now,
    tx,
    turn(daysAgo) {
      clock = new Date(now.getTime() - daysAgo * dayMs);
    },
    house: {
      ...house,
      // A deployment's own rules are for its own people.
      config: { ...house.config, checkpoints: {} },
      db: { transaction: (work) => work(tx) },
      clock: () => clock,
      random: (octets) =>
        createHash('shake256', { outputLength: octets }).update(`cuelight demo ${counter++}`).digest(),
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
  const { house, tx, now } = stage;
  const inDays = (/** @type {number} */ days) => new Date(now.getTime() + days * dayMs);
  /** @type {[number, () => Promise<unknown>][]} */
  const acts = [];
  for (const one of workspaces) acts.push([120, () => addWorkspace(house, tx, { ...one, demo: true })]);
  for (const one of people) acts.push([119, () => addPerson(house, tx, { ...one, demo: true })]);
  for (const one of artists) acts.push([118, () => enrol(stage, one)]);
  for (const { id, roster, invite: invited = [] } of artists) {
    for (const [workspace, days] of /** @type {[string, number][]} */ (invited)) {
      acts.push([
        60,
        () =>
          invite(
            house,
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
      partner(house, tx, { workspace: 'ws_halbmond', partner: named('ws_perceneige'), until: inDays(200) }, theClock),
  ]);
  for (const one of artists.filter(({ level }) => level === 'public'))
    acts.push([110, () => publish(stage, one, true)]);
  acts.push([0.2, () => publish(stage, { id: 'art_theodora', roster: 'ws_halbmond' }, false)]);
  for (const one of engagements) {
    const [first, ...rest] = one.steps;
    acts.push([first.ago, () => ask(stage, one, first)]);
    for (const step of rest) acts.push([step.ago, () => move(stage, one, step)]);
  }
  for (const one of visitors) {
    const { start, end } = timesOf(stage, one);
    acts.push([
      one.ago,
      () => fileRequest(house, { ...one, start: instant(start), end: instant(end), timeZone: one.zone }),
    ]);
  }
  for (const { daysAgo, ...form } of applicants) acts.push([daysAgo, () => apply(house, form)]);
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
function enrol({ house, tx }, { roster, self, level, id, ...rest }) {
  const agent = people.find(({ workspace }) => workspace === roster);
  return addArtist(
    house,
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
async function whoOf({ house, tx }, workspace) {
  const person = people.find((one) => one.workspace === workspace);
  const who = await as(tx, { workspace }, () =>
    readWho(house, tx, { workspace_id: workspace, person_id: person?.id ?? '', id: 'demo' }),
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
  const { house, tx } = stage;
  const proposer = await whoOf(stage, roster);
  const approval = await as(tx, identityOf(proposer), async () =>
    proposeLevel(house, tx, proposer, await artistById(tx, id), 'public'),
  );
  if (agreed && self) await sign(stage, await whoOf(stage, self), approval.id);
}

/** @param {Stage} stage @param {any} one */
function timesOf({ house, now }, one) {
  const { calendar } = house.core;
  const today = calendar.toLocal({ utc: instant(now), tzid: one.zone }).local.slice(0, 10);
  const day = one.dst === undefined ? plusDays(today, one.day) : plusDays(nextChange(house, now), one.dst);
  const start = new Date(calendar.toUtc({ local: `${day}T${one.at}:00`, tzid: one.zone }).utc);
  return { start, end: new Date(start.getTime() + one.minutes * 60_000) };
}

/** @param {string} date @param {number} days */
const plusDays = (date, days) =>
  new Date(new Date(`${date}T00:00:00Z`).getTime() + days * dayMs).toISOString().slice(0, 10);

/** The next day on which Berlin's clocks change, at least three weeks from now. @param {House} house @param {Date} now */
function nextChange({ core }, now) {
  const offset = (/** @type {number} */ day) =>
    core.calendar.toLocal({ utc: instant(new Date(now.getTime() + day * dayMs)), tzid: 'Europe/Berlin' }).offsetSeconds;
  let day = 21;
  while (offset(day) === offset(day + 1)) day += 1;
  return instant(new Date(now.getTime() + (day + 1) * dayMs)).slice(0, 10);
}

/** @param {Stage} stage @param {any} one @param {any} step */
async function ask(stage, one, step) {
  const { house, tx } = stage;
  const who = await whoOf(stage, one.presenter);
  const roster = artists.find(({ id }) => id === one.artist)?.roster ?? '';
  const artist = await as(tx, { workspace: roster }, () => artistById(tx, one.artist));
  const row = await lay(house, tx, one.id, {
    artist,
    agency: artist.represented ? { workspace: roster, name: named(roster).name } : null,
    presenter: { workspace: one.presenter, name: named(one.presenter).name },
    counsel: (one.counsel ?? []).map((/** @type {string} */ id) => ({ workspace: id, name: named(id).name })),
    title: one.title,
    ...timesOf(stage, one),
    timeZone: one.zone,
    venue: one.venue,
    fee: one.fee,
    note: step.note ?? '',
    demo: true,
  });
  const { approvalId } = await as(tx, identityOf(who), () =>
    takeEvent(house, tx, who, row, 'request', { fee: one.fee, note: step.note }),
  );
  if (approvalId) await sign(stage, who, approvalId);
}

/** @param {Stage} stage @param {any} one @param {any} step */
async function move(stage, one, step) {
  const { house, tx, now } = stage;
  const row = await as(tx, { workspace: one.presenter }, () => engagementById(tx, one.id));
  const sides = { presenter: one.presenter, artist: row.value.agency ?? row.workspace_id };
  const who = await whoOf(stage, sides[/** @type {'presenter' | 'artist'} */ (step.by)]);
  const later = (/** @type {number} */ days, from = house.clock()) => instant(new Date(from.getTime() + days * dayMs));
  const form = {
    ...(step.note ? { note: step.note } : {}),
    ...(step.expiresIn ? { expiresAt: later(step.expiresIn, now) } : {}),
    ...(step.validFor ? { validUntil: later(step.validFor, now) } : {}),
    ...(step.deadlineIn ? { deadline: later(step.deadlineIn) } : {}),
    ...(step.terms
      ? { terms: step.terms, governingLaw: step.governingLaw, signBy: later(Math.max(1, step.ago) + 12) }
      : {}),
    ...(step.payments ? { payments: instalments(one.fee, step.payments, now) } : {}),
  };
  const { approvalId } = await as(tx, identityOf(who), () => takeEvent(house, tx, who, row, step.event, form));
  if (!approvalId || step.confirm === false) return;
  const signing =
    step.event === 'draft_contract'
      ? (step.approve ?? ['artist', 'presenter']).map((/** @type {'artist' | 'presenter'} */ side) => sides[side])
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
async function sign({ house, tx }, who, id) {
  const { approval } = house.core;
  const row = await as(tx, identityOf(who), () => approvalById(tx, id));
  const reader = { locale: 'en-GB', timeZone: 'UTC', now: instant(house.clock()) };
  const known = await as(tx, identityOf(who), () => knownParties(tx));
  const { digest, viewDigest } = describe(house, row, { ...reader, knownParties: known });
  const shown = await present(house, who, row, { digest, viewDigest, ...reader });
  const { publicKey, secretKey } = approval.keyPair(
    createHash('sha256').update(`cuelight demo key of ${who.person.id}`).digest(),
  );
  const signature = approval.sign({ type: statementType, payload: Buffer.from(shown.statement, 'base64'), secretKey });
  await confirm(house, who, id, {
    presentationId: shown.id,
    signature: Buffer.from(signature).toString('hex'),
    publicKey: Buffer.from(publicKey).toString('hex'),
  });
}

/** A calendar that an artist brought. @param {Stage} stage */
async function bring(stage) {
  const { house, tx } = stage;
  const who = await whoOf(stage, 'ws_anhduong');
  const octets = new Uint8Array(await readFile(new URL('teaching.ics', import.meta.url)));
  const { problems, events, title } = readCalendar(house, octets, 'Europe/Berlin');
  await as(tx, identityOf(who), async () => {
    const id = await keepCalendar(house, tx, {
      workspace: who.workspace.id,
      artist: 'art_anhduong',
      name: title ?? 'Teaching',
      octets,
      events,
      problems,
      by: who.person.id,
    });
    await record(house, tx, [who.workspace.id], {
      action: 'calendar.imported',
      entity: { kind: 'calendar', id },
      by: byOf(who),
      detail: { events },
    });
  });
}

/** Feeds that were made once; their addresses were shown then, and are not known here. @param {Stage} stage */
async function subscribe(stage) {
  const { house, tx } = stage;
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
          hashToken(newToken((octets) => crypto.getRandomValues(new Uint8Array(octets)))),
          label,
          who.person.id,
          house.clock(),
          revoked ? null : new Date(stage.now.getTime() - 3_600_000),
          revoked ? stage.now : null,
        ],
      );
      await record(house, tx, [workspace], {
        action: 'feed.created',
        entity: { kind: 'feed', id },
        by: byOf(who),
        detail: { kind: 'week' },
      });
    });
  }
}

/** The keys that signed above are no secret, so they sign nothing from here on. @param {Stage} stage */
async function retireKeys({ house, tx }) {
  for (const workspace of new Set(people.map((one) => one.workspace))) {
    await as(tx, { workspace }, () =>
      tx.rows('update device_key set revoked_at = $2 where workspace_id = $1', [workspace, house.clock()]),
    );
  }
}

/**
 * One-click links for the demo people, good for half a day and for more than one click.
 * @param {House} house
 */
export async function signInLinks(house) {
  const links = [];
  for (const { id, workspace, name, link: role } of people) {
    if (!role) continue;
    const there = await withIdentity(house.db, { workspace }, (tx) =>
      tx.one('select 1 from person where workspace_id = $1 and id = $2 and demo', [workspace, id]),
    );
    if (!there) continue;
    const url = await withIdentity(house.db, { workspace }, (tx) =>
      makeLink(house, tx, { workspace, person: id }, { minutes: 720, reusable: true }),
    );
    links.push({ name, role, workspace: workspace === platform ? 'Cuelight' : named(workspace).name, url });
  }
  return links;
}
