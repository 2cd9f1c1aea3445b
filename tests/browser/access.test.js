/** @file Second factors, access codes, grants and the review of access, in real Chromium. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authenticatorOf, axe, readSheet } from '../support/browser.js';
import { looks, openDesk } from '../support/desk.js';

const desk = openDesk();
const { as, clean } = desk;
const minute = 60_000;

/** Signs in by the mail that comes. @param {import('playwright-core').Page} page @param {string} email */
async function comeIn(page, email) {
  await page.getByLabel('Mail address').fill(email);
  await page.keyboard.press('Enter');
  await page
    .getByText(/on its way|sent/i)
    .first()
    .waitFor();
  const link = new URL(await desk.linkTo(email, 'sign-in'));
  // From elsewhere, as out of a mail.
  await page.goto('about:blank');
  await page.goto(desk.url + link.pathname + link.hash);
  await page.locator('nav.rail').waitFor({ state: 'attached' });
}

/** Somebody who signs in by mail, in a browser with an authenticator. @param {string} email */
async function byMail(email) {
  const opened = await as(null, '/sign-in');
  const authenticator = await authenticatorOf(opened.page);
  await comeIn(opened.page, email);
  return { ...opened, authenticator };
}

test('an administrator adds a passkey at the gate, gives it, and comes in again with it', async () => {
  const opened = await byMail('henrike@cuelight.example');
  const { page } = opened;
  await page.goto(`${desk.url}/applications`);
  await page.getByRole('heading', { name: 'A second factor first' }).waitFor();
  assert.equal(await page.getByRole('heading', { name: 'Workspaces' }).count(), 0);
  assert.deepEqual(await axe(page), []);
  await desk.picture(opened, 'gate-none');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByText('Now give it, once for this session.').waitFor();
  assert.deepEqual(await axe(page), []);
  await desk.picture(opened, 'gate-passkey');
  await page.getByRole('button', { name: 'Use your passkey' }).click();
  await page.getByRole('heading', { name: 'Reviewed-access codes' }).waitFor();

  // Another session asks again; whom the authenticator doesn't recognise stays outside.
  await page.getByRole('button', { name: 'Sign out' }).first().click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await comeIn(page, 'henrike@cuelight.example');
  await page.goto(`${desk.url}/applications`);
  await page.getByRole('button', { name: 'Use your passkey' }).waitFor();
  await opened.authenticator.verify(false);
  await page.getByRole('button', { name: 'Use your passkey' }).click();
  await page.getByText('passkey.not_given').waitFor();
  assert.equal(await page.getByRole('heading', { name: 'Workspaces' }).count(), 0);
  await opened.authenticator.verify(true);
  await page.getByRole('button', { name: 'Use your passkey' }).click();
  await page.getByRole('heading', { name: 'Reviewed-access codes' }).waitFor();
  await clean(opened, /40[13].*\/api\//);
});

test('a code is made, shown once, and revoked with a question first', async () => {
  const opened = await as('Henrike Solberg', '/applications');
  const { page } = opened;
  const codes = page.locator('access-codes');
  await codes.getByText('No code was made yet.').waitFor();
  await codes.getByLabel('For whom').fill('Spring fair');
  await codes.getByLabel('Uses').fill('3');
  await codes.getByRole('button', { name: 'Make a code' }).click();
  const code = await codes.locator('code.secret').innerText();
  assert.match(code, /^([A-Z2-9]{5}-){3}[A-Z2-9]{5}$/);
  const row = codes.getByRole('row').filter({ hasText: 'Spring fair' });
  assert.match(await row.innerText(), /3 of 3[\s\S]*Henrike Solberg/);
  assert.deepEqual(await axe(page), []);
  await page.reload();
  await row.waitFor();
  assert.equal((await page.locator('main').innerText()).includes(code), false);
  for (const [look, options] of looks) {
    const other = await as('Henrike Solberg', '/applications', options);
    await other.page.locator('access-codes').getByRole('row').nth(1).waitFor();
    assert.deepEqual(await axe(other.page), [], look);
    await desk.picture(other, `${look}_codes`);
    await clean(other);
  }
  await row.getByRole('button', { name: 'Revoke' }).click();
  await page
    .getByRole('dialog')
    .getByText('3 uses left')
    .or(page.getByRole('dialog').getByText('three uses left'))
    .waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Leave it' }).click();
  assert.equal(await row.getByRole('button', { name: 'Revoke' }).count(), 1, 'nothing without the word');
  await row.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('It opens nothing any more.').waitFor();
  assert.match(await row.innerText(), /Revoked/);
  assert.equal(await row.getByRole('button', { name: 'Revoke' }).count(), 0);
  await clean(opened);
});

test('an owner opens a brand, gives a grant that is read and confirmed, and revokes it', async () => {
  const opened = await as('Marlene Ziegenhagen', '/people');
  const { page } = opened;
  await authenticatorOf(page);
  const grants = page.locator('workspace-grants');
  await grants.getByText('Nobody holds a grant.').waitFor();
  const brands = page.locator('workspace-brands');
  await brands.getByLabel('Its name').fill('Matinée am Rhein');
  await brands.getByRole('button', { name: 'Open a brand' }).click();
  await brands.getByText('Opened. Whoever writes in it needs a grant for it.').waitFor();
  await grants.getByRole('button', { name: 'Give a grant' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('To').selectOption({ label: 'Tobias Oyelaran' });
  await dialog.getByLabel('Role').selectOption('brand_admin');
  await dialog.getByLabel('In the brand').selectOption({ label: 'Matinée am Rhein' });
  await dialog.getByLabel('Export the record').check();
  await dialog.getByLabel('Reason').fill('Stands in during December.');
  assert.deepEqual(await axe(page), []);
  await desk.picture(opened, 'grant-dialog');
  await dialog.getByRole('button', { name: 'Write the grant' }).click();
  await page.locator('cuelight-confirm').waitFor();
  const sheet = await page.locator('cuelight-confirm').evaluate((one) => one.shadowRoot?.textContent ?? '');
  for (const text of [
    'Tobias Oyelaran',
    'Matinée am Rhein',
    'brand_admin',
    'CAN_EXPORT_AUDIT',
    'Stands in during December.',
  ])
    assert.ok(sheet.includes(text), text);
  await desk.picture(opened, 'grant-sheet');
  await readSheet(page);
  await page.locator('cuelight-confirm').getByRole('button', { name: 'Grant this access' }).click();
  await page
    .getByText(/sealed/i)
    .first()
    .waitFor();
  await page.goto(`${desk.url}/people`);
  const row = grants.getByRole('row').filter({ hasText: 'Tobias Oyelaran' });
  await row.waitFor();
  assert.match(await row.innerText(), /brand admin in Matinée am Rhein; may export the record[\s\S]*never/);
  for (const [look, options] of looks) {
    const other = await as('Marlene Ziegenhagen', '/people', options);
    await other.page.locator('workspace-grants').getByRole('row').nth(1).waitFor();
    assert.deepEqual(await axe(other.page), [], look);
    await desk.picture(other, `${look}_grants`);
    await clean(other);
  }
  // Its last manager stays until there is another.
  await row.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('access.sole_owner').waitFor();
  await brands.getByRole('row').filter({ hasText: 'nothing yet' }).getByRole('button', { name: 'Close' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Close it' }).click();
  await page.getByText('Closed, with its grants.').waitFor();
  await row.getByText('Revoked').waitFor();
  await clean(opened, /403.*\/api\/v1\/grants/);
});

test('who holds a grant for a brand writes in it, and in no other', async () => {
  const opened = await as('Capucine Le Bihan-Desrosiers', '/people');
  const { page } = opened;
  const brands = page.locator('workspace-brands');
  for (const called of ['Aubépine', 'Bruyère']) {
    await brands.getByLabel('Its name').fill(called);
    await brands.getByRole('button', { name: 'Open a brand' }).click();
    await brands.getByRole('row').filter({ hasText: called }).waitFor();
  }
  assert.equal(await brands.getByRole('button', { name: 'Write' }).count(), 0, 'an owner needs a grant too');
  await page.locator('workspace-grants').getByRole('button', { name: 'Give a grant' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('To').selectOption({ label: 'Capucine Le Bihan-Desrosiers' });
  await dialog.getByLabel('Role').selectOption('brand_admin');
  await dialog.getByLabel('In the brand').selectOption({ label: 'Aubépine' });
  await dialog.getByLabel('Reason').fill('Writes it herself.');
  await dialog.getByRole('button', { name: 'Write the grant' }).click();
  await page.locator('cuelight-confirm').waitFor();
  await readSheet(page);
  await page.locator('cuelight-confirm').getByRole('button', { name: 'Grant this access' }).click();
  await page
    .getByText(/sealed/i)
    .first()
    .waitFor();
  await page.goto(`${desk.url}/people`);
  await brands.getByRole('button', { name: 'Write' }).waitFor();
  assert.equal(await brands.getByRole('button', { name: 'Write' }).count(), 1);
  await brands.getByRole('row').filter({ hasText: 'Aubépine' }).getByRole('button', { name: 'Write' }).click();
  await dialog.getByLabel('Its name').fill('Trio Aubépine & Cie');
  await dialog.getByLabel('What it says of itself').fill('Chamber music, from Brest to Basel.');
  assert.deepEqual(await axe(page), []);
  await dialog.getByRole('button', { name: 'Write it' }).click();
  await brands.getByRole('row').filter({ hasText: 'Trio Aubépine & Cie' }).getByText('from Brest to Basel').waitFor();
  await clean(opened);
});

test('the review is reminded of, each entry is kept or ended, and it is finished with its date', async () => {
  const opened = await as('Friederike Abendroth-Czerny', '/access');
  const { page } = opened;
  const link = page.locator('nav.rail').getByRole('link', { name: /Access review/ });
  assert.match(await link.innerText(), /due/);
  await page.getByText('There was no review yet.').waitFor();
  for (const [look, options] of looks) {
    const other = await as('Marlene Ziegenhagen', '/access', options);
    assert.deepEqual(await axe(other.page), [], look);
    assert.ok((await other.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, look);
    await desk.picture(other, `${look}_review`);
    await clean(other);
  }
  const finish = page.getByRole('button', { name: 'Finish the review' });
  assert.equal(await finish.isDisabled(), true);
  const rows = page.locator('table.desk tbody tr');
  const before = await rows.count();
  const other = rows.filter({ hasText: 'Session' }).filter({ hasNotText: 'this one' });
  if ((await other.count()) > 0) {
    await other.first().getByRole('button', { name: 'End' }).click();
    await page.getByRole('dialog').getByText('is signed out where this session runs.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'End it' }).click();
    await page.getByText('It opens nothing any more.').waitFor();
    assert.equal(await rows.count(), before - 1);
  }
  await rows.filter({ hasText: 'Member' }).getByRole('button', { name: 'End' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End it' }).click();
  await page.getByText('access.sole_owner').waitFor();
  await rows.filter({ hasText: 'Member' }).getByRole('button', { name: 'Keep' }).click();
  await page.getByText('Kept.').waitFor();
  assert.equal(await rows.filter({ hasText: 'Member' }).count(), 0, 'what has its word waits no more');
  const all = page.getByRole('button', { name: /^Keep all/ });
  if ((await all.count()) > 0) {
    await all.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Keep all' }).click();
    await page.getByText('Nothing waits for your word.').waitFor();
  }
  assert.deepEqual(await axe(page), []);
  await finish.click();
  await page.getByText('The review is finished, and in the record.').waitFor();
  await page.getByText(/The last review was finished on .* by Friederike/).waitFor();
  assert.doesNotMatch(await link.innerText(), /due/);
  await desk.picture(opened, 'review-finished');
  await page.goto(`${desk.url}/record`);
  await page.getByText('finished a review of access').first().waitFor();
  await clean(opened, /403.*\/api\/v1\/access/);
});

test('who may not review is told so, and has no way to it in the rail', async () => {
  const opened = await as('Ngozi Adebayo', '/access');
  await opened.page.getByRole('alert').getByText('access.role_missing').waitFor();
  assert.equal(
    await opened.page
      .locator('nav.rail')
      .getByRole('link', { name: /Access review/ })
      .count(),
    0,
  );
  assert.deepEqual(await axe(opened.page), []);
  await clean(opened, /403/);
});

test('a workspace is handed on after a fresh proof, asked for where it is needed', async () => {
  const opened = await byMail('capucine@perce-neige.example');
  const { page } = opened;
  await page.goto(`${desk.url}/keys`);
  await page.getByLabel('Its name').first().fill('Laptop');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByText('also a second factor').waitFor();
  await page.goto(`${desk.url}/people`);
  const form = page.getByRole('region', { name: 'Members, as a table' }).locator('xpath=following-sibling::form');
  await form.getByLabel('Mail address').fill('erbin@perce-neige.example');
  await form.getByRole('button', { name: 'Invite' }).click();
  await page.getByText('The letter is on its way.').waitFor();
  const letter = new URL(await desk.linkTo('erbin@perce-neige.example', 'letter'));
  const joined = await as(null, letter.pathname + letter.hash);
  await joined.page.getByLabel('Your name').fill('Solveig Åkesson');
  await joined.page.getByRole('button', { name: 'Join' }).click();
  await joined.page.locator('nav.rail').waitFor();
  desk.wait(16 * minute);
  await page.reload();
  const row = page.getByRole('row').filter({ hasText: 'Solveig Åkesson' }).first();
  await row.getByRole('button', { name: 'Hand on' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Hand it on' }).click();
  await page.getByRole('dialog', { name: 'Is it you?' }).waitFor();
  assert.deepEqual(await axe(page), []);
  await desk.picture(opened, 'step-up');
  await page.getByRole('dialog').getByRole('button', { name: 'Use your passkey' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('row').filter({ hasText: 'Solveig Åkesson' }).getByText('Owner').waitFor();
  assert.equal(
    await page
      .locator('nav.rail')
      .getByRole('link', { name: /Access review/ })
      .count(),
    0,
    'hers no more',
  );
  await clean(joined, /401.*\/api\/v1\/me/);
  await clean(opened, /40[13].*\/api\//);
});
