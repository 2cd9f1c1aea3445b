/** @file The people of the demo season. Everybody and every workspace here is fictional; addresses end in .example. */

export const workspaces = [
  { id: 'ws_halbmond', name: 'Halbmond Artists', kind: 'agency', verified: true },
  { id: 'ws_perceneige', name: 'Perce-Neige Management', kind: 'agency', verified: true },
  { id: 'ws_lindenau', name: 'Konzerthaus Lindenau', kind: 'presenter', verified: true },
  { id: 'ws_confluence', name: 'Opéra de Lyon-Confluence', kind: 'presenter', verified: true },
  { id: 'ws_quayside', name: 'Quayside Festival', kind: 'presenter', verified: false },
  { id: 'ws_counsel', name: 'Kanzlei Lindqvist & Adebayo', kind: 'counsel', verified: true },
  { id: 'ws_schneeberger', name: 'Wilhelmine Schneeberger-Oberholzer', kind: 'artist', verified: true },
  { id: 'ws_anhduong', name: 'Nguyễn Thị Ánh Dương', kind: 'artist', verified: true },
  { id: 'ws_theodora', name: 'Θεοδώρα Παπακωνσταντίνου', kind: 'artist', verified: true },
  { id: 'ws_quemeneur', name: 'Étienne Quéméneur', kind: 'artist', verified: true },
  { id: 'ws_feldmueller', name: 'Jonas Feldmüller', kind: 'artist', verified: true },
];

/** Whoever has `link` gets a sign-in link printed at start. */
export const people = [
  {
    id: 'per_marlene',
    workspace: 'ws_halbmond',
    name: 'Marlene Ziegenhagen',
    email: 'marlene@halbmond.example',
    roles: ['agent'],
    link: 'agent',
  },
  {
    id: 'per_tobias',
    workspace: 'ws_halbmond',
    name: 'Tobias Oyelaran',
    email: 'tobias@halbmond.example',
    roles: ['agent'],
  },
  {
    id: 'per_capucine',
    workspace: 'ws_perceneige',
    name: 'Capucine Le Bihan-Desrosiers',
    email: 'capucine@perce-neige.example',
    roles: ['agent'],
    link: 'agent',
  },
  {
    id: 'per_friederike',
    workspace: 'ws_lindenau',
    name: 'Friederike Abendroth-Czerny',
    email: 'friederike@lindenau.example',
    roles: ['presenter'],
    link: 'presenter',
  },
  {
    id: 'per_berengere',
    workspace: 'ws_confluence',
    name: 'Bérengère Lachenal',
    email: 'berengere@lyon-confluence.example',
    roles: ['presenter'],
    link: 'presenter',
  },
  {
    id: 'per_morag',
    workspace: 'ws_quayside',
    name: 'Morag MacAllister',
    email: 'morag@quayside.example',
    roles: ['presenter'],
    link: 'presenter, not verified',
  },
  {
    id: 'per_wilhelmine',
    workspace: 'ws_schneeberger',
    name: 'Wilhelmine Schneeberger-Oberholzer',
    email: 'wilhelmine@schneeberger.example',
    roles: ['artist'],
    link: 'artist',
  },
  {
    id: 'per_anhduong',
    workspace: 'ws_anhduong',
    name: 'Nguyễn Thị Ánh Dương',
    email: 'anhduong@nguyen.example',
    roles: ['artist'],
    link: 'artist',
  },
  {
    id: 'per_theodora',
    workspace: 'ws_theodora',
    name: 'Θεοδώρα Παπακωνσταντίνου',
    email: 'theodora@papakonstantinou.example',
    roles: ['artist'],
    link: 'artist',
  },
  {
    id: 'per_etienne',
    workspace: 'ws_quemeneur',
    name: 'Étienne Quéméneur',
    email: 'etienne@quemeneur.example',
    roles: ['artist'],
  },
  {
    id: 'per_jonas',
    workspace: 'ws_feldmueller',
    name: 'Jonas Feldmüller',
    email: 'jonas@feldmueller.example',
    roles: ['artist'],
    link: 'artist without an agency',
  },
  {
    id: 'per_ngozi',
    workspace: 'ws_counsel',
    name: 'Ngozi Adebayo',
    email: 'ngozi@lindqvist-adebayo.example',
    roles: ['counsel'],
    link: 'counsel',
  },
  {
    id: 'per_henrike',
    workspace: 'ws_platform',
    name: 'Henrike Solberg',
    email: 'henrike@cuelight.example',
    roles: ['administrator'],
    link: 'administrator',
  },
];

/** Who waits for review. */
export const applicants = [
  {
    name: 'Yseult Kermadec',
    email: 'yseult@festival-rade.example',
    workspaceName: 'Festival de la Rade',
    workspaceKind: 'presenter',
    daysAgo: 3,
  },
  {
    name: 'Benedikt Achleitner',
    email: 'benedikt@nachtigall.example',
    workspaceName: 'Ensemble Nachtigall',
    workspaceKind: 'artist',
    daysAgo: 1,
  },
];
