/** @file The dashboard in German and French: every page has room for it, says so to assistive programs, and can be switched. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openDesk, settled, sideways } from '../support/desk.js';

const agent = 'Marlene Ziegenhagen';
const desk = openDesk();
const { as, clean, open } = desk;

const places = /** @type {const} */ ([
  '',
  'roster',
  'requests',
  'approvals',
  'calendars',
  'people',
  'access',
  'workspace',
  'record',
  'keys',
  'about',
]);
const widths = /** @type {const} */ ([
  ['1280', { width: 1280, height: 800 }],
  ['390', { width: 390, height: 844 }],
]);

describe('every page in another language', () => {
  for (const [locale, words] of /** @type {const} */ ([
    ['de-DE', ['Meine Woche', 'Abmelden']],
    ['fr-FR', ['Ma semaine', 'Se déconnecter']],
  ])) {
    test(`${locale}: nothing scrolls sideways`, async () => {
      const opened = await as(agent, '/', { locale });
      const { page } = opened;
      assert.equal(await page.evaluate(() => document.documentElement.lang), locale.slice(0, 2));
      assert.equal(await page.title(), `${words[0]} · Cuelight`);
      await page.getByRole('button', { name: words[1] }).waitFor();
      for (const place of places) {
        for (const [name, size] of widths) {
          await page.setViewportSize(size);
          if (name === '1280') await page.goto(`${desk.url}/${place}`);
          await settled(page);
          await desk.picture(opened, `${locale}-${name}-${place || 'week'}`);
          assert.ok((await sideways(page)) <= 0, `/${place} at ${name} px`);
        }
      }
      await clean(opened);
    });
  }
});

test('the door speaks the browser’s language, and is switched there', async () => {
  const opened = await open({ locale: 'fr-CH' });
  const { page } = opened;
  await page.goto(`${desk.url}/sign-in`);
  await page.getByRole('heading', { name: 'Se connecter' }).waitFor();
  await page.getByLabel('Langue').selectOption('de');
  await page.getByRole('heading', { name: 'Anmelden' }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'de');
  await page.reload();
  await page.getByRole('heading', { name: 'Anmelden' }).waitFor();
  await clean(opened);
});
