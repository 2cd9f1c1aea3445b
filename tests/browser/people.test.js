/** @file People, letters, looking as another, and the public folio, in real Chromium. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe } from '../support/browser.js';
import { looks, openDesk } from '../support/desk.js';

const desk = openDesk();
const { as, clean } = desk;
/** @param {string} address */
const letterTo = (address) => desk.linkTo(address, 'letter');

test('every page is whole and accessible, wide and narrow, light and dark', async () => {
  for (const [look, options] of looks) {
    for (const [name, address] of /** @type {const} */ ([
      ['Marlene Ziegenhagen', '/people'],
      ['Friederike Abendroth-Czerny', '/people'],
      ['Ngozi Adebayo', '/people'],
      ['Jonas Feldmüller', '/people'],
      ['Marlene Ziegenhagen', '/roster/art_layla'],
      ['Marlene Ziegenhagen', '/access'],
      ['Jonas Feldmüller', '/access'],
      ['Henrike Solberg', '/applications'],
      ['Henrike Solberg', '/people'],
      [null, '/letter'],
      [null, '/artists'],
      [null, '/agents'],
      [null, '/artists/wilhelmine-schneeberger-oberholzer'],
    ])) {
      const opened = await as(name, address, options);
      const { page } = opened;
      await desk.picture(opened, `${look}${address.replaceAll('/', '_')}_${name?.split(' ')[0] ?? 'nobody'}`);
      assert.deepEqual(await axe(page), [], `${look} ${name} ${address}`);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(over <= 0, `${look} ${address} scrolls sideways by ${over}`);
      const broken = await page
        .locator('nav.rail .places span:visible')
        .evaluateAll((spans) =>
          spans
            .filter(
              (one) => one.getBoundingClientRect().height > 1.5 * Number.parseFloat(getComputedStyle(one).lineHeight),
            )
            .map((one) => one.textContent),
        );
      assert.deepEqual(broken, [], `${look} ${name}: every place of the rail has one line`);
      // Whoever comes without a session is asked about once.
      await clean(opened, name ? undefined : /401.*\/api\/v1\/me$/);
    }
  }
});

test('a presenter is invited from the artist’s page, accepts by the letter, and the agency ends it', async () => {
  const agent = await as('Marlene Ziegenhagen', '/roster/art_layla');
  await agent.page.getByRole('button', { name: 'Invite a presenter' }).click();
  await agent.page.getByLabel('Mail address').fill('berengere@lyon-confluence.example');
  assert.deepEqual(await axe(agent.page), []);
  await agent.page.getByRole('button', { name: 'Write the letter' }).click();
  await agent.page.getByRole('heading', { name: 'Letters that wait for an answer' }).waitFor();
  const link = new URL(await letterTo('berengere@lyon-confluence.example'));

  const presenter = await as('Bérengère Lachenal', link.pathname + link.hash);
  await presenter.page.getByText('invites you to see an artist of its roster').waitFor();
  assert.equal(await presenter.page.evaluate(() => location.hash), '', 'the secret leaves the address');
  assert.deepEqual(await axe(presenter.page), []);
  await presenter.page.getByRole('button', { name: 'Accept' }).click();
  await presenter.page.getByRole('link', { name: 'To the artist' }).click();
  await presenter.page.getByRole('heading', { name: 'ليلى الحدّاد' }).waitFor();

  await agent.page.reload();
  const row = agent.page.getByRole('row').filter({ hasText: 'Opéra de Lyon-Confluence' });
  await row.getByRole('button', { name: 'End it' }).first().click();
  await agent.page.getByRole('dialog').getByRole('button', { name: 'End it' }).click();
  await agent.page.getByText('It holds nowhere any more.').waitFor();
  assert.deepEqual(await axe(agent.page), []);
  await presenter.page.reload();
  await presenter.page.getByRole('alert').waitFor();
  await clean(presenter, /404/);
  await clean(agent);
});

test('somebody joins by a letter, gets another role, and is removed', async () => {
  const agent = await as('Marlene Ziegenhagen', '/people');
  const { page } = agent;
  const form = page.getByRole('region', { name: 'Members, as a table' }).locator('xpath=following-sibling::form');
  await form.getByLabel('Mail address').fill('neu@halbmond.example');
  await form.getByRole('button', { name: 'Invite' }).click();
  await page.getByText('The letter is on its way.').waitFor();
  const link = new URL(await letterTo('neu@halbmond.example'));
  const joined = await as(null, link.pathname + link.hash);
  await joined.page.getByLabel('Your name').fill('Nele Umbach');
  assert.deepEqual(await axe(joined.page), []);
  await joined.page.getByRole('button', { name: 'Join' }).click();
  await joined.page.locator('nav.rail').waitFor();
  await page.reload();
  const row = page.getByRole('row').filter({ hasText: 'Nele Umbach' });
  await row.getByRole('button', { name: 'Change' }).click();
  await page.getByRole('dialog').getByLabel('Agent').uncheck();
  await page.getByRole('dialog').getByRole('button', { name: 'Change' }).click();
  assert.equal(await page.getByRole('dialog').count(), 1, 'somebody without a role is nobody here');
  await page.getByRole('dialog').getByLabel('Librarian').check();
  await page.getByRole('dialog').getByLabel('Member', { exact: true }).check();
  assert.deepEqual(await axe(page), []);
  await page.getByRole('dialog').getByRole('button', { name: 'Change' }).click();
  await row.getByText('Member and librarian').waitFor();
  await row.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText('Removed, and signed out.').waitFor();
  assert.equal(await row.count(), 0);
  await joined.page.goto(`${desk.url}/people`);
  await joined.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await clean(joined, /401/);
  await clean(agent);
});

test('the last owner stays, and is told why', async () => {
  const opened = await as('Friederike Abendroth-Czerny', '/people');
  const { page } = opened;
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText('access.sole_owner').waitFor();
  assert.deepEqual(await axe(page), []);
  await clean(opened, /403/);
});

test('an owner looks as another, at the level that is considered', async () => {
  const opened = await as('Marlene Ziegenhagen', '/roster/art_layla');
  const { page } = opened;
  const preview = page.locator('view-as');
  await preview.getByText('there is no such artist').waitFor();
  await preview.getByRole('combobox').selectOption('verified_presenter');
  await preview.getByText('there is no such artist').waitFor();
  await page.getByRole('radio', { name: /^Private listing/ }).check();
  await preview.getByRole('article').getByText('ليلى الحدّاد').waitFor();
  assert.match(await page.locator('.before-after').innerText(), /Stealth roster.*becomes.*Private listing/s);
  assert.deepEqual(await axe(page), []);
  await clean(opened);
});

test('what fails is said, with its code and a way to try again', async () => {
  const opened = await as('Marlene Ziegenhagen', '/about');
  const { page } = opened;
  let failing = true;
  await page.route('**/api/v1/invitations', (route) =>
    failing
      ? route.fulfill({
          status: 503,
          contentType: 'application/problem+json',
          body: '{"code":"server.busy","detail":"The server is busy."}',
        })
      : route.continue(),
  );
  await page.getByRole('link', { name: 'People' }).first().click();
  await page.getByText('The server is busy.').waitFor();
  failing = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'Members' }).waitFor();
  await clean(opened, /503/);
});
