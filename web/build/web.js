/**
 * @file Builds the pages, each part into web/<part>/dist/. A part is rebuilt when something under web/ that pages are made
 * of has changed; a build that was cut short is done again.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fingerprint } from './fingerprint.js';
import { withLock } from './lock.js';
import { root, run } from './run.js';

const stampFile = `${root}/build/web.json`;
const sources = ['shared', 'client', 'widget', 'confirm', 'dashboard', 'messages', 'verifier'].map(
  (part) => `web/${part}`,
);

const dashboard = `${root}/web/dashboard`;
/** How each part is built: what Node runs. */
const recipes = Object.entries({
  confirm: [`${root}/web/build/element.js`, 'confirm'],
  dashboard: [
    ...[`${root}/node_modules/vite/bin/vite.js`, 'build', dashboard],
    ...['--config', `${dashboard}/vite.config.js`, '--logLevel', 'warn'],
  ],
  verifier: [`${root}/web/build/verifier.js`],
  widget: [`${root}/web/build/element.js`, 'widget'],
});

/** Builds what changed. */
export async function buildWeb() {
  await withLock('web', async () => {
    const inputs = fingerprint([
      ...[...sources, 'web/client/generated/integrity.js', 'cmake/wasm.cmake', 'package-lock.json'],
      ...['element', 'verifier', 'web'].map((name) => `web/build/${name}.js`),
    ]);
    /** @type {Record<string, string>} */
    const stamp = existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : {};
    for (const [part, args] of recipes) {
      if (stamp[part] === inputs && existsSync(`${root}/web/${part}/dist`)) continue;
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
