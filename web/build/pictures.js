/**
 * @file `node web/build/pictures.js`: draws the pictures of ARCHITECTURE.md into docs/images/. Text stays text; colours
 * follow what the reader prefers, light or dark.
 */
import { writeFileSync } from 'node:fs';
import { root } from './run.js';

const laneWidth = 236;
const gap = 16;
const rowHeight = 74;
const boxHeight = 54;
const top = 46;

const style = `
svg { background: #fff; color: #1d2024; font: 13px system-ui, sans-serif }
text { fill: currentColor } .title { font-weight: 600 } .note { font-size: 11.5px; opacity: .78 }
.lane { fill: #f2f3f5 } .box { fill: #fff; stroke: #8a9099 } .core { fill: #fff3d6; stroke: #b98a1d }
.arrow { fill: none; stroke: #5a616b; stroke-width: 1.4 } .tip { fill: #5a616b }
@media (prefers-color-scheme: dark) {
  svg { background: #15171a; color: #e8eaed }
  .lane { fill: #1e2125 } .box { fill: #2a2e34; stroke: #777e88 } .core { fill: #45380f; stroke: #d0a840 }
  .arrow { stroke: #a9b0ba } .tip { fill: #a9b0ba }
}`;

const escaped = (/** @type {string} */ text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** @param {string} title @param {number} width @param {number} height @param {string[]} shapes */
const picture = (title, width, height, shapes) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escaped(title)}</title>
<style>${style}
</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="tip" d="M0 0 8 4 0 8z"/></marker></defs>
${shapes.join('\n')}
</svg>
`;

/** @param {number} x @param {number} y @param {string} text @param {string} [kind] */
const write = (x, y, text, kind = '') => `<text x="${x}" y="${y}" class="${kind}">${escaped(text)}</text>`;

/** A box with a title and a note. @param {number} x @param {number} y @param {number} width @param {string[]} words @param {boolean} core */
const box = (x, y, width, [title, note], core) =>
  [
    `<rect class="${core ? 'core' : 'box'}" x="${x}" y="${y}" width="${width}" height="${boxHeight}" rx="6"/>`,
    write(x + 10, y + 22, title, 'title'),
    write(x + 10, y + 41, note, 'note'),
  ].join('\n');

/** @param {string} path */
const arrow = (path) => `<path class="arrow" d="${path}" marker-end="url(#tip)"/>`;

const lanes = ['browser', 'server', 'core', 'database'];

/**
 * A journey: a lane for each place, a row for each step.
 * @param {string} title
 * @param {[lane: string, title: string, note: string][]} steps
 */
function journey(title, steps) {
  const width = lanes.length * laneWidth + (lanes.length + 1) * gap;
  const height = top + steps.length * rowHeight + gap;
  const left = (/** @type {string} */ lane) => gap + lanes.indexOf(lane) * (laneWidth + gap);
  const shapes = lanes.flatMap((lane) => [
    `<rect class="lane" x="${left(lane)}" y="${gap}" width="${laneWidth}" height="${height - 2 * gap}" rx="8"/>`,
    write(left(lane) + 14, gap + 20, lane, 'note'),
  ]);
  steps.forEach(([lane, name, note], i) => {
    const y = top + i * rowHeight;
    const x = left(lane) + 10;
    const wide = laneWidth - 20;
    shapes.push(box(x, y, wide, [`${i + 1}  ${name}`, note], lane === 'core'));
    if (i === 0) return;
    const before = left(steps[i - 1][0]) + 10;
    const from = y - rowHeight;
    if (before === x) shapes.push(arrow(`M${x + wide / 2} ${from + boxHeight}V${y - 1}`));
    else {
      const right = before < x;
      const start = right ? before + wide : before;
      const end = x + (right ? 40 : wide - 40);
      shapes.push(arrow(`M${start} ${from + boxHeight / 2}H${end}V${y - 1}`));
    }
  });
  return picture(title, width, height, shapes);
}

/** Which room may import which. */
function map() {
  const wide = 176;
  /** @type {[x: number, y: number, words: string[], core?: boolean][]} */
  const boxes = [
    [16, 16, ['dashboard', 'the application']],
    [208, 16, ['verifier', 'the offline check']],
    [400, 16, ['server', 'http, modules, database']],
    [592, 16, ['examples, build', 'nothing imports them']],
    [112, 106, ['confirm', '<cuelight-confirm>']],
    [304, 106, ['widget', '<cuelight-availability>']],
    [208, 196, ['client', 'the package: loads, checks']],
    [496, 196, ['shared', 'bytes, days, DOM']],
    [208, 286, ['bindings', 'only what crosses']],
    [16, 376, ['visibility → access', 'who sees, who may'], true],
    [208, 376, ['approval, audit', 'what was signed; the log'], true],
    [400, 376, ['calendar', 'iCalendar, busy time'], true],
    [592, 376, ['engagement', 'states and events'], true],
    [208, 466, ['json', 'octets and documents'], true],
    [400, 466, ['time', 'instants and zones'], true],
    [592, 466, ['text, crypto', 'UTF-8, hex, hashes, keys'], true],
  ];
  const arrows = [
    'M150 70V105',
    'M250 70V105',
    'M456 70V105',
    'M200 160V178H270V195',
    'M392 160V178H326V195',
    'M488 70V88H540V195',
    'M384 222H495',
    'M296 250V285',
    'M296 340V375',
    'M296 340V357H104V375',
    'M296 340V357H488V375',
    'M296 340V357H680V375',
    'M104 430V448H296V465',
    'M296 430V465',
    'M488 430V465',
    'M680 430V448H488V465',
    'M576 492H591',
    'M296 520V536H680V521',
  ];
  return picture('Rooms and arrows', 784, 554, [
    ...arrows.map(arrow),
    ...boxes.map(([x, y, words, core]) => box(x, y, wide, words, core ?? false)),
  ]);
}

/** @type {Record<string, string>} */
const pictures = {
  map: map(),
  'journey-approval': journey('A payload, from press to row', [
    ['browser', 'The payload arrives', 'canonical octets, in Base64'],
    ['core', 'Described in the page', 'approval.describe, .digest'],
    ['browser', 'Read to its end, pressed', 'confirm/arming.js, press.js'],
    ['server', 'POST …/present', 'view and clock must agree'],
    ['core', 'Described in the server', 'the same view, or refused'],
    ['server', 'A statement, once', 'names digest, view, signer'],
    ['browser', 'Signed', 'passkey or device key'],
    ['server', 'POST …/confirm', 'lock, then ten checks in order'],
    ['core', 'Hashed again, verified', 'access.permits, engagement.next'],
    ['database', 'One transaction', 'confirmation, effects, audit row'],
    ['browser', 'The receipt', 'anybody can check it offline'],
  ]),
  'journey-calendar': journey('An .ics, from file to busy day', [
    ['browser', 'A file, or an address', 'the calendars page'],
    ['server', 'Read within limits', 'http/outbound: the one way out'],
    ['core', 'calendar.parse, .busy', 'what can’t be read is busy'],
    ['database', 'Kept as it came', 'octets, problems, next reading'],
    ['server', 'A feed is asked for', 'calendars and engagements'],
    ['core', 'calendar.feed', '“Busy” and nothing else'],
    ['server', 'ETag, 304', 'public/artists/…/availability.ics'],
    ['core', 'Read in the widget', 'availability.wasm: freeBusy'],
    ['browser', 'Days of the zone', 'shared/days.js: merge, dayOf'],
    ['browser', 'A busy day', 'widget/month.js'],
  ]),
  'journey-roster': journey('A viewer, from request to roster', [
    ['browser', 'GET …/roster', 'a session’s cookie'],
    ['server', 'Who asks, for whom', 'a person, one workspace'],
    ['core', 'access.permits', 'or 403 with its reason'],
    ['database', 'Rows behind the wall', 'row-level security, forced'],
    ['server', 'Facts of each artist', 'level, partnerships, invitations'],
    ['core', 'visibility.filter', 'each projected, field by field'],
    ['server', 'The response’s schema', 'a page, and where the next begins'],
    ['browser', 'The roster', 'what is hidden was never sent'],
  ]),
};

for (const [name, svg] of Object.entries(pictures)) writeFileSync(`${root}/docs/images/${name}.svg`, svg);
