/**
 * @file Confirming in real Chromium on a real server, nothing stubbed: with passkeys of its virtual authenticator, and
 * while the content changes underneath.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, afterEach, before, describe, test } from 'node:test';
import { loadCore } from '../../web/client/node.js';
import { checkReceipt } from '../../web/verifier/check.js';
import { authenticatorOf, axe, launch, open, readSheet } from '../support/browser.js';
import { setUp, signIn } from '../support/server.js';
import { serve } from '../support/site.js';

const agent = 'Marlene Ziegenhagen';
const lyon = 'Bérengère Lachenal';
const wide = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

/** @type {import('../../web/server/main.js').Running} */
let server;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {any} */
let core;
/** @type {import('../support/server.js').Stand} */
let stand;
/** @type {(() => Promise<unknown>)[]} */
const closing = [];

before(async () => {
  stand = await setUp(undefined, { CUELIGHT_LOG: 'silent' });
  server = stand.server;
  browser = await launch();
  core = await loadCore();
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
after(async () => {
  await browser?.close();
  await stand?.close();
});

/** @param {string} name */
const visitorOf = (name) => signIn(server.url, String(server.links.find((one) => one.name === name)?.url));

/**
 * A page of somebody who is signed in, with an authenticator of her own.
 * @param {string} name
 * @param {string} address
 * @param {Parameters<typeof open>[1]} [options]
 */
async function as(name, address, options = {}) {
  const visitor = await visitorOf(name);
  const opened = await open(browser, { origins: [server.url], viewport: wide, ...options });
  closing.push(() => opened.context.close());
  opened.page.setDefaultTimeout(60_000);
  const [cookie, value] = String(visitor.cookie).split('=');
  await opened.context.addCookies([{ name: cookie, value, url: server.url, httpOnly: true, sameSite: 'Strict' }]);
  const authenticator = await authenticatorOf(opened.page);
  await opened.page.goto(server.url + address);
  await settled(opened.page);
  return { ...opened, visitor, authenticator };
}

/** @param {import('playwright-core').Page} page */
async function settled(page) {
  await page.locator('main h1').waitFor({ state: 'attached' });
  await page.waitForFunction(() => !document.querySelector('.skeleton, .opening'));
}

/** Adds a passkey on the page of keys. @param {import('playwright-core').Page} page @param {string} [name] */
async function addPasskey(page, name = 'Telephone') {
  await page.getByLabel('Its name').first().fill(name);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByRole('row', { name: new RegExp(name) }).waitFor();
}

let day = 40;
/** A new approval that waits for one person only. @param {import('../support/server.js').Visitor} visitor @returns {Promise<string>} */
async function proposed(visitor) {
  day += 1;
  const { status, body, text } = await visitor.post('/api/v1/engagements/eng_layla/events', {
    event: 'extend_hold',
    expiresAt: new Date(Date.now() + day * 86_400_000).toISOString(),
  });
  assert.equal(status, 202, text);
  return body.approvalId;
}

/** The browser's own assertion, asked for as a changed page would. @param {import('playwright-core').Page} page @param {any} options @param {object} [other] */
const assertion = (page, options, other = {}) =>
  page.evaluate(
    async ([given, changes]) => {
      const octets = (/** @type {string} */ text) =>
        Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
      const text = (/** @type {ArrayBuffer} */ buffer) =>
        btoa(String.fromCharCode(...new Uint8Array(buffer)))
          .replaceAll('+', '-')
          .replaceAll('/', '_')
          .replaceAll('=', '');
      const { id, type, response } = /** @type {any} */ (
        await navigator.credentials.get({
          publicKey: {
            ...given,
            ...changes,
            challenge: octets(given.challenge),
            allowCredentials: given.allowCredentials.map((/** @type {any} */ one) => ({ ...one, id: octets(one.id) })),
          },
        })
      );
      return {
        id,
        rawId: id,
        type,
        response: {
          clientDataJSON: text(response.clientDataJSON),
          authenticatorData: text(response.authenticatorData),
          signature: text(response.signature),
        },
        clientExtensionResults: {},
      };
    },
    /** @type {const} */ ([options, other]),
  );

/** @param {import('playwright-core').Page} page @param {string} wanted */
const stateIs = (page, wanted) =>
  page.waitForFunction(
    (state) => /** @type {any} */ (document.querySelector('cuelight-confirm'))?.state === state,
    wanted,
  );

describe('with a passkey', () => {
  test('it is added, signs exactly what was read, and the receipt holds offline and on the verifier’s page', async () => {
    const opened = await as(agent, '/keys');
    const { page, records, visitor } = opened;
    await addPasskey(page, 'Laptop');
    const id = await proposed(visitor);
    await page.goto(`${server.url}/approvals/${id}`);
    await page.locator('cuelight-confirm .signs').getByText('A passkey signs this').waitFor();
    await readSheet(page);
    assert.deepEqual(await axe(page), []);
    await page.locator('cuelight-confirm .confirm').click();
    await stateIs(page, 'sealed');
    await page.reload();
    await settled(page);
    assert.match(await page.locator('.sealed').innerText(), /Confirmed by\s+Marlene Ziegenhagen with a passkey/);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download the receipt' }).click(),
    ]);
    const file = await download.path();
    const octets = await readFile(file);
    const report = await checkReceipt(core, new Uint8Array(octets));
    assert.deepEqual(
      [report.ok, report.confirmations.map(({ method, signature }) => [method, signature])],
      [true, [['webauthn', 'valid']]],
    );
    await page.goto(`${server.url}/verifier/`);
    await page.locator('#file').setInputFiles({ name: 'receipt.json', mimeType: 'application/json', buffer: octets });
    await page.getByText('This receipt holds: 1 confirmation of exactly these bytes.').waitFor();
    await page.getByText('confirmed with a passkey').waitFor();
    assert.deepEqual(await axe(page), []);
    assert.deepEqual([records.console, records.csp, records.foreign], [[], [], []]);
  });

  test('the person may take the device’s key instead, and the sheet says so', async () => {
    const { page, visitor, records } = await as(agent, '/keys');
    await addPasskey(page, 'Tablet');
    await page.goto(`${server.url}/approvals/${await proposed(visitor)}`);
    const signs = page.locator('cuelight-confirm .signs');
    await signs.getByRole('button', { name: 'Use this device’s key instead' }).click();
    await signs.getByText('The key of this device signs this.').waitFor();
    await readSheet(page);
    await page.locator('cuelight-confirm .confirm').click();
    await stateIs(page, 'sealed');
    await page.reload();
    await settled(page);
    assert.match(await page.locator('.sealed').innerText(), /with a device key/);
    assert.deepEqual([records.console, records.csp, records.foreign], [[], [], []]);
  });

  test('who is not recognised by the authenticator confirms nothing, and may try again', async () => {
    const { page, visitor, authenticator, records } = await as(agent, '/keys');
    await addPasskey(page, 'Watch');
    const id = await proposed(visitor);
    await page.goto(`${server.url}/approvals/${id}`);
    await authenticator.verify(false);
    await page.locator('cuelight-confirm').waitFor();
    await readSheet(page);
    await page.locator('cuelight-confirm .confirm').click();
    await page.locator('cuelight-confirm .trouble').getByText('No passkey answered').waitFor({ timeout: 90_000 });
    assert.equal((await visitor.get(`/api/v1/approvals/${id}`)).body.state, 'open');
    await authenticator.verify(true);
    await readSheet(page);
    await page.locator('cuelight-confirm .confirm').click();
    await stateIs(page, 'sealed');
    assert.deepEqual([records.console, records.csp, records.foreign], [[], [], []]);
  });

  test('attack: user verification left out by a changed page is refused', async () => {
    const { page, visitor, authenticator } = await as(agent, '/keys');
    await addPasskey(page, 'Key one');
    const id = await proposed(visitor);
    const shown = await visitor.present(core, id);
    await authenticator.verify(false);
    const passkey = await assertion(page, shown.passkey, { userVerification: 'discouraged' });
    const { status, body } = await visitor.post(`/api/v1/approvals/${id}/confirm`, {
      presentationId: shown.id,
      passkey,
    });
    assert.deepEqual([status, body.problems], [422, ['approval.receipt_user_verification']]);
  });

  test('attack: another person’s passkey, in the same browser, is refused', async () => {
    const other = await as(lyon, '/keys');
    await addPasskey(other.page, 'Hers');
    const [hers] = await other.authenticator.credentials();
    const { page, visitor, authenticator } = await as(agent, '/keys');
    await authenticator.add(hers);
    const id = await proposed(visitor);
    const shown = await visitor.present(core, id);
    const credential = { type: 'public-key', id: Buffer.from(hers.credentialId, 'base64').toString('base64url') };
    const passkey = await assertion(page, { ...shown.passkey, allowCredentials: [credential] });
    const { status, body } = await visitor.post(`/api/v1/approvals/${id}/confirm`, {
      presentationId: shown.id,
      passkey,
    });
    assert.deepEqual([status, body.code], [422, 'passkey.unknown']);
  });

  test('attack: an assertion got by another origin, or for another relying party, is refused', async () => {
    const { page, visitor, authenticator } = await as(agent, '/keys');
    await addPasskey(page, 'Phished');
    const [mine] = await authenticator.credentials();
    const site = await serve({ '/': { body: '<!doctype html><title>Evil</title>' } });
    closing.push(() => site.close());
    const id = await proposed(visitor);
    for (const [host, rpId] of [
      ['localhost', 'localhost'],
      ['evil.localhost', 'evil.localhost'],
    ]) {
      const evil = await open(browser, {});
      closing.push(() => evil.context.close());
      const held = await authenticatorOf(evil.page);
      // Even where the very key is at hand.
      await held.add({ ...mine, rpId, signCount: mine.signCount + 5 });
      await evil.page.goto(`http://${host}:${site.port}/`);
      const shown = await visitor.present(core, id);
      const credential = { type: 'public-key', id: Buffer.from(mine.credentialId, 'base64').toString('base64url') };
      const passkey = await assertion(evil.page, { ...shown.passkey, rpId, allowCredentials: [credential] });
      const answer = await visitor.post(`/api/v1/approvals/${id}/confirm`, { presentationId: shown.id, passkey });
      assert.deepEqual([answer.status, answer.body.code], [422, 'passkey.refused'], host);
    }
  });

  test('attack: a replayed assertion is refused', async () => {
    const { page, visitor } = await as(agent, '/keys');
    await addPasskey(page, 'Replayed');
    const id = await proposed(visitor);
    await page.goto(`${server.url}/approvals/${id}`);
    await page.locator('cuelight-confirm').waitFor();
    await readSheet(page);
    const [sent] = await Promise.all([
      page.waitForRequest(/\/confirm$/),
      page.locator('cuelight-confirm .confirm').click(),
    ]);
    await stateIs(page, 'sealed');
    const body = sent.postDataJSON();
    assert.equal((await visitor.post(`/api/v1/approvals/${id}/confirm`, body)).body.code, 'approval.committed');
    const next = await proposed(visitor);
    const elsewhere = await visitor.post(`/api/v1/approvals/${next}/confirm`, body);
    assert.equal(elsewhere.body.code, 'approval.presentation_over');
    const shown = await visitor.present(core, next);
    const moved = await visitor.post(`/api/v1/approvals/${next}/confirm`, { ...body, presentationId: shown.id });
    assert.deepEqual([moved.status, moved.body.problems], [422, ['approval.receipt_challenge']]);
  });
});

