/**
 * @file The availability widget against calendars that pages embed today, as a visitor with a cheap phone on a slow line
 * meets them: cold, in Chromium, processor and network throttled. The same month of the same busy evenings for all.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import { extname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { build as bundle } from 'esbuild';
import { buildElement } from '../../web/build/element.js';
import { root } from '../../web/build/run.js';
import { loadCore } from '../../web/client/node.js';
import { availabilityTable } from '../../web/widget/fallback.js';
import { launch, open } from '../support/browser.js';
import { serve } from '../support/site.js';
import { median, random } from './harness.js';

/** A phone of the lower middle, and Lighthouse's slow 4G. */
export const throttle = { cpu: 4, latencyMs: 150, downKbit: 1638, upKbit: 750 };

const zone = 'Europe/Paris';
const today = new Date().toISOString().slice(0, 10);

/** Half a season's evenings from the first of this month on, today's among them. */
function evenings() {
  const next = random(3);
  const first = Date.parse(`${today.slice(0, 7)}-01T17:00:00Z`);
  const text = (/** @type {number} */ instant) => `${new Date(instant).toISOString().slice(0, 19)}Z`;
  return Array.from({ length: 180 }, (_, i) => first + i * 86_400_000)
    .filter((start) => next() < 0.4 || text(start).startsWith(today))
    .map((start) => ({ start: text(start), end: text(start + 3.5 * 3_600_000) }));
}

/** @param {string} source */
async function script(source) {
  const { outputFiles } = await bundle({
    stdin: { contents: source, resolveDir: root },
    ...{ bundle: true, minify: true, write: false, format: 'esm', target: 'es2022', logLevel: 'error' },
  });
  return outputFiles[0].contents;
}

