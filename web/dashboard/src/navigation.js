/**
 * @file Going from page to page by the History API. Links are plain links; a click on one inside the application changes
 * the page without a load.
 */

/** @type {(() => void)[]} */
const listeners = [];
/** Where the application is; a step within the page, as the skip link's, leaves it there. */
let place = '';
const here = () => location.pathname + location.search;

function moved() {
  place = here();
  for (const listener of listeners) listener();
}

/** Goes to an address of the application. @param {string} href @param {{ replace?: boolean }} [options] */
export function navigate(href, { replace = false } = {}) {
  if (replace) history.replaceState(null, '', href);
  else history.pushState(null, '', href);
  moved();
}

/** Whether an address is one of the application's. @type {(pathname: string) => boolean} */
let own = () => false;

/**
 * Calls `listener` whenever the address changes.
 * @param {() => void} listener
 * @param {(pathname: string) => boolean} isOwn which links lead to pages of the application
 */
export function watch(listener, isOwn) {
  own = isOwn;
  listeners.push(listener);
  place = here();
  addEventListener('popstate', () => here() !== place && moved());
  document.addEventListener('click', follow);
}

/** @param {MouseEvent} event */
function follow(event) {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return;
  const link = /** @type {HTMLAnchorElement | null} */ (
    event.target instanceof Element ? event.target.closest('a[href]') : null
  );
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
  if (!own(link.pathname) || (link.hash && link.pathname === location.pathname)) return;
  event.preventDefault();
  if (link.href !== location.href) navigate(link.pathname + link.search + link.hash);
}
