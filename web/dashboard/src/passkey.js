/** @file Passkeys in this browser: made and used, with every failure as a Problem and a sentence. */
import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser';
import { Problem } from './api.js';

export const passkeysHere = () => browserSupportsWebAuthn();

/** @type {Record<string, [code: string, detail: string]>} */
const failures = {
  NotAllowedError: [
    'passkey.not_given',
    'No passkey answered: the question was closed, its time ran out, or it could not be seen that it is you.',
  ],
  InvalidStateError: ['passkey.known', 'This device holds a passkey of yours already.'],
  SecurityError: ['passkey.wrong_address', 'Passkeys work only at the address that this server is known by.'],
};

/**
 * @template T
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
const asked = (work) =>
  work.catch((cause) => {
    const [code, detail] = failures[cause?.cause?.name] ??
      failures[cause?.name] ?? ['passkey.failed', 'The passkey could not be used here.'];
    throw new Problem({ code, detail: `${detail} Nothing was changed.` }, { cause });
  });

/** @param {any} optionsJSON as the server gives them */
export const makePasskey = (optionsJSON) => asked(startRegistration({ optionsJSON }));

/** @param {any} optionsJSON as the server gives them @param {string} challenge what is signed, base64url */
export const usePasskey = (optionsJSON, challenge) =>
  asked(startAuthentication({ optionsJSON: { ...optionsJSON, challenge, userVerification: 'required' } }));
