/** @file Requests from visitors of an artist's own site, who have no account here. */
import { as, withIdentity } from '../../database/identity.js';
import { newId } from '../../secrets.js';
import { publicArtist } from '../artists/service.js';
import { anybody } from '../audit/service.js';
import { applyEvent, lay } from './service.js';

/**
 * Files a visitor's request with the artist's side, when the artist is public. Silent otherwise.
 * @param {import('../../context.js').Context} context
 * @param {{ artist: string, start: string, end: string, timeZone: string, name: string, email: string, organisation: string, note?: string }} form
 */
export const fileRequest = (context, form) =>
  withIdentity(context.db, {}, async (tx) => {
    const artist = await publicArtist(context, tx, form.artist);
    if (!artist) return;
    const home = artist.workspace_id;
    await as(tx, { workspace: home }, async () => {
      /** @type {{ workspace: string, name: string } | null} */
      const agency = artist.represented
        ? await tx.one('select id as workspace, name from workspace where id = $1', [home])
        : null;
      const id = newId(context.random, 'eng');
      const guest = newId(context.random, 'guest');
      const row = await lay(context, tx, id, {
        artist,
        agency,
        presenter: { workspace: guest, name: form.organisation },
        title: 'Request from the artist’s site',
        start: new Date(form.start),
        end: new Date(form.end),
        timeZone: form.timeZone,
        venue: null,
        guest: { name: form.name, email: form.email, organisation: form.organisation },
        note: form.note ?? '',
      });
      // The visitor's own form is the request: there is no account that could confirm a payload.
      await applyEvent(
        context,
        tx,
        row,
        { type: 'request', actor: { id: guest, kind: 'person', workspace: guest } },
        anybody,
      );
    });
  });
