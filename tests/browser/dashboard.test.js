/**
 * @file The dashboard in real Chromium, on a real server with the demo season: what people do in it, and on every page
 * no axe finding, no console error, no violated policy, no request to anybody else.
 */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { axe, launch, open as openPage, readSheet } from '../support/browser.js';
import { setUp } from '../support/server.js';
import { serve } from '../support/site.js';

const dist = new URL('../../web/dashboard/dist/', import.meta.url);
const agent = 'Marlene Ziegenhagen';
const artist = 'Wilhelmine Schneeberger-Oberholzer';
const presenter = 'Friederike Abendroth-Czerny';
const lyon = 'Bérengère Lachenal';

const wide = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

/** @type {import('../../web/server/main.js').Running} */
let server;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('../support/server.js').Stand} */
let stand;
/** The session of each person who signed in once. @type {Map<string, any>} */
const sessions = new Map();

before(async () => {
  stand = await setUp(undefined, { CUELIGHT_LOG: 'error' });
  server = stand.server;
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await stand?.close();
});

/** @param {string} name */
const linkOf = (name) => {
  const link = server.links.find((one) => one.name === name);
  assert.ok(link, `there is a sign-in link for ${name}`);
  return link.url;
};

/** @typedef {Awaited<ReturnType<typeof openPage>>} Opened */

/** A page of nobody yet; patient, for a machine that does other work too. @param {Parameters<typeof openPage>[1]} [options] */
async function open(options = {}) {
  const opened = await openPage(browser, { origins: [server.url], ...options });
  opened.page.setDefaultTimeout(120_000);
  return opened;
}

/**
 * A page for one person; each signs in by her link once, and keeps her session for the other tests.
 * @param {string} name
 * @param {string} address
 * @param {Parameters<typeof openPage>[1]} [options]
 * @returns {Promise<Opened>}
 */
async function as(name, address, options = {}) {
  if (!sessions.has(name)) {
    const { page, context } = await open();
    await page.goto(linkOf(name));
    await page.locator('nav.rail').waitFor({ state: 'attached' });
    sessions.set(name, await context.storageState());
    await context.close();
  }
  const opened = await open({ storageState: sessions.get(name), ...options });
  await opened.page.goto(server.url + address);
  await settled(opened.page);
  return opened;
}

/** Asks for a link on the page, as a person does, and reads it from the outbox. @param {string} address */
async function linkByMail(address) {
  const opened = await open();
  const { page } = opened;
  await page.goto(`${server.url}/sign-in`);
  await page.getByLabel('Mail address').fill(address);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await page.getByText('If this address has an account').waitFor();
  assert.deepEqual(await axe(page), []);
  await clean(opened);
  const link = /https?:\S+#\S+/.exec(await stand.mailTo(address))?.[0];
  assert.ok(link, `a letter to ${address} came`);
  return link;
}

/** The page has its title and nothing is loading any more. @param {import('playwright-core').Page} page */
async function settled(page) {
  await page.locator('main h1').waitFor({ state: 'attached' });
  await page.waitForFunction(() => !document.querySelector('.skeleton, .opening'));
}

/** Closes the page; it must have done nothing that it should not. @param {Opened} opened @param {RegExp} [expected] console lines that the test caused */
async function clean({ context, records }, expected) {
  const { console: lines, csp, foreign } = records;
  await context.close();
  const unexpected = expected ? lines.filter((line) => !expected.test(line)) : lines;
  assert.deepEqual({ lines: unexpected, csp, foreign }, { lines: [], csp: [], foreign: [] });
}

/** @param {import('playwright-core').Page} page */
const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

