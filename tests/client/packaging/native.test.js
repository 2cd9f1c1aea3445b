/** @file A C++ program against the installed library, without Node or Emscripten. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { root } from '../../../web/build/run.js';

const work = mkdtempSync(join(os.tmpdir(), 'cuelight-native-'));
after(() => rmSync(work, { recursive: true, force: true }));

/** @param {string[]} args */
const cmake = (...args) => execFileSync('cmake', args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });

test('find_package(cuelight) finds what cmake --install put there', { timeout: 600_000 }, () => {
  cmake('--preset', 'native', '-G', 'Ninja');
  cmake('--build', 'build/native', '--target', 'cuelight');
  cmake('--install', 'build/native', '--prefix', `${work}/prefix`);
  const source = join(root, 'tests/client/packaging/consumer');
  cmake('-G', 'Ninja', '-S', source, '-B', `${work}/consumer`, `-DCMAKE_PREFIX_PATH=${work}/prefix`);
  cmake('--build', `${work}/consumer`);

  const program = `${work}/consumer/consumer`;
  const good = spawnSync(program, ['{ "b": 1.0, "a": "\\u20ac" }'], { encoding: 'utf8' });
  assert.deepEqual([good.status, good.stdout], [0, '{"a":"\u20ac","b":1}\n']);
  const bad = spawnSync(program, ['{"a":1,"\\u0061":2}'], { encoding: 'utf8' });
  assert.deepEqual([bad.status, bad.stderr], [1, 'json.duplicate_name\n']);
});
