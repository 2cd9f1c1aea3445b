/** @file Invented contracts, one for each thing that the example shows. */

export const type = 'application/vnd.cuelight.contract+json';

export const knownParties = [
  { id: 'ws_confluence', name: 'Opéra de Lyon-Confluence' },
  { id: 'ws_perceneige', name: 'Perce-Neige Management' },
];

const first = {
  id: 'con_2027_031',
  version: 1,
  engagement: 'eng_2027_031',
  artist: { id: 'art_aubepine', name: 'Trio Aubépine' },
  agency: { id: 'ws_perceneige', name: 'Perce-Neige Management' },
  presenter: { id: 'ws_confluence', name: 'Opéra de Lyon-Confluence' },
  performances: [
    {
      start: { at: '2027-03-12T20:00:00+01:00', zone: 'Europe/Paris' },
      end: { at: '2027-03-12T22:15:00+01:00', zone: 'Europe/Paris' },
      venue: { name: 'Grande Salle', city: 'Lyon', country: 'FR' },
    },
    {
      start: { at: '2027-03-14T00:30:00+01:00', zone: 'Europe/Paris' },
      end: { at: '2027-03-14T01:45:00+01:00', zone: 'Europe/Paris' },
      venue: { name: 'Atelier des décors', city: 'Lyon', country: 'FR' },
      note: 'Late concert, standing.',
    },
  ],
  programme: 'Ravel: Piano Trio in A minor\nSaariaho: Light and Matter\nClara Schumann: Piano Trio in G minor, op. 17',
  fee: { amountMinor: 1100000, currency: 'EUR' },
  payments: [
    { label: 'On signing', due: '2026-12-15', amount: { amountMinor: 300000, currency: 'EUR' } },
    { label: 'After the last performance', due: '2027-03-31', amount: { amountMinor: 800000, currency: 'EUR' } },
  ],
  terms: [
    {
      heading: 'Cancellation',
      text: 'Either side may cancel until eight weeks before the first performance without payment.\n\nLater, half of the fee is due; within two weeks, all of it, unless the house is closed by an authority.',
    },
    { heading: 'Recording', text: 'The house may record two minutes of each performance for its own announcements.' },
  ],
  governingLaw: 'France',
  signBy: { at: '2026-12-11T18:00:00+01:00', zone: 'Europe/Paris' },
};

const changed = {
  ...first,
  version: 2,
  fee: { amountMinor: 1250000, currency: 'EUR' },
  payments: [
    { label: 'On signing', due: '2026-12-15', amount: { amountMinor: 450000, currency: 'EUR' } },
    { label: 'After the last performance', due: '2027-03-31', amount: { amountMinor: 800000, currency: 'EUR' } },
  ],
  terms: first.terms.slice(0, 1),
};

// The presenter's name has a Cyrillic е, and an id that nobody knows; the note turns its own text around.
const lookalike = {
  ...first,
  presenter: { id: 'ws_conf1uence', name: 'Opéra de Lyon-Conflu\u0435nce' },
  performances: [{ ...first.performances[0], note: 'Fee payable to \u202EIBAN 41RF\u202C' }],
};

const unknown = { ...first, exclusivity: 'worldwide' };

/** @type {Record<string, { payload: object, previous?: object, tampered?: boolean }>} */
export const cases = {
  first: { payload: first },
  changed: { payload: changed, previous: first },
  lookalike: { payload: lookalike },
  unknown: { payload: unknown },
  tampered: { payload: first, tampered: true },
};
