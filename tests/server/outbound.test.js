import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import test, { after, before, describe } from 'node:test';
import { addressOf, isPublic, placesOf } from '../../web/server/http/outbound/address.js';
import { readOutside } from '../../web/server/http/outbound/read.js';

const limits = { bytes: 1000, milliseconds: 1500, redirects: 3 };
/** @param {string} code */
const refusal = (code) => (/** @type {any} */ cause) =>
  cause.code === code && cause.statusCode === 422 && /^[A-Z].*\.$/.test(cause.message);
const refused = refusal('calendar.address_refused');

describe('where the server may be sent', () => {
  test('only public addresses are public', () => {
    for (const address of ['8.8.8.8', '93.184.216.34', '2606:4700::1111', '::ffff:8.8.8.8'])
      assert.equal(isPublic(address), true, address);
    for (const address of [
      ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '100.64.0.1', '127.0.0.1', '127.8.8.8', '169.254.169.254', '172.16.0.1'],
      ...['172.31.255.255', '192.0.0.8', '192.0.2.1', '192.168.1.1', '198.18.0.1', '198.51.100.1', '203.0.113.9'],
      ...['224.0.0.1', '239.255.255.250', '240.0.0.1', '255.255.255.255'],
      ...['::', '::1', '::7f00:1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:169.254.169.254', '64:ff9b::7f00:1'],
      ...['64:ff9b:1::1', '100::1', '2001::1', '2001:db8::1', '2002:7f00:1::', 'fc00::1', 'fd00:ec2::254', 'fe80::1'],
      ...['fec0::1', 'ff02::1', 'fe80::1%eth0', '', 'localhost', '1.2.3', '127.1'],
    ])
      assert.equal(isPublic(address), false, address);
  });

  test('schemes, credentials, ports and nonsense are refused before any look-up', () => {
    for (const address of [
      ...['ftp://cal.example/a', 'file:///etc/passwd', 'gopher://cal.example', 'data:text/calendar,x', 'javascript:1'],
      ...[
        'https://me@cal.example/',
        'https://me:pass@cal.example/',
        'https://cal.example:22/',
        'http://cal.example:5432/',
      ],
      ...['', 'cal.example', 'https://', '//cal.example/a', 'https://exa mple/'],
    ])
      assert.throws(() => addressOf(address, []), refused, address);
    assert.equal(addressOf(' webcal://cal.example/a#b ', []).href, 'https://cal.example/a');
    assert.equal(addressOf('http://cal.example:8080/a', []).port, '8080');
    assert.equal(addressOf('http://cal.example:5232/a', ['cal.example:5232']).port, '5232');
  });

  test('an IP address in any spelling is judged as what it is', async () => {
    for (const host of [
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f.1',
      '0177.0.0.1',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '0',
      '①②⑦.0.0.1',
    ])
      await assert.rejects(placesOf(addressOf(`http://${host}/`, []), []), refused, host);
    assert.deepEqual(await placesOf(addressOf('http://8.8.8.8/', []), []), [{ address: '8.8.8.8', family: 4 }]);
  });

  test('a name is refused when any of its addresses is private, or when there is none', async () => {
    const url = addressOf('https://cal.example/a', []);
    const open = { address: '93.184.216.34', family: 4 };
    assert.deepEqual(await placesOf(url, [], async () => [open]), [open]);
    for (const places of [[], [open, { address: '10.0.0.1', family: 4 }], [{ address: 'fd00:ec2::254', family: 6 }]])
      await assert.rejects(
        placesOf(url, [], async () => places),
        refused,
      );
    await assert.rejects(
      placesOf(url, [], async () => Promise.reject(new Error('ENOTFOUND'))),
      refused,
    );
    await assert.rejects(placesOf(addressOf('http://localhost/', []), []), refused);
  });
});