describe('what is built', () => {
  test('the page holds no inline script or style, and every file is named by its hash', async () => {
    const html = await readFile(new URL('index.html', dist), 'utf8');
    assert.doesNotMatch(html, /<style|<script(?![^>]*\bsrc=)|\bstyle=|\bon\w+=|data:/i);
    for (const [, address] of html.matchAll(/(?:src|href)="([^"]+)"/g))
      assert.match(address, /^\/assets\/.+-[\w-]{8}\.\w+$/);
    for (const file of await readdir(new URL('assets/', dist)))
      assert.match(file, /-[\w-]{8}\.(js|css|woff2|wasm|svg)$/);
  });

  test('styles hold no data: address, and no font of another host', async () => {
    for (const file of await readdir(new URL('assets/', dist))) {
      if (!file.endsWith('.css')) continue;
      const css = await readFile(new URL(`assets/${file}`, dist), 'utf8');
      for (const [, address] of css.matchAll(/url\(["']?([^"')]+)/g)) assert.match(address, /^\/assets\//);
    }
  });
});

describe('the door', () => {
  test('a link by mail signs in once, and its secret leaves the address at once', async () => {
    const link = await linkByMail('ngozi@lindqvist-adebayo.example');
    const first = await open();
    await first.page.goto(link);
    await first.page.locator('nav.rail').waitFor();
    await settled(first.page);
    assert.equal(await first.page.evaluate(() => location.hash), '');
    assert.equal(await first.page.title(), 'My week · Cuelight');
    const secret = new URL(link).hash.slice(1);
    assert.ok(secret.length > 20);
    assert.deepEqual(
      first.records.requests.filter((address) => new URL(address).href.split('#')[0].includes(secret)),
      [],
      'no request has the secret in its address',
    );
    await clean(first);

    const again = await open();
    await again.page.goto(link);
    await again.page.getByText('sign_in.link_invalid').waitFor();
    assert.match(await again.page.getByRole('alert').innerText(), /Ask for a new one\./);
    assert.equal(await again.page.evaluate(() => location.hash), '');
    await clean(again, /401/);
  });

  test('whoever is signed out is led to the door, and back to where they wanted to go', async () => {
    const { page, context, records } = await open();
    await page.goto(`${server.url}/calendars`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    assert.equal(new URL(page.url()).searchParams.get('to'), '/calendars');
    await clean({ page, context, records }, /401/);
  });

  test('an application is taken, and opens nothing by itself', async () => {
    const opened = await open();
    const { page } = opened;
    await page.goto(`${server.url}/sign-in?apply`);
    await page.getByLabel('Your name').fill('Solveig Ødegård');
    await page.getByLabel('Mail address').fill('solveig@fjord.example');
    await page.getByLabel('Workspace').fill('Fjordfestspillene');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('A person reads every application').waitFor();
    assert.deepEqual(await axe(page), []);
    await clean(opened);
  });

  test('signing out ends the session', async () => {
    const opened = await open();
    const { page } = opened;
    await page.goto(linkOf('Morag MacAllister'));
    await settled(page);
    await page.getByRole('button', { name: 'Sign out' }).first().click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goto(`${server.url}/record`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await clean(opened, /401/);
  });
});

describe('every page', () => {
  const addresses = [
    '/',
    '/roster',
    '/requests',
    '/requests?show=confirmed',
    '/approvals',
    '/calendars',
    '/people',
    '/record',
    '/keys',
    '/about',
    '/no/such/page',
  ];
  const looks = /** @type {const} */ ([
    ['wide, light', { viewport: wide, colorScheme: 'light' }],
    ['on a phone, dark', { viewport: phone, colorScheme: 'dark' }],
    [
      'at 400 %, in forced colours, without motion',
      { viewport: { width: 320, height: 256 }, forcedColors: 'active', reducedMotion: 'reduce' },
    ],
  ]);
  for (const [look, options] of looks) {
    test(`is whole and accessible: ${look}`, async () => {
      for (const address of addresses) {
        const opened = await as(agent, address, options);
        const { page } = opened;
        assert.deepEqual(await axe(page), [], `${address}: axe`);
        assert.ok((await sideways(page)) <= 0, `${address} scrolls sideways by ${await sideways(page)}`);
        assert.match(await page.title(), /^.+ · Cuelight$/, address);
        assert.equal(await page.locator('main h1').count(), 1, `${address} has one title`);
        await clean(opened);
      }
    });
  }

  test('is whole for an artist and for a presenter', async () => {
    for (const name of [artist, presenter]) {
      for (const address of ['/', '/requests', '/approvals', '/calendars', '/record']) {
        const opened = await as(name, address);
        assert.deepEqual(await axe(opened.page), [], `${name} ${address}`);
        await clean(opened);
      }
    }
  });

  test('is reached by keyboard: skip link first, then the title has the focus after each step', async () => {
    const opened = await as(agent, '/');
    const { page } = opened;
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Skip to the page');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'main');
    await page.getByRole('link', { name: 'Roster' }).first().focus();
    await page.keyboard.press('Enter');
    await settled(page);
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
    assert.equal(await page.title(), 'Roster · Cuelight');
    await page.goBack();
    await page.waitForFunction(() => document.title === 'My week · Cuelight');
    await clean(opened);
  });

  test('prints without the rail and its controls', async () => {
    const opened = await as(agent, '/');
    await opened.page.emulateMedia({ media: 'print' });
    assert.equal(await opened.page.locator('nav.rail').isVisible(), false);
    assert.equal(await opened.page.locator('main .button').first().isVisible(), false);
    await clean(opened);
  });
});

describe('what the server can’t give', () => {
  test('a failure is a sentence with its code small beside it, and can be tried again', async () => {
    const opened = await as(agent, '/about');
    const { page } = opened;
    let failing = true;
    await page.route('**/api/roster*', (route) =>
      failing
        ? route.fulfill({
            status: 503,
            contentType: 'application/problem+json',
            body: JSON.stringify({ code: 'server.busy', detail: 'The server is busy.' }),
          })
        : route.continue(),
    );
    await page.getByRole('link', { name: 'Roster' }).first().click();
    await page.getByText('The server is busy.').waitFor();
    await page.getByText('server.busy').waitFor();
    failing = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('table').waitFor();
    await clean(opened, /503/);
  });

  test('offline is said, and nothing pretends to have worked', async () => {
    const opened = await as(agent, '/calendars');
    const { page, context } = opened;
    await context.setOffline(true);
    await page.getByText('You are offline.').first().waitFor();
    await page.getByLabel('For whom').fill('Phone');
    await page.getByRole('button', { name: 'Make an address' }).click();
    await page.getByText('network.unreachable').waitFor();
    await context.setOffline(false);
    await clean(opened, /ERR_INTERNET_DISCONNECTED/);
  });

  test('five thousand rows come a screenful at a time', async () => {
    const opened = await as(agent, '/about');
    const { page } = opened;
    const items = Array.from({ length: 5000 }, (_, i) => ({
      id: `art_${i}`,
      name: `Artist ${i}`,
      discipline: 'Voice',
      home: 'Leipzig',
      timeZone: 'Europe/Berlin',
      nextDate: null,
    }));
    await page.route('**/api/roster*', (route) => route.fulfill({ json: { items, next: null } }));
    await page.getByRole('link', { name: 'Roster' }).first().click();
    await page.getByRole('table').waitFor();
    assert.ok((await page.locator('tbody tr').count()) <= 301);
    await page.getByRole('button', { name: /more of 5,000/ }).scrollIntoViewIfNeeded();
    await page.waitForFunction(() => document.querySelectorAll('tbody tr').length > 101);
    await clean(opened);
  });

  test('an empty place explains itself and offers the next step', async () => {
    const opened = await as(artist, '/?from=2031-01-06');
    await opened.page.getByText('Nothing is booked and nothing is held.').waitFor();
    assert.equal(await opened.page.locator('.day').count(), 7);
    assert.equal(await opened.page.locator('.empty').getByRole('link').count(), 1);
    await clean(opened);
  });
});

describe('my week', () => {
  test('says where, when and in which zone, and what is only held', async () => {
    const opened = await as(artist, '/');
    const { page } = opened;
    // The concert of this season's first days may fall into the next week.
    if ((await page.locator('.date-line').count()) === 0) {
      await page.getByRole('link', { name: 'Next week' }).click();
      await page.locator('.date-line').first().waitFor();
    }
    const line = page.locator('.date-line', { hasText: 'Weihnachtsoratorium' });
    assert.match(await line.innerText(), /19:30/);
    assert.match(await line.innerText(), /Berlin time/);
    assert.match(await line.innerText(), /your clock/);
    assert.match(await line.innerText(), /Confirmed/);
    assert.match(await page.locator('.summary').innerText(), /You must be somewhere on \p{L}+/u);
    await clean(opened);
  });

  test('notes the day on which the clocks change', async () => {
    const opened = await as(agent, '/?from=2027-03-22', { timezoneId: 'Europe/Berlin' });
    const note = opened.page.locator('.day', { hasText: 'Sunday' }).locator('.clocks');
    assert.match(await note.innerText(), /Clocks go forward one hour in Berlin: 02:00 becomes 03:00\./);
    assert.equal(await opened.page.locator('.clocks').count(), 1);
    await clean(opened);
  });
});

describe('who can see an artist', () => {
  test('choosing a level shows who gains or loses sight; only an approval can save it', async () => {
    const opened = await as(agent, '/roster');
    const { page } = opened;
    await page.getByRole('link', { name: artist }).click();
    await page.getByRole('heading', { name: `Who can see ${artist}` }).waitFor();
    const now = page.getByRole('radio', { checked: true });
    const before = await now.getAttribute('value');
    await page.getByRole('radio', { name: /^Workspace private/ }).check();
    await page.getByText(/lose sight|loses sight/).waitFor();
    assert.deepEqual(await axe(page), []);
    await page.reload();
    await settled(page);
    assert.equal(
      await page.getByRole('radio', { checked: true }).getAttribute('value'),
      before,
      'looking saves nothing',
    );

    await page.getByRole('radio', { name: /^Stealth roster/ }).check();
    await page.getByRole('button', { name: /^Propose/ }).click();
    await page.waitForURL('**/approvals/*');
    await settled(page);
    await page.goto(`${server.url}/roster`);
    await settled(page);
    await page.getByRole('link', { name: artist }).click();
    await page.getByRole('heading', { name: /^Who can see/ }).waitFor();
    assert.equal(
      await page.getByRole('radio', { checked: true }).getAttribute('value'),
      before,
      'proposing saves nothing',
    );
    await clean(opened);
  });

  test('an artist sees herself and nobody else', async () => {
    const opened = await as(artist, '/');
    await opened.page.getByRole('link', { name: 'Who sees me' }).first().click();
    await opened.page.getByRole('heading', { name: artist, exact: true }).waitFor();
    await clean(opened);
  });
});

describe('calendars', () => {
  const ics = (/** @type {string} */ more = '') =>
    [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//teaching//EN',
      'BEGIN:VEVENT',
      'UID:1@teaching.example',
      'DTSTAMP:20261101T000000Z',
      'DTSTART;TZID=Europe/Berlin:20271201T100000',
      'DTEND;TZID=Europe/Berlin:20271201T120000',
      'SUMMARY:Klavierunterricht',
      'END:VEVENT',
      ...(more ? [more] : []),
      'END:VCALENDAR',
      '',
    ].join('\r\n');

  test('an .ics file is read, problems are listed by line, and its titles are shown to nobody', async () => {
    const opened = await as(artist, '/calendars');
    const { page } = opened;
    await page.locator('input[type=file]').setInputFiles({
      name: 'Unterricht.ics',
      mimeType: 'text/calendar',
      buffer: Buffer.from(ics('THIS LINE IS NONE')),
    });
    await page.getByText(/Unterricht was read: one event/).waitFor();
    assert.match(await page.locator('table.problems').innerText(), /calendar\./);
    assert.equal(await page.getByRole('row', { name: /Unterricht/ }).count(), 1);
    assert.deepEqual(await axe(page), []);

    await page.goto(`${server.url}/?from=2027-11-29`);
    await settled(page);
    assert.match(await page.locator('.date-line').first().innerText(), /Busy/);
    assert.doesNotMatch(await page.locator('main').innerText(), /Klavierunterricht/);
    await clean(opened);
  });

  test('an address is subscribed to, read again, and what went wrong is said; a clash shows in the week', async () => {
    let body = ics('').replace('Klavierunterricht', 'Lehrauftrag');
    let status = 200;
    const host = await serve({ '/me.ics': () => ({ status, headers: { 'content-type': 'text/calendar' }, body }) });
    server.house.config.fetchHosts.push(`127.0.0.1:${host.port}`);
    const opened = await as(artist, '/calendars');
    const { page } = opened;
    const field = page.getByLabel('Or a calendar’s link, read every hour');
    await field.fill('http://10.0.0.1/me.ics');
    await page.getByRole('button', { name: 'Subscribe' }).click();
    await page.getByText('This address can’t be read from here.').waitFor();
    await field.fill(`${host.origin}/me.ics`);
    await page.getByRole('button', { name: 'Subscribe' }).click();
    await page.getByText(/was read: one event/).waitFor();
    const row = page.getByRole('row', { name: /127\.0\.0\.1/ });
    assert.doesNotMatch(await page.locator('main').innerText(), /me\.ics/);
    status = 500;
    await row.getByRole('button', { name: 'Read now' }).click();
    await row.getByText('The calendar’s server answers 500.').waitFor();
    assert.deepEqual(await axe(page), []);
    assert.ok((await sideways(page)) <= 0);

    status = 200;
    const { items } = await page.evaluate(async () => (await fetch('/api/week?days=90')).json());
    const own = items.find((/** @type {any} */ one) => one.engagementId && one.state !== 'cancelled');
    const stamp = (/** @type {string} */ instant) => instant.replace(/[-:]/g, '');
    body = body.replace(/DTSTART.*/, `DTSTART:${stamp(own.start)}`).replace(/DTEND.*/, `DTEND:${stamp(own.end)}`);
    await row.getByRole('button', { name: 'Read now' }).click();
    await row.getByText('The calendar’s server answers 500.').waitFor({ state: 'detached' });
    await page.goto(`${server.url}/?from=${own.start.slice(0, 10)}`);
    await settled(page);
    assert.match(await page.locator('.clash').first().innerText(), /At the same time:/);
    assert.deepEqual(await axe(page), []);

    await page.goto(`${server.url}/calendars`);
    await settled(page);
    await row.getByRole('button', { name: 'Take away' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take it away' }).click();
    await row.waitFor({ state: 'detached' });
    await host.close();
    await clean(opened, /4\d\d/);
  });

  test('a file that is no calendar is refused with a sentence', async () => {
    const opened = await as(artist, '/calendars');
    const { page } = opened;
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'photo.ics', mimeType: 'text/calendar', buffer: Buffer.from([0xff, 0xd8, 0xff, 0xe0]) });
    await page.getByRole('alert').first().waitFor();
    assert.match(await page.getByRole('alert').first().innerText(), /[.]/);
    await clean(opened, /4\d\d/);
  });

  test('a feed’s address is shown once, can be changed, and ends when it is revoked', async () => {
    const opened = await as(artist, '/calendars');
    const { page } = opened;
    const status = async (/** @type {string} */ address) => (await fetch(address)).status;
    await page.getByLabel('For whom').fill('Telephone');
    await page.getByRole('button', { name: 'Make an address' }).click();
    const dialog = page.getByRole('dialog');
    const first = await dialog.getByLabel('Address').inputValue();
    assert.deepEqual(await axe(page), []);
    await dialog.getByRole('button', { name: 'Done' }).click();
    assert.equal(await status(first), 200);
    assert.doesNotMatch(await page.locator('main').innerHTML(), new RegExp(first.split('/').at(-1) ?? first));

    const row = page.getByRole('row', { name: /Telephone/ });
    await row.getByRole('button', { name: 'Change address' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Change it' }).click();
    await page.getByRole('heading', { name: 'The new address' }).waitFor();
    const second = await page.getByRole('textbox', { name: 'Address' }).inputValue();
    await page.getByRole('button', { name: 'Done' }).click();
    assert.deepEqual([await status(first), await status(second)], [404, 200]);

    await row.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke it' }).click();
    await row.getByText(/^Revoked/).waitFor();
    assert.equal(await status(second), 404);
    await clean(opened);
  });
});

describe('requests and holds', () => {
  test('holds stand in their order, with the clock of a challenge; a step asks before it is taken', async () => {
    const opened = await as(agent, '/requests');
    const { page } = opened;
    const table = await page.getByRole('table').innerText();
    assert.match(table, /First hold/);
    assert.match(table, /Second hold/);
    assert.match(table, /Answer by \p{L}{3},? \d+ \p{L}+/u);
    await page.getByRole('button', { name: 'Place a hold' }).first().click();
    assert.deepEqual(await axe(page), []);
    await page.keyboard.press('Escape');
    assert.equal(await page.getByRole('dialog').count(), 0);
    await page.getByRole('rowheader').getByRole('link').first().click();
    await page.getByRole('heading', { name: 'History' }).waitFor();
    assert.deepEqual(await axe(page), []);
    await clean(opened);
  });

  test('a refusal by the server is its sentence', async () => {
    const opened = await as(agent, '/requests');
    const { page } = opened;
    await page.route('**/api/engagements/*/events', (route) =>
      route.fulfill({
        status: 409,
        contentType: 'application/problem+json',
        body: JSON.stringify({ code: 'engagement.double_booking', detail: 'The artist plays elsewhere that evening.' }),
      }),
    );
    await page.getByRole('button', { name: 'Place a hold' }).first().click();
    // A visitor's request names no house yet.
    await page.getByLabel('House').fill('Kammermusikverein');
    await page.getByLabel('City').fill('Wien');
    await page.getByLabel('Country').fill('AT');
    await page.getByRole('dialog').getByRole('button', { name: 'Place a hold' }).click();
    await page.getByText('The artist plays elsewhere that evening.').waitFor();
    await page.getByText('engagement.double_booking').waitFor();
    await clean(opened, /409/);
  });
});

describe('approvals', () => {
  test('a contract is read, confirmed with this device’s key, sealed, and its receipt can be kept', async () => {
    const opened = await as(lyon, '/approvals');
    const { page } = opened;
    await page
      .locator('.cues.cue a')
      .filter({ hasText: /contract|commit/i })
      .first()
      .click();
    await page.locator('cuelight-confirm').waitFor();
    await readSheet(page);
    assert.deepEqual(await axe(page), []);
    await page.locator('cuelight-confirm .confirm').click();
    await page.waitForFunction(
      () => /** @type {any} */ (document.querySelector('cuelight-confirm')).state === 'sealed',
    );
    const key = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const opening = indexedDB.open('keyval-store');
          opening.onsuccess = () => {
            const asked = opening.result.transaction('keyval').objectStore('keyval').get('cuelight.device-key');
            asked.onsuccess = () => resolve({ extractable: asked.result.pair?.privateKey.extractable ?? 'seed' });
          };
        }),
    );
    assert.deepEqual(key, { extractable: false });

    await page.reload();
    await settled(page);
    assert.match(await page.locator('.sealed').innerText(), new RegExp(`Confirmed by\\s+${lyon}`));
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download the receipt' }).click(),
    ]);
    const receipt = JSON.parse(await readFile(await download.path(), 'utf8'));
    assert.ok(JSON.stringify(receipt).length > 500);
    await clean(opened);
  });

  test('tampered content is refused before anything is asked of the person', async () => {
    const opened = await as(presenter, '/approvals');
    const { page } = opened;
    await page.route('**/api/approvals/apr_*', async (route) => {
      const response = await route.fetch();
      const approval = await response.json();
      const text = Buffer.from(approval.canonical, 'base64').toString();
      const changed = text.replace(/"amountMinor":(\d+)/, (_, amount) => `"amountMinor":${Number(amount) + 100}`);
      assert.notEqual(changed, text);
      await route.fulfill({ response, json: { ...approval, canonical: Buffer.from(changed).toString('base64') } });
    });
    await page.locator('.cues.cue a').first().click();
    await page.waitForFunction(
      () => /** @type {any} */ (document.querySelector('cuelight-confirm'))?.state === 'refused',
    );
    assert.equal(
      await page.locator('cuelight-confirm').evaluate((element) => /** @type {any} */ (element).code),
      'confirm.digest_mismatch',
    );
    await clean(opened);
  });

  test('content that changed after it was shown is refused, and the differences are shown', async () => {
    const opened = await as(presenter, '/approvals');
    const { page } = opened;
    await page.route('**/api/approvals/*/present', (route) =>
      route.fulfill({
        status: 409,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          code: 'approval.stale',
          detail: 'The content has changed since it was shown.',
          diff: [{ op: 'replace', path: '/fee/amountMinor', value: 1 }],
          replacedBy: 'apr_other',
        }),
      }),
    );
    await page.locator('.cues.cue a').first().click();
    await page.locator('cuelight-confirm').waitFor();
    await readSheet(page);
    await page.locator('cuelight-confirm .confirm').click();
    await page.getByText('Nothing was confirmed.').waitFor();
    await page.getByText('/fee/amountMinor').waitFor();
    assert.equal(
      await page.getByRole('link', { name: 'Read the new version' }).getAttribute('href'),
      '/approvals/apr_other',
    );
    await clean(opened, /409/);
  });

  test('declining asks for a reason and keeps it', async () => {
    const opened = await as('Capucine Le Bihan-Desrosiers', '/approvals');
    const { page } = opened;
    const cues = page.locator('.cues.cue a');
    const waiting = await cues.count();
    assert.ok(waiting > 0, 'something waits for her');
    await cues.first().click();
    const view = page.locator('cuelight-confirm');
    await view.locator('[data-key=decline]').click();
    await view.locator('textarea').fill('The hall changed its mind.');
    await view.locator('form .decline').click();
    await page.waitForFunction(
      () => /** @type {any} */ (document.querySelector('cuelight-confirm')).state === 'declined',
    );
    await page.reload();
    await settled(page);
    await page.getByText('The hall changed its mind.').first().waitFor();
    await clean(opened);
  });
});

describe('the record', () => {
  test('is verified in the browser, and the thread is whole', async () => {
    const opened = await as(agent, '/record');
    const { page } = opened;
    await page.getByRole('button', { name: 'Verify here' }).click();
    await page
      .locator('.verdict')
      .getByText(/^Unbroken: .+ rows verified in this browser\./)
      .waitFor();
    assert.ok((await page.locator('.thread .sound').count()) > 10);
    assert.equal(await page.locator('.thread :is(.cut, .beyond)').count(), 0);
    assert.deepEqual(await axe(page), []);
    await clean(opened);
  });

  test('is visibly cut at the first row that was changed', async () => {
    const opened = await as(agent, '/record');
    const { page } = opened;
    const seqs = await page.locator('.thread li').count();
    assert.ok(seqs > 12);
    /** @type {number} */
    let at = -1;
    await page.route('**/api/audit/export', async (route) => {
      const response = await route.fetch();
      const lines = (await response.text()).trimEnd().split('\n');
      at = lines.length - 6;
      lines[at] = lines[at].replace(/"action":"[^"]+"/, '"action":"engagement.release"').replace('"v":1', '"v":2');
      await route.fulfill({ response, body: `${lines.join('\n')}\n` });
    });
    await page.getByRole('button', { name: 'Verify here' }).click();
    await page.getByText('The thread is cut here.').waitFor();
    assert.match(await page.locator('.thread .cut').innerText(), new RegExp(`row ${at}\\b`));
    assert.match(await page.locator('.verdict').innerText(), /audit\.hash_mismatch/);
    assert.ok((await page.locator('.thread .beyond').count()) >= 5);
    assert.deepEqual(await axe(page), []);
    await clean(opened);
  });
});

describe('administration', () => {
  test('stands behind a second factor', async () => {
    const link = await linkByMail('henrike@cuelight.example');
    const opened = await open();
    const { page } = opened;
    await page.goto(link);
    await page.getByRole('heading', { name: 'A second factor first' }).waitFor();
    await page.getByRole('button', { name: 'Set up an authenticator' }).click();
    await page.locator('.secret').waitFor();
    assert.deepEqual(await axe(page), []);
    await page.getByLabel('Code').fill('000000');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('factor.wrong').waitFor();
    await clean(opened, /401/);
  });

  test('reads applications, refuses with a reason, approves, and makes codes that are shown once', async () => {
    const opened = await as('Henrike Solberg', '/applications');
    const { page } = opened;
    await page.getByRole('row', { name: /Festival de la Rade/ }).waitFor();
    assert.deepEqual(await axe(page), []);
    await page
      .getByRole('row', { name: /Festival de la Rade/ })
      .getByRole('button', { name: 'Refuse' })
      .click();
    await page.getByLabel('Reason').fill('We could not reach the house that you named.');
    await page.getByRole('dialog').getByRole('button', { name: 'Refuse' }).click();
    await page.getByText(/refused, with your reason/).waitFor();
    await page
      .getByRole('row', { name: /Ensemble Nachtigall/ })
      .getByRole('button', { name: 'Approve' })
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
    await page.getByText(/approved, and told by mail/).waitFor();
    for (const name of [/Festival de la Rade/, /Ensemble Nachtigall/]) {
      await page.getByRole('row', { name }).waitFor({ state: 'detached' });
    }

    await page.getByLabel('For whom').fill('Fjordfestspillene');
    await page.getByRole('button', { name: 'Make a code' }).click();
    const code = await page.locator('.secret').innerText();
    assert.ok(code.length >= 8);
    await page.reload();
    await settled(page);
    assert.ok(!(await page.locator('main').innerText()).includes(code));
    await clean(opened);
  });
});
