/** @file The dashboard of a demo season of one's own, in real Chromium, signed in as its people. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { launch, open as openPage } from './browser.js';
import { setUp } from './server.js';

/** @typedef {Awaited<ReturnType<typeof openPage>>} Opened */

/** Wide and narrow, light and dark. */
export const looks = /** @type {const} */ ([
  ['1280-light', { viewport: { width: 1280, height: 800 }, colorScheme: 'light' }],
  ['1280-dark', { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' }],
  ['390-light', { viewport: { width: 390, height: 844 }, colorScheme: 'light' }],
  ['390-dark', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }],
]);

/** The page has its title and nothing is loading any more. @param {import('playwright-core').Page} page */
export async function settled(page) {
  await page.locator('main h1').waitFor({ state: 'attached' });
  await page.waitForFunction(() => !document.querySelector('.skeleton, .opening'));
}

/** By how much a page scrolls sideways. @param {import('playwright-core').Page} page */
export const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** Serves a season while the tests of one file run. CUELIGHT_PICTURES names a folder for pictures of its pages. */
export function openDesk() {
  /** @type {import('./server.js').Stand} */
  let stand;
  /** @type {import('playwright-core').Browser} */
  let browser;
  const pictures = process.env.CUELIGHT_PICTURES;
  /** @type {Map<string, any>} */
  const sessions = new Map();

  before(async () => {
    stand = await setUp(undefined, { CUELIGHT_LOG: 'error' });
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await stand?.close();
  });

  /** The sign-in link of somebody of the season. @param {string} name */
  const linkOf = (name) => {
    const link = stand.server.links.find((one) => one.name === name);
    assert.ok(link, `there is a sign-in link for ${name}`);
    return link.url;
  };

  /** A page of nobody yet; patient, for a machine that does other work too. @param {Parameters<typeof openPage>[1]} [options] */
  async function open(options = {}) {
    const opened = await openPage(browser, { origins: [stand.server.url], ...options });
    opened.page.setDefaultTimeout(120_000);
    return opened;
  }

  return {
    linkOf,
    open,
    get url() {
      return stand.server.url;
    },
    get context() {
      return stand.server.context;
    },
    /** Moves the server's clock on. @param {number} milliseconds */
    wait: (milliseconds) => stand.wait(milliseconds),
    /** The address of one kind in the newest mail to somebody. @param {string} address @param {'letter' | 'sign-in'} kind */
    async linkTo(address, kind) {
      const link = (await stand.mailTo(address)).match(new RegExp(`https?:\\S+/${kind}#\\S+`))?.[0];
      assert.ok(link, `a ${kind} for ${address} came`);
      return link;
    },
    /**
     * A page of somebody of the season, signed in; of nobody without a name.
     * @param {string | null} name @param {string} address @param {Parameters<typeof openPage>[1]} [options]
     * @returns {Promise<Opened>}
     */
    async as(name, address, options = {}) {
      if (name && !sessions.has(name)) {
        const { page, context } = await open();
        await page.goto(linkOf(name));
        await page.locator('nav.rail').waitFor({ state: 'attached' });
        sessions.set(name, await context.storageState());
        await context.close();
      }
      const opened = await open({ ...(name ? { storageState: sessions.get(name) } : {}), ...options });
      await opened.page.goto(stand.server.url + address);
      await settled(opened.page);
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
