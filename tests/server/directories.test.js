/** @file The public directories: demo profiles, labelled, and nobody else; in no search engine's index. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { withIdentity } from '../../web/server/database/identity.js';
import { onEachDatabase, Visitor } from '../support/server.js';

onEachDatabase((stand) => {
  const nobody = () => new Visitor(stand.server.url);
  const names = (/** @type {string} */ html) =>
    [...html.matchAll(/<li>(?:<a[^>]*>)?<bdi>([^<]*)<\/bdi>/g)].map(([, name]) => name);
  const change = (/** @type {string} */ workspace, /** @type {string} */ text, /** @type {unknown[]} */ values = []) =>
    withIdentity(
      stand.server.context.db,
      { workspace },
      (tx) =>
        /** @type {Promise<Pick<import('../../web/server/database/rows.d.ts').ArtistRow, 'workspace_id' | 'name'>[]>} */ (
          tx.rows(text, values)
        ),
    );

  test('each directory lists fictional profiles only, says so of each, and asks not to be indexed', async () => {
    for (const [address, least] of /** @type {const} */ ([
      ['/artists', 2],
      ['/agents', 2],
      ['/presenters', 2],
    ])) {
      const { status, text, headers } = await nobody().get(address, { accept: 'text/html' });
      assert.equal(status, 200, address);
      const listed = names(text);
      assert.ok(listed.length >= least, address);
      assert.equal(text.split('>Demo profile<').length - 1, listed.length, 'each is labelled');
      assert.equal(headers.get('x-robots-tag'), 'noindex');
      assert.match(text, /<meta name="robots" content="noindex">/);
      assert.doesNotMatch(text, /<script/);
      assert.match(String(headers.get('content-security-policy')), /default-src 'none'/);
    }
  });

  test('an artist stands there who is public and a demo, and leaves as soon as one of them ends', async () => {
    const listed = async () => names((await nobody().get('/artists')).text);
    const [{ workspace_id: home, name }] = await change(
      'ws_schneeberger',
      "select workspace_id, name from artist where slug = 'wilhelmine-schneeberger-oberholzer'",
    );
    const set = (/** @type {string} */ what) =>
      change(home, `update artist set ${what} where slug = 'wilhelmine-schneeberger-oberholzer'`);
    assert.ok((await listed()).includes(name));
    for (const [off, on] of [
      ['demo = false', 'demo = true'],
      ["level = 'private_listing'", "level = 'public'"],
      ['opted_in = false', 'opted_in = true'],
      ['home_verified = false', 'home_verified = true'],
    ]) {
      await set(off);
      assert.equal((await listed()).includes(name), false, off);
      await set(on);
      assert.ok((await listed()).includes(name), on);
    }
    // A real artist who is public has her folio, and stands in no directory.
    await set('demo = false');
    assert.equal((await nobody().get('/artists/wilhelmine-schneeberger-oberholzer')).status, 200);
    await set('demo = true');
  });

  test('a house stands there that is a demo and verified', async () => {
    const listed = async () => names((await nobody().get('/presenters')).text);
    const all = await listed();
    assert.ok(all.includes('Konzerthaus Lindenau'));
    assert.equal(all.includes('Quayside Festival'), false, 'not verified');
    for (const [off, on] of [
      ['demo = false', 'demo = true'],
      ['verified = false', 'verified = true'],
    ]) {
      await change('ws_lindenau', `update workspace set ${off} where id = 'ws_lindenau'`);
      assert.equal((await listed()).includes('Konzerthaus Lindenau'), false, off);
      await change('ws_lindenau', `update workspace set ${on} where id = 'ws_lindenau'`);
    }
    const { text } = await nobody().get('/agents');
    assert.ok(names(text).includes('Halbmond Artists'));
    assert.equal(
      names(text).some((name) => /Solberg|Cuelight|Lindqvist/.test(name)),
      false,
    );
  });

  test('a name is text there, whatever it is made of', async () => {
    const name = '<img src=x onerror=alert(1)>"&';
    await change('ws_lindenau', "update workspace set name = $1 where id = 'ws_lindenau'", [name]);
    const { text } = await nobody().get('/presenters');
    assert.ok(text.includes('&lt;img src=x onerror=alert(1)&gt;&quot;&amp;'));
    assert.equal(text.includes('<img'), false);
    await change('ws_lindenau', "update workspace set name = 'Konzerthaus Lindenau' where id = 'ws_lindenau'");
  });
});