describe('attack: payload swap after display', () => {
  test('a contract proposed anew while it is being read is refused with the differences, and the view shows them', async () => {
    const { page, visitor, records } = await as(lyon, '/approvals');
    const { body } = await visitor.get('/api/v1/approvals?state=open');
    const before = body.items.find((/** @type {any} */ one) => one.engagementId === 'eng_drafted');
    await page.goto(`${server.url}/approvals/${before.id}`);
    await page.locator('cuelight-confirm').waitFor();
    await readSheet(page);

    const proposer = await visitorOf(agent);
    const redrafted = await proposer.post('/api/v1/engagements/eng_drafted/events', {
      event: 'draft_contract',
      terms: [{ heading: 'Services', text: 'The artist performs the programme.' }],
      governingLaw: 'France',
      signBy: new Date(Date.now() + 20 * 86_400_000).toISOString(),
      fee: { amountMinor: 470_000, currency: 'EUR' },
    });
    assert.equal(redrafted.status, 202, redrafted.text);

    await page.locator('cuelight-confirm .confirm').click();
    const said = page.locator('.confirmation > .said');
    await said.getByText('Nothing was confirmed.').waitFor();
    assert.match(await said.innerText(), /approval\.stale/);
    assert.match(await said.innerText(), /\/fee\/amountMinor is now: 470000/);
    assert.deepEqual(await axe(page), []);
    await page.getByRole('link', { name: 'Read the new version' }).click();
    await page.waitForURL(`**/approvals/${redrafted.body.approvalId}`);
    const fee = page.locator('cuelight-confirm .row[data-pointer="/fee"]');
    await fee.locator('.mark').waitFor();
    assert.match(await fee.innerText(), /4,700/);
    assert.equal(await fee.locator('.before').count(), 1);
    assert.deepEqual(await axe(page), []);
    assert.deepEqual([records.console.filter((line) => !/409/.test(line)), records.csp, records.foreign], [[], [], []]);
  });

  test('a statement about something else than was read is not signed', async () => {
    const { page, visitor } = await as(agent, '/keys');
    const mine = await proposed(visitor);
    await page.route('**/present', async (route) => {
      const response = await route.fetch();
      const { presentation } = await response.json();
      const said = JSON.parse(Buffer.from(presentation.statement, 'base64').toString());
      const statement = Buffer.from(JSON.stringify({ ...said, digest: '00'.repeat(32) })).toString('base64');
      await route.fulfill({ response, json: { presentation: { ...presentation, statement } } });
    });
    const sent = /** @type {string[]} */ ([]);
    page.on('request', (request) => sent.push(request.url()));
    await page.goto(`${server.url}/approvals/${mine}`);
    await page.locator('cuelight-confirm').waitFor();
    await readSheet(page);
    await page.locator('cuelight-confirm .confirm').click();
    await page.locator('cuelight-confirm .trouble').getByText('something else than you read').waitFor();
    assert.ok(!sent.some((url) => url.endsWith('/confirm')));
  });
});

