/**
 * @file Whose everything is, proven over the API's own description: an endpoint that is added is covered by being
 * described, and one that doesn't say whose its records are fails here. CUELIGHT_SEED repeats a run.
 */
import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import test from 'node:test';
import { random } from '../bench/harness.js';
import { absentId, castOf, kept, kindsOf, rolesOn } from '../support/cast.js';
import { noted, probesOf, undescribed } from '../support/denied-access.js';
import { operationsOf, requestOf } from '../support/operations.js';
import { onEachDatabase, Visitor } from '../support/server.js';

/** @typedef {import('../support/cast.js').Role} Role */

const hourMs = 3_600_000;
const seed = Number(process.env.CUELIGHT_SEED ?? Date.now() % 0x7fff_ffff);
const owners = ['anyone', 'secret', 'person', 'workspace', 'party', 'artist', 'platform'];
const idPattern = '^[A-Za-z0-9_-]{1,64}$';

onEachDatabase((stand, kind) => {
  /** @type {import('../support/cast.js').Cast} */
  let cast;

  /** Whether the owners' records tell who asked. @param {Role} role @param {import('../support/denied-access.js').Probe[]} probes */
  const areDenied = async ({ who }, probes) => {
    await stand.server.idle();
    const rows = await cast.rowsOfAll('select entity_id, canonical from audit_row where workspace_id = $1');
    const denied = new Set();
    for (const { entity_id, canonical } of rows) {
      const { action, actor } = JSON.parse(Buffer.from(canonical).toString());
      if (action === 'access.denied') denied.add(`${entity_id} ${actor.id}`);
    }
    for (const { id, said } of probes) assert.ok(denied.has(`${id} ${who.person.id}`), `${said}: the owner’s record`);
    // What is noted for one person and hour is limited, so that nobody fills another's record.
    stand.wait(hourMs);
  };

  test('every role of the demo comes in', async () => {
    cast = await castOf(stand);
    assert.ok(new Set([...cast.roles.values()].map(({ who }) => who.workspace.kind)).size >= 5);
  });

  test('every operation says whose its records are, and every id of what kind it is', () => {
    const operations = operationsOf(stand);
    assert.ok(operations.length > 50);
    for (const { name, owner, texts, session } of operations) {
      assert.ok(owner && owners.includes(owner), `${name}: x-cuelight-owner is ${owner}`);
      for (const { at, schema } of texts) {
        if (schema.pattern !== idPattern) continue;
        const record = schema['x-cuelight-record'];
        assert.ok(
          record && kindsOf(record).every((one) => one in kept),
          `${name}: x-cuelight-record of ${at.join('.')} is ${record}`,
        );
      }
      assert.ok(session || ['anyone', 'secret'].includes(owner), `${name} is ${owner}’s and needs no session`);
    }
  });

  test('every address that answers is described, but for the named ones', () => {
    const described = new Set(operationsOf(stand).map(({ method, path }) => `${method} ${path}`));
    /** The router's tree, whose lines each hold the rest of a path. @type {string[]} */
    const above = [];
    const routes = stand.server.app
      .printRoutes({ commonPrefix: false })
      .split('\n')
      .flatMap((line) => {
        const [, indent, rest, methods] = line.match(/^(.*?)[├└]── (\S*) \(([^)]*)\)/) ?? [];
        if (methods === undefined) return [];
        above.length = indent.length / 4;
        above.push(rest);
        const path = above.join('').replaceAll(/:(\w+)/g, '{$1}');
        return methods.split(', ').map((method) => `${method} ${path}`);
      });
    assert.ok(routes.length > 90);
    const others = routes.filter((one) => !described.has(one.replace(/^HEAD/, 'GET')));
    const named = [...undescribed.flatMap((path) => [`GET ${path}`, `HEAD ${path}`]), 'OPTIONS /api/request-hold'];
    // Files that pages are made of: nothing of anybody's.
    const pages = [
      'GET *',
      'HEAD *',
      ...['widget', 'confirm', 'client', 'verifier'].flatMap((part) => [`GET /${part}/*`, `HEAD /${part}/*`]),
    ];
    assert.deepEqual(others.filter((one) => !pages.includes(one)).sort(), named.sort());
  });

  test('without a session nothing but what is anyone’s answers', async () => {
    const nobody = new Visitor(stand.server.url);
    for (const operation of operationsOf(stand)) {
      if (!operation.session) continue;
      const { method, address, json } = requestOf(operation);
      assert.equal((await nobody.ask(method, address, { json })).status, 401, operation.name);
    }
  });

  test('another tenant’s id in a path, a query or a body answers like an absent one, octet for octet, and the owner reads who asked', async (t) => {
    let asked = 0;
    /** What became of each place: none may be left where no request came to the id. @type {Map<string, Set<string>>} */
    const answered = new Map();
    let hidden = 0;
    const asking = rolesOn(cast, kind, seed);
    for (const role of asking) {
      /** @type {import('../support/denied-access.js').Probe[]} */
      let denied = [];
      for (const probe of await probesOf(stand, cast, role)) {
        const { of, id, absent, ask, said } = probe;
        const theirs = await ask(id);
        const nobodys = await ask(absent);
        assert.equal(noted(theirs, id), noted(nobodys, absent), said);
        assert.ok(theirs.status < 500, `${said}: ${theirs.text}`);
        if (probe.in === 'path')
          assert.ok([403, 404].includes(theirs.status), `${said}: ${theirs.status} ${theirs.text}`);
        if (theirs.status < 300) assert.deepEqual(theirs.body.items, [], said);
        const answers = answered.get(of) ?? new Set();
        answered.set(of, answers.add(theirs.status < 300 ? 'nothing' : theirs.body.code));
        asked += 1;
        if (theirs.status !== 404) continue;
        hidden += 1;
        denied.push(probe);
        if (denied.length < 15) continue;
        await areDenied(role, denied);
        denied = [];
      }
      await areDenied(role, denied);
    }
    const came = ['not_found', 'nothing', 'approval.presentation_over'];
    for (const [of, answers] of answered) {
      const those = [...answers];
      assert.ok(
        asking.length < cast.roles.size || came.some((one) => answers.has(one)) || /admin/.test(of),
        `${of}: nobody came to the id: ${those}`,
      );
    }
    t.diagnostic(
      `${asked} pairs in ${answered.size} places by ${asking.length} roles on ${kind}; ${hidden} of them 404, each in its owner's record`,
    );
    assert.ok(hidden > 100 && answered.size > 30);
  });

  test('the two 404s take the same work; their times are printed', async (t) => {
    const { context, app } = stand.server;
    const db = context.db;
    /** Each request's own statements: what the server does by itself meanwhile is none of them. @type {AsyncLocalStorage<string[]>} */
    const asking = new AsyncLocalStorage();
    /** @type {string[]} */
    let log = [];
    const counting = {
      /** @type {typeof db.transaction} */
      transaction: (work) =>
        db.transaction((tx) => {
          const noted = (/** @type {string} */ text) => {
            asking.getStore()?.push(text);
            return text;
          };
          return work({
            ...tx,
            rows: (text, values) => tx.rows(noted(text), values),
            one: (text, values) => tx.one(noted(text), values),
          });
        }),
    };
    app.server.prependListener('request', (_request, response) => {
      log = [];
      asking.enterWith(log);
      const end = response.end.bind(response);
      response.end = /** @type {any} */ (
        (/** @type {any[]} */ ...given) => {
          asking.getStore()?.push('answered');
          return /** @type {any} */ (end)(...given);
        }
      );
    });
    const { visitor, who } = /** @type {Role} */ (cast.roles.get('Morag MacAllister'));
    // The clock has moved on: the next request notes when she was seen last.
    await visitor.get('/api/v1/me');
    let compared = 0;
    for (const operation of operationsOf(stand)) {
      if (!operation.params.includes('id')) continue;
      const record = kindsOf(String(operation.record))[0];
      const [{ id }] = await cast.foreign(record, who.workspace.id);
      const work = [];
      for (const one of [id, absentId(record, id)]) {
        const { method, address, json } = requestOf(operation, { id: one });
        context.db = counting;
        const { status } = await visitor.ask(method, address, { json });
        const end = log.indexOf('answered');
        assert.ok(end > 3, `${operation.name}: ${end} statements`);
        work.push({ status, statements: log.slice(0, end) });
        context.db = db;
        await stand.server.idle();
      }
      assert.deepEqual(
        work[0],
        work[1],
        `${operation.name}: the same statements, in the same order, before the answer`,
      );
      if (work[0].status === 404) compared += 1;
    }
    assert.ok(compared >= 10, String(compared));
    const next = random(seed);
    for (const [foreign, absent] of [
      ['/api/v1/artists/art_danae', '/api/v1/artists/art_absent'],
      ['/api/v1/engagements/eng_berg', '/api/v1/engagements/eng_absent'],
    ]) {
      /** @type {{ ms: number, foreign: boolean }[]} */
      const times = [];
      for (let round = 0; round < 100; round += 1) {
        for (const address of next() < 0.5 ? [foreign, absent] : [absent, foreign]) {
          const began = performance.now();
          assert.equal((await visitor.get(address)).status, 404);
          times.push({ ms: performance.now() - began, foreign: address === foreign });
        }
      }
      await stand.server.idle();
      t.diagnostic(`${foreign} on ${kind}: ${ranked(times)}`);
    }
    t.diagnostic(`${compared} operations with the same statements for both`);
  });
});

/** Medians, and the rank-sum statistic of Mann and Whitney as standard deviations from none. @param {{ ms: number, foreign: boolean }[]} times */
function ranked(times) {
  const sorted = times.toSorted((a, b) => a.ms - b.ms);
  const median = (/** @type {boolean} */ foreign) => {
    const of = sorted.filter((one) => one.foreign === foreign);
    return of[Math.floor(of.length / 2)].ms.toFixed(2);
  };
  const n = times.filter((one) => one.foreign).length;
  const m = times.length - n;
  const ranks = sorted.reduce((sum, one, at) => sum + (one.foreign ? at + 1 : 0), 0);
  const u = ranks - (n * (n + 1)) / 2;
  const z = (u - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12);
  return `another's ${median(true)} ms, absent ${median(false)} ms (medians of ${n}), z = ${z.toFixed(2)}`;
}
