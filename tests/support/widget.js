/** @file The widget on a page of another origin, in real Chromium: what its tests stand on. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildElement } from '../../web/build/element.js';
import { loadCore } from '../../web/client/node.js';
import { launch, open } from './browser.js';
import { serve } from './site.js';

export const now = new Date('2026-11-22T09:00:00Z');
const open24 = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' };

/** Kathmandu is 5:45 ahead of UTC, Paris 1:00 (0:00 behind UTC it never is). */
export const busy = [
  { start: '2026-11-24T18:00:00Z', end: '2026-11-24T21:30:00Z' },
  { start: '2026-11-26T18:15:00Z', end: '2026-11-28T18:15:00Z' },
  { start: '2026-12-03T08:00:00Z', end: '2026-12-03T10:00:00Z' },
  { start: '2026-12-03T12:00:00Z', end: '2026-12-03T15:30:00Z' },
];
export const feed = {
  name: 'Ensemble Perce-Neige',
  tzid: 'Europe/Paris',
  from: '2026-10-23T00:00:00Z',
  until: '2028-05-22T00:00:00Z',
  busy,
};
/** Every second evening of a month: as many lines as a list can have. */
export const full = Array.from({ length: 16 }, (_, i) => {
  const day = `2026-12-${String(1 + 2 * i).padStart(2, '0')}`;
  return { start: `${day}T14:15:00Z`, end: `${day}T16:15:00Z` };
});
const compact = (/** @type {string} */ instant) => instant.replace(/[-:]/g, '');
export const ics = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//test//EN',
  'X-WR-CALNAME:Ensemble Perce-Neige',
  'X-WR-TIMEZONE:Europe/Paris',
  ...busy.flatMap(({ start, end }, i) => [
    'BEGIN:VEVENT',
    `UID:${i}@test`,
    'DTSTAMP:20261101T000000Z',
    `DTSTART:${compact(start)}`,
    `DTEND:${compact(end)}`,
    'SUMMARY:Busy',
    'END:VEVENT',
  ]),
  'END:VCALENDAR',
  '',
].join('\r\n');

/** A browser, a platform that serves the widget and its calendars, and pages of other origins. */
export async function widgetStand() {
  const folder = mkdtempSync(join(tmpdir(), 'cuelight-widget-'));
  /** What was posted, and how the next post is answered. */
  const posts = { bodies: /** @type {any[]} */ ([]), status: 202 };
  await buildElement('widget', folder);
  const { calendar } = await loadCore();
  /** @type {import('../../web/client/types/calendar.d.ts').FeedOptions} */
  const published = {
    kind: 'availability',
    name: feed.name,
    tzid: feed.tzid,
    now: '2026-11-22T09:00:00Z',
    uidKey: new Uint8Array(32).fill(1),
    events: busy.map(({ start, end }, i) => ({
      id: `e${i}`,
      state: i % 2 ? 'hold' : 'confirmed',
      start,
      end,
      lastModified: '2026-11-01T00:00:00Z',
    })),
  };
  const platform = await serve(
    {
      '/widget/': folder,
      '/a.json': { headers: { 'content-type': 'application/json' }, body: JSON.stringify(feed) },
      '/full.json': { body: JSON.stringify({ ...feed, busy: full }) },
      '/a.ics': { headers: { 'content-type': 'text/calendar' }, body: ics },
      '/ours.ics': { headers: { 'content-type': 'text/calendar' }, body: calendar.feed(published) },
      '/public/artists/anna-example/availability.ics': { body: calendar.feed(published) },
      '/public/artists/anna-example/availability.json': { body: JSON.stringify(feed) },
      '/ours.json': { body: calendar.feed({ ...published, format: 'json' }) },
      '/not.ics': { body: '<p>Nothing</p>' },
      '/api/request-hold': (request, body) => {
        if (request.method === 'OPTIONS')
          return {
            status: 204,
            headers: { 'access-control-allow-headers': 'content-type', 'access-control-allow-methods': 'POST' },
          };
        posts.bodies.push(JSON.parse(body));
        return { status: posts.status, headers: { 'content-type': 'application/json' }, body: '{}' };
      },
    },
    open24,
  );
  const browser = await launch();
  /** What the running test opened. @type {(() => Promise<unknown>)[]} */
  const closing = [];

  /**
   * A page of another origin with the widget in it.
   * @param {object} [given]
   * @param {string} [given.attributes]
   * @param {string} [given.inner] what the server put inside the element
   * @param {string} [given.css]
   * @param {string} [given.html] attributes of the root
   * @param {boolean} [given.wasm] does the page's policy allow WebAssembly?
   * @param {string} [given.source]
   * @param {boolean} [given.wait]
   * @param {Date} [given.at] what the reader's clock shows
   * @param {import('playwright-core').BrowserContextOptions} [given.context]
   */
  async function page({
    attributes = 'artist="perce-neige"',
    inner = '',
    css = '',
    html = 'lang="en-GB"',
    wasm = true,
    source = '/a.json',
    wait = true,
    at = now,
    context = {},
  } = {}) {
    const csp = `default-src 'none'; script-src ${platform.origin}${wasm ? " 'wasm-unsafe-eval'" : ''}; style-src 'self' ${platform.origin}; connect-src ${platform.origin}; base-uri 'none'; form-action 'none'`;
    const host = await serve(
      {
        '/': {
          body: `<!doctype html><html ${html}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A musician</title>
  <link rel="stylesheet" href="${platform.origin}/widget/fallback.css"><link rel="stylesheet" href="/host.css">
  <script type="module" src="${platform.origin}/widget/availability.js"></script></head>
  <body><main><h1>A musician</h1><h2>Dates</h2><cuelight-availability src="${platform.origin}${source}" ${attributes}>${inner}</cuelight-availability><p id="below">Below</p></main></body></html>`,
        },
        '/favicon.ico': { status: 204 },
        '/host.css': {
          headers: { 'content-type': 'text/css' },
          body: `body{font:16px/1.5 sans-serif;margin:24px;color:#222;background:#fff}${css}`,
        },
      },
      { 'content-security-policy': csp },
    );
    closing.push(host.close);
    const opened = await open(browser, {
      origins: [host.origin, platform.origin],
      viewport: { width: 900, height: 900 },
      ...context,
    });
    closing.push(() => opened.context.close());
    await opened.page.clock.setFixedTime(at);
    await opened.page.goto(`${host.origin}/`);
    const element = opened.page.locator('cuelight-availability');
    if (wait)
      await opened.page.waitForFunction(
        () => /** @type {any} */ (document.querySelector('cuelight-availability')).state !== 'loading',
      );
    return {
      ...opened,
      element,
      host,
      /** @param {string} date */
      day: (date) => element.locator(`[data-date="${date}"]`),
      focused: () =>
        opened.page.evaluate(
          () =>
            /** @type {HTMLElement} */ (document.querySelector('cuelight-availability')?.shadowRoot?.activeElement)
              ?.dataset.date ?? null,
        ),
    };
  }

  /** Closes what a test opened. */
  const leave = async () => {
    for (const close of closing.splice(0)) await close();
  };
  const close = async () => {
    await browser.close();
    await platform.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { browser, platform, posts, page, closing, leave, close };
}

/** @param {import('./browser.js').Records} records */
export const quiet = ({ console, csp, foreign }) =>
  assert.deepEqual({ console, csp, foreign }, { console: [], csp: [], foreign: [] });
