/** @file An artist in the dashboard, in real Chromium: her week, who can see her, her calendars. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { axe } from '../support/browser.js';
import { openDesk, settled, sideways } from '../support/desk.js';
import { serve } from '../support/site.js';

const agent = 'Marlene Ziegenhagen';
const artist = 'Wilhelmine Schneeberger-Oberholzer';

const desk = openDesk();
const { as, clean } = desk;

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
    await page.goto(`${desk.url}/roster`);
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

    await page.goto(`${desk.url}/?from=2027-11-29`);
    await settled(page);
    assert.match(await page.locator('.date-line').first().innerText(), /Busy/);
    assert.doesNotMatch(await page.locator('main').innerText(), /Klavierunterricht/);
    await clean(opened);
  });

  test('an address is subscribed to, read again, and what went wrong is said; a clash shows in the week', async () => {
    let body = ics('').replace('Klavierunterricht', 'Lehrauftrag');
    let status = 200;
    const host = await serve({ '/me.ics': () => ({ status, headers: { 'content-type': 'text/calendar' }, body }) });
    desk.context.config.fetchHosts.push(`127.0.0.1:${host.port}`);
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
    const { items } = await page.evaluate(async () => (await fetch('/api/v1/week?days=90')).json());
    const own = items.find((/** @type {any} */ one) => one.engagementId && one.state !== 'cancelled');
    const stamp = (/** @type {string} */ instant) => instant.replace(/[-:]/g, '');
    body = body.replace(/DTSTART.*/, `DTSTART:${stamp(own.start)}`).replace(/DTEND.*/, `DTEND:${stamp(own.end)}`);
    await row.getByRole('button', { name: 'Read now' }).click();
    await row.getByText('The calendar’s server answers 500.').waitFor({ state: 'detached' });
    await page.goto(`${desk.url}/?from=${own.start.slice(0, 10)}`);
    await settled(page);
    assert.match(await page.locator('.clash').first().innerText(), /At the same time:/);
    assert.deepEqual(await axe(page), []);

    await page.goto(`${desk.url}/calendars`);
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
