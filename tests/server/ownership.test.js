/**
 * @file Whose everything is, proven over the API's own description: an endpoint that is added is covered by being
 * described, and one that doesn't say whose its records are fails here. CUELIGHT_SEED repeats a run.
 */
import assert from 'node:assert/strict';
import test from 'node:test';
import { random } from '../bench/harness.js';
import { absentId, castOf, kept, kindsOf } from '../support/cast.js';
import { operationsOf, requestOf, sample } from '../support/operations.js';
import { onEachDatabase, Visitor } from '../support/server.js';

/** @typedef {import('../support/cast.js').Role} Role */

const hourMs = 3_600_000;
const seed = Number(process.env.CUELIGHT_SEED ?? Date.now() % 0x7fff_ffff);
const owners = ['anyone', 'secret', 'person', 'workspace', 'party', 'artist', 'platform'];
const idPattern = '^[A-Za-z0-9_-]{1,64}$';

/** Everything of an answer that could tell what is there from what is not. @param {any} answer @param {string} id */
const noted = ({ status, text, headers }, id) =>
  JSON.stringify([
    status,
    text.replace(/"instance":"[^"]*"/, ''),
    [...headers].filter(([name]) => !['date', 'ratelimit', 'content-length'].includes(name)),
    text.includes(id),
  ]);