describe('reading from the outside', () => {
  /** @type {import('node:http').Server} */
  let server;
  let port = 0;
  /** @type {{ url: string, headers: import('node:http').IncomingHttpHeaders }[]} */
  const asked = [];
  before(async () => {
    server = createServer((request, response) => {
      const url = request.url ?? '';
      asked.push({ url, headers: request.headers });
      if (url === '/ok')
        return response
          .writeHead(200, { etag: '"1"', 'last-modified': 'Wed, 25 Nov 2026 10:00:00 GMT' })
          .end('calendar');
      if (url === '/known') return response.writeHead(request.headers['if-none-match'] === '"1"' ? 304 : 200).end();
      if (url === '/large') return response.writeHead(200).end('x'.repeat(1001));
      if (url === '/endless') {
        response.writeHead(200);
        const more = setInterval(() => response.write('x'.repeat(400)), 5);
        response.on('close', () => clearInterval(more));
        return undefined;
      }
      if (url === '/slow') {
        response.writeHead(200);
        const more = setInterval(() => response.write('x'), 200);
        response.on('close', () => clearInterval(more));
        return undefined;
      }
      if (url === '/silent') return undefined;
      if (url === '/broken')
        return response.writeHead(200, { 'content-length': '900' }).write('x', () => response.destroy());
      if (url === '/zipped') return response.writeHead(200, { 'content-encoding': 'gzip' }).end('x');
      if (url === '/busy') return response.writeHead(503, { 'retry-after': '7200' }).end();
      if (url.startsWith('/to?')) return response.writeHead(302, { location: decodeURIComponent(url.slice(4)) }).end();
      return response.writeHead(404).end();
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
    port = /** @type {import('node:net').AddressInfo} */ (server.address()).port;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  /** @param {string} path @param {object} [more] */
  const read = (path, more = {}) =>
    readOutside(`http://cal.example:${port}${path}`, {
      allowed: [`cal.example:${port}`],
      limits,
      resolve: async (host) =>
        host === 'cal.example' ? [{ address: '127.0.0.1', family: 4 }] : [{ address: '10.9.8.7', family: 4 }],
      ...more,
    });

  test('it connects to the address that was checked, and never asks for the name again', async () => {
    let lookups = 0;
    const resolve = async () => {
      lookups += 1;
      return [{ address: lookups === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }];
    };
    const { bytes, etag, lastModified } = await read('/ok', { resolve });
    assert.deepEqual(
      [Buffer.from(bytes ?? []).toString(), etag, lastModified, lookups],
      ['calendar', '"1"', 'Wed, 25 Nov 2026 10:00:00 GMT', 1],
    );
    const { headers } = asked[asked.length - 1];
    assert.deepEqual(
      [headers.host, headers.cookie, headers.authorization, headers.referer],
      [`cal.example:${port}`, undefined, undefined, undefined],
    );
  });

  test('what was read before is asked for by its validators', async () => {
    assert.equal(
      (await read('/known', { known: { etag: '"1"', lastModified: 'Wed, 25 Nov 2026 10:00:00 GMT' } })).bytes,
      null,
    );
    assert.equal(asked[asked.length - 1].headers['if-modified-since'], 'Wed, 25 Nov 2026 10:00:00 GMT');
  });

  test('every redirect is checked as the first address was, and they end', async () => {
    const to = (/** @type {string} */ where) => `/to?${encodeURIComponent(where)}`;
    assert.equal((await read(to('/ok'))).bytes?.length, 8);
    assert.equal((await read(to(to(to('/ok'))))).bytes?.length, 8);
    await assert.rejects(read(to(to(to(to('/ok'))))), refusal('calendar.too_many_redirects'));
    for (const where of [
      ...[
        `http://127.0.0.1:${port}/ok`,
        'http://169.254.169.254/latest/meta-data/',
        'http://[::1]/',
        'file:///etc/passwd',
      ],
      ...[
        'http://inside.example/',
        `http://me:pass@cal.example:${port}/ok`,
        'http://cal.example:22/',
        '//localhost/ok',
      ],
    ])
      await assert.rejects(read(to(where)), refused, where);
  });

  test('size and time are limited, also drop by drop', async () => {
    await assert.rejects(read('/large'), refusal('calendar.too_large'));
    await assert.rejects(read('/endless'), refusal('calendar.too_large'));
    const begun = Date.now();
    for (const path of ['/slow', '/silent']) await assert.rejects(read(path), refusal('calendar.timeout'), path);
    assert.ok(Date.now() - begun < 2 * limits.milliseconds + 2000);
    await assert.rejects(
      read('/ok', { resolve: () => new Promise(() => {}), limits: { ...limits, milliseconds: 200 } }),
      refusal('calendar.timeout'),
    );
  });

  test('every failure is a sentence with a code', async () => {
    await assert.rejects(read('/missing'), refusal('calendar.fetch_status'));
    await assert.rejects(read('/zipped'), refusal('calendar.fetch_encoding'));
    await assert.rejects(read('/broken'), refusal('calendar.unreachable'));
    await assert.rejects(
      read('/busy'),
      (/** @type {any} */ cause) => refusal('calendar.fetch_status')(cause) && cause.seconds === 7200,
    );
    await assert.rejects(
      readOutside('http://127.0.0.1:1/', { allowed: ['127.0.0.1:1'], limits }),
      refusal('calendar.unreachable'),
    );
  });
});
