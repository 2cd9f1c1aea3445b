/** @file `<cuelight-availability>` on another origin's page, in real Chromium: the grid, the page around it, languages, looks. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { availabilityTable } from '../../web/widget/fallback.js';
import { axe } from '../support/browser.js';
import { busy, feed, full, quiet, widgetStand } from '../support/widget.js';

/** @type {Awaited<ReturnType<typeof widgetStand>>} */
let stand;
/** @type {typeof stand.page} */
let page;
before(async () => {
  stand = await widgetStand();
  page = stand.page;
});
afterEach(() => stand.leave());
after(() => stand?.close());

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
    // Nor does it take the focus or move the page while it loads.
    assert.deepEqual(await at.page.evaluate(() => [document.activeElement?.tagName, scrollY]), ['BODY', 0]);
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
      [at.host.origin, stand.platform.origin].sort(),
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
    assert.deepEqual(await axe(at.page), []);
    await at.page.setViewportSize({ width: 390, height: 800 });
    assert.ok(await at.page.locator('.cuelight-fallback ul').isVisible());
    assert.deepEqual(await axe(at.page), []);
    const json = await page({ wasm: false, inner });
    assert.ok(await json.day('2026-11-24').isVisible());
    assert.ok(!(await json.page.locator('.cuelight-fallback table').isVisible()));
    quiet(json.records);
  });

  test('without WebAssembly Cuelight’s own calendar is read in its JSON form, and says the same', async () => {
    const source = '/public/artists/anna-example/availability.ics';
    const labels = (/** @type {Awaited<ReturnType<typeof page>>} */ at) =>
      at.element.locator('[data-date]').evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-label')));
    const without = await page({ source, wasm: false });
    const [loaded, expected] = [await labels(without), await labels(await page({ source }))];
    assert.deepEqual(loaded, expected);
    assert.equal(loaded.length, 30);
    assert.ok(without.records.requests.some((url) => url.endsWith('/availability.json')));
    assert.deepEqual(without.records.foreign, []);
  });

  test('without WebAssembly and without a table it says so, and offers the file', async () => {
    const at = await page({ source: '/a.ics', wasm: false });
    assert.equal(
      await at.element.locator('[role=alert] p').textContent(),
      'This page can’t show the calendar. You can still open it.',
    );
    const address = `${stand.platform.origin}/a.ics`;
    const links = at.element.locator('[role=alert] a');
    assert.deepEqual(await links.evaluateAll((list) => list.map((one) => one.getAttribute('href'))), [
      address,
      address.replace('http:', 'webcal:'),
    ]);
    // The calendar's own tools are not there.
    assert.equal(await at.element.locator('#open-subscribe, #zone, .step:visible').count(), 0);
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

  test('today is today of the zone that is shown', async () => {
    const at = await page({ at: new Date('2026-11-22T20:00:00Z'), attributes: 'zones="America/New_York"' });
    const today = at.element.locator('[aria-current=date]');
    assert.equal(await today.getAttribute('data-date'), '2026-11-23'); // 1:45 in Kathmandu
    await at.element.locator('#zone').selectOption('America/New_York');
    assert.equal(await today.getAttribute('data-date'), '2026-11-22');
    assert.equal(await at.element.locator('[tabindex="0"][data-date]').count(), 1);
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
    const box = await forced.element.boundingBox();
    for (const button of await forced.element.locator('button').all()) {
      const { x = 0, width = 0 } = (await button.boundingBox()) ?? {};
      assert.ok(box && x >= box.x && x + width <= box.x + box.width, 'a border that forced colours show stays inside');
    }
  });

  test('nothing moves for who asked for less motion', async () => {
    for (const [reducedMotion, durations] of /** @type {const} */ ([
      ['no-preference', '0.12s, 0.12s'],
      ['reduce', '0s'],
    ])) {
      const at = await page({ context: { reducedMotion } });
      const cell = at.day('2026-11-24');
      assert.equal(await cell.evaluate((element) => getComputedStyle(element).transitionDuration), durations);
    }
  });
});
