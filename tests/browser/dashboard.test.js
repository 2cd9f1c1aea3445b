/**
 * @file The dashboard in real Chromium, on a real server with the demo season: who comes in, and on every page no axe
 * finding, no console error, no violated policy, no request to anybody else.
 */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { axe } from '../support/browser.js';
import { openDesk, settled, sideways } from '../support/desk.js';

const dist = new URL('../../web/dashboard/dist/', import.meta.url);
const agent = 'Marlene Ziegenhagen';
const artist = 'Wilhelmine Schneeberger-Oberholzer';
const presenter = 'Friederike Abendroth-Czerny';

const wide = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

const desk = openDesk();
const { as, clean, open } = desk;

/** Asks for a link on the page, as a person does, and reads it from the outbox. @param {string} address */
async function linkByMail(address) {
  const opened = await open();
  const { page } = opened;
  await page.goto(`${desk.url}/sign-in`);
  await page.getByLabel('Mail address').fill(address);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await page.getByText('If this address has an account').waitFor();
  assert.deepEqual(await axe(page), []);
  await clean(opened);
  return desk.linkTo(address, 'sign-in');
}

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
    await page.goto(`${desk.url}/calendars`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    assert.equal(new URL(page.url()).searchParams.get('to'), '/calendars');
    await clean({ page, context, records }, /401/);
  });

  test('an application is taken, and opens nothing by itself', async () => {
    const opened = await open();
    const { page } = opened;
    await page.goto(`${desk.url}/sign-in?apply`);
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
    await page.goto(desk.linkOf('Morag MacAllister'));
    await settled(page);
    await page.getByRole('button', { name: 'Sign out' }).first().click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goto(`${desk.url}/record`);
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
    await page.route('**/api/v1/roster*', (route) =>
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
    await page.route('**/api/v1/roster*', (route) => route.fulfill({ json: { items, next: null } }));
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
