/**
 * @file Builds the pages: every web/<part>/ that has a build.mjs or a vite.config.js, into its dist/. A part is rebuilt
 * when something under web/ that pages are made of has changed; a build that was cut short is done again.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fingerprint } from './fingerprint.js';
import { withLock } from './lock.js';
import { root, run } from './run.js';

const stampFile = `${root}/build/web.json`;
const sources = ['shared', 'client', 'widget', 'confirm', 'dashboard', 'verifier'].map((part) => `web/${part}`);

/** How a part is built, or null when it is served as it stands. @param {string} part */
function recipe(part) {
  const folder = `${root}/web/${part}`;
  if (existsSync(`${folder}/build.mjs`)) return [`${folder}/build.mjs`];
  if (!existsSync(`${folder}/vite.config.js`)) return null;
  const vite = `${root}/node_modules/vite/bin/vite.js`;
  return [vite, 'build', folder, '--config', `${folder}/vite.config.js`, '--logLevel', 'warn'];
}

/** Builds what changed. */
export async function buildWeb() {
  await withLock('web', async () => {
    const inputs = fingerprint([
      ...sources,
      'web/client/generated/integrity.js',
      'package-lock.json',
      'web/build/web.js',
    ]);
    /** @type {Record<string, string>} */
    const stamp = existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : {};
    for (const part of readdirSync(`${root}/web`).sort()) {
      const args = part === 'examples' ? null : recipe(part);
      if (!args || (stamp[part] === inputs && existsSync(`${root}/web/${part}/dist`))) continue;
      await run(process.execPath, args, {
        label: `building the ${part}`,
        otherwise: `The ${part} does not build; the message stands above.`,
      });
      stamp[part] = inputs;
      mkdirSync(`${root}/build`, { recursive: true });
      writeFileSync(stampFile, JSON.stringify(stamp));
    }
  });
}
