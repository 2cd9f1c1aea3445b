/** @file Roles, entitlements and kinds of workspace in words. */
import { words } from '../words.js';

/** `personnel_manager` as a word. @param {string} role */
export const roleWord = (role) =>
  /** @type {Record<string, string>} */ ({ ...words.roles })[role] ?? role.replaceAll('_', ' ');

/** `CAN_EXPORT_AUDIT` as what it lets somebody do. @param {string} entitlement */
export const entitlementWord = (entitlement) =>
  /** @type {Record<string, string>} */ ({ ...words.entitlements })[entitlement] ?? entitlement;

/** What kind of workspace it is. @param {string} kind */
export const kindWord = (kind) => /** @type {Record<string, string>} */ ({ ...words.kinds })[kind] ?? kind;
