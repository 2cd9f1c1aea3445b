/** @file `<cuelight-availability>` on another origin's page, in real Chromium. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { loadCore } from '../../web/client/node.js';
import { buildWidget } from '../../web/widget/build.mjs';
import { availabilityTable } from '../../web/widget/fallback.js';
import { axe, launch, open } from '../support/browser.js';
import { serve } from '../support/site.js';

const now = new Date('2026-11-22T09:00:00Z');
const open24 = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' };

/** Kathmandu is 5:45 ahead of UTC, Paris 1:00 (0:00 behind UTC it never is). */
const busy = [
  { start: '2026-11-24T18:00:00Z', end: '2026-11-24T21:30:00Z' },
  { start: '2026-11-26T18:15:00Z', end: '2026-11-28T18:15:00Z' },
  { start: '2026-12-03T08:00:00Z', end: '2026-12-03T10:00:00Z' },
  { start: '2026-12-03T12:00:00Z', end: '2026-12-03T15:30:00Z' },
];
const feed = {
  name: 'Ensemble Perce-Neige',
  tzid: 'Europe/Paris',
  from: '2026-10-23T00:00:00Z',
  until: '2028-05-22T00:00:00Z',
  busy,
};
/** Every second evening of a month: as many lines as a list can have. */
const full = Array.from({ length: 16 }, (_, i) => {
  const day = `2026-12-${String(1 + 2 * i).padStart(2, '0')}`;
  return { start: `${day}T14:15:00Z`, end: `${day}T16:15:00Z` };
});
const compact = (/** @type {string} */ instant) => instant.replace(/[-:]/g, '');
const ics = [
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

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let platform;
const folder = mkdtempSync(join(tmpdir(), 'cuelight-widget-'));
/** What was posted, and how the next post is answered. */
const posts = { bodies: /** @type {any[]} */ ([]), status: 202 };

before(async () => {
  await buildWidget(folder);
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
  platform = await serve(
    {
      '/widget/': folder,
      '/a.json': { headers: { 'content-type': 'application/json' }, body: JSON.stringify(feed) },
      '/full.json': { body: JSON.stringify({ ...feed, busy: full }) },
      '/a.ics': { headers: { 'content-type': 'text/calendar' }, body: ics },
      '/ours.ics': { headers: { 'content-type': 'text/calendar' }, body: calendar.feed(published) },
      '/public/artists/anna-example/availability.ics': { body: calendar.feed(published) },
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
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await platform?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What the running test opened. @type {(() => Promise<void>)[]} */
const closing = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

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

/** @param {import('../support/browser.js').Records} records */
const quiet = ({ console, csp, foreign }) =>
  assert.deepEqual({ console, csp, foreign }, { console: [], csp: [], foreign: [] });

describe('the date grid', () => {
  test('keyboard: arrows, Home, End, Page Up and Down, with Shift by year', async () => {
    const at = await page({ attributes: 'week-start="1"' });
    const { keyboard } = at.page;
    await at.day('2026-11-22').focus();
    const steps = [
      ['ArrowRight', '2026-11-23'],
      ['ArrowDown', '2026-11-30'],
      ['ArrowLeft', '2026-11-29'],
      ['ArrowUp', '2026-11-22'],
      ['Home', '2026-11-16'],
      ['End', '2026-11-22'],
      ['PageDown', '2026-12-22'],
      ['PageUp', '2026-11-22'],
      ['Shift+PageDown', '2027-11-22'],
      ['Shift+PageUp', '2026-11-22'],
      ['ArrowDown', '2026-11-29'],
      ['ArrowDown', '2026-12-06'],
    ];
    for (const [key, date] of steps) {
      await keyboard.press(key);
      assert.equal(await at.focused(), date, `after ${key}`);
    }
    quiet(at.records);
  });

  test('Page Down keeps the day or takes the month’s last one', async () => {
    const at = await page();
    await at.page.evaluate(() =>
      /** @type {any} */ (document.querySelector('cuelight-availability')).goTo('2027-01-31'),
    );
    await at.day('2027-01-31').focus();
    await at.page.keyboard.press('PageDown');
    assert.equal(await at.focused(), '2027-02-28');
  });

  test('one cell is in the Tab order, and Tab leaves the grid', async () => {
    const at = await page();
    assert.equal(await at.element.locator('[role=gridcell][tabindex="0"]').count(), 1);
    await at.day('2026-11-22').focus();
    await at.page.keyboard.press('ArrowRight');
    assert.equal(await at.element.locator('[role=gridcell][tabindex="0"]').getAttribute('data-date'), '2026-11-23');
    await at.page.keyboard.press('Tab');
    assert.equal(await at.focused(), null);
    await at.page.keyboard.press('Shift+Tab');
    assert.equal(await at.focused(), '2026-11-23');
  });

  test('Enter and Space choose; only the chosen day is selected', async () => {
    const at = await page();
    await at.page.evaluate(() => {
      /** @type {any[]} */
      const seen = [];
      Object.assign(window, { seen });
      document.addEventListener('cuelight-select', (event) => seen.push(/** @type {CustomEvent} */ (event).detail));
    });
    await at.day('2026-11-24').focus();
    await at.page.keyboard.press('Enter');
    await at.page.keyboard.press('ArrowRight');
    await at.page.keyboard.press('Space');
    assert.deepEqual(
      await at.element
        .locator('[aria-selected]')
        .evaluateAll((cells) =>
          cells.map((cell) => [/** @type {any} */ (cell).dataset.date, cell.getAttribute('aria-selected')]),
        ),
      [['2026-11-25', 'true']],
    );
    const seen = await at.page.evaluate(() => /** @type {any} */ (window).seen);
    assert.deepEqual(
      seen.map((/** @type {any} */ one) => [one.date, one.state, one.busy.length]),
      [
        ['2026-11-24', 'partly', 1],
        ['2026-11-25', 'partly', 1],
      ],
    );
    assert.equal(await at.focused(), '2026-11-25');
  });

  test('a month’s change and its ends are announced', async () => {
    const at = await page();
    const status = at.element.locator('[role=status]').last();
    await at.day('2026-11-22').focus();
    await at.page.keyboard.press('PageDown');
    assert.equal(await status.textContent(), 'December 2026');
    await at.page.keyboard.press('PageUp');
    await at.page.keyboard.press('PageUp');
    assert.equal(await status.textContent(), 'Earlier months are not shown.');
    assert.equal(await at.focused(), '2026-11-22');
  });

  test('names: the state comes before the date, with its weekday, then the hours', async () => {
    const at = await page();
    const label = async (/** @type {string} */ date) => at.day(date).getAttribute('aria-label');
    assert.equal(await label('2026-11-22'), 'free, Sunday, 22 November 2026, today');
    assert.equal(await label('2026-11-21'), 'past, Saturday, 21 November 2026');
    // 18:00 UTC is 23:45 in Kathmandu, so the evening reaches into the next day.
    assert.equal(await label('2026-11-24'), 'partly busy, Tuesday, 24 November 2026, busy from 23:45');
    assert.equal(await label('2026-11-25'), 'partly busy, Wednesday, 25 November 2026, busy until 3:15');
    assert.equal(await label('2026-11-27'), 'busy, Friday, 27 November 2026');
    const columns = await at.element
      .locator('th')
      .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('abbr')));
    assert.deepEqual(columns, ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']);
    assert.equal(await at.element.locator('[aria-current=date]').getAttribute('data-date'), '2026-11-22');
  });
});

describe('on a foreign page', () => {
  test('strict policy: no violation, no cookie, no storage, nobody else is asked', async () => {
    const at = await page();
    await at.day('2026-11-24').click();
    await at.element.locator('#open-subscribe').click();
    quiet(at.records);
    assert.deepEqual(await at.context.cookies(), []);
    const stored = await at.page.evaluate(async () => [
      localStorage.length,
      sessionStorage.length,
      (await indexedDB.databases()).length,
      (await caches?.keys?.().catch(() => []))?.length ?? 0,
    ]);
    assert.deepEqual(stored, [0, 0, 0, 0]);
    assert.deepEqual(
      [
        ...new Set(at.records.requests.filter((url) => !url.startsWith('data:')).map((url) => new URL(url).origin)),
      ].sort(),
      [at.host.origin, platform.origin].sort(),
    );
    // The JSON form needs no WebAssembly at all.
    assert.ok(!at.records.requests.some((url) => url.endsWith('.wasm')));
  });

  test('an iCalendar address shows the same days, by core’s slim build', async () => {
    const json = await page();
    const calendar = await page({ source: '/a.ics' });
    const ours = await page({ source: '/ours.ics' });
    const oursJson = await page({ source: '/ours.json' });
    const labels = (/** @type {typeof json} */ at) =>
      at.element.locator('[data-date]').evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-label')));
    assert.deepEqual(await labels(calendar), await labels(json));
    assert.deepEqual(await labels(ours), await labels(json));
    assert.deepEqual(await labels(oursJson), await labels(json));
    assert.equal(
      await calendar.element.evaluate((element) =>
        element.shadowRoot?.querySelector('.root')?.getAttribute('aria-label'),
      ),
      'Availability: Ensemble Perce-Neige',
    );
    assert.ok(calendar.records.requests.some((url) => url.endsWith('.wasm')));
    quiet(calendar.records);
  });

  test('without WebAssembly the server’s table stays, and the JSON form works', async () => {
    const inner = availabilityTable({
      busy,
      today: '2026-11-22',
      timeZone: 'Europe/Paris',
      locale: 'en-GB',
      name: feed.name,
    });
    const at = await page({ source: '/a.ics', wasm: false, inner });
    assert.equal(await at.element.evaluate((element) => /** @type {any} */ (element).state), 'failed');
    assert.ok(await at.page.locator('.cuelight-fallback table').isVisible());
    assert.equal(await at.element.locator('[role=grid]').count(), 0);
    const json = await page({ wasm: false, inner });
    assert.ok(await json.day('2026-11-24').isVisible());
    assert.ok(!(await json.page.locator('.cuelight-fallback table').isVisible()));
    quiet(json.records);
  });

  test('without WebAssembly and without a table it says so, and offers the file', async () => {
    const at = await page({ source: '/a.ics', wasm: false });
    assert.equal(
      await at.element.locator('[role=alert] p').textContent(),
      'This page can’t show the calendar. You can still open it.',
    );
    assert.equal(await at.element.locator('[role=alert] a').getAttribute('href'), `${platform.origin}/a.ics`);
  });

  test('without JavaScript there is the table', async () => {
    const inner = availabilityTable({
      busy,
      today: '2026-11-22',
      timeZone: 'Europe/Paris',
      locale: 'en-GB',
      name: '<Perce & Neige>',
    });
    const at = await page({ inner, wait: false, context: { javaScriptEnabled: false } });
    const table = at.page.locator('.cuelight-fallback table');
    assert.ok(await table.isVisible());
    assert.match(
      String(await table.locator('caption').textContent()),
      /^<Perce & Neige>, November 2026 \(Times in Paris\)$/,
    );
    assert.equal(await table.locator('td:has(time[datetime="2026-11-24"])').textContent(), '24 busy 19:00–22:30');
    quiet(at.records);
  });

  test('without JavaScript and with little room there is a list, which nothing overflows', async () => {
    const inner = availabilityTable({ busy: full, today: '2026-12-01', timeZone: 'Europe/Berlin', locale: 'de' });
    for (const width of [280, 390]) {
      const at = await page({
        inner,
        wait: false,
        context: { javaScriptEnabled: false, viewport: { width, height: 800 } },
      });
      assert.equal(await at.page.locator('.cuelight-fallback table').isVisible(), false);
      const rows = at.page.locator('.cuelight-fallback li');
      assert.equal(await rows.count(), 31);
      assert.equal(await rows.first().innerText(), 'Di., 1. Dez.\nbelegt 15:15–17:15 Uhr');
      assert.equal(await at.page.evaluate(() => document.documentElement.scrollWidth), width);
    }
  });

  test('the upgrade moves nothing on the page', async () => {
    const zone = 'Asia/Kathmandu';
    for (const [width, today, source, dates] of /** @type {[number, string, string, typeof busy][]} */ ([
      [900, '2026-11-22', '/a.json', busy],
      [390, '2026-11-22', '/a.json', busy],
      [900, '2026-12-01', '/full.json', full],
      [390, '2026-12-01', '/full.json', full],
      [328, '2026-12-01', '/full.json', full], // 280 px of its own
    ])) {
      const inner = availabilityTable({ busy: dates, today, timeZone: zone, locale: 'en-GB' });
      const viewport = { width, height: 1900 };
      const at = await page({ inner, source, wait: false, at: new Date(`${today}T09:00:00Z`), context: { viewport } });
      await at.page.addInitScript(() => {
        /** @type {number[]} */
        const shifts = [];
        Object.assign(window, { shifts });
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) shifts.push(/** @type {any} */ (entry).value);
        }).observe({ type: 'layout-shift', buffered: true });
      });
      await at.page.reload();
      const below = await at.page.locator('#below').boundingBox();
      await at.page.waitForFunction(
        () => /** @type {any} */ (document.querySelector('cuelight-availability')).state === 'ready',
      );
      await at.page.waitForTimeout(300);
      const told = [await at.page.evaluate(() => /** @type {any} */ (window).shifts), below?.y];
      assert.deepEqual(told, [[], (await at.page.locator('#below').boundingBox())?.y], `${today} at ${width}`);
    }
  });

  test('hostile styles change nothing inside', async () => {
    const css = `html{font-size:62.5%}*{all:unset!important;letter-spacing:.3em!important;text-transform:uppercase!important;line-height:5!important;
      font-size:7px!important;text-align:right!important;white-space:pre!important;word-spacing:3em!important;text-indent:4em!important;
      font-variant:small-caps!important;text-shadow:2px 2px red!important;visibility:hidden!important}cuelight-availability{visibility:visible!important;float:left!important}`;
    const at = await page({ css });
    const cell = at.day('2026-11-24');
    assert.deepEqual(
      await cell.evaluate((element) => {
        const {
          fontSize,
          letterSpacing,
          textTransform,
          wordSpacing,
          textIndent,
          textShadow,
          fontVariantCaps,
          textAlign,
        } = getComputedStyle(element);
        return {
          fontSize,
          letterSpacing,
          textTransform,
          wordSpacing,
          textIndent,
          textShadow,
          fontVariantCaps,
          textAlign,
        };
      }),
      {
        fontSize: '14px',
        letterSpacing: 'normal',
        textTransform: 'none',
        wordSpacing: '0px',
        textIndent: '0px',
        textShadow: 'none',
        fontVariantCaps: 'normal',
        textAlign: 'center',
      },
    );
    const box = await cell.boundingBox();
    assert.ok(box && box.width > 80 && box.height >= 38 && box.height < 60, JSON.stringify(box));
    await cell.click();
    assert.equal(await cell.getAttribute('aria-selected'), 'true');
  });

  test('mounted and unmounted a hundred times, nothing stays behind', async () => {
    const at = await page();
    const cdp = await at.context.newCDPSession(at.page);
    const count = async () => {
      for (let i = 0; i < 3; i++) {
        await cdp.send('HeapProfiler.collectGarbage');
        await at.page.waitForTimeout(50);
      }
      const { nodes, jsEventListeners } = await cdp.send('Memory.getDOMCounters');
      return { nodes, jsEventListeners };
    };
    const round = (/** @type {number} */ times) =>
      at.page.evaluate(async (rounds) => {
        const old = /** @type {any} */ (document.querySelector('cuelight-availability'));
        const source = old.getAttribute('src');
        old.remove();
        for (let i = 0; i < rounds; i++) {
          const element = /** @type {any} */ (document.createElement('cuelight-availability'));
          element.setAttribute('src', source);
          document.body.append(element);
          // Every second one is gone before its calendar came.
          if (i % 2 === 0)
            await new Promise((resolve) => element.addEventListener('cuelight-load', resolve, { once: true }));
          element.remove();
        }
        const last = document.createElement('cuelight-availability');
        last.setAttribute('src', source);
        document.body.append(last);
        await new Promise((resolve) => last.addEventListener('cuelight-load', resolve, { once: true }));
      }, times);
    await round(5);
    const start = await count();
    await round(100);
    const end = await count();
    assert.ok(
      end.nodes <= start.nodes + 60 && end.jsEventListeners <= start.jsEventListeners + 10,
      `${JSON.stringify(start)} became ${JSON.stringify(end)}`,
    );
    quiet(at.records);
  });
});

test('the example of docs/embed.md, with the policy it names', async () => {
  const guide = readFileSync(new URL('../../docs/embed.md', import.meta.url), 'utf8').replaceAll(
    'https://cuelight.example',
    platform.origin,
  );
  const [, example] = /** @type {RegExpExecArray} */ (/```html\n([^`]+)```/.exec(guide));
  const [, policy] = /** @type {RegExpExecArray} */ (/```\n(script-src [^`]+)\n```/.exec(guide));
  const host = await serve(
    {
      '/': { body: `<!doctype html><html lang="en"><title>Embedded</title>${example}</html>` },
      '/favicon.ico': { status: 204 },
    },
    { 'content-security-policy': `default-src 'none'; ${policy}` },
  );
  closing.push(host.close);
  const { page: embedded, context, records } = await open(browser, { origins: [host.origin, platform.origin] });
  closing.push(() => context.close());
  await embedded.goto(host.origin);
  await embedded.waitForFunction(
    () => /** @type {any} */ (document.querySelector('cuelight-availability')).state === 'ready',
  );
  quiet(records);
});

describe('languages, directions and zones', () => {
  for (const [locale, title, first, word] of [
    ['en-GB', 'November 2026', 'Mon', 'free'],
    ['en-US', 'November 2026', 'Sun', 'free'],
    ['de-DE', 'November 2026', 'Mo', 'frei'],
    ['fr-FR', 'novembre 2026', 'lun.', 'libre'],
  ]) {
    test(`${locale}: title, week’s start and words`, async () => {
      const at = await page({ attributes: `locale="${locale}"` });
      assert.equal(await at.element.locator('[role=heading]').textContent(), title);
      assert.equal(await at.element.locator('th').first().textContent(), first);
      assert.equal(await at.element.locator('.key').first().textContent(), word);
      assert.deepEqual(await axe(at.page), []);
    });
  }

  test('from right to left the arrows follow the eye, and the hours’ line is mirrored', async () => {
    const at = await page({ html: 'lang="ar" dir="rtl"' });
    await at.day('2026-11-24').focus();
    await at.page.keyboard.press('ArrowLeft');
    assert.equal(await at.focused(), '2026-11-25');
    await at.page.keyboard.press('ArrowRight');
    assert.equal(await at.focused(), '2026-11-24');
    // Busy until 3:15: at the day's beginning, which is on the right.
    const [bar, line] = await at
      .day('2026-11-25')
      .evaluate((cell) =>
        [cell.querySelector('i'), cell.querySelector('.line')].map((element) => element?.getBoundingClientRect().right),
      );
    assert.ok(Math.abs(Number(bar) - Number(line)) < 1);
    assert.deepEqual(await axe(at.page), []);
  });

  test('the reader’s zone, the calendar’s, or any other', async () => {
    const at = await page({ attributes: 'zones="America/New_York"' });
    const zone = at.element.locator('#zone');
    assert.equal(await zone.inputValue(), 'Asia/Katmandu');
    await zone.selectOption('Europe/Paris');
    assert.equal(
      await at.day('2026-11-24').getAttribute('aria-label'),
      'partly busy, Tuesday, 24 November 2026, busy 19:00–22:30',
    );
    assert.equal(await at.day('2026-11-25').getAttribute('aria-label'), 'free, Wednesday, 25 November 2026');
    await zone.selectOption('America/New_York');
    assert.equal(
      await at.day('2026-11-24').getAttribute('aria-label'),
      'partly busy, Tuesday, 24 November 2026, busy 13:00–16:30',
    );
    await zone.focus();
    await zone.selectOption('Pacific/Auckland');
    assert.equal(await at.element.evaluate((element) => /** @type {any} */ (element).timeZone), 'Pacific/Auckland');
    const artist = await page({ attributes: 'time-zone="artist"' });
    assert.equal(
      await artist.day('2026-11-24').getAttribute('aria-label'),
      'partly busy, Tuesday, 24 November 2026, busy 19:00–22:30',
    );
  });
});

describe('narrow, and looks', () => {
  test('below 480 px it is a list; the attribute decides otherwise', async () => {
    const at = await page({ context: { viewport: { width: 328, height: 800 } } });
    assert.equal(await at.element.locator('[role=grid]').count(), 0);
    assert.deepEqual(
      await at.element
        .locator('.agenda button')
        .evaluateAll((rows) =>
          rows.map((row) => [row.querySelector('.when')?.textContent, row.querySelector('.what')?.textContent]),
        ),
      [
        ['Sun 22 Nov – Mon 23 Nov', 'free'],
        ['Tue 24 Nov', 'busy from 23:45'],
        ['Wed 25 Nov', 'busy until 3:15'],
        ['Thu 26 Nov', 'free'],
        ['Fri 27 Nov – Sat 28 Nov', 'busy'],
        ['Sun 29 Nov – Mon 30 Nov', 'free'],
      ],
    );
    assert.equal(await at.page.evaluate(() => document.documentElement.scrollWidth), 328);
    assert.deepEqual(await axe(at.page), []);
    await at.page.setViewportSize({ width: 900, height: 800 });
    await at.element.locator('[role=grid]').waitFor();
    const month = await page({ attributes: 'view="month"', context: { viewport: { width: 328, height: 800 } } });
    assert.equal(await month.element.locator('[role=grid]').count(), 1);
    assert.equal(await month.page.evaluate(() => document.documentElement.scrollWidth), 328);
    const agenda = await page({ attributes: 'view="agenda"' });
    assert.equal(await agenda.element.locator('[role=grid]').count(), 0);
  });

  test('takes the host’s font and colour; clean in dark, forced colours, and with its panels open', async () => {
    const dark = await page({
      css: ':root{color-scheme:dark}body{color:#eee;background:#14161b;font-family:monospace}',
    });
    assert.deepEqual(
      await dark
        .day('2026-11-22')
        .evaluate((cell) => [getComputedStyle(cell).color, getComputedStyle(cell).fontFamily]),
      ['rgb(238, 238, 238)', 'monospace'],
    );
    await dark.element.locator('#open-hold').click();
    await dark.element.locator('button[type=submit]').click();
    assert.deepEqual(await axe(dark.page), []);
    await dark.element.locator('#open-subscribe').click();
    assert.deepEqual(await axe(dark.page), []);
    quiet(dark.records);
    const forced = await page({ context: { forcedColors: 'active' } });
    assert.deepEqual(await axe(forced.page), []);
  });
});

describe('subscribe and request a hold', () => {
  test('the address to open, copy and download', async () => {
    const at = await page({ attributes: 'name="Perce-Neige"' });
    await at.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await at.element.locator('#open-subscribe').click();
    const address = `${platform.origin}/a.ics`;
    assert.equal(await at.element.locator('.address input').inputValue(), address);
    assert.equal(await at.element.locator('a.button').getAttribute('href'), address.replace('http:', 'webcal:'));
    assert.equal(await at.element.locator('a[download]').getAttribute('href'), address);
    await at.element.locator('.address button').click();
    await at.element.locator('.said', { hasText: 'copied' }).waitFor();
    await at.element.locator('#open-subscribe').click();
    assert.equal(await at.element.locator('.panel').isVisible(), false);
    const off = await page({ attributes: 'subscribe="off"' });
    assert.equal(await off.element.locator('#open-subscribe').count(), 0);
    assert.equal(await off.element.locator('#open-hold').count(), 0);
  });

  test('says what is missing, sends what was meant, and keeps what was written when it fails', async () => {
    const at = await page();
    posts.bodies.length = 0;
    await at.day('2026-11-26').click();
    await at.element.locator('#open-hold').click();
    const field = (/** @type {string} */ name) => at.element.locator(`[name=${name}]`);
    assert.equal(await field('first').inputValue(), '2026-11-26');
    await at.element.locator('button[type=submit]').click();
    assert.equal(
      await at.page.evaluate(
        () => /** @type {any} */ (document.querySelector('cuelight-availability')?.shadowRoot?.activeElement)?.name,
      ),
      'name',
    );
    assert.equal(await field('name').getAttribute('aria-invalid'), 'true');
    await field('name').fill('Θεοδώρα Παπαδοπούλου');
    await field('organisation').fill('Konzerthaus Lindenau');
    await field('email').fill('nowhere');
    await field('last').fill('2026-11-25');
    await at.element.locator('button[type=submit]').click();
    assert.equal(await at.element.locator('#field-email-wrong').textContent(), 'This is not an e-mail address.');
    assert.equal(await at.element.locator('#field-last-wrong').textContent(), 'The last day is before the first.');
    assert.deepEqual(posts.bodies, []);
    await field('email').fill('theodora@example.org');
    await field('last').fill('2026-11-27');
    const trouble = at.element.locator('.trouble');
    for (const [status, sentence] of /** @type {[number, RegExp][]} */ ([
      [429, /Too many requests/],
      [503, /The other side has trouble/],
      [400, /was not accepted/],
    ])) {
      posts.status = status;
      await at.element.locator('button[type=submit]').click();
      await trouble.filter({ hasText: sentence }).waitFor();
      assert.equal(await field('name').inputValue(), 'Θεοδώρα Παπαδοπούλου');
    }
    await at.context.setOffline(true);
    await at.element.locator('button[type=submit]').click();
    await trouble.filter({ hasText: 'No connection' }).waitFor();
    await at.context.setOffline(false);
    posts.status = 202;
    await at.element.locator('button[type=submit]').click();
    await at.element.locator('.done').waitFor();
    assert.equal(await at.element.locator('.done bdi').textContent(), 'theodora@example.org');
    assert.deepEqual(posts.bodies.at(-1), {
      artist: 'perce-neige',
      // Whole days of Kathmandu.
      start: '2026-11-25T18:15:00Z',
      end: '2026-11-27T18:15:00Z',
      timeZone: 'Asia/Katmandu',
      name: 'Θεοδώρα Παπαδοπούλου',
      email: 'theodora@example.org',
      organisation: 'Konzerthaus Lindenau',
      note: '',
    });
    assert.deepEqual(at.records.csp, []);
  });

  test('a host may carry the request itself', async () => {
    const at = await page();
    posts.bodies.length = 0;
    await at.page.evaluate(() => {
      document.addEventListener('cuelight-request', (event) => {
        event.preventDefault();
        /** @type {any} */ (event).detail.waitUntil(Promise.resolve());
      });
    });
    await at.day('2026-11-26').click();
    await at.element.locator('#open-hold').click();
    for (const [name, value] of [
      ['name', 'A'],
      ['organisation', 'B'],
      ['email', 'a@b.example'],
    ])
      await at.element.locator(`[name=${name}]`).fill(value);
    await at.element.locator('button[type=submit]').click();
    await at.element.locator('.done').waitFor();
    assert.deepEqual(posts.bodies, []);
  });
});

describe('what can go wrong', () => {
  for (const [source, code, sentence] of [
    ['/none.ics', 'widget.absent', 'There is no calendar at this address.'],
    ['/not.ics', 'widget.not_calendar', 'What stands at this address is not a calendar.'],
  ]) {
    test(`${code}`, async () => {
      const at = await page({ source });
      assert.equal(await at.element.locator('[role=alert] p').textContent(), sentence);
      const told = await at.page.evaluate(
        () =>
          new Promise((resolve) => {
            const element = /** @type {any} */ (document.querySelector('cuelight-availability'));
            element.addEventListener('cuelight-error', (/** @type {any} */ event) => resolve(event.detail.code));
            element.refresh();
          }),
      );
      assert.equal(told, code);
    });
  }

  test('a broken connection: says so, and trying again works', async () => {
    const at = await page({ wait: false });
    await at.page.waitForFunction(
      () => /** @type {any} */ (document.querySelector('cuelight-availability')).state === 'ready',
    );
    await at.context.setOffline(true);
    await at.page.evaluate(() => {
      const old = /** @type {Element} */ (document.querySelector('cuelight-availability'));
      const element = document.createElement('cuelight-availability');
      element.setAttribute('src', String(old.getAttribute('src')));
      old.replaceWith(element);
    });
    await at.element.locator('[role=alert]', { hasText: 'can’t be read right now' }).waitFor();
    await at.context.setOffline(false);
    await at.element.locator('[role=alert] button').click();
    await at.day('2026-11-24').waitFor();
  });
});
