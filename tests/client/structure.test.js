/** @file The arrows between folders go one way, and no file imports itself by a detour. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { filesIn, includes, onRings, scriptImports, typeImports } from '../support/imports.js';

/** @typedef {import('../support/imports.js').Graph} Graph */
/** @typedef {Record<string, string[]>} Rules a room, and the rooms that it may import besides itself */

const base = ['error', 'version'];
/** Rooms of core: a folder of core/src with the public headers of its name, and headers that stand alone. @type {Rules} */
const core = {
  base: [],
  crypto: ['base'],
  text: ['base', 'crypto'],
  time: ['base', 'text'],
  json: ['base', 'text'],
  approval: ['base', 'crypto', 'json'],
  'approval/words': ['base', 'time'],
  'approval/schema': ['approval/words'],
  'approval/profile': ['base', 'text', 'crypto', 'time', 'json', 'approval/words', 'approval/schema'],
  'approval/view': [
    ...['base', 'text', 'crypto', 'time', 'json', 'approval'],
    ...['words', 'schema', 'profile'].map((room) => `approval/${room}`),
  ],
  'approval/receipt': ['base', 'text', 'crypto', 'time', 'json', 'approval'],
  audit: ['base', 'text', 'crypto', 'json'],
  calendar: ['base', 'text', 'crypto', 'time', 'json'],
  access: ['base', 'text', 'time', 'json'],
  visibility: ['base', 'text', 'time', 'json', 'access'],
  engagement: ['base', 'text', 'time', 'json'],
};
/** Public headers whose name is not their room's. @type {Record<string, string>} */
const headers = {
  ...Object.fromEntries(base.map((name) => [name, 'base'])),
  ...{ base64: 'text', hash: 'crypto', ed25519: 'crypto', civil: 'time', instant: 'time', tz: 'time' },
};

const below = ['web/shared', 'web/messages', 'web/client'];
const given = ['config', 'context', 'folder', 'mail', 'secrets'].map((name) => `web/server/${name}.js`);
const server = ['web/server/database', 'web/server/http'];
const tops = ['modules', 'jobs', 'demo'].map((name) => `web/server/${name}`);
/** Rooms of web: a folder or a file, the longest that fits. @type {Rules} */
const web = {
  'web/shared': [],
  // Texts, compiled: whoever says something may import them.
  'web/messages': [],
  'web/client': ['web/shared'],
  'web/widget': ['web/shared', 'web/messages', 'web/client'],
  'web/confirm': ['web/shared', 'web/messages', 'web/client'],
  'web/verifier': ['web/shared', 'web/messages', 'web/client', 'web/confirm'],
  'web/dashboard': ['web/shared', 'web/messages', 'web/client', 'web/confirm'],
  // A server writes the widget's month into a page that has no script.
  'web/widget/fallback.js': ['web/shared', 'web/messages', 'web/widget'],
  // What every part of the server is given.
  'web/server/context.js': [...below, ...given, ...server],
  'web/server/config.js': [...below],
  'web/server/folder.js': [...given],
  'web/server/mail.js': [...given],
  'web/server/secrets.js': ['web/shared', ...given],
  'web/server/database': ['web/shared', ...given],
  'web/server/http': [...below, ...given, 'web/server/database'],
  'web/server/modules': [...below, ...given, ...server, 'web/widget/fallback.js'],
  'web/server/jobs': [...below, ...given, ...server, 'web/server/modules'],
  'web/server/demo': [...below, ...given, ...server, 'web/server/modules'],
  'web/server': [...below, ...given, ...server, ...tops, 'web/widget/fallback.js'],
  'web/examples': [],
  'web/build': ['web/messages', 'web/server', 'web/server/config.js', 'web/server/database'],
};

/** @param {string} file */
function coreRoom(file) {
  if (file === 'core/src/json/octets.hpp') return 'text';
  const [, name = file] = /^core\/(?:src|include\/cuelight)\/(approval\/\w+|\w+)/.exec(file) ?? [];
  return headers[name] ?? name;
}

/** @param {string} file */
const webRoom = (file) =>
  Object.keys(web)
    .filter((room) => file === room || file.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0] ?? file;

/** Imports against the rules, one a line. @param {Graph} graph @param {Rules} rules @param {(file: string) => string} roomOf */
const upwards = (graph, rules, roomOf) =>
  [...graph].flatMap(([file, targets]) => {
    const room = roomOf(file);
    return targets
      .filter((target) => roomOf(target) !== room && !rules[room]?.includes(roomOf(target)))
      .map((target) => `${file} imports ${target}`);
  });

describe('the structure', () => {
  const scripts = filesIn('web', 'tests').filter((file) => /\.m?js$/.test(file));
  // Example projects name the package as their users do.
  const ours = scripts.filter((file) => !/^(web\/examples|tests\/client\/(types|packaging))\//.test(file));
  const coreFiles = filesIn('core', 'bindings').filter((file) => /\.(c|cpp|hpp|inc)$/.test(file));
  /** @type {Graph} */
  let imports;
  before(async () => {
    imports = await scriptImports(ours);
  });

  test('every folder of core and web has its place', () => {
    const rooms = coreFiles.filter((file) => /^core\/(src|include)/.test(file)).map(coreRoom);
    assert.deepEqual(new Set(rooms), new Set(Object.keys(core)));
    const ofWeb = filesIn('web').filter((file) => file !== 'web/README.md');
    assert.deepEqual(new Set(ofWeb.map(webRoom)), new Set(Object.keys(web)));
  });

  test('arrows of core go down, and end in core', () => {
    const graph = includes(coreFiles);
    const inside = new Map([...graph].filter(([file]) => /^core\/(src|include)/.test(file)));
    assert.deepEqual(upwards(inside, core, coreRoom), []);
    for (const [file, targets] of graph)
      for (const target of targets) assert.match(target, file.startsWith('core/') ? /^core\// : /^(core|bindings)\//);
    for (const [file, targets] of inside)
      if (file.startsWith('core/include/'))
        for (const target of targets) assert.match(target, /^core\/include\//, `${file} is installed`);
  });

  test('arrows of web go down, for values and for types', () => {
    const inWeb = ours.filter((file) => file.startsWith('web/'));
    const types = typeImports(inWeb);
    const both = new Map(inWeb.map((file) => [file, [...(imports.get(file) ?? []), ...(types.get(file) ?? [])]]));
    assert.deepEqual(upwards(both, web, webRoom), []);
  });

  test('no file imports itself by a detour', () => {
    assert.deepEqual(onRings(imports), []);
    assert.deepEqual(onRings(includes(coreFiles)), []);
  });
});
