/** @file `<cuelight-confirm>` in real Chromium: what it shows, when it arms, and what it refuses. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { loadCore } from '../../web/client/node.js';
import { buildConfirm } from '../../web/confirm/build.mjs';
import { catalogs } from '../../web/confirm/catalog.js';
import { cases, knownParties, type } from '../../web/examples/confirm/payloads.js';
import { axe, launch, open } from '../support/browser.js';
import { serve } from '../support/site.js';

const policy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";
const now = '2026-11-22T09:00:00Z';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {any} */
let core;
/** @type {Awaited<ReturnType<typeof serve>>} */
let site;
const folder = mkdtempSync(join(tmpdir(), 'cuelight-confirm-'));

const host = `
window.events = [];
const sheet = document.querySelector('cuelight-confirm');
for (const name of ['ready', 'armed', 'confirm', 'decline', 'refused']) sheet.addEventListener('cuelight-' + name, ({ detail }) => events.push([name, detail]));
`;
const html = (/** @type {string} */ attributes = '', root = 'lang="en"') => ({
  body: `<!doctype html><html ${root}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Confirm</title><link rel="stylesheet" href="/host.css">
<script type="module" src="/confirm/confirm.js"></script><script type="module" src="/host.js"></script></head><body><main><h1>Confirm</h1><cuelight-confirm ${attributes}></cuelight-confirm></main></body></html>`,
});

before(async () => {
  await buildConfirm(folder);
  // The same page with a core that is not its own, and with none.
  const other = readFileSync(`${folder}/generated/core.wasm`);
  writeFileSync(`${folder}/other.wasm`, Buffer.concat([other, Buffer.from([0, 2, 1, 0x78])]));
  core = await loadCore();
  site = await serve(
    {
      '/confirm/': folder,
      '/': html(),
      '/readonly': html('readonly'),
      '/rtl': html('dir="rtl"', 'lang="ar" dir="rtl"'),
      '/host.js': { body: host },
      '/host.css': {
        body: 'body{margin:0;color-scheme:light dark}h1{position:absolute;clip-path:inset(50%);margin:0}',
      },
      '/frame': {
        body: '<!doctype html><html lang="en"><title>Frame</title><iframe src="/" width="1000" height="700" title="inside"></iframe></html>',
      },
      '/favicon.ico': { status: 204 },
    },
    { 'content-security-policy': policy },
  );
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await site?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** @type {(() => Promise<void>)[]} */
const closing = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/**
 * @param {{ path?: string, case?: string, given?: Record<string, any>, context?: import('playwright-core').BrowserContextOptions, prepare?: (page: import('playwright-core').Page) => Promise<unknown> }} [options]
 */
async function page({ path = '/', case: name = 'first', given = {}, context = {}, prepare } = {}) {
  const opened = await open(browser, { origins: [site.origin], viewport: { width: 1000, height: 800 }, ...context });
  closing.push(() => opened.context.close());
  await prepare?.(opened.page);
  await opened.page.goto(site.origin + path);
  const { payload, previous } = cases[name];
  const settings = {
    type,
    payload: JSON.stringify(payload),
    previous: previous ? JSON.stringify(previous) : null,
    knownParties,
    now,
    ...given,
  };
  await opened.page.waitForFunction(() => customElements.get('cuelight-confirm'));
  await opened.page.evaluate(
    (values) => Object.assign(/** @type {any} */ (document.querySelector('cuelight-confirm')), values),
    settings,
  );
  await state(opened.page, ['reading', 'refused', 'armed']);
  const element = opened.page.locator('cuelight-confirm');
  return { ...opened, element, confirm: element.locator('.confirm'), says: element.locator('.says') };
}

/** @param {import('playwright-core').Page} page @param {string[]} wanted */
const state = (page, wanted) =>
  page.waitForFunction(
    (states) => states.includes(/** @type {any} */ (document.querySelector('cuelight-confirm')).state),
    wanted,
  );

/** @param {import('playwright-core').Page} page */
const stateOf = (page) => page.evaluate(() => /** @type {any} */ (document.querySelector('cuelight-confirm')).state);
/** @param {import('playwright-core').Page} page @returns {Promise<[string, any][]>} */
const events = (page) => page.evaluate(() => /** @type {any} */ (window).events);
/** @param {import('playwright-core').Page} page @param {string} name */
const told = async (page, name) => (await events(page)).filter(([one]) => one === name).map(([, detail]) => detail);

/** Scrolls through as a reader does, follows the link to what was missed, and waits for go. @param {import('playwright-core').Page} page */
async function read(page) {
  await page.waitForFunction(
    () => {
      const element = /** @type {any} */ (document.querySelector('cuelight-confirm'));
      const desk = element.shadowRoot.querySelector('.desk');
      const next = element.shadowRoot.querySelector('[data-key=next]');
      if (desk.scrollTop + desk.clientHeight < desk.scrollHeight - 1)
        desk.scrollTop += Math.max(60, desk.clientHeight * 0.5);
      else if (next && !next.hidden) next.click();
      return next?.hidden !== false;
    },
    null,
    { polling: 400 },
  );
}

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

  test('every language has every word', () => {
    const keys = Object.keys(catalogs.en).sort();
    for (const [language, strings] of Object.entries(catalogs)) {
      assert.deepEqual(Object.keys(strings).sort(), keys, language);
      for (const [key, text] of Object.entries(strings)) {
        assert.ok(text.trim(), `${language} ${key}`);
        assert.deepEqual(
          text.match(/\{\w+\}/g) ?? [],
          /** @type {any} */ (catalogs.en)[key].match(/\{\w+\}/g) ?? [],
          `${language} ${key}`,
        );
      }
    }
  });
});

