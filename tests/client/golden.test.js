/** @file The golden vectors through the package in Node; tests/core reads them in C++, tests/browser in Chromium. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadCore } from 'cuelight';
import { compare } from '../support/golden.js';
import { readVectors } from '../support/golden-files.js';

test('every golden vector gives what it expects', async (t) => {
  const vectors = readVectors();
  assert.ok(vectors.reject.length > 150 && vectors.approval.length > 70 && vectors.audit.length > 30);
  const { compared, wrong } = compare(await loadCore(), vectors);
  assert.deepEqual(wrong, []);
  t.diagnostic(`${compared} comparisons`);
});
