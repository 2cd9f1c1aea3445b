/** @file What README says is so: its example runs, its commands and links exist, its sizes are the measured ones. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../web/build/run.js';
import { sizes } from '../../web/build/sizes.js';
import { filesIn } from '../support/imports.js';

/** @param {string} file */
const read = (file) => readFileSync(join(root, file), 'utf8');
const readme = read('README.md');
const documents = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  ...filesIn('*README.md').filter((file) => file !== 'README.md'),
].concat(
  readdirSync(join(root, 'docs'), { recursive: true })
    .map((name) => `docs/${name}`)
    .filter((name) => name.endsWith('.md')),
);

/** The code blocks of a language. @param {string} text @param {string} language */
const blocks = (text, language) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, code]) => code);

test('the example prints what stands below it', () => {
  const [example] = blocks(readme, 'js');
  const promised = example.match(/\n\/\/ (.*)\n$/)?.[1];
  const args = ['--disallow-code-generation-from-strings', '--input-type=module', '-e', example];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  assert.equal(stdout.trim(), promised);
});

test('every command exists', () => {
  const { scripts, bin } = JSON.parse(read('package.json'));
  const stages = read('tests/support/stages.js');
  for (const file of documents) {
    for (const [, name] of read(file).matchAll(/npm run ([a-z]+)/g))
      assert.ok(scripts[name], `${file}: npm run ${name}`);
    for (const [, names] of read(file).matchAll(/npm test -- ([a-z ]+)/g)) {
      for (const name of names.trim().split(' '))
        assert.match(stages, new RegExp(`^  ${name}: \\{`, 'm'), `${file}: ${name}`);
    }
    for (const [, name] of read(file).matchAll(/npx ([a-z]+) /g)) assert.ok(bin[name], `${file}: npx ${name}`);
  }
  const presets = JSON.parse(read('CMakePresets.json')).configurePresets.map(
    (/** @type {{ name: string }} */ { name }) => name,
  );
  for (const [, name] of readme.matchAll(/--preset ([a-z]+)/g)) assert.ok(presets.includes(name), name);
  for (const script of Object.values(scripts))
    assert.ok(existsSync(join(root, String(script).split(' ')[1])), String(script));
});

test('every link to a file leads somewhere', () => {
  for (const file of documents) {
    for (const [, target] of read(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)/g)) {
      assert.ok(existsSync(join(root, dirname(file), target)), `${file}: ${target}`);
    }
  }
});

test('the sizes are the measured ones', async () => {
  const rows = new Map((await sizes()).map((size) => [size.name, size]));
  const told = [...readme.matchAll(/^\| ([^|]+) \| (\d+) KB \| (\d+) KB \|$/gm)];
  assert.equal(told.length, rows.size);
  for (const [, name, gzip, brotli] of told) {
    const size = rows.get(name.replaceAll('`', ''));
    assert.ok(size, name);
    for (const [kilobytes, octets] of [
      [Number(gzip), size.gzip],
      [Number(brotli), size.brotli],
    ]) {
      // Stated a little high rather than low: within 3 KB above what is measured.
      assert.ok(
        octets <= kilobytes * 1000 && octets > (kilobytes - 3) * 1000,
        `${name}: ${octets} octets, README says ${kilobytes} KB`,
      );
    }
  }
});

test('no document names a number of this machine or a path on it', () => {
  for (const file of documents) assert.doesNotMatch(read(file), /\/(work|home|root|tmp)\//, file);
});

test('settings in the documents are the ones the server reads', async () => {
  const { settings } = await import('../../web/server/config.js');
  const known = new Set(Object.values(settings).map(({ name }) => name));
  const elsewhere = new Set([
    'CUELIGHT_VECTORS',
    'CUELIGHT_CHROMIUM',
    'CUELIGHT_FUZZ_SECONDS',
    'CUELIGHT_FUZZ_SEED',
    'CUELIGHT_NUMBER_LINES',
    'CUELIGHT_DOUBLES',
    'CUELIGHT_DIGESTS',
    'CUELIGHT_PSEUDO',
    'CUELIGHT_CASES',
    'CUELIGHT_ROLES',
    'CUELIGHT_RULES',
    'CUELIGHT_SEED',
  ]);
  for (const file of documents) {
    for (const [name] of read(file).matchAll(/(?<!_)CUELIGHT_[A-Z_]+/g)) {
      assert.ok(known.has(name) || elsewhere.has(name), `${file}: ${name}`);
    }
  }
});
