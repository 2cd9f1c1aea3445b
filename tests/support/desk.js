/** @file The dashboard of a demo season of one's own, in real Chromium, signed in as its people. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before } from 'node:test';
import { start } from '../../web/server/main.js';
import { launch, open } from './browser.js';

/** @typedef {Awaited<ReturnType<typeof open>>} Opened */

/** Wide and narrow, light and dark. */
export const looks = /** @type {const} */ ([
  ['1280-light', { viewport: { width: 1280, height: 800 }, colorScheme: 'light' }],
  ['1280-dark', { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' }],
  ['390-light', { viewport: { width: 390, height: 844 }, colorScheme: 'light' }],
  ['390-dark', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }],
]);

/** Serves a season while the tests of one file run. CUELIGHT_PICTURES names a folder for pictures of its pages. */
export function openDesk() {
  /** @type {import('../../web/server/main.js').Running} */
  let server;
  /** @type {import('playwright-core').Browser} */
  let browser;
  let data = '';
  let ahead = 0;
  const pictures = process.env.CUELIGHT_PICTURES;
  /** @type {Map<string, any>} */
  const sessions = new Map();

  before(async () => {
    data = await mkdtemp(path.join(os.tmpdir(), 'cuelight-desk-'));
    server = await start({
      demo: true,
      clock: () => new Date(Date.now() + ahead),
      env: { PORT: '0', CUELIGHT_DATA: data, CUELIGHT_EXAMPLE_PORT: 'off', CUELIGHT_LOG: 'error' },
    });
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await server?.close();
    await rm(data, { recursive: true, force: true });
  });

  /** The newest address of one kind in a mail to somebody. @param {string} address @param {string} kind */
  const linkTo = async (address, kind) => {
    await server.idle();
    const outbox = path.join(data, 'outbox');
    for (const file of (await readdir(outbox)).sort().reverse()) {
      const text = (await readFile(path.join(outbox, file), 'utf8')).replaceAll(/=\r?\n/g, '').replaceAll('=3D', '=');
      const [link] = text.includes(`To: ${address}`) ? (text.match(new RegExp(`https?:\\S+/${kind}#\\S+`)) ?? []) : [];
      if (link) return link;
    }
    throw new Error(`no ${kind} to ${address}`);
  };

  return {
    get url() {
      return server.url;
    },
    /** Moves the server's clock on. @param {number} milliseconds */
    wait(milliseconds) {
      ahead += milliseconds;
    },
    linkTo,
    /**
     * A page of somebody of the season, signed in; of nobody without a name.
     * @param {string | null} name @param {string} address @param {any} [options]
     * @returns {Promise<Opened>}
     */
    async as(name, address, options = {}) {
      if (name && !sessions.has(name)) {
        const { page, context } = await open(browser, { origins: [server.url] });
        await page.goto(server.links.find((one) => one.name === name)?.url ?? '');
        await page.locator('nav.rail').waitFor({ state: 'attached' });
        sessions.set(name, await context.storageState());
        await context.close();
      }
      const opened = await open(browser, {
        origins: [server.url],
        ...(name ? { storageState: sessions.get(name) } : {}),
        ...options,
      });
      opened.page.setDefaultTimeout(60_000);
      await opened.page.goto(server.url + address);
      await opened.page.locator('main h1').waitFor({ state: 'attached' });
      await opened.page.waitForFunction(() => !document.querySelector('.skeleton, .opening'));
      return opened;
    },
    /** Closes a page that did nothing it should not. @param {Opened} opened @param {RegExp} [expected] console lines that the test caused */
    async clean(opened, expected = /^$/) {
      const { console: lines, csp, foreign } = opened.records;
      await opened.context.close();
      assert.deepEqual([lines.filter((line) => !expected.test(line)), csp, foreign], [[], [], []]);
    },
    /** @param {Opened} opened @param {string} file */
    async picture({ page }, file) {
      if (pictures) await page.screenshot({ path: `${pictures}/${file}.png`, fullPage: true });
    },
  };
}
