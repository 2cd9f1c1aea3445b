/** @file `<cuelight-confirm>` in real Chromium: when it arms, what a press then does, and declining. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, describe, test } from 'node:test';
import { cases, knownParties, type } from '../../web/examples/confirm/payloads.js';
import words from '../../web/messages/compiled/en/confirm.js';
import { axe } from '../support/browser.js';
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

describe('arming', () => {
  test('standby until all was seen, then go; a click then confirms exactly what was shown', async () => {
    const at = await page();
    assert.equal(await at.confirm.getAttribute('aria-disabled'), 'true');
    assert.match(String(await at.says.textContent()), /^Read to the end first/);
    await at.confirm.click({ force: true });
    assert.deepEqual(await told(at.page, 'confirm'), []);
    await read(at.page);
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
    for (let i = 0; i < 120 && (await stateOf(at.page)) !== 'armed'; i++) {
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
    for (let i = 0; i < 40 && (await stateOf(at.page)) !== 'armed'; i++) {
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

  test('a part that is taller than several windows is read from top to bottom, and not by its ends', async () => {
    const at = await page({
      context: { viewport: { width: 600, height: 500 } },
      given: {
        type: 'application/vnd.cuelight.message+json',
        payload: JSON.stringify({
          ...{ id: 'msg_1', version: 1, subject: 'Dates' },
          ...{ from: { id: 'ws_north', name: 'Agence du Nord' }, to: [{ id: 'ws_lyon', name: 'Opéra de Lyon' }] },
          body: 'A sentence that is as long as the line. '.repeat(250),
        }),
      },
    });
    const desk = at.element.locator('.desk');
    // The sheet's two ends, each seen for longer than reading takes to be noticed.
    await desk.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await at.page.waitForTimeout(1500);
    await desk.evaluate((element) => element.scrollTo(0, 0));
    await at.page.waitForTimeout(1500);
    assert.equal(await stateOf(at.page), 'reading');
    await read(at.page);
    assert.equal(await stateOf(at.page), 'armed');
  });

  test('attack: UI redress: a script’s click confirms nothing', async () => {
    const at = await page();
    await read(at.page);
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
    await at.page.waitForFunction(
      () => {
        const desk = /** @type {any} */ (document.querySelector('cuelight-confirm')).shadowRoot.querySelector('.desk');
        desk.scrollTop += desk.clientHeight * 0.5;
        return desk.scrollTop + desk.clientHeight >= desk.scrollHeight - 1;
      },
      null,
      { polling: 400 },
    );
    await at.page.waitForTimeout(2000);
    assert.equal(await stateOf(at.page), 'reading');
  });

  test('attack: UI redress: not in front, or without the focus: standby', async () => {
    const at = await page();
    await read(at.page);
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
    assert.equal(await signs.textContent(), words.signsDevice);
    await offer(['passkey', 'device', 'unknown']);
    assert.match(String(await signs.textContent()), new RegExp(`^${words.signsPasskey}`));
    await read(at.page);
    await signs.getByRole('button').click();
    assert.match(String(await signs.textContent()), new RegExp(`^${words.signsDevice}`));
    await signs.getByRole('button').focus();
    await at.page.keyboard.press('Enter');
    assert.match(String(await signs.textContent()), new RegExp(`^${words.signsPasskey}`));
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
    await at.element.locator('.trouble', { hasText: words.timeMoved }).waitFor();
    assert.equal((await told(at.page, 'confirm')).length, 1);
    assert.ok((await at.element.locator('.warning', { hasText: 'approval.past_date' }).count()) > 0);
    await read(at.page);
    await at.confirm.click();
    await state(at.page, ['sending']);
    assert.equal((await told(at.page, 'confirm')).at(-1).now, '2027-01-10T09:00:00Z');
  });

  test('what the host can’t do is said, and may be tried again', async () => {
    const at = await page();
    await read(at.page);
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
