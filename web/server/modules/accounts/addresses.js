/** @file Mail addresses: who signs in with one, and writing to one in the language that its reader reads. */

import de from '../../../messages/compiled/de/mail.js';
import en from '../../../messages/compiled/en/mail.js';
import fr from '../../../messages/compiled/fr/mail.js';
import { as, withIdentity } from '../../database/identity.js';
import { platform } from '../platform/workspace.js';

/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../../http/language.js').Language} Language */
/** @typedef {import('../../../messages/compiled/en/mail.js').Messages} Texts */

/** @type {Record<Language, Texts>} */
const catalogues = { en, de, fr };

/** An address as it is compared. @param {string} email */
export const normalEmail = (email) => email.trim().toLowerCase();

/** Who signs in with an address, if anybody. @param {Tx} tx @param {string} email */
export const accountOf = (tx, email) =>
  as(
    tx,
    { workspace: platform, presented: email },
    () =>
      /** @type {Promise<{ workspace: string, person: string } | null>} */ (
        tx.one('select workspace_id as workspace, person_id as person from sign_in_address where email = $1', [email])
      ),
  );

/** What an account chose, else its workspace. @param {Context} context @param {string} email @returns {Promise<Language | null>} */
const languageChosen = (context, email) =>
  withIdentity(context.db, {}, async (tx) => {
    const account = await accountOf(tx, email);
    if (!account) return null;
    /** @type {{ language: Language | null } | null} */
    const row = await as(tx, { workspace: account.workspace }, () =>
      tx.one(
        `select coalesce(p.language, w.language) as language from person p join workspace w on w.id = p.workspace_id
         where p.workspace_id = $1 and p.id = $2`,
        [account.workspace, account.person],
      ),
    );
    return row?.language ?? null;
  });

/**
 * Sends a mail in the language that its reader chose, else her workspace's, else `otherwise`, else English. It looks that up
 * itself, so it is for after an answer that must not tell whether the address has an account.
 * @param {Context} context
 * @param {string} to as `normalEmail` writes it
 * @param {Language | null} otherwise
 * @param {(texts: Texts, language: Language) => { subject: string, text: string }} write
 */
export async function sendMail(context, to, otherwise, write) {
  const language = (await languageChosen(context, to)) ?? otherwise ?? 'en';
  await context.mail.send({ to, ...write(catalogues[language], language) });
}
