/** @file Keeps the verifier page's own files, so that it works without a connection. The build fills in the two lists. */
const name = `cuelight-verifier-${/** @type {any} */ (self).VERSION}`;
/** @type {string[]} */
const files = /** @type {any} */ (self).FILES;
const worker = /** @type {any} */ (self);

worker.addEventListener('install', (/** @type {any} */ event) => {
  event.waitUntil(
    caches
      .open(name)
      .then((cache) => cache.addAll(files))
      .then(() => worker.skipWaiting()),
  );
});

worker.addEventListener('activate', (/** @type {any} */ event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => names.filter((one) => one.startsWith('cuelight-verifier-') && one !== name))
      .then((old) => Promise.all(old.map((one) => caches.delete(one))))
      .then(() => worker.clients.claim()),
  );
});

// What is kept answers; anything else goes to the network and is not kept.
worker.addEventListener('fetch', (/** @type {any} */ event) => {
  if (event.request.method !== 'GET') return;
  event.respondWith(
    caches
      .open(name)
      .then(async (cache) => (await cache.match(event.request, { ignoreSearch: true })) ?? fetch(event.request)),
  );
});
