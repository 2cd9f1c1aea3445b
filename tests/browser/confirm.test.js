/** @file `<cuelight-confirm>` in real Chromium: what it shows, and what it refuses. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { cases, knownParties, type } from '../../web/examples/confirm/payloads.js';
import words from '../../web/messages/compiled/en/confirm.js';
import { axe, open } from '../support/browser.js';
import { confirmStand, now, read, state, stateOf, told } from '../support/confirm.js';

/** @type {Awaited<ReturnType<typeof confirmStand>>} */
let stand;
/** @type {typeof stand.page} */
let page;
/** @type {any} */
let core;
before(async () => {
  stand = await confirmStand();
  ({ core, page } = stand);
});
afterEach(() => stand.leave());
after(() => stand?.close());

describe('the sheet', () => {
  test('shows every leaf of the payload as text, and each value of it isolated', async () => {
    const at = await page({ case: 'changed' });
    const view = core.approval.describe({
      type,
      payload: JSON.stringify(cases.changed.payload),
      previous: JSON.stringify(cases.changed.previous),
      knownParties,
      now,
      timeZone: 'Asia/Katmandu',
      locale: 'en',
    });
    const text = String(await at.element.locator('.paper').evaluate((paper) => paper.textContent));
    for (const section of view.sections) {
      for (const row of section.rows) {
        assert.ok(text.includes(row.label), row.label);
        if (!row.parts) assert.ok(text.includes(row.text), row.text);
        for (const detail of row.details) assert.ok(text.includes(detail.text), detail.text);
      }
    }
    const rows = await at.element
      .locator('.row[data-pointer]')
      .evaluateAll((all) => all.map((row) => /** @type {any} */ (row).dataset.pointer));
    assert.deepEqual(
      rows,
      view.sections.flatMap((/** @type {any} */ section) => section.rows.map((/** @type {any} */ row) => row.pointer)),
    );
    const isolated = await at.element
      .locator('.row[data-pointer="/presenter"] .text bdi')
      .evaluate((bdi) => [bdi.textContent, getComputedStyle(bdi).unicodeBidi]);
    assert.deepEqual(isolated, ['Opéra de Lyon-Confluence', 'isolate']);
    // Nothing stands on the sheet in markup that came from a payload.
    assert.equal(await at.element.locator('.paper :is(script, style, img, a, iframe)').count(), 0);
    assert.deepEqual([at.records.console, at.records.csp, at.records.foreign], [[], [], []]);
  });

  test('marks changes in the margin, shows what was before, and what was taken out', async () => {
    const at = await page({ case: 'changed' });
    const fee = at.element.locator('.row[data-pointer="/fee"]');
    assert.match(String(await fee.getAttribute('class')), /replace/);
    assert.equal(await fee.locator('.mark').textContent(), 'Changed');
    assert.match(String(await fee.locator('.before').textContent()), /11,000/);
    assert.match(String(await at.element.locator('.gone').textContent()), /Recording/);
  });

  test('digest in groups of four, spoken and copied', async () => {
    const at = await page();
    await at.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const { hex } = core.approval.digest({ type, payload: JSON.stringify(cases.first.payload) });
    assert.equal(await at.element.locator('.digest').textContent(), hex.replace(/.{4}/g, '$& '));
    const spoken = String(await at.element.locator('.spoken').textContent());
    assert.equal(spoken.split(', ').length, 16);
    assert.equal(
      spoken.replace(/Alfa|Bravo|Charlie|Delta|Echo|Foxtrot/g, (word) => word[0].toLowerCase()).replace(/[ ,]/g, ''),
      hex,
    );
    await at.element.locator('.digest-tools button').click();
    await at.element.locator('.said', { hasText: 'Copied' }).waitFor();
    assert.equal(await at.page.evaluate(() => navigator.clipboard.readText()), hex);
  });

  test('attack: bidi override: deceiving characters are visible tokens with a warning beside their field', async () => {
    const at = await page({ case: 'lookalike' });
    const note = at.element.locator('.row[data-pointer="/performances/0/note"]');
    assert.match(String(await note.locator('.token').first().textContent()), /U\+202E/);
    assert.match(String(await note.locator('.warning').first().textContent()), /approval\.bidi_control/);
    const presenter = at.element.locator('.row[data-pointer="/presenter"] .warning');
    assert.match((await presenter.allTextContents()).join(), /approval\.(mixed_script|confusable_name)/);
    const raw = await at.element.locator('.paper').evaluate((paper) => paper.textContent ?? '');
    assert.ok(!/[\u202A-\u202E\u2066-\u2069]/.test(raw));
  });

  for (const [name, options] of /** @type {[string, any][]} */ ([
    ['light', {}],
    ['dark', { context: { colorScheme: 'dark' } }],
    ['390 px', { context: { viewport: { width: 390, height: 844 } } }],
    ['right to left', { path: '/rtl' }],
    ['400 % zoom', { context: { viewport: { width: 320, height: 256 } } }],
  ])) {
    test(`attack: accessibility gap: axe, with AAA contrast: ${name}`, async () => {
      const at = await page({ case: 'lookalike', ...options });
      const rules = { 'color-contrast-enhanced': { enabled: true } };
      assert.deepEqual(await axe(at.page, 'html', { rules }), []);
      assert.ok(await at.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    });
  }
});

describe('refuses', () => {
  /** @param {import('../support/confirm.js').Opened} at @param {string} code */
  async function refused(at, code) {
    await state(at.page, ['refused']);
    assert.equal(
      await at.page.evaluate(() => /** @type {any} */ (document.querySelector('cuelight-confirm')).code),
      code,
    );
    assert.equal(await at.says.textContent(), /** @type {any} */ (words)[code]);
    assert.equal(await at.confirm.count(), 0);
    assert.equal((await told(at.page, 'refused')).at(-1).code, code);
  }

  test('attack: payload swap before display: bytes that are not those proposed, whichever field was changed', async () => {
    const { hex, canonical } = core.approval.digest({ type, payload: JSON.stringify(cases.first.payload) });
    const text = Buffer.from(canonical).toString();
    const at = await page({ given: { expectedDigest: hex } });
    assert.equal(await stateOf(at.page), 'reading');
    for (const [from, to] of [
      ['1100000', '1900000'],
      ['"EUR"', '"USD"'],
      ['20:00:00', '21:00:00'],
      ['Saariaho', 'Saariah\u043e'],
      ['Lyon', 'Liyn'],
    ]) {
      assert.ok(text.includes(from), from);
      await at.page.evaluate(
        (payload) => Object.assign(/** @type {any} */ (document.querySelector('cuelight-confirm')), { payload }),
        text.replace(from, to),
      );
      await at.page.waitForFunction(
        () => /** @type {any} */ (document.querySelector('cuelight-confirm')).state === 'refused',
      );
      await refused(at, 'confirm.digest_mismatch');
    }
    await at.page.evaluate(
      (payload) => Object.assign(/** @type {any} */ (document.querySelector('cuelight-confirm')), { payload }),
      text,
    );
    await state(at.page, ['reading']);
  });

  test('attack: payload swap after display: changing the host’s own array afterwards changes nothing', async () => {
    const at = await page();
    await at.page.evaluate(() => {
      const element = /** @type {any} */ (document.querySelector('cuelight-confirm'));
      const octets = element.payload;
      element.payload = octets;
      octets.fill(0x20);
    });
    await state(at.page, ['reading']);
    await read(at.page);
  });

  test('attack: shown is not what is signed: a payload that breaks its type’s rules, and says where', async () => {
    const at = await page({ case: 'unknown' });
    await refused(at, 'confirm.not_confirmable');
    assert.match(
      String(await at.element.locator('.refusals').textContent()),
      /\/exclusivity · approval\.unknown_member · At octet \d+/,
    );
    assert.ok(await at.element.locator('.decline').isVisible());
  });

  test('bytes that are no payload', async () => {
    await refused(await page({ given: { payload: '{"a":1,"a":2}' } }), 'confirm.unreadable');
    await refused(await page({ given: { payload: null } }), 'confirm.no_payload');
  });

  test('attack: expired approval is unchecked: expired, also while it is being read; an unreadable deadline has passed', async () => {
    await refused(await page({ given: { expiresAt: '2020-01-01T00:00:00Z' } }), 'confirm.expired');
    await refused(await page({ given: { expiresAt: 'soon' } }), 'confirm.expired');
    const at = await page({ given: { expiresAt: new Date(Date.now() + 6000).toISOString() } });
    await refused(at, 'confirm.expired');
  });

  test('attack: compromised front end: a sheet that something rewrote', async () => {
    const at = await page();
    await read(at.page);
    await at.element.locator('.row[data-pointer="/fee"] .text').evaluate((text) => {
      text.textContent = '€1.00';
    });
    await refused(at, 'confirm.sheet_changed');
  });

  test('attack: UI redress: inside another page', async () => {
    const { page: outer, context } = await open(stand.browser, { origins: [stand.site.origin] });
    stand.closing.push(() => context.close());
    await outer.goto(`${stand.site.origin}/frame`);
    const inner = /** @type {import('playwright-core').Frame} */ (outer.frames()[1]);
    await inner.waitForFunction(() => customElements.get('cuelight-confirm'));
    await inner.evaluate(
      (values) => Object.assign(/** @type {any} */ (document.querySelector('cuelight-confirm')), values),
      { type, payload: JSON.stringify(cases.first.payload), now },
    );
    await inner.waitForFunction(
      () => /** @type {any} */ (document.querySelector('cuelight-confirm')).code === 'confirm.framed',
    );
    assert.equal(await inner.locator('.says').textContent(), words['confirm.framed']);
    assert.equal(await inner.locator('.confirm, .decline').count(), 0);
  });

  test('attack: compromised front end: without core, or with another one', async () => {
    const missing = await page({
      prepare: (one) => one.route('**/core.wasm', (route) => route.fulfill({ status: 404 })),
    });
    await refused(missing, 'confirm.no_core');
    const other = await page({
      prepare: (one) =>
        one.route('**/core.wasm', (route) => route.fulfill({ path: stand.other, contentType: 'application/wasm' })),
    });
    await refused(other, 'confirm.wrong_core');
    const none = await page({
      prepare: (one) => one.addInitScript(() => Reflect.deleteProperty(globalThis, 'WebAssembly')),
    });
    await refused(none, 'confirm.no_core');
  });

  test('read only: the sheet without its controls', async () => {
    const at = await page({ path: '/readonly' });
    assert.equal(await at.element.locator('button.confirm, button.decline').count(), 0);
    assert.ok(await at.element.locator('.digest').isVisible());
  });
});
