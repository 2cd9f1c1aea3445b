/**
 * @file The API's description (OpenAPI 3.1, generated from the routes) and a page that shows it. The page is plain HTML
 * with one style sheet and no script, so that it stands under the strictest policy.
 */
import { readFile } from 'node:fs/promises';
import swagger from '@fastify/swagger';

/** @typedef {Record<string, any>} Json */

/** @param {import('fastify').FastifyInstance} app @param {string} version */
export const describeApi = (app, version) =>
  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Cuelight',
        version,
        description:
          'The reference server. Bodies are JSON, errors are RFC 9457 problem documents with a stable `code`, times are instants in UTC with an IANA zone beside them. Every change needs the header `cuelight-csrf: 1` and comes from this server’s own pages. Somebody else’s record answers like one that is not there: 404.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'cuelight_session' },
          operations: { type: 'http', scheme: 'bearer' },
        },
      },
    },
  });

/** @param {import('fastify').FastifyInstance} app */
export function docsRoutes(app) {
  const hidden = { schema: { hide: true } };
  app.get('/api/openapi.json', hidden, async (_request, reply) =>
    reply.header('cache-control', 'public, no-cache').send(app.swagger()),
  );
  app.get('/api/docs', hidden, async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'public, no-cache')
      .send(page(/** @type {Json} */ (app.swagger()))),
  );
  app.get('/api/docs.css', hidden, async (_request, reply) =>
    reply
      .type('text/css; charset=utf-8')
      .header('cache-control', 'public, no-cache')
      .send(await readFile(new URL('docs.css', import.meta.url))),
  );
}

/** @param {unknown} text */
const plain = (text) =>
  String(text ?? '').replace(
    /[&<>"]/g,
    (one) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[one] ?? one,
  );
/** @param {string} text */
const prose = (text) => plain(text).replace(/`([^`]+)`/g, '<code>$1</code>');

/** @param {Json} document */
function page(document) {
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  for (const [address, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const [tag] = /** @type {Json} */ (operation).tags ?? ['Other'];
      groups.set(tag, [...(groups.get(tag) ?? []), section(address, method, operation)]);
    }
  }
  const names = [...groups.keys()];
  const slug = (/** @type {string} */ name) => name.toLowerCase().replace(/\W+/g, '-');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Cuelight API</title>
<link rel="stylesheet" href="/api/docs.css">
</head>
<body>
<header>
<h1>Cuelight API <small>${plain(document.info.version)}</small></h1>
<p>${prose(document.info.description)}</p>
<p>The same as a document for programs: <a href="/api/openapi.json">openapi.json</a> (OpenAPI ${plain(document.openapi)}).</p>
<nav aria-label="Parts"><ul>${names.map((name) => `<li><a href="#${slug(name)}">${plain(name)}</a></li>`).join('')}</ul></nav>
</header>
<main>
${names.map((name) => `<section id="${slug(name)}"><h2>${plain(name)}</h2>\n${groups.get(name)?.join('\n')}</section>`).join('\n')}
</main>
</body>
</html>
`;
}

/** @param {string} address @param {string} method @param {Json} operation */
function section(address, method, operation) {
  const { summary, description, parameters = [], requestBody, responses, security = [] } = operation;
  const needs = security.some((/** @type {Json} */ one) => 'session' in one)
    ? 'a session'
    : security.length > 0
      ? 'the operations token'
      : 'nothing';
  const bodies = Object.entries(requestBody?.content ?? {});
  return `<details>
<summary><span class="method ${plain(method)}">${plain(method.toUpperCase())}</span> <code>${plain(address)}</code> <span>${plain(summary)}</span></summary>
${description ? `<p>${prose(description)}</p>` : ''}<p>Needs ${needs}.</p>
${
  parameters.length > 0
    ? table(
        'Parameters',
        ['Name', 'In', 'Type', 'Meaning'],
        parameters.map((/** @type {Json} */ one) => [
          one.name,
          one.in,
          typeOf(one.schema),
          one.description ?? one.schema?.description,
        ]),
      )
    : ''
}
${bodies.map(([type, { schema }]) => `<h4>Body <code>${plain(type)}</code></h4>${shape(schema)}`).join('')}
${table(
  'Answers',
  ['Status', 'Meaning'],
  Object.entries(responses ?? {}).map(([status, one]) => [status, /** @type {Json} */ (one).description]),
)}
${Object.entries(responses ?? {})
  .filter(([status]) => /^2/.test(status))
  .map(([, one]) =>
    Object.values(/** @type {Json} */ (one).content ?? {})
      .map(({ schema }) => shape(schema))
      .join(''),
  )
  .join('')}
</details>`;
}

/** @param {Json | undefined} schema */
function shape(schema) {
  if (!schema?.properties) return '';
  const required = new Set(schema.required ?? []);
  return table(
    '',
    ['Member', 'Type', 'Meaning'],
    Object.entries(schema.properties).map(([name, one]) => [
      required.has(name) ? name : `${name}?`,
      typeOf(one),
      /** @type {Json} */ (one).description,
    ]),
  );
}

/** @param {Json | undefined} schema @returns {string} */
function typeOf(schema) {
  if (!schema) return '';
  if (schema.enum) return schema.enum.map(String).join(' | ');
  if (Array.isArray(schema.type))
    return schema.type.map((/** @type {string} */ type) => typeOf({ ...schema, type })).join(' | ');
  if (schema.type === 'array') return `list of ${typeOf(schema.items)}`;
  if (schema.type === 'object' && schema.properties) return `{ ${Object.keys(schema.properties).join(', ')} }`;
  return schema.type ?? 'any';
}

/** @param {string} caption @param {string[]} head @param {unknown[][]} rows */
function table(caption, head, rows) {
  return `<table>${caption ? `<caption>${plain(caption)}</caption>` : ''}<thead><tr>${head.map((one) => `<th scope="col">${plain(one)}</th>`).join('')}</tr></thead><tbody>${rows
    .map(
      (row) =>
        `<tr>${row.map((cell, at) => (at === 0 ? `<th scope="row"><code>${plain(cell)}</code></th>` : `<td>${prose(String(cell ?? ''))}</td>`)).join('')}</tr>`,
    )
    .join('')}</tbody></table>`;
}