describe('arming', () => {
  test('standby until all was seen, then go; a click then confirms exactly what was shown', async () => {
    const at = await page();
    assert.equal(await at.confirm.getAttribute('aria-disabled'), 'true');
    assert.match(String(await at.says.textContent()), /^Read to the end first/);
    await at.confirm.click({ force: true });
    assert.deepEqual(await told(at.page, 'confirm'), []);
    await read(at.page);
    await state(at.page, ['armed']);
    assert.equal(await at.element.locator('.lamp-word').textContent(), 'Go');
    await at.confirm.click();
    await state(at.page, ['sending']);
    const [detail] = await told(at.page, 'confirm');
    const shown = core.approval.describe({
      type,
      payload: JSON.stringify(cases.first.payload),
      knownParties,
      now,
      locale: detail.locale,
      timeZone: detail.timeZone,
    });
    assert.equal(detail.digest, shown.digest);
    assert.equal(detail.viewDigest, shown.viewDigest);
    assert.equal(detail.now, now);
    await at.page.evaluate(() =>
      /** @type {any} */ (document.querySelector('cuelight-confirm')).sealed({
        at: '2026-11-22T09:01:00Z',
        by: { name: 'Capucine', id: 'per_1' },
        receipt: { format: 'x' },
      }),
    );
    assert.match(
      String(await at.element.locator('.seal').textContent()),
      /Sealed.*By Capucine \(per_1\) · Sun, Nov 22, 2026, 02:46/,
    );
    const [download] = await Promise.all([at.page.waitForEvent('download'), at.element.locator('.receipt').click()]);
    assert.equal(readFileSync(String(await download.path()), 'utf8'), '{"format":"x"}');
    assert.deepEqual([at.records.console, at.records.csp], [[], []]);
  });

  test('attack: accessibility gap: read and confirmed by keyboard alone', async () => {
    const at = await page();
    await at.element.locator('.desk').focus();
    for (let i = 0; i < 40 && (await stateOf(at.page)) !== 'armed'; i++) {
      await at.page.keyboard.press(i % 12 === 11 ? 'Home' : 'PageDown');
      await at.page.waitForTimeout(300);
    }
    await state(at.page, ['armed']);
    await at.confirm.focus();
    await at.page.keyboard.press('Enter');
    await state(at.page, ['sending']);
    assert.equal((await told(at.page, 'confirm')).length, 1);
  });

  test('attack: long values push content off the screen: jumping to the end is not reading; the link leads to what was missed', async () => {
    const at = await page({ context: { viewport: { width: 1000, height: 420 + 61 } } });
    await at.element.locator('.desk').evaluate((desk) => {
      desk.scrollTop = desk.scrollHeight;
    });
    await at.page.waitForTimeout(2000);
    assert.equal(await stateOf(at.page), 'reading');
    for (let i = 0; i < 40 && (await at.element.locator('[data-key=next]').isVisible()); i++) {
      await at.element
        .locator('[data-key=next]')
        .click({ timeout: 2000 })
        .catch(() => {});
      await at.page.waitForTimeout(450);
    }
    await state(at.page, ['armed']);
  });

  test('at 400 % zoom, where a part may be taller than the window', async () => {
    const at = await page({ context: { viewport: { width: 320, height: 256 } } });
    await at.page.waitForFunction(
      () => {
        scrollBy(0, 90);
        return (
          /** @type {any} */ (document.querySelector('cuelight-confirm')).state === 'armed' ||
          scrollY + innerHeight >= document.documentElement.scrollHeight - 1
        );
      },
      null,
      { polling: 260 },
    );
    await state(at.page, ['armed']);
  });

  test('attack: UI redress: a script’s click confirms nothing', async () => {
    const at = await page();
    await read(at.page);
    await state(at.page, ['armed']);
    await at.confirm.evaluate((button) => {
      /** @type {HTMLElement} */ (button).click();
      button.dispatchEvent(new PointerEvent('pointerdown', { isPrimary: true, bubbles: true }));
      button.dispatchEvent(new MouseEvent('click', { bubbles: true }));
      button.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    });
    assert.deepEqual(await told(at.page, 'confirm'), []);
  });

  test('attack: UI redress, double-click-jacking: a press that began elsewhere, or before go, confirms nothing', async () => {
    const at = await page();
    await read(at.page);
    await state(at.page, ['armed']);
    const box = /** @type {{ x: number, y: number, width: number, height: number }} */ (await at.confirm.boundingBox());
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await at.page.mouse.move(x - 300, y);
    await at.page.mouse.down();
    await at.page.mouse.move(x, y);
    await at.page.mouse.up();
    assert.deepEqual(await told(at.page, 'confirm'), []);
    await at.page.mouse.down();
    await at.page.mouse.move(x, y - 200);
    await at.page.mouse.up();
    assert.deepEqual(await told(at.page, 'confirm'), []);
    // Covered between press and release.
    await at.page.mouse.move(x, y);
    await at.page.mouse.down();
    await at.page.evaluate(() => window.dispatchEvent(new Event('blur')));
    await at.page.evaluate(() => {
      const cover = document.createElement('div');
      cover.id = 'cover';
      document.body.append(cover);
      cover.style.setProperty('position', 'fixed');
      cover.style.setProperty('inset', '0');
      cover.style.setProperty('pointer-events', 'none');
    });
    await state(at.page, ['reading']);
    await at.page.mouse.up();
    assert.deepEqual(await told(at.page, 'confirm'), []);
  });

  for (const [what, styles] of /** @type {[string, Record<string, string>][]} */ ([
    [
      'covered by something that lets clicks through',
      { position: 'fixed', inset: '0', 'pointer-events': 'none', background: 'rgb(255 255 255 / 0.01)' },
    ],
    [
      'partly covered',
      { position: 'fixed', bottom: '0', right: '0', width: '60px', height: '60px', background: 'white' },
    ],
  ])) {
    test(`attack: UI redress: ${what}: back to standby, and go again when it is gone`, async () => {
      const at = await page();
      await read(at.page);
      await state(at.page, ['armed']);
      await at.page.evaluate((given) => {
        const cover = document.createElement('div');
        cover.id = 'cover';
        for (const [name, value] of Object.entries(given)) cover.style.setProperty(name, value);
        document.body.append(cover);
      }, styles);
      await state(at.page, ['reading']);
      assert.match(String(await at.says.textContent()), /covers or fades/);
      await at.page.evaluate(() => document.getElementById('cover')?.remove());
      await state(at.page, ['armed']);
    });
  }

  test('attack: UI redress: faded by the page: never armed', async () => {
    const at = await page();
    await at.page.evaluate(() => document.body.style.setProperty('opacity', '0.4'));
    await read(at.page);
    await at.page.waitForTimeout(2000);
    assert.equal(await stateOf(at.page), 'reading');
  });

  test('attack: UI redress: not in front, or without the focus: standby', async () => {
    const at = await page();
    await read(at.page);
    await state(at.page, ['armed']);
    await at.page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    assert.equal(await stateOf(at.page), 'reading');
    assert.equal(await at.says.textContent(), 'This page is not in front.');
    await at.page.evaluate(() => {
      Reflect.deleteProperty(document, 'visibilityState');
      document.hasFocus = () => false;
      window.dispatchEvent(new Event('blur'));
    });
    assert.match(String(await at.says.textContent()), /does not have the focus/);
    await at.page.evaluate(() => {
      Reflect.deleteProperty(document, 'hasFocus');
      window.dispatchEvent(new Event('focus'));
    });
    await state(at.page, ['armed']);
  });

  test('which key signs is said, and the person may take the other', async () => {
    const at = await page();
    const signs = at.element.locator('.signs');
    assert.equal(await signs.count(), 0, 'nothing is said where the host says nothing');
    const offer = (/** @type {string[]} */ signers) =>
      at.page.evaluate(
        (given) => Object.assign(/** @type {any} */ (document.querySelector('cuelight-confirm')), { signers: given }),
        signers,
      );
    await offer(['device']);
    assert.equal(await signs.textContent(), catalogs.en.signsDevice);
    await offer(['passkey', 'device', 'unknown']);
    assert.match(String(await signs.textContent()), new RegExp(`^${catalogs.en.signsPasskey}`));
    await read(at.page);
    await state(at.page, ['armed']);
    await signs.getByRole('button').click();
    assert.match(String(await signs.textContent()), new RegExp(`^${catalogs.en.signsDevice}`));
    await signs.getByRole('button').focus();
    await at.page.keyboard.press('Enter');
    assert.match(String(await signs.textContent()), new RegExp(`^${catalogs.en.signsPasskey}`));
    assert.deepEqual(await axe(at.page), []);
    await state(at.page, ['armed']);
    await at.confirm.click();
    await state(at.page, ['sending']);
    const [detail] = await told(at.page, 'confirm');
    assert.equal(detail.signer, 'passkey');
    assert.equal(await signs.getByRole('button').count(), 0);
  });

  test('attack: dates judged by another moment: what time changed is drawn and read anew', async () => {
    const at = await page({
      given: { now: '' },
      prepare: (one) => one.clock.setFixedTime(new Date('2026-11-22T09:00:00Z')),
    });
    await read(at.page);
    await state(at.page, ['armed']);
    // Some time that changes nothing on the sheet.
    await at.page.clock.setFixedTime(new Date('2026-11-22T09:20:00Z'));
    await at.confirm.click();
    await state(at.page, ['sending']);
    assert.equal((await told(at.page, 'confirm'))[0].now, '2026-11-22T09:20:00Z');
    await at.page.evaluate(() =>
      /** @type {any} */ (document.querySelector('cuelight-confirm')).failed(new Error('The connection broke.')),
    );
    await state(at.page, ['armed']);
    // And some in which the deadline passes.
    await at.page.clock.setFixedTime(new Date('2027-01-10T09:00:00Z'));
    await at.confirm.click();
    await at.element.locator('.trouble', { hasText: catalogs.en.timeMoved }).waitFor();
    assert.equal((await told(at.page, 'confirm')).length, 1);
    assert.ok((await at.element.locator('.warning', { hasText: 'approval.past_date' }).count()) > 0);
    await read(at.page);
    await state(at.page, ['armed']);
    await at.confirm.click();
    await state(at.page, ['sending']);
    assert.equal((await told(at.page, 'confirm')).at(-1).now, '2027-01-10T09:00:00Z');
  });

  test('what the host can’t do is said, and may be tried again', async () => {
    const at = await page();
    await read(at.page);
    await state(at.page, ['armed']);
    await at.confirm.click();
    await state(at.page, ['sending']);
    await at.page.evaluate(() =>
      /** @type {any} */ (document.querySelector('cuelight-confirm')).failed(new Error('The connection broke.')),
    );
    assert.match(
      String(await at.element.locator('.trouble').textContent()),
      /The connection broke\. Nothing was committed/,
    );
    await state(at.page, ['armed']);
    await at.confirm.click();
    assert.equal((await told(at.page, 'confirm')).length, 2);
  });

  test('declining needs a reason, and goes without reading', async () => {
    const at = await page();
    await at.element.locator('.decline').click();
    await at.element.locator('form button[type=submit]').click();
    assert.match(String(await at.element.locator('#reason-wrong').textContent()), /give a reason/);
    await at.element.locator('textarea').fill('The fee is wrong. <b>Sorry</b>');
    await at.element.locator('form button[type=submit]').click();
    const [detail] = await told(at.page, 'decline');
    assert.equal(detail.reason, 'The fee is wrong. <b>Sorry</b>');
    await at.page.evaluate(() => /** @type {any} */ (document.querySelector('cuelight-confirm')).declined());
    assert.equal(await at.element.locator('.seal q bdi').textContent(), 'The fee is wrong. <b>Sorry</b>');
    assert.deepEqual(await told(at.page, 'confirm'), []);
  });
});

