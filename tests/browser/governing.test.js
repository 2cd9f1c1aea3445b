/** @file A workspace locked, archived and opened by its owner, and glass that an administrator breaks, in real Chromium. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe } from '../support/browser.js';
import { looks, openDesk } from '../support/desk.js';

const desk = openDesk();
const { as, clean } = desk;
const owner = 'Marlene Ziegenhagen';
const administrator = 'Henrike Solberg';
const minute = 60_000;

/** @param {import('playwright-core').Page} page @param {string} said */
async function whole(page, said) {
  assert.deepEqual(await axe(page), [], said);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(over <= 0, `${said} scrolls sideways by ${over}`);
}

test('an owner locks by the keyboard, everybody reads why, and she unlocks', async () => {
  const opened = await as(owner, '/workspace');
  const { page } = opened;
  await page.getByRole('button', { name: 'Lock…' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('The office moves.');
  await whole(page, 'the dialog');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('Locked. Nothing changes here now.').first().waitFor();
  await page.getByText('This workspace is locked.').waitFor();

  for (const [look, options] of looks) {
    const seen = await as(owner, '/workspace', options);
    await seen.page.getByText('The office moves.').waitFor();
    await desk.picture(seen, `${look}_workspace_locked`);
    await whole(seen.page, `${look} locked`);
    await clean(seen);
  }
  const other = await as(owner, '/people');
  await other.page.getByText('This workspace is locked.').waitFor();
  await clean(other);

  await page.getByRole('button', { name: 'Unlock' }).click();
  await page.getByText('Unlocked. Everything goes on.').first().waitFor();
  assert.equal(await page.getByText('This workspace is locked.').count(), 0);
  await clean(opened);
});

test('an old sign-in is asked for a proof first, and nothing is lost by leaving that', async () => {
  const opened = await as(owner, '/workspace');
  const { page } = opened;
  desk.wait(16 * minute);
  await page.getByRole('button', { name: 'Archive…' }).click();
  await page.getByLabel('Reason').fill('The season is over.');
  await page.getByRole('button', { name: 'Archive it' }).click();
  await page.getByRole('heading', { name: 'Is it you?' }).waitFor();
  await whole(page, 'the proof');
  await page.keyboard.press('Escape');
  await page.getByRole('alert').getByText('This needs a fresh proof').waitFor();
  desk.wait(-16 * minute);
  await page.getByRole('button', { name: 'Archive…' }).click();
  await page.getByLabel('Reason').fill('The season is over.');
  await page.getByRole('button', { name: 'Archive it' }).click();
  await page.getByText('This workspace is archived.').waitFor();
  await whole(page, 'archived');
  await page.getByRole('button', { name: 'Restore' }).click();
  await page.getByText('Restored, as it was before.').first().waitFor();
  await clean(opened, /403.*\/api\/v1\/workspace\/archive$/);
});

test('an administrator breaks the glass and looks; the owner sees who and why, and ends it', async () => {
  const admin = await as(administrator, '/applications');
  const { page } = admin;
  await page.getByText('Show all workspaces').click();
  await page
    .getByRole('row')
    .filter({ hasText: 'Halbmond Artists' })
    .getByRole('button', { name: 'Open for reading…' })
    .click();
  await page.getByLabel('Reason').fill('A report of fraud.');
  await whole(page, 'the reason');
  await page.getByRole('button', { name: 'Open it' }).click();
  await page.getByRole('heading', { name: 'Through the glass' }).waitFor();
  for (const look of ['Members', 'Artists', 'Engagements', 'Record']) {
    await page.getByRole('button', { name: look }).click();
    await page.getByRole('heading', { name: look, exact: true }).waitFor();
    await page.locator('tbody tr').first().waitFor();
    await whole(page, look);
  }
  const glass = new URL(page.url()).pathname;
  for (const [look, options] of looks) {
    const seen = await as(administrator, glass, options);
    await seen.page.getByRole('button', { name: 'Artists' }).click();
    await seen.page.locator('tbody tr').first().waitFor();
    await desk.picture(seen, `${look}_glass`);
    await whole(seen.page, `${look} glass`);
    await clean(seen);
    const hers = await as(owner, '/workspace', options);
    await hers.page.getByText('An administrator can read this workspace').waitFor();
    await desk.picture(hers, `${look}_workspace_glass`);
    await whole(hers.page, `${look} the owner's`);
    await clean(hers);
  }

  const hers = await as(owner, '/workspace');
  await hers.page.getByRole('button', { name: 'End', exact: true }).click();
  await hers.page.getByRole('button', { name: 'End it' }).click();
  await hers.page.getByText('Ended. Nobody looks in any more.').waitFor();
  assert.equal(await hers.page.getByText('An administrator can read this workspace').count(), 0);
  await clean(hers);
  await page.getByRole('button', { name: 'Members' }).click();
  await page.getByRole('alert').getByText('This opening is over').waitFor();
  await clean(admin, /410/);
});
