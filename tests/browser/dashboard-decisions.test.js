/** @file What is agreed in the dashboard, in real Chromium: from requests and holds over approvals to the record. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { axe, readSheet } from '../support/browser.js';
import { openDesk, settled } from '../support/desk.js';

const agent = 'Marlene Ziegenhagen';
const presenter = 'Friederike Abendroth-Czerny';
const lyon = 'Bérengère Lachenal';

const desk = openDesk();
const { as, clean } = desk;

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
    await page.route('**/api/v1/engagements/*/events', (route) =>
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
    await page.route('**/api/v1/approvals/apr_*', async (route) => {
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
    await page.route('**/api/v1/approvals/*/present', (route) =>
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
    await page.route('**/api/v1/audit/export', async (route) => {
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
