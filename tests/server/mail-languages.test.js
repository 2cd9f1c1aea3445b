/** @file Mails speak the language of who reads them. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { languageAsked } from '../../web/server/http/language.js';
import { onEachDatabase, Visitor } from '../support/server.js';

const marlene = 'marlene@halbmond.example';
const form = { name: 'Nadja Immergrün', workspaceName: 'Theater am Fluss', workspaceKind: 'presenter' };

test('a request asks for the spoken language that it likes best', () => {
  for (const [header, language] of /** @type {const} */ ([
    [undefined, null],
    ['', null],
    ['*', null],
    ['tlh, ja;q=0.9', null],
    ['de-AT', 'de'],
    ['FR-ch, de;q=0.9', 'fr'],
    ['en;q=0.1,de;q=0.4 , fr ; q=0.8', 'fr'],
    ['de;q=0, en;q=0.2', 'en'],
    ['de;q=x, fr;q=0.1', 'fr'],
  ])) {
    assert.equal(languageAsked(header), language, header);
  }
});

onEachDatabase((stand) => {
  /** @param {string} email @param {string} language */
  async function linkMail(email, language) {
    const headers = { 'accept-language': language };
    await new Visitor(stand.server.url).ask('POST', '/api/sign-in', { json: { email }, headers });
    return stand.mailTo(email);
  }

  test('a sign-in link comes in the person’s language, else her workspace’s, else the one asked for', async () => {
    const agent = await stand.as('Marlene Ziegenhagen');
    const english = await linkMail(marlene, 'ja');
    assert.match(english, /^Subject: Your sign-in link$/m);
    assert.match(
      english,
      /\n\nOpen this address within 15 minutes to sign in\. It works once\.\n\nhttp\S+\n\nIf you did/,
    );
    assert.match(await linkMail(marlene, 'de-CH'), /^Subject: Ihr Link zum Anmelden$/m);
    await agent.ask('PATCH', '/api/workspace', { json: { language: 'fr' } });
    assert.match(await linkMail(marlene, 'de-CH'), /Ouvrez cette adresse dans les 15 minutes/);
    await agent.ask('PATCH', '/api/me', { json: { language: 'de' } });
    assert.match(await linkMail(marlene, 'en'), /\n\nÖffnen Sie innerhalb von 15 Minuten diese Adresse/);
  });

  test('a letter comes in the reader’s language, to a stranger in the house’s', async () => {
    const agent = await stand.as('Marlene Ziegenhagen');
    const stranger = 'somebody@elsewhere.example';
    await agent.post('/api/members', { email: stranger, roles: ['agent'] });
    const french = await stand.mailTo(stranger);
    assert.match(french, /^Subject: Une lettre de Halbmond Artists$/m);
    assert.match(french, /Halbmond Artists vous écrit sur Cuelight/);
    const presenter = await stand.as('Friederike Abendroth-Czerny');
    await presenter.ask('PATCH', '/api/me', { json: { language: 'en' } });
    const email = (await presenter.get('/api/me')).body.person.email;
    await agent.post('/api/artists/art_layla/invitations', { email, days: 30 });
    assert.match(await stand.mailTo(email), /Halbmond Artists writes to you on Cuelight\..* within 14 days\./);
  });

  test('an applicant is answered in the language that she applied in', async () => {
    const admin = await stand.as('Henrike Solberg');
    for (const [language, pending, refused] of /** @type {const} */ ([
      ['tlh, de-AT;q=0.9, en;q=0.5', /Ein Mensch wird Ihren Antrag lesen/, /wurde nicht bewilligt\.\n\nSold out\./],
      ['fr', /Une personne lira votre demande/, /n’a pas été acceptée\.\n\nSold out\./],
      ['ja', /A person will read your application and/, /was not approved\.\n\nSold out\./],
    ])) {
      const email = `nadja-${language.slice(0, 2)}@theater.example`;
      const headers = { 'accept-language': language };
      await new Visitor(stand.server.url).ask('POST', '/api/access/apply', { json: { ...form, email }, headers });
      assert.match(await stand.mailTo(email), pending);
      const { items } = (await admin.get('/api/admin/applications?state=pending')).body;
      const { id } = items.find((/** @type {any} */ one) => one.email === email);
      await admin.post(`/api/admin/applications/${id}/refuse`, { reason: 'Sold out.' });
      assert.match(await stand.mailTo(email), refused);
    }
  });

  test('owners read of an opening in their language, with its time as they write it', async () => {
    const admin = await stand.as('Henrike Solberg');
    const wish = { reason: 'A report of fraud.', minutes: 30 };
    const { body } = await admin.post('/api/admin/workspaces/ws_halbmond/break-glass', wish);
    const until = new Date(body.until).toLocaleString('de', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
    const mail = await stand.mailTo(marlene);
    assert.ok(mail.includes(`zum Lesen geöffnet, bis zum ${until} UTC.`), mail);
    assert.match(mail, /Henrike Solberg betreibt diese Plattform.*\n\nDer angegebene Grund: A report of fraud\./);
  });
});
