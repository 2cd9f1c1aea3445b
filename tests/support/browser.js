/** @file Real Chromium for tests: a fixed zone that is nobody's own, and a record of everything that should not happen. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { browserFlags, browserPath } from './chromium.js';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The zone of every browser test. */
export const timeZone = 'Asia/Kathmandu';

/** @param {import('playwright-core').LaunchOptions} [options] */
export const launch = (options = {}) =>
  chromium.launch({ executablePath: browserPath(), args: browserFlags, ...options });

/**
 * What a page did that it should not: console errors, uncaught errors, violated policies, and requests to hosts that the
 * test did not name.
 * @typedef {{ console: string[], csp: string[], foreign: string[], requests: string[] }} Records
 */

/**
 * Opens a page in a context of its own that records what it does.
 * @param {import('playwright-core').Browser} browser
 * @param {import('playwright-core').BrowserContextOptions & { origins?: string[] }} [options] `origins`: who may be asked
 * @returns {Promise<{ page: import('playwright-core').Page, context: import('playwright-core').BrowserContext, records: Records }>}
 */
export async function open(browser, { origins = [], ...options } = {}) {
  const context = await browser.newContext({
    timezoneId: timeZone,
    locale: 'en-GB',
    viewport: { width: 1280, height: 800 },
    ...options,
  });
  const page = await context.newPage();
  /** @type {Records} */
  const records = { console: [], csp: [], foreign: [], requests: [] };
  page.on('console', (message) => {
    const text = message.text();
    if (/Content Security Policy/i.test(text)) records.csp.push(text);
    else if (message.type() === 'error' || message.type() === 'warning')
      records.console.push(`${text} ${message.location().url}`);
  });
  page.on('pageerror', (error) => records.console.push(String(error)));
  page.on('request', (request) => {
    const url = request.url();
    records.requests.push(url);
    if (/^https?:/.test(url) && !origins.includes(new URL(url).origin)) records.foreign.push(url);
  });
  return { page, context, records };
}

/**
 * What axe finds wrong, as short lines; none is the wish.
 * @param {import('playwright-core').Page} page
 * @param {string} [within] a selector
 * @param {Record<string, any>} [options]
 * @returns {Promise<string[]>}
 */
export async function axe(page, within = 'html', options = {}) {
  // Through the debugger, so that the page's own policy stays as strict as it is.
  await page.evaluate(axeSource);
  return page.evaluate(
    async ([selector, settings]) => {
      const { violations } = await /** @type {any} */ (window).axe.run(selector, { preload: false, ...settings });
      return violations.flatMap((/** @type {any} */ rule) =>
        rule.nodes.map(
          (/** @type {any} */ node) => `${rule.id}: ${node.target.flat().join(' ')}: ${node.failureSummary}`,
        ),
      );
    },
    /** @type {const} */ ([within, options]),
  );
}

/** Reads a sheet to its end, as a person does, until its control is armed. @param {import('playwright-core').Page} page */
export async function readSheet(page) {
  await page.bringToFront();
  for (let i = 0; i < 60; i++) {
    const state = await page.locator('cuelight-confirm').evaluate((element) => /** @type {any} */ (element).state);
    if (state === 'armed') return;
    assert.notEqual(state, 'refused', 'the sheet is confirmable');
    await page.locator('cuelight-confirm .desk').hover();
    await page.mouse.wheel(0, 320);
    await page.waitForTimeout(200);
  }
  assert.fail('the control was never armed');
}

/**
 * Chromium's virtual authenticator, in the device of whoever looks at this page.
 * @param {import('playwright-core').Page} page
 * @param {{ verified?: boolean }} [options] `verified`: whether it recognises the person
 */
export async function authenticatorOf(page, { verified = true } = {}) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: verified,
      automaticPresenceSimulation: true,
    },
  });
  return {
    /** @param {boolean} isUserVerified */
    verify: (isUserVerified) => cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
    credentials: async () => (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    /** @param {any} credential */
    add: (credential) => cdp.send('WebAuthn.addCredential', { authenticatorId, credential }),
  };
}
