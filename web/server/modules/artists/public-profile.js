/** @file The public profile as HTML: what core gave for everybody, as text for people and as schema.org data for search engines. */

/** @param {unknown} text */
const plain = (text) =>
  String(text ?? '').replace(
    /[&<>"']/g,
    (one) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[one] ?? one,
  );

/** Data within a script element: no `<` ends it early. @param {unknown} data */
const embedded = (data) => JSON.stringify(data).replaceAll('<', '\\u003c');

/** @param {unknown} value @returns {string[]} */
const texts = (value) => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []);

/** @param {string} title @param {string[]} items */
const list = (title, items) =>
  items.length > 0
    ? `<section><h2>${title}</h2><ul>${items.map((one) => `<li><bdi>${plain(one)}</bdi></li>`).join('')}</ul></section>`
    : '';

/**
 * @param {import('./visibility.js').PublicView} seen
 * @param {{ address: string, origin: string, table: string }} place `table`: the availability, as HTML
 */
export function publicProfilePage({ identity, folio = {}, contact, changedAt }, { address, origin, table }) {
  const { name, discipline, home, demo, slug } = identity;
  const bio = typeof folio.bio === 'string' ? folio.bio : '';
  const languages = texts(folio.languages);
  const data = {
    '@context': 'https://schema.org',
    '@type': 'ProfilePage',
    dateModified: changedAt.toISOString(),
    mainEntity: {
      '@type': 'Person',
      '@id': address,
      url: address,
      name,
      ...(discipline ? { jobTitle: discipline } : {}),
      ...(bio ? { description: bio } : {}),
      ...(home ? { homeLocation: { '@type': 'Place', name: home } } : {}),
      ...(languages.length > 0 ? { knowsLanguage: languages } : {}),
    },
  };
  const summary = [discipline, home].filter(Boolean).join(', ');
  const feed = `${origin}/public/artists/${encodeURIComponent(slug)}/availability.ics`;
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${plain(name)}${discipline ? `, ${plain(discipline)}` : ''}</title>
<meta name="description" content="${plain(bio || summary)}">
<link rel="canonical" href="${plain(address)}">
<link rel="alternate" type="text/calendar" title="Availability" href="${plain(feed)}">
<link rel="stylesheet" href="/widget/fallback.css">
<link rel="stylesheet" href="/folio.css">
<script type="application/ld+json">${embedded(data)}</script>
</head>
<body>
<main>
<header><h1><bdi>${plain(name)}</bdi></h1>${summary ? `<p><bdi>${plain(summary)}</bdi></p>` : ''}${demo ? '<p class="demo">Demo profile. This artist is fictional.</p>' : ''}</header>
${bio ? `<p class="bio"><bdi>${plain(bio)}</bdi></p>` : ''}
${list('Repertoire', texts(folio.repertoire))}
${list('Languages', languages)}
${contact?.through ? `<section><h2>Contact</h2><p>Through <bdi>${plain(contact.through)}</bdi>.</p></section>` : ''}
${table ? `<section><h2>Availability</h2>${table}<p><a href="${plain(feed)}">Subscribe to the calendar</a></p></section>` : ''}
</main>
</body>
</html>
`;
}

/**
 * A directory as a page: fictional profiles and nothing else, which it says of each.
 * @param {{ title: string, entries: { name: string, slug?: string, about?: string }[], places: { href: string, title: string }[] }} directory
 */
export const directoryPage = ({ title, entries, places }) => `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="stylesheet" href="/folio.css">
</head>
<body>
<main>
<header><h1>${title}</h1><p>Demo profiles. Everybody here is fictional: whoever really works with Cuelight stands in no directory.</p></header>
<nav aria-label="Directories"><ul>${places.map((one) => `<li>${one.title === title ? `<a href="${one.href}" aria-current="page">${one.title}</a>` : `<a href="${one.href}">${one.title}</a>`}</li>`).join('')}</ul></nav>
${
  entries.length > 0
    ? `<ul class="directory">${entries
        .map(
          ({ name, slug, about }) =>
            `<li>${slug ? `<a href="/artists/${encodeURIComponent(slug)}"><bdi>${plain(name)}</bdi></a>` : `<bdi>${plain(name)}</bdi>`}${about ? ` <span class="about"><bdi>${plain(about)}</bdi></span>` : ''} <span class="demo">Demo profile</span></li>`,
        )
        .join('')}</ul>`
    : '<p>No demo profile is laid out here.</p>'
}
</main>
</body>
</html>
`;

/** For everybody who is not public, and for nobody: the same bytes. */
export const missingPage = `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Nothing here</title>
<link rel="stylesheet" href="/folio.css">
</head>
<body><main><header><h1>Nothing here</h1><p>There is nothing here, or it is not for you.</p></header></main></body>
</html>
`;
