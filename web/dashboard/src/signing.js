/**
 * @file Signing what was shown. The server mints the statement; this page looks whether it says what the reader saw, and
 * computes by itself what the key signs.
 */
import { fromBase64, toBase64Url } from '../../shared/bytes.js';
import { Problem } from './api.js';
import { loadCore } from './core.js';
import { deviceKey } from './device-key.js';
import { usePasskey } from './passkey.js';
import { words } from './words.js';

/**
 * @param {any} presentation as `present` gave it
 * @param {{ digest: string, viewDigest: string, signer: string | null }} shown
 * @param {import('./app.js').Me} me
 * @returns {Promise<object>} what `confirm` takes besides the presentation's id
 */
export async function signShown({ statement, statementType, passkey }, shown, me) {
  const octets = fromBase64(statement);
  refuseOther(octets, shown, me);
  if (shown.signer !== 'passkey') return (await deviceKey()).sign(octets, statementType);
  if (!passkey)
    throw new Problem({
      code: 'passkey.none',
      detail: words.api.noPasskey,
    });
  const { approval } = await loadCore();
  const { digest } = approval.digest({ type: statementType, payload: octets });
  return { passkey: await usePasskey(passkey, toBase64Url(digest)) };
}

/** @param {Uint8Array} octets @param {{ digest: string, viewDigest: string }} shown @param {import('./app.js').Me} me */
function refuseOther(octets, { digest, viewDigest }, me) {
  const said = JSON.parse(new TextDecoder().decode(octets));
  const same =
    said.digest === digest &&
    said.viewDigest === viewDigest &&
    said.purpose === 'confirm' &&
    said.tenant === me.workspace.id &&
    said.signer.id === me.person.id;
  if (same) return;
  throw new Problem({
    code: 'confirm.other_statement',
    detail: words.api.otherStatement,
  });
}
