/** @file The same sources give the same WebAssembly and the same glue, whatever folder they are built in. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { compile, shipped } from '../../../web/build/build.js';
import { root } from '../../../web/build/run.js';

const work = mkdtempSync(join(os.tmpdir(), 'cuelight-elsewhere-'));
after(() => rmSync(work, { recursive: true, force: true }));

/** @param {string | Buffer} content */
const sha256 = (content) => createHash('sha256').update(content).digest('hex');

test('a build in another folder, from nothing, gives the same octets', { timeout: 900_000 }, async () => {
  const source = join(work, 'a-name-of-another-length');
  for (const part of ['core', 'bindings', 'cmake', 'tests/core', 'tests/bench/native', 'CMakeLists.txt']) {
    cpSync(join(root, part), join(source, part), { recursive: true });
  }
  symlinkSync(join(root, '.toolchain'), join(source, '.toolchain'));
  process.env.CCACHE_DISABLE = '1';
  const folder = await compile({ source, folder: join(work, 'out') });
  for (const name of ['core', 'calendar', 'availability']) {
    for (const [kind, content] of Object.entries(await shipped(folder, name))) {
      assert.equal(
        sha256(content),
        sha256(readFileSync(`${root}/web/client/generated/${name}.${kind}`)),
        `${name}.${kind}`,
      );
    }
  }
});
