/** @file Mail: by SMTP, or into an outbox folder when no mail server is set. */
import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import nodemailer from 'nodemailer';
import { makeFolder } from './folder.js';

/** @typedef {{ to: string, subject: string, text: string }} Message */
/** @typedef {{ send: (message: Message) => Promise<void>, close: () => void }} Mail */

/**
 * @param {Pick<import('./config.js').Config, 'smtpUrl' | 'mailFrom' | 'data'>} config
 * @param {() => Date} clock
 * @returns {Mail}
 */
export function openMail({ smtpUrl, mailFrom, data }, clock) {
  const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };
  const transport = smtpUrl
    ? nodemailer.createTransport({ url: smtpUrl, ...patience }, { from: mailFrom })
    : nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'unix' }, { from: mailFrom });
  return {
    async send(message) {
      const sent = /** @type {any} */ (await transport.sendMail(message));
      if (!smtpUrl) await keep(path.join(data, 'outbox'), clock(), sent.messageId, sent.message);
    },
    close: () => transport.close(),
  };
}

/**
 * Writes a mail whole or not at all, readable by this user only: it may hold a sign-in link.
 * @param {string} folder
 * @param {Date} at
 * @param {string} messageId
 * @param {Buffer} message
 */
async function keep(folder, at, messageId, message) {
  await makeFolder(folder);
  const name = `${at.toISOString().replaceAll(':', '-')}-${messageId.replace(/[^0-9a-z-]/gi, '').slice(0, 36)}.eml`;
  await writeFile(path.join(folder, `.${name}`), message, { mode: 0o600, flag: 'wx' });
  await rename(path.join(folder, `.${name}`), path.join(folder, name));
}