describe('refuses', () => {
  /** @param {Awaited<ReturnType<typeof page>>} at @param {string} code */
  async function refused(at, code) {
    await state(at.page, ['refused']);
    assert.equal(
      await at.page.evaluate(() => /** @type {any} */ (document.querySelector('cuelight-confirm')).code),
      code,
    );
    assert.equal(await at.says.textContent(), /** @type {any} */ (catalogs.en)[code]);
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
    await state(at.page, ['armed']);
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
    await state(at.page, ['armed']);
    await at.element.locator('.row[data-pointer="/fee"] .text').evaluate((text) => {
      text.textContent = '€1.00';
    });
    await refused(at, 'confirm.sheet_changed');
  });

  test('attack: UI redress: inside another page', async () => {
    const { page: outer, context } = await open(browser, { origins: [site.origin] });
    closing.push(() => context.close());
    await outer.goto(`${site.origin}/frame`);
    const inner = /** @type {import('playwright-core').Frame} */ (outer.frames()[1]);
    await inner.waitForFunction(() => customElements.get('cuelight-confirm'));
    await inner.evaluate(
      (values) => Object.assign(/** @type {any} */ (document.querySelector('cuelight-confirm')), values),
      { type, payload: JSON.stringify(cases.first.payload), now },
    );
    await inner.waitForFunction(
      () => /** @type {any} */ (document.querySelector('cuelight-confirm')).code === 'confirm.framed',
    );
    assert.equal(await inner.locator('.says').textContent(), catalogs.en['confirm.framed']);
    assert.equal(await inner.locator('.confirm, .decline').count(), 0);
  });

  test('attack: compromised front end: without core, or with another one', async () => {
    const missing = await page({
      prepare: (one) => one.route('**/core.wasm', (route) => route.fulfill({ status: 404 })),
    });
    await refused(missing, 'confirm.no_core');
    const other = await page({
      prepare: (one) =>
        one.route('**/core.wasm', (route) =>
          route.fulfill({ path: `${folder}/other.wasm`, contentType: 'application/wasm' }),
        ),
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
