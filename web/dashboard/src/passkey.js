/** @file Passkeys in this browser: made and used, with every failure as a Problem and a sentence. */
import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser';
import { Problem } from './api.js';
import { words } from './words.js';

export const passkeysHere = () => browserSupportsWebAuthn();

/** @type {Record<string, [code: string, detail: string]>} */
const failures = {
  NotAllowedError: ['passkey.not_given', words.api.noAnswer],
  InvalidStateError: ['passkey.known', words.api.known],
  SecurityError: ['passkey.wrong_address', words.api.wrongAddress],
};

/**
 * @template T
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
const asked = (work) =>
  work.catch((cause) => {
    const [code, detail] = failures[cause?.cause?.name] ??
      failures[cause?.name] ?? ['passkey.failed', words.api.passkeyFailed];
    throw new Problem({ code, detail: `${detail} ${words.api.nothingChanged}` }, { cause });
  });

/** @param {any} optionsJSON as the server gives them */
export const makePasskey = (optionsJSON) => asked(startRegistration({ optionsJSON }));

/** @param {any} optionsJSON as the server gives them @param {string} challenge what is signed, base64url */
export const usePasskey = (optionsJSON, challenge) =>
  asked(startAuthentication({ optionsJSON: { ...optionsJSON, challenge, userVerification: 'required' } }));
