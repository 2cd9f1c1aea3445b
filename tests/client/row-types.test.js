/** @file What the server reads and answers has a type: `any` stands only where these files say it, and never more often. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../web/build/run.js';
import { filesIn } from '../support/imports.js';

/** The files where `any` is left, and how often at most. @type {Record<string, number>} */
const left = {
  // What the demo plays is written as tables.
  'web/server/demo/seed.js': 6,
  // JSON schemas.
  'web/server/http/docs.js': 1,
  'web/server/http/schemas.js': 2,
  // What libraries hand over.
  'web/server/http/logging.js': 2,
  'web/server/http/outbound/read.js': 2,
  'web/server/http/problems.js': 2,
  'web/server/mail.js': 1,
  'web/server/modules/accounts/passkeys.js': 1,
  // Payloads, and forms that become payloads: core judges each whole.
  'web/server/modules/approvals/effects.js': 2,
  'web/server/modules/approvals/payloads.js': 4,
  'web/server/modules/approvals/service.js': 1,
  'web/server/modules/engagements/actions.js': 4,
  'web/server/modules/engagements/service.js': 1,
};

/** `any` in the types of a file's comments: between braces, so that no sentence counts. @param {string} text */
const anysIn = (text) =>
  [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)]
    .flatMap(([comment]) => [
      ...comment.matchAll(/(?<=@(?:type|param|returns|property|typedef)\s*)\{[^\n]*\bany\b[^\n]*\}/g),
    ])
    .flatMap(([type]) => type.match(/(?<!')\bany\b(?!')/g) ?? []).length;

test('no type of the server is any, except where it is counted', () => {
  const found = filesIn('web/server')
    .filter((file) => /\.(js|d\.ts)$/.test(file))
    .map((file) => ({ file, count: anysIn(readFileSync(join(root, file), 'utf8')) }))
    .filter(({ file, count }) => count > (left[file] ?? 0));
  assert.deepEqual(found, []);
});
