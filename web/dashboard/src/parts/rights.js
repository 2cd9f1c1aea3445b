/** @file Roles and entitlements in words. */

/** `personnel_manager` as a word. @param {string} role */
export const roleWord = (role) => role.replaceAll('_', ' ');

/** @type {Record<string, string>} */
const words = {
  CAN_EXPORT_REPORTS: 'export reports',
  CAN_EXPORT_AUDIT: 'export the record',
  CAN_MANAGE_MEMBERS: 'manage members',
  CAN_MANAGE_DOCUMENTS: 'delete documents',
  CAN_MANAGE_WORKSPACE: 'change the workspace',
};

/** `CAN_EXPORT_AUDIT` as what it lets somebody do. @param {string} entitlement */
export const entitlementWord = (entitlement) => words[entitlement] ?? entitlement;