onEachDatabase((stand, kind) => {
  /** @type {import('../support/cast.js').Cast} */
  let cast;

  /** Whether the owners' records tell who asked. @param {{ who: Role['who'], id: string, home: string, said: string }[]} probes */
  const areDenied = async (probes) => {
    await stand.server.idle();
    const rows = await cast.rowsOfAll('select entity_id, canonical from audit_row where workspace_id = $1');
    const denied = new Set();
    for (const { entity_id, canonical } of rows) {
      const { action, actor } = JSON.parse(Buffer.from(canonical).toString());
      if (action === 'access.denied') denied.add(`${entity_id} ${actor.id}`);
    }
    for (const { who, id, said } of probes)
      assert.ok(denied.has(`${id} ${who.person.id}`), `${said}: the owner’s record`);
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

  test('without a session nothing but what is anyone’s answers', async () => {
    const nobody = new Visitor(stand.server.url);
    for (const operation of operationsOf(stand)) {
      if (!operation.session) continue;
      const { method, address, json } = requestOf(operation);
      assert.equal((await nobody.ask(method, address, { json })).status, 401, operation.name);
    }
  });

  test('another tenant’s id in a path answers like an absent one, octet for octet, and the owner reads who asked', async (t) => {
    const operations = operationsOf(stand).filter(({ params }) => params.includes('id'));
    let [asked, hidden] = [0, 0];
    for (const { visitor, who } of cast.roles.values()) {
      const roster = (await visitor.get('/api/roster?limit=200')).body.items ?? [];
      const seen = new Set(roster.map((/** @type {any} */ one) => one.id));
      /** @type {Parameters<typeof areDenied>[0]} */
      let probes = [];
      for (const operation of operations) {
        // What the platform keeps is the administrators' own.
        if (who.workspace.kind === 'platform' && operation.owner === 'platform') continue;
        for (const record of kindsOf(String(operation.record))) {
          const [first] = (await cast.foreign(record, who.workspace.id)).filter(({ id }) => !seen.has(id));
          assert.ok(first, `${operation.name}: nothing foreign of kind ${record} for ${who.person.name}`);
          const { id, home } = first;
          const absent = absentId(record, id);
          const ask = (/** @type {string} */ one) => {
            const { method, address, json } = requestOf(operation, { id: one });
            return visitor.ask(method, address, { json });
          };
          const theirs = await ask(id);
          const nobodys = await ask(absent);
          const said = `${operation.name} of ${record} ${id} by ${who.person.name}`;
          assert.ok([403, 404].includes(theirs.status), `${said}: ${theirs.status} ${theirs.text}`);
          assert.equal(noted(theirs, id), noted(nobodys, absent), said);
          asked += 1;
          if (theirs.status !== 404) continue;
          hidden += 1;
          probes.push({ who, id, home, said });
          if (probes.length === 15) {
            await areDenied(probes);
            probes = [];
          }
        }
      }
      await areDenied(probes);
    }
    t.diagnostic(
      `${asked} pairs asked by ${cast.roles.size} roles on ${kind}; ${hidden} of them 404, each in its owner's record`,
    );
    assert.ok(hidden > 100);
  });

  test('another tenant’s id in a query or a body answers like an absent one, octet for octet', async (t) => {
    /** What the answers to each place were; none may be left without one that came to the id. @type {Map<string, Set<string>>} */
    const answered = new Map();
    let asked = 0;
    for (const { visitor, who } of cast.roles.values()) {
      /** @type {Parameters<typeof areDenied>[0]} */
      let probes = [];
      for (const operation of operationsOf(stand)) {
        for (const place of operation.texts) {
          const named = place.schema['x-cuelight-record'];
          if (!named || place.in === 'path') continue;
          const [record] = kindsOf(named);
          const of = `${operation.name}: ${place.at.join('.')}`;
          const answers = answered.get(of) ?? new Set();
          answered.set(of, answers);
          const [{ id, home }] = await cast.foreign(record, who.workspace.id);
          const absent = absentId(record, id);
          // Everything else as a member of the workspace may well send it: her own records, and each word of a choice.
          const owned = operation.record
            ? await cast.own(kindsOf(operation.record)[0], who.workspace.id)
            : ['not in the path'];
          for (const mine of owned.slice(0, 8)) {
            for (const json of choices(operation.body)) {
              const ask = (/** @type {string} */ text) => {
                const request = requestOf(operation, { id: mine, json, texts: [{ place, text }] });
                const ics = 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n';
                return visitor.ask(
                  request.method,
                  request.address,
                  operation.name === 'POST /api/calendars/import'
                    ? { body: ics, type: 'text/calendar' }
                    : { json: request.json },
                );
              };
              const theirs = await ask(id);
              const nobodys = await ask(absent);
              const said = `${of} of ${record} ${id} by ${who.person.name}`;
              assert.equal(noted(theirs, id), noted(nobodys, absent), said);
              assert.ok(theirs.status < 500, `${said}: ${theirs.text}`);
              if (theirs.status < 300) assert.deepEqual(theirs.body.items, [], said);
              answers.add(theirs.status < 300 ? 'nothing' : theirs.body.code);
              asked += 1;
              if (theirs.status === 404 && !probes.some((one) => one.id === id)) probes.push({ who, id, home, said });
            }
          }
        }
        if (probes.length > 10) {
          await areDenied(probes);
          probes = [];
        }
      }
      await areDenied(probes);
    }
    const came = ['not_found', 'nothing', 'approval.presentation_over'];
    for (const [of, answers] of answered)
      assert.ok(
        came.some((one) => answers.has(one)),
        `${of}: nobody’s request came to the id: ${[...answers].join(', ')}`,
      );
    t.diagnostic(`${asked} pairs in ${answered.size} places on ${kind}`);
    assert.ok(answered.size >= 8);
  });

  test('the two 404s take the same work; their times are printed', async (t) => {
    const { house, app } = stand.server;
    const db = house.db;
    /** @type {string[]} */
    let log = [];
    const counting = {
      /** @type {typeof db.transaction} */
      transaction: (work) =>
        db.transaction((tx) => {
          const rows = (/** @type {string} */ text, /** @type {unknown[] | undefined} */ values) => {
            log.push(text);
            return tx.rows(text, values);
          };
          return work({ ...tx, rows, one: async (text, values = []) => (await rows(text, values))[0] ?? null });
        }),
    };
    app.server.prependListener('request', (_request, response) => {
      const end = response.end.bind(response);
      response.end = /** @type {any} */ (
        (/** @type {any[]} */ ...given) => {
          log.push('answered');
          return /** @type {any} */ (end)(...given);
        }
      );
    });
    const { visitor, who } = /** @type {Role} */ (cast.roles.get('Morag MacAllister'));
    // The clock has moved on: the next request notes when she was seen last.
    await visitor.get('/api/me');
    let compared = 0;
    for (const operation of operationsOf(stand)) {
      if (!operation.params.includes('id')) continue;
      const record = kindsOf(String(operation.record))[0];
      const [{ id }] = await cast.foreign(record, who.workspace.id);
      const work = [];
      for (const one of [id, absentId(record, id)]) {
        const { method, address, json } = requestOf(operation, { id: one });
        house.db = counting;
        log = [];
        const { status } = await visitor.ask(method, address, { json });
        work.push({ status, statements: log.slice(0, log.indexOf('answered')) });
        house.db = db;
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
      ['/api/artists/art_danae', '/api/artists/art_absent'],
      ['/api/engagements/eng_berg', '/api/engagements/eng_absent'],
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

/** The least body with each word of its first choice, or nothing where there is no body. @param {any} schema @returns {any[]} */
function choices(schema) {
  if (!schema) return [undefined];
  const body = sample(schema);
  const [name, member] = Object.entries(schema.properties ?? {}).find(([, one]) => one.enum) ?? [];
  return name ? member.enum.map((/** @type {string} */ word) => ({ ...body, [name]: word })) : [body];
}

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
