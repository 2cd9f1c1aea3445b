/** @file Addresses to pages, matched by universal-router. */
import UniversalRouter from 'universal-router/sync';

/** @typedef {{ tag: string, title: string, load: () => Promise<unknown>, nav?: string, open?: boolean, params: Record<string, string> }} Match */
/** @typedef {Omit<Match, 'params'> & { path: string }} Page */

/** @type {Page[]} */
export const pages = [
  { path: '/', tag: 'page-week', title: 'My week', nav: '/', load: () => import('./pages/week.js') },
  { path: '/roster', tag: 'page-roster', title: 'Roster', nav: '/roster', load: () => import('./pages/roster.js') },
  {
    path: '/roster/:id',
    tag: 'page-artist',
    title: 'Who can see this artist',
    nav: '/roster',
    load: () => import('./pages/artist.js'),
  },
  {
    path: '/requests',
    tag: 'page-requests',
    title: 'Requests and holds',
    nav: '/requests',
    load: () => import('./pages/requests.js'),
  },
  {
    path: '/requests/:id',
    tag: 'page-engagement',
    title: 'Engagement',
    nav: '/requests',
    load: () => import('./pages/engagement.js'),
  },
  {
    path: '/approvals',
    tag: 'page-approvals',
    title: 'Approvals',
    nav: '/approvals',
    load: () => import('./pages/approvals.js'),
  },
  {
    path: '/approvals/:id',
    tag: 'page-approval',
    title: 'Approve',
    nav: '/approvals',
    load: () => import('./pages/approval.js'),
  },
  {
    path: '/calendars',
    tag: 'page-calendars',
    title: 'Calendars and feeds',
    nav: '/calendars',
    load: () => import('./pages/calendars.js'),
  },
  { path: '/people', tag: 'page-people', title: 'People', nav: '/people', load: () => import('./pages/people.js') },
  {
    path: '/access',
    tag: 'page-access',
    title: 'Access review',
    nav: '/access',
    load: () => import('./pages/access.js'),
  },
  { path: '/letter', tag: 'page-letter', title: 'A letter', open: true, load: () => import('./pages/letter.js') },
  { path: '/record', tag: 'page-record', title: 'Record', nav: '/record', load: () => import('./pages/record.js') },
  {
    path: '/applications',
    tag: 'page-applications',
    title: 'Applications',
    nav: '/applications',
    load: () => import('./pages/applications.js'),
  },
  {
    path: '/workspace',
    tag: 'page-workspace',
    title: 'Workspace',
    nav: '/workspace',
    load: () => import('./pages/workspace.js'),
  },
  {
    path: '/glass/:id',
    tag: 'page-glass',
    title: 'Through the glass',
    nav: '/applications',
    load: () => import('./pages/glass.js'),
  },
  { path: '/keys', tag: 'page-keys', title: 'Your keys', nav: '/keys', load: () => import('./pages/keys.js') },
  { path: '/about', tag: 'page-about', title: 'About', nav: '/about', load: () => import('./pages/about.js') },
  { path: '/sign-in', tag: 'page-sign-in', title: 'Sign in', open: true, load: () => import('./pages/sign-in.js') },
];

/** @type {Page} */
const missing = {
  path: '(.*)',
  tag: 'page-missing',
  title: 'No such page',
  open: true,
  load: () => import('./pages/missing.js'),
};

const router = new UniversalRouter(
  [...pages, missing].map(({ path, ...page }) => ({
    path,
    action: (/** @type {any} */ _context, /** @type {any} */ params) => ({ ...page, params }),
  })),
  { errorHandler: () => ({ ...missing, params: {} }) },
);

/** @param {string} pathname @returns {Match} */
export const match = (pathname) => /** @type {Match} */ (router.resolve({ pathname }));

/** Whether an address is one of the application's. @param {string} pathname */
export const isPage = (pathname) =>
  pages.some(({ path }) => pathname === path || (path.endsWith('/:id') && pathname.startsWith(path.slice(0, -3))));
