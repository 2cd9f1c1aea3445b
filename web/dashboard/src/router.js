/** @file Addresses to pages, matched by universal-router. */
import UniversalRouter from 'universal-router/sync';
import { words } from './words.js';

/** @typedef {{ tag: string, title: string, load: () => Promise<unknown>, nav?: string, open?: boolean, params: Record<string, string> }} Match */
/** @typedef {Omit<Match, 'params'> & { path: string }} Page */

/** @type {Page[]} */
export const pages = [
  { path: '/', tag: 'page-week', title: words.pages.week, nav: '/', load: () => import('./pages/week.js') },
  {
    path: '/roster',
    tag: 'page-roster',
    title: words.pages.roster,
    nav: '/roster',
    load: () => import('./pages/roster.js'),
  },
  {
    path: '/roster/:id',
    tag: 'page-artist',
    title: words.pages.artist,
    nav: '/roster',
    load: () => import('./pages/artist.js'),
  },
  {
    path: '/requests',
    tag: 'page-requests',
    title: words.pages.requests,
    nav: '/requests',
    load: () => import('./pages/requests.js'),
  },
  {
    path: '/requests/:id',
    tag: 'page-engagement',
    title: words.pages.engagement,
    nav: '/requests',
    load: () => import('./pages/engagement.js'),
  },
  {
    path: '/approvals',
    tag: 'page-approvals',
    title: words.pages.approvals,
    nav: '/approvals',
    load: () => import('./pages/approvals.js'),
  },
  {
    path: '/approvals/:id',
    tag: 'page-approval',
    title: words.pages.approval,
    nav: '/approvals',
    load: () => import('./pages/approval.js'),
  },
  {
    path: '/calendars',
    tag: 'page-calendars',
    title: words.pages.calendars,
    nav: '/calendars',
    load: () => import('./pages/calendars.js'),
  },
  {
    path: '/people',
    tag: 'page-people',
    title: words.pages.people,
    nav: '/people',
    load: () => import('./pages/people.js'),
  },
  {
    path: '/access',
    tag: 'page-access',
    title: words.pages.access,
    nav: '/access',
    load: () => import('./pages/access.js'),
  },
  {
    path: '/letter',
    tag: 'page-letter',
    title: words.pages.letter,
    open: true,
    load: () => import('./pages/letter.js'),
  },
  {
    path: '/record',
    tag: 'page-record',
    title: words.pages.record,
    nav: '/record',
    load: () => import('./pages/record.js'),
  },
  {
    path: '/applications',
    tag: 'page-applications',
    title: words.pages.applications,
    nav: '/applications',
    load: () => import('./pages/applications.js'),
  },
  {
    path: '/workspace',
    tag: 'page-workspace',
    title: words.pages.workspace,
    nav: '/workspace',
    load: () => import('./pages/workspace.js'),
  },
  {
    path: '/glass/:id',
    tag: 'page-glass',
    title: words.pages.glass,
    nav: '/applications',
    load: () => import('./pages/glass.js'),
  },
  { path: '/keys', tag: 'page-keys', title: words.pages.keys, nav: '/keys', load: () => import('./pages/keys.js') },
  {
    path: '/about',
    tag: 'page-about',
    title: words.pages.about,
    nav: '/about',
    load: () => import('./pages/about.js'),
  },
  {
    path: '/sign-in',
    tag: 'page-sign-in',
    title: words.pages.signIn,
    open: true,
    load: () => import('./pages/sign-in.js'),
  },
];

/** @type {Page} */
const missing = {
  path: '(.*)',
  tag: 'page-missing',
  title: words.pages.missing,
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
