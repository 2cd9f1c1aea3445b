/** @file `<cuelight-confirm>` on a page of its own, in real Chromium: what its tests stand on. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildElement } from '../../web/build/element.js';
import { loadCore } from '../../web/client/node.js';
import { cases, knownParties, type } from '../../web/examples/confirm/payloads.js';
import { launch, open } from './browser.js';
import { serve } from './site.js';

const policy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";
export const now = '2026-11-22T09:00:00Z';

const host = `
window.events = [];
const sheet = document.querySelector('cuelight-confirm');
for (const name of ['ready', 'armed', 'confirm', 'decline', 'refused']) sheet.addEventListener('cuelight-' + name, ({ detail }) => events.push([name, detail]));
`;
const html = (/** @type {string} */ attributes = '', root = 'lang="en"') => ({
  body: `<!doctype html><html ${root}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Confirm</title><link rel="stylesheet" href="/host.css">
<script type="module" src="/confirm/confirm.js"></script><script type="module" src="/host.js"></script></head><body><main><h1>Confirm</h1><cuelight-confirm ${attributes}></cuelight-confirm></main></body></html>`,
});

/** @typedef {Awaited<ReturnType<Awaited<ReturnType<typeof confirmStand>>['page']>>} Opened */

/** A browser, core to ask for the same, and a site that serves the confirmation. */
export async function confirmStand() {
  const folder = mkdtempSync(join(tmpdir(), 'cuelight-confirm-'));
  await buildElement('confirm', folder);
  // The same page with a core that is not its own, and with none.
  const other = `${folder}/other.wasm`;
  writeFileSync(other, Buffer.concat([readFileSync(`${folder}/generated/core.wasm`), Buffer.from([0, 2, 1, 0x78])]));
  const core = /** @type {any} */ (await loadCore());
  const site = await serve(
    {
      '/confirm/': folder,
      '/': html(),
      '/readonly': html('readonly'),
      '/rtl': html('dir="rtl"', 'lang="ar" dir="rtl"'),
      '/host.js': { body: host },
      '/host.css': {
        body: 'body{margin:0;color-scheme:light dark}h1{position:absolute;clip-path:inset(50%);margin:0}',
      },
      '/frame': {
        body: '<!doctype html><html lang="en"><title>Frame</title><iframe src="/" width="1000" height="700" title="inside"></iframe></html>',
      },
      '/favicon.ico': { status: 204 },
    },
    { 'content-security-policy': policy },
  );
  const browser = await launch();
  /** What the running test opened. @type {(() => Promise<unknown>)[]} */
  const closing = [];

  /**
   * @param {{ path?: string, case?: string, given?: Record<string, any>, context?: import('playwright-core').BrowserContextOptions, prepare?: (page: import('playwright-core').Page) => Promise<unknown> }} [options]
   */
  async function page({ path = '/', case: name = 'first', given = {}, context = {}, prepare } = {}) {
    const opened = await open(browser, { origins: [site.origin], viewport: { width: 1000, height: 800 }, ...context });
    closing.push(() => opened.context.close());
    opened.page.setDefaultTimeout(60_000);
    await prepare?.(opened.page);
    await opened.page.goto(site.origin + path);
    const { payload, previous } = cases[name];
    const settings = {
      type,
      payload: JSON.stringify(payload),
      previous: previous ? JSON.stringify(previous) : null,
      knownParties,
      now,
      ...given,
    };
    await opened.page.waitForFunction(() => customElements.get('cuelight-confirm'));
    await opened.page.evaluate(
      (values) => Object.assign(/** @type {any} */ (document.querySelector('cuelight-confirm')), values),
      settings,
    );
    await state(opened.page, ['reading', 'refused', 'armed']);
    const element = opened.page.locator('cuelight-confirm');
    return { ...opened, element, confirm: element.locator('.confirm'), says: element.locator('.says') };
  }

  /** Closes what a test opened. */
  const leave = async () => {
    for (const close of closing.splice(0)) await close();
  };
  const close = async () => {
    await browser.close();
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { browser, core, site, other, page, closing, leave, close };
}

/** @param {import('playwright-core').Page} page @param {string[]} wanted */
export const state = (page, wanted) =>
  page.waitForFunction(
    (states) => states.includes(/** @type {any} */ (document.querySelector('cuelight-confirm')).state),
    wanted,
  );

/** @param {import('playwright-core').Page} page */
export const stateOf = (page) =>
  page.evaluate(() => /** @type {any} */ (document.querySelector('cuelight-confirm')).state);
/** @param {import('playwright-core').Page} page @returns {Promise<[string, any][]>} */
const events = (page) => page.evaluate(() => /** @type {any} */ (window).events);
/** @param {import('playwright-core').Page} page @param {string} name */
export const told = async (page, name) =>
  (await events(page)).filter(([one]) => one === name).map(([, detail]) => detail);

/** Scrolls through as a reader does, follows the link to what was missed, until go. @param {import('playwright-core').Page} page */
export async function read(page) {
  await page.waitForFunction(
    () => {
      const element = /** @type {any} */ (document.querySelector('cuelight-confirm'));
      const desk = element.shadowRoot.querySelector('.desk');
      const next = element.shadowRoot.querySelector('[data-key=next]');
      // The link is hidden when all was seen, and while something else holds the control back.
      if (next && !next.hidden) {
        if (desk.scrollTop + desk.clientHeight < desk.scrollHeight - 1)
          desk.scrollTop += Math.max(60, desk.clientHeight * 0.5);
        else next.click();
      }
      return element.state === 'armed';
    },
    null,
    { polling: 400 },
  );
}
