/**
 * @file Non-interference, generated from the API's own description: whatever changes that somebody may not see, everything
 * that she can read stays as it is, octet for octet. An endpoint that is added is covered by being described.
 * CUELIGHT_SEED repeats a run.
 */
import assert from 'node:assert/strict';
import test from 'node:test';
import { withIdentity } from '../../web/server/database/identity.js';
import { identityOf } from '../../web/server/modules/accounts/people.js';
import { artistById, grantsOf, subjectOf, viewerOf } from '../../web/server/modules/artists/service.js';
import { engagementSubject } from '../../web/server/modules/engagements/service.js';
import { random } from '../bench/harness.js';
import { castOf, rolesOn } from '../support/cast.js';
import { addressesOf, assertSame, readAll } from '../support/denied-access.js';
import { operationsOf } from '../support/operations.js';
import { onEachDatabase } from '../support/server.js';

/** @typedef {import('../support/cast.js').Role} Role */

const seed = Number(process.env.CUELIGHT_SEED ?? Date.now() % 0x7fff_ffff);

onEachDatabase((stand, kind) => {
  test(`what a viewer may not see changes nothing that she reads (CUELIGHT_SEED=${seed})`, async (t) => {
    t.diagnostic(`CUELIGHT_SEED=${seed} on ${kind}`);
    const { context } = stand.server;
    const cast = await castOf(stand);
    const next = random(seed);
    /** @type {string[]} */
    const words = [];
    const word = () => {
      words.push(`hidden${Math.floor(next() * 1e9)}`);
      return String(words.at(-1));
    };
    const still = context.clock();
    context.clock = () => still;

    /** Changes, of one artist, what core shows neither to this viewer nor to everybody. @param {Role} role @param {any} artist */
    const changeArtist = async ({ who }, { id, home, self }) => {
      const viewer = await withIdentity(context.db, identityOf(who), (tx) => viewerOf(context, tx, who));
      const anybody = { kind: /** @type {const} */ ('anonymous'), workspace: null, now: viewer.now };
      const hidden = await withIdentity(context.db, { workspace: home }, async (tx) => {
        const row = await artistById(tx, id);
        assert.ok(row);
        const subject = subjectOf(row, await grantsOf(tx, [row]));
        const sights = [viewer, anybody].map((one) => context.core.visibility.decide({ subject, viewer: one }).fields);
        return (/** @type {'identity' | 'folio' | 'contact' | 'fees' | 'notes'} */ group, coarseToo = false) =>
          sights.every((sight) => sight[group] === 'absent' || (coarseToo && sight[group] === 'coarse'));
      });
      const change = (/** @type {string} */ table, /** @type {string} */ set, /** @type {unknown[]} */ ...values) =>
        cast.rowsIn(
          home,
          `update ${table} set ${set} where workspace_id = $1 and ${table === 'artist' ? 'id' : 'artist_id'} = $2`,
          [home, id, ...values],
        );
      if (hidden('notes')) await change('artist_private', 'notes = $3', word());
      if (hidden('contact', true)) await change('artist_private', 'contact = $3', { email: word() });
      if (hidden('fees')) {
        const from = { amountMinor: 1, currency: word() };
        await change('artist_private', 'fees = fees || $3', { range: { from, to: {} } });
      } else if (hidden('fees', true)) await change('artist_private', 'fees = fees || $3', { floor: word() });
      if (hidden('folio')) await change('artist', 'folio = $3, changed_at = $4', { bio: word() }, still);
      if (hidden('identity') && self !== who.workspace.id)
        await change('artist', 'name = $3, discipline = $3, home = $3', word());
    };

    /**
     * Changes, of one engagement that she has a part in, what core doesn't show her. @param {Role} role @param {any} row
     */
    const changeEngagement = async ({ who }, row) => {
      const viewer = await withIdentity(context.db, identityOf(who), (tx) => viewerOf(context, tx, who));
      const sight = context.core.visibility.decide({ subject: engagementSubject(row), viewer }).fields;
      const change = (/** @type {string} */ set, /** @type {unknown} */ value) =>
        cast.rowsIn(row.workspace_id, `update engagement set ${set} where workspace_id = $1 and id = $2`, [
          row.workspace_id,
          row.id,
          value,
        ]);
      if (sight.notes === 'absent') await change('note = $3', word());
      if (sight.fees === 'absent') await change('fee_minor = $3', Math.floor(next() * 1e6));
      if (sight.contact === 'absent')
        await change('guest = $3', { name: word(), email: 'a@b.example', organisation: '' });
    };

    /** Changes what another workspace keeps for itself. @param {string} workspace @param {string} mine */
    const changeWorkspace = async (workspace, mine) => {
      const change = (/** @type {string} */ statement, /** @type {unknown[]} */ ...values) =>
        cast.rowsIn(workspace, statement, [workspace, word(), ...values]);
      await change(
        'update engagement set title = $2, note = $2, place = $2, fee_minor = $4 where workspace_id = $1 and not ($3 = any (party_ids))',
        mine,
        Math.floor(next() * 1e6),
      );
      await change('update approval set intent = $2 where workspace_id = $1 and not ($3 = any (party_ids))', mine);
      await change("update person set email = $2 || '@x.example' where workspace_id = $1");
      await change('update feed set label = $2 where workspace_id = $1');
      await change('update letter set email = $2, days = 7 where workspace_id = $1');
      await change('update imported_calendar set name = $2 where workspace_id = $1');
      await change('update passkey set name = $2 where workspace_id = $1');
      await change('update device_key set name = $2 where workspace_id = $1');
      await change('update application set workspace_name = $2 where workspace_id = $1');
      await change('update access_code set label = $2 where workspace_id = $1');
      await change('update invitation set invited_name = $2 where workspace_id = $1 and invited_id <> $3', mine);
      await change('update partnership set partner_name = $2 where workspace_id = $1 and partner_id <> $3', mine);
    };

    const asking = rolesOn(cast, kind, seed);
    let compared = 0;
    let partial = 0;
    const operations = new Set();
    for (const role of asking) {
      const { who } = role;
      const artists = await cast.rowsOfAll(
        'select id, workspace_id as home, self_workspace as self from artist where workspace_id = $1',
      );
      const engagements = await cast.rowsOfAll('select * from engagement where workspace_id = $1');
      const addresses = await addressesOf(stand, cast, role);
      for (const { of } of addresses) operations.add(of);
      words.length = 0;
      const before = await readAll(stand, role, addresses);
      for (const artist of artists) await changeArtist(role, artist);
      for (const row of engagements) {
        if (!row.party_ids.includes(who.workspace.id)) continue;
        await changeEngagement(role, row);
        partial += 1;
      }
      for (const workspace of cast.workspaces)
        if (workspace !== who.workspace.id) await changeWorkspace(workspace, who.workspace.id);
      const after = await readAll(stand, role, addresses);
      assertSame(before, after, `${who.person.name} can tell (CUELIGHT_SEED=${seed})`);
      for (const [address, text] of after)
        assert.equal(
          words.find((one) => text.includes(one)),
          undefined,
          `${who.person.name} by ${address}`,
        );
      compared += after.size;
    }
    for (const { name, method } of operationsOf(stand))
      assert.ok(method !== 'GET' || operations.has(name), `${name} was not read`);
    t.diagnostic(`${compared} answers of ${operations.size} operations and pages compared, for ${asking.length} roles`);
    assert.ok(compared > 500);
    assert.ok(partial > asking.length, `${partial} engagements of one's own`);

    // Whoever may see it does see the change: answers of nothing would pass all of the above.
    const { visitor } = /** @type {Role} */ (cast.roles.get('Marlene Ziegenhagen'));
    const was = (await visitor.get('/api/v1/artists/art_layla')).text;
    await cast.rowsIn(
      'ws_halbmond',
      "update artist_private set notes = 'seen' where workspace_id = 'ws_halbmond' and artist_id = 'art_layla'",
    );
    assert.notEqual((await visitor.get('/api/v1/artists/art_layla')).text, was);
  });
});
