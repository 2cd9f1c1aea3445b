/** @file Every module of the server. Each registers its own part of the API. */
import { accountRoutes } from './accounts/routes.js';
import { approvalRoutes } from './approvals/routes.js';
import { artistRoutes } from './artists/routes.js';
import { auditRoutes } from './audit/routes.js';
import { calendarRoutes } from './calendars/routes.js';
import { engagementRoutes } from './engagements/routes.js';
import { feedRoutes } from './feeds/routes.js';
import { platformRoutes } from './platform/routes.js';
import { workspaceRoutes } from './workspaces/routes.js';

/** In the order of the API's description. @type {((app: import('fastify').FastifyInstance, context: import('../context.js').Context) => void)[]} */
export const modules = [
  accountRoutes,
  workspaceRoutes,
  artistRoutes,
  engagementRoutes,
  approvalRoutes,
  feedRoutes,
  calendarRoutes,
  auditRoutes,
  platformRoutes,
];