/** @param {string} head @param {string} body */
const html = (head, body) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Dates</title>${head}<body><h1>Dates</h1>${body}`;

/**
 * A candidate's page: it is there when `shown` finds something, in the page or in the widget.
 * @typedef {{ name: string, html: string, shown: string, next: string }} Candidate
 */

/** @param {string} folder @returns {Promise<{ candidates: Candidate[], files: Record<string, string | Uint8Array> }>} */
async function pages(folder) {
  const busy = evenings();
  const { calendar } = await loadCore();
  /** @type {import('../../web/client/types/calendar.d.ts').FeedOptions} */
  const feed = {
    ...{ kind: 'availability', name: 'Ensemble', tzid: zone, now: `${today}T09:00:00Z` },
    uidKey: new Uint8Array(32).fill(1),
    events: busy.map((one, i) => ({ id: `${i}`, state: 'confirmed', lastModified: `${today}T00:00:00Z`, ...one })),
  };
  await buildElement('widget', folder);
  const inFolder = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => extname(name));
  const css = createRequire(import.meta.url).resolve('@event-calendar/core/index.css');
  const files = {
    ...Object.fromEntries(inFolder.map((name) => [`/widget/${name}`, readFileSync(join(folder, name))])),
    '/a.ics': calendar.feed(feed),
    '/a.json': calendar.feed({ ...feed, format: 'json' }),
    '/events.json': JSON.stringify(busy.map((one) => ({ title: 'Busy', ...one }))),
    '/event-calendar.css': readFileSync(css),
    '/fullcalendar.js': await script(`
      import { Calendar } from '@fullcalendar/core';
      import dayGrid from '@fullcalendar/daygrid';
      new Calendar(document.getElementById('here'), { plugins: [dayGrid], events: '/events.json' }).render();`),
    '/event-calendar.js': await script(`
      import { createCalendar, DayGrid } from '@event-calendar/core';
      createCalendar(document.getElementById('here'), [DayGrid], { view: 'dayGridMonth', eventSources: [{ url: '/events.json' }] });`),
  };
  const ours = (/** @type {string} */ source, inner = '') => ({
    html: html(
      `${inner ? '<link rel="stylesheet" href="/widget/fallback.css">' : ''}<script type="module" src="/widget/availability.js"></script>`,
      `<cuelight-availability src="/a.${source}" view="month">${inner}</cuelight-availability>`,
    ),
    shown: 'td.partly',
    next: '.step:last-child',
  });
  const table = availabilityTable({ busy, today, timeZone: zone });
  const peer = (/** @type {string} */ name, /** @type {string} */ shown, /** @type {string} */ next, head = '') => ({
    html: html(head, `<div id="here"></div><script type="module" src="/${name}.js"></script>`),
    ...{ shown, next },
  });
  return {
    files,
    candidates: [
      { name: 'Cuelight, .ics', ...ours('ics') },
      { name: 'Cuelight, .json', ...ours('json') },
      { name: 'Cuelight, .ics, table from the server', ...ours('ics', table) },
      { name: '@fullcalendar/daygrid 6.1.22', ...peer('fullcalendar', '.fc-event', '.fc-next-button') },
      {
        name: '@event-calendar/core 5.15.0',
        ...peer('event-calendar', '.ec-event', 'button.ec-next', '<link rel="stylesheet" href="/event-calendar.css">'),
      },
    ],
  };
}

/**
 * One cold visit.
 * @param {import('playwright-core').Browser} browser @param {string} origin @param {Candidate} candidate @param {number} at its place
 */
async function visit(browser, origin, { shown, next }, at) {
  const { page, context, records } = await open(browser, {
    origins: [origin],
    viewport: { width: 700, height: 900 },
    timezoneId: zone,
  });
  try {
    await page.addInitScript((selector) => {
      const found = () =>
        document.querySelector(selector) ??
        document.querySelector('cuelight-availability')?.shadowRoot?.querySelector(selector);
      /** @type {any} */
      const told = { painted: 0, shifts: 0, interactions: [] };
      Object.assign(window, { told });
      const look = () => {
        if (!found()) requestAnimationFrame(look);
        else
          requestAnimationFrame((frame) => {
            told.painted = frame;
          });
      };
      requestAnimationFrame(look);
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) told.shifts += /** @type {any} */ (entry).value;
      }).observe({ type: 'layout-shift', buffered: true });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (entry.name === 'click') told.interactions.push(entry.duration);
      }).observe(/** @type {any} */ ({ type: 'event', durationThreshold: 16, buffered: true }));
    }, shown);
    const cdp = await context.newCDPSession(page);
    await cdp.send('Network.enable');
    await cdp.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: throttle.latencyMs,
      downloadThroughput: (throttle.downKbit * 1000) / 8,
      uploadThroughput: (throttle.upKbit * 1000) / 8,
    });
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: throttle.cpu });
    await page.goto(`${origin}/${at}.html`);
    await page.waitForFunction(() => /** @type {any} */ (window).told.painted > 0, null, { timeout: 60_000 });
    await page.waitForLoadState('networkidle');
    const { painted, first, octets } = await page.evaluate(() => ({
      painted: /** @type {any} */ (window).told.painted,
      first: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
      octets: performance
        .getEntriesByType('resource')
        .reduce((sum, one) => sum + /** @type {any} */ (one).encodedBodySize, 0),
    }));
    for (let i = 0; i < 4; i += 1) {
      await page.locator(next).click();
      await page.waitForTimeout(150);
    }
    const { interactions, shifts } = await page.evaluate(() => /** @type {any} */ (window).told);
    if (records.console.length > 0) throw new Error(records.console.join('\n'));
    return { first, painted, octets, shifts, interaction: interactions.length > 0 ? median(interactions) : 16 };
  } finally {
    await context.close();
  }
}

/** @param {number} rounds @returns {Promise<string>} a table of medians */
export async function benchPages(rounds) {
  const folder = mkdtempSync(join(os.tmpdir(), 'cuelight-pages-'));
  const { candidates, files } = await pages(folder);
  const routes = Object.fromEntries(
    [...Object.entries(files), ...candidates.map((one, i) => /** @type {const} */ ([`/${i}.html`, one.html]))].map(
      ([path, body]) => [path, { headers: { 'content-encoding': 'br' }, body: brotliCompressSync(body) }],
    ),
  );
  const site = await serve({ '/favicon.ico': { status: 204 }, ...routes });
  const browser = await launch();
  /** @type {Awaited<ReturnType<typeof visit>>[][]} */
  const visits = candidates.map(() => []);
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (let i = 0; i < candidates.length; i += 1) {
        const at = (i + round) % candidates.length;
        visits[at].push(await visit(browser, site.origin, candidates[at], at));
      }
      process.stderr.write(`  pages: round ${round + 1} of ${rounds}\n`);
    }
    const lines = [
      `## Pages in Chromium ${browser.version()}: processor ${throttle.cpu} times slower, ${throttle.latencyMs} ms and ${throttle.downKbit} kbit/s, cold, medians of ${rounds}`,
      '',
      '| calendar | KB (brotli) | first paint, ms | busy days painted, ms | next month, ms | layout shift |',
      '|---|---:|---:|---:|---:|---:|',
      ...candidates.map(({ name }, i) => {
        const of = (/** @type {keyof Awaited<ReturnType<typeof visit>>} */ what) =>
          median(visits[i].map((one) => one[what]));
        return `| ${name} | ${(of('octets') / 1000).toFixed(1)} | ${Math.round(of('first'))} | ${Math.round(of('painted'))} | ${Math.round(of('interaction'))} | ${of('shifts').toFixed(3)} |`;
      }),
    ];
    return lines.join('\n');
  } finally {
    await browser.close();
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
