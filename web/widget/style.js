import { lazySheet } from '../shared/dom.js';

/*
 * The host's colour and font come in by inheritance, everything else stops at `.root`: `all: initial` keeps out what a
 * page sets on every element, and sizes are em of a base that is clamped in px, so that a 62.5 % root changes nothing.
 * Greys are the host's own colour, thinned; so the widget is light on dark pages without knowing it.
 */
export const sheet = lazySheet(`
:host {
  display: block;
  position: relative;
  min-inline-size: 0;
  float: none !important;
}
:host([hidden]) { display: none; }
slot[hidden], .root[hidden], [hidden] { display: none !important; }

.root {
  all: initial;
  display: block;
  direction: inherit;
  color: var(--cuelight-color, inherit);
  color-scheme: inherit;
  font-family: var(--cuelight-font, inherit);
  font-size: clamp(14px, var(--cuelight-size, 1em), 18px);
  line-height: 1.45;
  font-variant-numeric: tabular-nums;
  text-align: start;
  container-type: inline-size;
  -webkit-text-size-adjust: 100%;
  --_accent: var(--cuelight-accent, currentColor);
  --_muted: color-mix(in srgb, currentColor 74%, transparent);
  --_rule: color-mix(in srgb, currentColor 24%, transparent);
  --_edge: color-mix(in srgb, currentColor 55%, transparent);
  --_free: var(--cuelight-free, color-mix(in srgb, currentColor 8%, transparent));
  --_busy: var(--cuelight-busy, currentColor);
  --_radius: var(--cuelight-radius, 4px);
  --_cell: 2.75em;
}
.root *, .root *::before { box-sizing: border-box; }
p { margin: 0; }

.heading { display: flex; align-items: center; justify-content: space-between; gap: .5em; min-block-size: 2.75em; }
.title { font-size: 1.2em; font-weight: 600; }
.title::first-letter { text-transform: uppercase; }
.steps { display: flex; margin-inline-end: -.55em; }

button, .button, select, input, textarea {
  font: inherit; color: inherit; letter-spacing: inherit; margin: 0;
  border: 1px solid var(--_edge); border-radius: var(--_radius); background: transparent;
}
button, .button { min-block-size: 2.6em; padding: .35em .9em; cursor: pointer; text-decoration: none; display: inline-flex; align-items: center; }
button:hover, .button:hover { background: color-mix(in srgb, currentColor 8%, transparent); }
.strong { border: 2px solid var(--_accent); font-weight: 600; }
.plain { border-color: transparent; text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: .22em; padding-inline: .6em; }
a { color: inherit; text-decoration-thickness: 1px; text-underline-offset: .22em; }
:focus { outline: none; }
:focus-visible { outline: 2px solid var(--cuelight-focus, currentColor); outline-offset: 2px; }
.step { border-color: transparent; min-inline-size: 2.75em; justify-content: center; padding: 0; }
.step svg { inline-size: 1.15em; block-size: 1.15em; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
.step:dir(rtl) svg { transform: scaleX(-1); }
[aria-disabled="true"] { cursor: default; color: color-mix(in srgb, currentColor 45%, transparent); }
[aria-disabled="true"]:hover { background: transparent; }

.body { min-block-size: calc(1.9em + 6 * (var(--_cell) + 3px)); }
.body.list { min-block-size: 0; }
.grid { inline-size: 100%; border-collapse: separate; border-spacing: 3px; table-layout: fixed; margin-inline: 0; }
.grid th { font-size: .85em; font-weight: 400; color: var(--_muted); padding: 0 0 .35em; text-align: center; }
.grid td { padding: 0; block-size: var(--_cell); text-align: center; vertical-align: middle; position: relative; border-radius: var(--_radius); cursor: pointer; }
.grid td.none { cursor: default; }
.grid td.free, .grid td.partly { background: var(--_free); }
.grid td.past, .grid td.unknown { color: color-mix(in srgb, currentColor 62%, transparent); }
.grid td.busy { color: var(--_muted); }
.grid td.busy .number { text-decoration: line-through; text-decoration-thickness: 1px; }
.grid td[data-date]:hover:not([aria-selected]) { box-shadow: inset 0 0 0 1px var(--_edge); }
.grid td[aria-selected="true"] { box-shadow: inset 0 0 0 2px var(--_accent); }
.grid td[aria-current="date"] .number { font-weight: 700; }
.grid td[aria-current="date"]::before {
  content: ""; position: absolute; inset-block-start: .3em; inset-inline: 0; margin-inline: auto;
  inline-size: .32em; block-size: .32em; border-radius: 50%; background: var(--_accent);
}
.line { display: block; position: relative; overflow: hidden; block-size: 3px; border-radius: 2px; }
.grid .line { position: absolute; inset-inline: .45em; inset-block-end: .34em; }
.partly > .line { background: var(--_rule); }
.line i { position: absolute; inset-block: 0; min-inline-size: 3px; background: var(--_busy); }

.legend { display: flex; flex-wrap: wrap; gap: .2em 1.4em; margin-block: .35em .2em; font-size: .875em; color: var(--_muted); min-block-size: 1.5em; }
.key { display: inline-flex; align-items: center; gap: .5em; }
.key .line { inline-size: 1.5em; flex: none; }
.key.free .line { block-size: .95em; background: var(--_free); box-shadow: inset 0 0 0 1px var(--_rule); border-radius: 2px; }
.key .line i { inset-inline: 0; }
.key.partly .line i { inset-inline: 45% 15%; }

.details { min-block-size: 3.4em; padding-block: .5em; border-block-start: 1px solid var(--_rule); margin-block-start: .4em; }
.details strong { display: block; font-weight: 600; }
.quiet, .says { color: var(--_muted); }
/* Words of another language than the page's keep their own direction, and the page's side. */
:is(.details, .panel, .body > .note) p, .says { unicode-bidi: plaintext; }
:is(.details, .panel, .body > .note):dir(rtl) p { text-align: right; }
.quiet { font-size: .9375em; }

.agenda { list-style: none; margin: 0; padding: 0; border-block-end: 1px solid var(--_rule); }
.agenda li { border-block-start: 1px solid var(--_rule); }
.agenda button {
  inline-size: 100%; display: grid; grid-template-columns: fit-content(64%) minmax(0, 1fr); align-items: baseline; gap: .1em .75em;
  border: 0; border-radius: 0; padding: .55em .1em; min-block-size: 2.75em; text-align: start;
}
.agenda .what { text-align: end; text-wrap: balance; }
.agenda .when { text-wrap: balance; }
.agenda .one, .hours { white-space: nowrap; }
.agenda .free .what { font-weight: 600; }
.agenda .busy, .agenda .partly .what { color: var(--_muted); }
.agenda .line { grid-column: 1 / -1; }
.agenda .free .line, .agenda .busy .line { display: none; }
.agenda .busy .when { text-decoration: line-through; text-decoration-thickness: 1px; }
.agenda [aria-pressed="true"] { box-shadow: inset 3px 0 0 var(--_accent); padding-inline-start: .7em; }
.agenda [aria-pressed="true"]:dir(rtl) { box-shadow: inset -3px 0 0 var(--_accent); }

.tools { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .5em 1em; padding-block-start: .5em; }
.openers { display: flex; flex-wrap: wrap; gap: .4em 1.1em; align-items: center; }
.openers .plain { padding-inline: 0; }
.zone { font-size: .9375em; color: var(--_muted); display: flex; align-items: center; gap: 0 .35em; min-inline-size: 0; }
.zone label { flex: none; }
.zone select { flex: 0 1 auto; min-inline-size: 0; text-overflow: ellipsis; border: 0; border-block-end: 1px solid var(--_edge); border-radius: 0; padding: .3em .1em; min-block-size: 2.2em; max-inline-size: 15em; cursor: pointer; }
select option, select optgroup { color: CanvasText; background: Canvas; }
.offset { white-space: nowrap; }

.panel { border-block-start: 1px solid var(--_rule); margin-block-start: .75em; padding-block-start: .9em; }
.note { padding-block: .9em; display: grid; gap: .6em; justify-items: start; }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

@container (inline-size < 480px) {
  .tools { flex-flow: column-reverse; align-items: stretch; gap: .75em; }
  .openers { justify-content: space-between; }
}
@media (prefers-reduced-motion: no-preference) {
  .grid td, button, .button { transition: background-color 120ms, box-shadow 120ms; }
}
@media (forced-colors: active) {
  .steps { margin-inline-end: 0; }
  .plain { border: 0; }
  .line i { background: CanvasText; forced-color-adjust: none; }
  .partly > .line, .key.free .line { outline: 1px solid GrayText; }
  .grid td.free, .grid td.partly { outline: 1px solid transparent; outline-offset: -2px; }
  .grid td[aria-selected="true"] { outline: 3px solid Highlight; outline-offset: -3px; }
  .grid td:focus-visible { outline: 3px solid Highlight; outline-offset: 1px; }
  .grid td[aria-current="date"]::before { background: Highlight; forced-color-adjust: none; }
  .agenda [aria-pressed="true"] { outline: 2px solid Highlight; outline-offset: -2px; }
  .grid td.past, .grid td.unknown { color: GrayText; }
}
@media print {
  .steps, .openers, .panel, .zone select { display: none; }
}
`);