describe('your keys', () => {
  for (const [look, options] of /** @type {[string, any][]} */ ([
    ['1280 px, light', { viewport: wide, colorScheme: 'light' }],
    ['1280 px, dark', { viewport: wide, colorScheme: 'dark' }],
    ['390 px, light', { viewport: phone, colorScheme: 'light' }],
    ['390 px, dark', { viewport: phone, colorScheme: 'dark' }],
  ])) {
    test(`whole and accessible, filled, and on the sheet: ${look}`, async () => {
      const { page, visitor, records } = await as(agent, '/keys', options);
      await addPasskey(page, `Key ${look}`);
      assert.deepEqual(await axe(page), []);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
      await page.goto(`${server.url}/approvals/${await proposed(visitor)}`);
      await page.locator('cuelight-confirm .signs').waitFor();
      assert.deepEqual(await axe(page), []);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
      assert.deepEqual([records.console, records.csp, records.foreign], [[], [], []]);
    });
  }

  test('a key is added, named and revoked; this browser then makes another', async () => {
    const { page, records } = await as(lyon, '/keys');
    await page.getByLabel('Its name').last().fill('Bureau');
    await page.getByRole('button', { name: 'Add this browser’s key' }).click();
    const row = page.getByRole('row', { name: /Bureau/ });
    await row.getByText('this browser').waitFor();
    await row.getByRole('button', { name: 'Rename' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Bureau du fond');
    assert.deepEqual(await axe(page), []);
    await page.getByRole('dialog').getByRole('button', { name: 'Name it' }).click();
    const named = page.getByRole('row', { name: /Bureau du fond/ });
    await named.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke it' }).click();
    await named.getByText(/^Revoked/).waitFor();
    await page.getByLabel('Its name').last().fill('Bureau, encore');
    await page.getByRole('button', { name: 'Add this browser’s key' }).click();
    const again = page.getByRole('row', { name: /Bureau, encore/ });
    await again.getByText('this browser').waitFor();
    assert.equal(await named.getByText('this browser').count(), 0);
    assert.deepEqual([records.console, records.csp, records.foreign], [[], [], []]);
  });
});
