import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { ConfigError, readConfig, settings } from '../../web/server/config.js';
import { makeFolder } from '../../web/server/folder.js';

test('docs/configuration.md lists exactly the settings that the server reads', async () => {
  const text = await readFile(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| `([A-Z_]+)` \| (.*) \| (.*) \|$/gm)].map(([, name, fallback, meaning]) => ({
    name,
    fallback,
    meaning,
  }));
  assert.deepEqual(
    rows,
    Object.values(settings).map(({ name, fallback, meaning }) => ({ name, fallback, meaning })),
  );
});

test('without an environment the server is an ordinary local one', () => {
  const config = readConfig({});
  assert.equal(config.port, 8080);
  assert.equal(config.host, '127.0.0.1');
  assert.equal(config.databaseUrl, null);
  assert.equal(config.denial, 404);
});

test('an empty setting counts as not set', () => {
  assert.equal(readConfig({ PORT: '', SMTP_URL: '' }).port, 8080);
});

for (const [name, value] of Object.entries({
  PORT: '80a',
  HOST: 'http://x',
  CUELIGHT_EXAMPLE_PORT: '65536',
  CUELIGHT_PUBLIC_URL: 'https://booking.example/path',
  DATABASE_URL: 'mysql://localhost/x',
  DATABASE_OWNER_URL: 'postgres',
  CUELIGHT_SECRET: 'short',
  SMTP_URL: 'mail.example',
  CUELIGHT_MAIL_FROM: 'nobody',
  CUELIGHT_OPS_TOKEN: 'x',
  CUELIGHT_TRUST_PROXY: 'yes',
  CUELIGHT_DENIAL: '500',
  CUELIGHT_FETCH_HOSTS: 'http://cal.example/',
  CUELIGHT_DEMO: 'perhaps',
  CUELIGHT_LOG: 'loud',
})) {
  test(`a wrong ${name} is one sentence that begins with its name`, () => {
    assert.throws(
      () => readConfig({ [name]: value }),
      (error) =>
        error instanceof ConfigError &&
        error.setting === name &&
        error.message.startsWith(`${name}: `) &&
        /\.$/.test(error.message) &&
        !error.message.includes('\n'),
    );
  });
}

test('a wrong address never repeats what may hold a password', () => {
  assert.throws(
    () => readConfig({ DATABASE_URL: 'mysql://me:hunter2@db/x' }),
    (error) => error instanceof Error && !error.message.includes('hunter2'),
  );
});

test('the examples must be another origin', () => {
  assert.throws(() => readConfig({ PORT: '9000', CUELIGHT_EXAMPLE_PORT: '9000' }), /CUELIGHT_EXAMPLE_PORT/);
});

test('a folder that can’t be made is said at once, also where the system refuses every name', async () => {
  for (const folder of ['/dev/null/x', '/proc/x', '/proc/x/y']) {
    await assert.rejects(
      makeFolder(folder),
      (error) => error instanceof ConfigError && /^CUELIGHT_DATA: the folder .* can't be written/.test(error.message),
      folder,
    );
  }
});
