/** @file `<cuelight-availability>` and its host: the documents' examples, events and methods, requests, failures, leaks. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { open } from '../support/browser.js';
import { serve } from '../support/site.js';
import { quiet, widgetStand } from '../support/widget.js';

/** @type {Awaited<ReturnType<typeof widgetStand>>} */
let stand;
/** @type {typeof stand.page} */
let page;
before(async () => {
  stand = await widgetStand();
  page = stand.page;
});
afterEach(() => stand.leave());
after(() => stand?.close());

/** docs/embed.md, as if the platform of these tests were meant. */
const guide = () =>
  readFileSync(new URL('../../docs/embed.md', import.meta.url), 'utf8').replaceAll(
    'https://cuelight.example',
    stand.platform.origin,
  );
/** The guide's first block of a language. @param {string} language */
const block = (language) => new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(guide())?.[1] ?? '';

describe('the examples of docs/embed.md', () => {
  test('the tag, with the policy the guide names', async () => {
    const policy = /```\n(script-src [^`]+)\n```/.exec(guide())?.[1];
    const host = await serve(
      {
        '/': { body: `<!doctype html><html lang="en"><title>Embedded</title>${block('html')}</html>` },
        '/favicon.ico': { status: 204 },
      },
      { 'content-security-policy': `default-src 'none'; ${policy}` },
    );
    stand.closing.push(host.close);
    const embedded = await open(stand.browser, { origins: [host.origin, stand.platform.origin] });
    stand.closing.push(() => embedded.context.close());
    await embedded.page.goto(host.origin);
    await embedded.page.waitForFunction(
      () => /** @type {any} */ (document.querySelector('cuelight-availability')).state === 'ready',
    );
    quiet(embedded.records);
  });

  test('the table from the server', async () => {
    const args = ['--disallow-code-generation-from-strings', '--input-type=module', '-e'];
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const code = `${block('js')}console.log(table);`;
    const { stdout } = await promisify(execFile)(process.execPath, [...args, code], { cwd: root });
    assert.match(stdout, /<caption><span><bdi>Ensemble Perce-Neige<\/bdi>, <\/span>November 2026/);
  });

  test('the styles reach the widget', async () => {
    const at = await page({ css: block('css') });
    await at.day('2026-11-24').click();
    const style = await at.element.evaluate((element) => {
      const of = (/** @type {string} */ selector) =>
        getComputedStyle(/** @type {Element} */ (element.shadowRoot?.querySelector(selector)));
      return { title: of('#title').fontStyle, chosen: of('[aria-selected]').boxShadow };
    });
    assert.equal(style.title, 'italic');
    assert.match(style.chosen, /^rgb\(85, 107, 47\)/); // darkolivegreen
  });
});

describe('what the guide promises a host', () => {
  test('every event, with every member of its detail', async () => {
    const promised = Object.fromEntries(
      [...guide().matchAll(/^\| `(cuelight-[a-z]+)` \| `\{ (.*?) \}`/gm)].map(([, name, members]) => [
        name,
        members.split(', '),
      ]),
    );
    const at = await page();
    await at.page.evaluate((names) => {
      /** @type {Record<string, string[]>} */
      const told = {};
      Object.assign(window, { told });
      // On the page, where they arrive only if they bubble and leave shadow trees.
      for (const name of names)
        document.addEventListener(name, (event) => {
          told[name] = Object.keys(/** @type {CustomEvent} */ (event).detail);
        });
    }, Object.keys(promised));
    const call = (/** @type {string} */ method, /** @type {any[]} */ ...given) =>
      at.element.evaluate(
        (element, [name, list]) => /** @type {any} */ (element)[name](...list),
        /** @type {const} */ ([method, given]),
      );
    await call('refresh');
    await at.element.locator('.step').last().click();
    await at.element.locator('#zone').selectOption('Europe/Paris');
    await at.day('2026-12-05').click();
    await at.element.locator('#open-hold').click();
    for (const [name, value] of Object.entries({ name: 'A', organisation: 'B', email: 'a@b.example' }))
      await at.element.locator(`[name=${name}]`).fill(value);
    await at.element.locator('button[type=submit]').click();
    await at.element.locator('.done').waitFor();
    await at.element.evaluate((element) => element.setAttribute('src', '/nowhere.ics'));
    await at.element.locator('[role=alert]').waitFor();
    assert.deepEqual(await at.page.evaluate(() => /** @type {any} */ (window).told), promised);
  });

  test('properties and methods', async () => {
    const at = await page();
    const seen = await at.element.evaluate(async (/** @type {any} */ element) => {
      const title = () => element.shadowRoot.querySelector('#title').textContent;
      const soon = () => new Promise((resolve) => setTimeout(resolve));
      const told = [element.state, element.selected, element.timeZone];
      element.goTo('2027-03-14');
      await soon();
      told.push(title(), element.selected);
      element.select('2027-04-02');
      element.strings = { hold: 'Ask for a date' };
      await soon();
      told.push(title(), element.selected, element.shadowRoot.querySelector('#open-hold').textContent);
      element.select(null);
      told.push(element.selected);
      try {
        element.goTo('soon');
      } catch (error) {
        told.push(/** @type {Error} */ (error).name);
      }
      return told;
    });
    assert.deepEqual(seen, [
      ...['ready', null, 'Asia/Katmandu', 'March 2027', null],
      ...['April 2027', '2027-04-02', 'Ask for a date', null, 'TypeError'],
    ]);
  });
});

describe('a single-page application', () => {
  for (const source of ['/a.json', '/a.ics']) {
    test(`mounted and unmounted a hundred times with ${source}, nothing stays behind`, (t) => mounted(source, t));
  }

  /** @param {string} source @param {import('node:test').TestContext} t */
  async function mounted(source, t) {
    const at = await page({ source });
    const cdp = await at.context.newCDPSession(at.page);
    const count = async () => {
      for (let i = 0; i < 3; i++) {
        await cdp.send('HeapProfiler.collectGarbage');
        await at.page.waitForTimeout(50);
      }
      const { nodes, jsEventListeners } = await cdp.send('Memory.getDOMCounters');
      const { usedSize } = await cdp.send('Runtime.getHeapUsage');
      return { nodes, jsEventListeners, heapKB: Math.round(usedSize / 1024) };
    };
    const round = (/** @type {number} */ times) =>
      at.page.evaluate(async (rounds) => {
        const old = /** @type {any} */ (document.querySelector('cuelight-availability'));
        const source = old.getAttribute('src');
        old.remove();
        for (let i = 0; i < rounds; i++) {
          const element = /** @type {any} */ (document.createElement('cuelight-availability'));
          element.setAttribute('src', source);
          document.body.append(element);
          // Every second one is gone before its calendar came.
          if (i % 2 === 0)
            await new Promise((resolve) => element.addEventListener('cuelight-load', resolve, { once: true }));
          element.remove();
        }
        const last = document.createElement('cuelight-availability');
        last.setAttribute('src', source);
        document.body.append(last);
        await new Promise((resolve) => last.addEventListener('cuelight-load', resolve, { once: true }));
      }, times);
    await round(5);
    const start = await count();
    await round(100);
    const end = await count();
    assert.ok(
      end.nodes <= start.nodes + 60 &&
        end.jsEventListeners <= start.jsEventListeners + 10 &&
        end.heapKB <= start.heapKB + 250,
      `${JSON.stringify(start)} became ${JSON.stringify(end)}`,
    );
    t.diagnostic(`${JSON.stringify(start)} became ${JSON.stringify(end)}`);
    quiet(at.records);
  }
});

describe('subscribe and request a hold', () => {
  test('the address to open, copy and download', async () => {
    const at = await page({ attributes: 'name="Perce-Neige"' });
    await at.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await at.element.locator('#open-subscribe').click();
    const address = `${stand.platform.origin}/a.ics`;
    assert.equal(await at.element.locator('.address input').inputValue(), address);
    assert.equal(await at.element.locator('a.button').getAttribute('href'), address.replace('http:', 'webcal:'));
    assert.equal(await at.element.locator('a[download]').getAttribute('href'), address);
    await at.element.locator('.address button').click();
    await at.element.locator('.said', { hasText: 'copied' }).waitFor();
    await at.element.locator('#open-subscribe').click();
    assert.equal(await at.element.locator('.panel').isVisible(), false);
    const off = await page({ attributes: 'subscribe="off"' });
    assert.equal(await off.element.locator('#open-subscribe').count(), 0);
    assert.equal(await off.element.locator('#open-hold').count(), 0);
  });

  test('says what is missing, sends what was meant, and keeps what was written when it fails', async () => {
    const at = await page();
    stand.posts.bodies.length = 0;
    await at.day('2026-11-26').click();
    await at.element.locator('#open-hold').click();
    const field = (/** @type {string} */ name) => at.element.locator(`[name=${name}]`);
    assert.equal(await field('first').inputValue(), '2026-11-26');
    await at.element.locator('button[type=submit]').click();
    assert.equal(
      await at.page.evaluate(
        () => /** @type {any} */ (document.querySelector('cuelight-availability')?.shadowRoot?.activeElement)?.name,
      ),
      'name',
    );
    assert.equal(await field('name').getAttribute('aria-invalid'), 'true');
    await field('name').fill('Θεοδώρα Παπαδοπούλου');
    await field('organisation').fill('Konzerthaus Lindenau');
    await field('email').fill('nowhere');
    await field('last').fill('2026-11-25');
    await at.element.locator('button[type=submit]').click();
    assert.equal(await at.element.locator('#field-email-wrong').textContent(), 'This is not an e-mail address.');
    assert.equal(await at.element.locator('#field-last-wrong').textContent(), 'The last day is before the first.');
    assert.deepEqual(stand.posts.bodies, []);
    await field('email').fill('theodora@example.org');
    await field('last').fill('2026-11-27');
    const trouble = at.element.locator('.trouble');
    for (const [status, sentence] of /** @type {[number, RegExp][]} */ ([
      [429, /Too many requests/],
      [503, /The other side has trouble/],
      [400, /was not accepted/],
    ])) {
      stand.posts.status = status;
      await at.element.locator('button[type=submit]').click();
      await trouble.filter({ hasText: sentence }).waitFor();
      assert.equal(await field('name').inputValue(), 'Θεοδώρα Παπαδοπούλου');
    }
    await at.context.setOffline(true);
    await at.element.locator('button[type=submit]').click();
    await trouble.filter({ hasText: 'No connection' }).waitFor();
    await at.context.setOffline(false);
    stand.posts.status = 202;
    await at.element.locator('button[type=submit]').click();
    await at.element.locator('.done').waitFor();
    assert.equal(await at.element.locator('.done bdi').textContent(), 'theodora@example.org');
    assert.deepEqual(stand.posts.bodies.at(-1), {
      artist: 'perce-neige',
      // Whole days of Kathmandu.
      start: '2026-11-25T18:15:00Z',
      end: '2026-11-27T18:15:00Z',
      timeZone: 'Asia/Katmandu',
      name: 'Θεοδώρα Παπαδοπούλου',
      email: 'theodora@example.org',
      organisation: 'Konzerthaus Lindenau',
      note: '',
    });
    assert.deepEqual(at.records.csp, []);
  });

  test('a host may carry the request itself', async () => {
    const at = await page();
    stand.posts.bodies.length = 0;
    await at.page.evaluate(() => {
      document.addEventListener('cuelight-request', (event) => {
        event.preventDefault();
        /** @type {any} */ (event).detail.waitUntil(Promise.resolve());
      });
    });
    await at.day('2026-11-26').click();
    await at.element.locator('#open-hold').click();
    for (const [name, value] of [
      ['name', 'A'],
      ['organisation', 'B'],
      ['email', 'a@b.example'],
    ])
      await at.element.locator(`[name=${name}]`).fill(value);
    await at.element.locator('button[type=submit]').click();
    await at.element.locator('.done').waitFor();
    assert.deepEqual(stand.posts.bodies, []);
  });
});

describe('what can go wrong', () => {
  for (const [source, code, sentence] of [
    ['/none.ics', 'widget.absent', 'There is no calendar at this address.'],
    ['/not.ics', 'widget.not_calendar', 'What stands at this address is not a calendar.'],
  ]) {
    test(`${code}`, async () => {
      const at = await page({ source });
      assert.equal(await at.element.locator('[role=alert] p').textContent(), sentence);
      const told = await at.page.evaluate(
        () =>
          new Promise((resolve) => {
            const element = /** @type {any} */ (document.querySelector('cuelight-availability'));
            element.addEventListener('cuelight-error', (/** @type {any} */ event) => resolve(event.detail.code));
            element.refresh();
          }),
      );
      assert.equal(told, code);
    });
  }

  test('a broken connection: says so, and trying again works', async () => {
    const at = await page({ wait: false });
    await at.page.waitForFunction(
      () => /** @type {any} */ (document.querySelector('cuelight-availability')).state === 'ready',
    );
    await at.context.setOffline(true);
    await at.page.evaluate(() => {
      const old = /** @type {Element} */ (document.querySelector('cuelight-availability'));
      const element = document.createElement('cuelight-availability');
      element.setAttribute('src', String(old.getAttribute('src')));
      old.replaceWith(element);
    });
    await at.element.locator('[role=alert]', { hasText: 'can’t be read right now' }).waitFor();
    await at.context.setOffline(false);
    await at.element.locator('[role=alert] button').click();
    await at.day('2026-11-24').waitFor();
  });
});
