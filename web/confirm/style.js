import { lazySheet } from '../shared/dom.js';

/*
 * A sheet of paper on a darkened desk. Roles come from the page's tokens where it has them; text on the sheet keeps
 * AAA contrast, so the softer roles are drawn toward the ink. No opacity, filter or transform anywhere above the text
 * and the control: a browser that is asked whether they are truly visible says no to those.
 */
export const sheet = lazySheet(`
:host { display: block; float: none !important; }
:host([hidden]) { display: none; }
.root {
  all: initial;
  display: flex; flex-direction: column;
  max-block-size: var(--cuelight-confirm-size, 100dvh);
  direction: inherit; color-scheme: inherit;
  font: 400 clamp(16px, 1em, 20px)/1.5 var(--sans, ui-sans-serif, system-ui, "Segoe UI", "Noto Sans", sans-serif);
  font-variant-numeric: tabular-nums;
  --_ink: var(--ink, light-dark(oklch(25% .03 268), oklch(92.5% .012 85)));
  --_sheet: var(--sheet, light-dark(oklch(99.4% .003 95), oklch(23% .015 268)));
  --_rule: var(--rule, light-dark(oklch(86.5% .01 90), oklch(34% .014 268)));
  --_muted: color-mix(in oklab, var(--muted, light-dark(oklch(46% .022 268), oklch(73% .014 262))) 55%, var(--_ink));
  --_go: color-mix(in oklab, var(--go, light-dark(oklch(46% .115 156), oklch(77% .13 156))) 70%, var(--_ink));
  --_risk: color-mix(in oklab, var(--risk, light-dark(oklch(48% .19 352), oklch(73% .145 352))) 70%, var(--_ink));
  --_risk-wash: var(--risk-wash, light-dark(oklch(95% .025 352), oklch(26.5% .04 352)));
  --_cue: color-mix(in oklab, var(--cue-text, light-dark(oklch(48% .105 66), oklch(83% .13 78))) 70%, var(--_ink));
  --_cue-wash: var(--cue-wash, light-dark(oklch(95.4% .04 85), oklch(28% .035 76)));
  --_desk: var(--cuelight-desk, light-dark(oklch(27% .018 268), oklch(14% .012 268)));
  --_on-desk: oklch(95% .008 85);
  --_on-desk-muted: oklch(86% .01 85);
  --_serif: var(--serif, "Iowan Old Style", "Palatino Linotype", "Noto Serif", Georgia, serif);
  --_mono: var(--mono, ui-monospace, "SF Mono", "DejaVu Sans Mono", monospace);
  color: var(--_ink); background: var(--_desk); text-align: start;
  container-type: inline-size;
}
.root *, .root *::before { box-sizing: border-box; }
p, h2, h3, dl, dd, dt, ul, figure { margin: 0; padding: 0; font-size: inherit; font-weight: inherit; }
[hidden] { display: none !important; }

.desk { flex: 1 1 auto; min-block-size: 0; overflow: auto; overscroll-behavior: contain; padding: 32px 24px; }
.paper {
  position: relative; max-inline-size: 46em; margin-inline: auto; padding: 56px 64px 48px;
  background: var(--_sheet); color: var(--_ink); border-radius: 2px;
  font-family: var(--_serif); font-size: 1.0625em; line-height: 1.5; overflow-wrap: break-word;
}
:focus { outline: none; }
:focus-visible { outline: 3px solid var(--cuelight-focus, oklch(80% .15 76)); outline-offset: 3px; }
.desk:focus-visible { outline-offset: -4px; }

.head { padding-block-end: 24px; border-block-end: 2px solid var(--_ink); }
.kind, .label, dt, .foot h3, .detail, .before, .where, .quiet, .summary, .stable { font-family: var(--sans, ui-sans-serif, system-ui, "Segoe UI", "Noto Sans", sans-serif); }
.kind { font-size: .875em; color: var(--_muted); }
h2 { font-size: 1.75em; line-height: 1.2; font-weight: 600; text-wrap: balance; margin-block: 4px 12px; max-inline-size: 26em; }
.commits { font-size: 1.0625em; }
.label { font-size: .875em; color: var(--_muted); }
.detail .label, .before .label { font-size: inherit; }
.stable, .where { font-size: .8125em; color: var(--_muted); overflow-wrap: anywhere; }
.summary { margin-block-start: 12px; font-size: .875em; padding-inline-start: 12px; border-inline-start: 3px solid var(--_cue); }

section { margin-block-start: 32px; }
h3 { font-size: 1.1875em; font-weight: 600; margin-block-end: 4px; }
.row { display: grid; grid-template-columns: 10.5em minmax(0, 1fr); gap: 0 24px; padding-block: 10px; border-block-start: 1px solid var(--_rule); position: relative; break-inside: avoid; }
dt { font-size: .875em; color: var(--_muted); padding-block-start: .16em; overflow-wrap: anywhere; }
dd { min-inline-size: 0; }
.text { overflow-wrap: anywhere; }
.text > bdi { display: block; }
.prose .text { white-space: pre-wrap; overflow-wrap: break-word; max-inline-size: 34em; }
.money .text { font-size: 1.25em; font-weight: 600; line-height: 1.25; }
.moment .text, .date .text, .party .text { font-weight: 600; }
.id .text, .raw .text, code, .token { font-family: var(--_mono); font-size: .875em; }
.raw .text { color: var(--_risk); }
.detail { font-size: .8125em; color: var(--_muted); overflow-wrap: anywhere; }
.attachment .detail { font-family: var(--_mono); font-size: .75em; }
bdi { unicode-bidi: isolate; }
.token { color: var(--_risk); background: var(--_risk-wash); border: 1px solid currentColor; border-radius: 2px; padding: 0 .2em; margin-inline: .1em; white-space: nowrap; }

.mark { display: inline-block; margin-inline-start: .6em; font-weight: 600; color: var(--_cue); }
.row.add::before, .row.replace::before { content: ""; position: absolute; inset-block: 6px; inset-inline-start: -24px; inline-size: 5px; background: var(--_cue); }
.row.add::before { background: none; border: 2px solid var(--_cue); border-inline-end: 0; }
.before { font-size: .875em; color: var(--_muted); margin-block-start: 4px; }
del { text-decoration-thickness: 1px; }

.warning { display: flex; gap: 8px; margin-block-start: 8px; padding: 8px 12px; font: .875em/1.45 var(--sans, ui-sans-serif, system-ui, "Segoe UI", "Noto Sans", sans-serif); background: var(--_cue-wash); border-inline-start: 3px solid var(--_cue); }
.warning.danger { background: var(--_risk-wash); border-inline-start: 6px double var(--_risk); }
.warning.note { background: none; border-inline-start-color: var(--_rule); }
.warning .where { color: inherit; }
.sign { flex: none; inline-size: 1.15em; block-size: 1.15em; margin-block-start: .15em; fill: none; stroke: var(--_cue); stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
.danger .sign, .refusals .sign { stroke: var(--_risk); }
.refusals { padding: 16px 20px; background: var(--_risk-wash); border-inline-start: 6px double var(--_risk); font-family: var(--sans, ui-sans-serif, system-ui, sans-serif); }
.refusals h3 { display: flex; gap: 8px; }
.refusals ul { padding-inline-start: 1.2em; display: grid; gap: 4px; }
.refusals .where { color: inherit; }

.foot { margin-block-start: 40px; padding-block-start: 16px; border-block-start: 2px solid var(--_ink); }
.foot h3 { font-size: .875em; color: var(--_muted); font-weight: 400; }
.digest { display: grid; grid-template-columns: repeat(8, max-content); gap: .1em 1em; font-size: 1.0625em; margin-block: 6px; letter-spacing: .04em; }
.quiet { font-size: .8125em; color: var(--_muted); }
.after { max-inline-size: 48.875em; margin: 12px auto 0; padding-inline: 64px; color: var(--_on-desk-muted); }
.after > * { font-size: .875em; }
.after button.plain { padding-inline: 0; }
.after .quiet, .after summary { color: var(--_on-desk-muted); overflow-wrap: anywhere; }
.after .quiet { font-size: .8125em; }
.after summary { cursor: pointer; min-block-size: 44px; display: flex; align-items: center; text-decoration: underline; text-underline-offset: .2em; inline-size: fit-content; }
.spoken { overflow-wrap: anywhere; padding-block-end: 8px; }
.digest-tools { display: flex; gap: 12px; align-items: center; }

.bar { flex: none; display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 12px 24px; padding: 14px 24px; color: var(--_on-desk); background: var(--_desk); border-block-start: 1px solid oklch(45% .014 268); }
.bar:empty { display: none; }
.cue { display: flex; align-items: center; gap: 16px; flex: 1 1 20em; min-inline-size: 0; }
.cue > div { min-inline-size: 0; }
.lamp-word { display: block; font-weight: 600; }
.until, .trouble { display: block; font-size: .875em; color: var(--_on-desk-muted); }
.trouble { color: oklch(88% .07 352); font-weight: 600; }
.bar .where { color: var(--_on-desk-muted); }
.lamp { flex: none; inline-size: 28px; block-size: 52px; }
.lamp .housing { fill: oklch(12% .01 268); stroke: oklch(62% .012 268); stroke-width: 1; }
.lamp .red, .lamp .green { fill: oklch(26% .012 268); stroke: oklch(48% .012 268); stroke-width: 1; }
.lamp path { fill: none; stroke: none; stroke-width: 2.4; stroke-linecap: round; stroke-linejoin: round; }
[data-state="reading"] .lamp.live .red, [data-state="sending"] .lamp.live .red, .lamp.stopped .red { fill: oklch(66% .21 27); stroke: oklch(84% .1 27); }
[data-state="reading"] .lamp.live .red-shape, [data-state="sending"] .lamp.live .red-shape, .lamp.stopped .red-shape { stroke: oklch(18% .05 27); }
[data-state="armed"] .lamp.live .green, .lamp.sealed .green { fill: oklch(80% .19 152); stroke: oklch(92% .08 152); }
[data-state="armed"] .lamp.live .green-shape, .lamp.sealed .green-shape { stroke: oklch(20% .05 152); }

.actions { display: flex; flex-wrap: wrap; align-items: center; justify-content: flex-end; gap: 8px 12px; }
button {
  font: inherit; margin: 0; min-block-size: 44px; padding: 8px 18px; border-radius: 3px; cursor: pointer;
  color: var(--_on-desk); background: transparent; border: 1px solid oklch(72% .012 85); text-align: center;
}
button:hover { background: oklch(36% .016 268); }
button.plain { border-color: transparent; text-decoration: underline; text-underline-offset: .2em; padding-inline: 8px; }
.says { margin-inline-end: .6em; }
.cue button.plain { padding-inline: 0; font-size: .875em; min-block-size: 32px; padding-block: 2px; }
.cue .signs button.plain { font-size: 1em; }
.confirm, .receipt { font-weight: 600; min-inline-size: 11em; }
.confirm[aria-disabled="true"] { color: var(--_on-desk-muted); border-style: dashed; cursor: default; background: transparent; }
[data-state="armed"] .confirm { color: oklch(19% .04 152); background: oklch(84% .17 152); border: 2px solid oklch(94% .07 152); }
[data-state="armed"] .confirm:hover { background: oklch(89% .15 152); }
.reason { flex: 1 1 100%; display: grid; gap: 10px; max-inline-size: 46em; margin-inline: auto; }
textarea { font: inherit; color: inherit; background: oklch(20% .014 268); border: 1px solid oklch(72% .012 85); border-radius: 3px; padding: 8px 12px; inline-size: 100%; resize: vertical; }
[aria-invalid="true"] { border-width: 2px; border-color: oklch(84% .1 352); }
.reason .trouble:empty { display: none; }
.seal { flex: 1 1 100%; display: flex; flex-wrap: wrap; gap: 12px 24px; align-items: center; justify-content: space-between; }
.seal h3 { font-family: var(--_serif); font-size: 1.375em; line-height: 1.2; margin: 0; }
.seal code { overflow-wrap: anywhere; color: var(--_on-desk-muted); }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

@container (inline-size < 680px) {
  .desk { padding: 12px 8px; }
  .paper { padding: 28px 20px 28px 24px; }
  .after { padding-inline: 16px; }
  .row { grid-template-columns: 1fr; gap: 2px; }
  .row.add::before, .row.replace::before { inset-inline-start: -14px; }
  h2 { font-size: 1.45em; }
  .digest { grid-template-columns: repeat(4, max-content); }
  .bar { padding: 12px 16px; }
  .actions { flex: 1 1 100%; }
  .confirm, .receipt { flex: 1 1 auto; min-inline-size: 0; }
}
@media (max-height: 480px) {
  .root { max-block-size: none; }
  .desk { overflow: visible; }
}
@media (prefers-reduced-motion: no-preference) {
  .lamp circle { transition: fill 160ms; }
  .confirm { transition: background-color 160ms, color 160ms; }
}
@media (forced-colors: active) {
  .paper, .bar { border: 1px solid CanvasText; }
  .lamp circle, .lamp .housing { fill: Canvas; stroke: CanvasText; }
  [data-state="reading"] .lamp.live .red-shape, [data-state="sending"] .lamp.live .red-shape, .lamp.stopped .red-shape,
  [data-state="armed"] .lamp.live .green-shape, .lamp.sealed .green-shape { stroke: CanvasText; }
  .row.add::before, .row.replace::before { background: Highlight; border-color: Highlight; forced-color-adjust: none; }
  .confirm[aria-disabled="true"] { color: GrayText; border-color: GrayText; }
  [data-state="armed"] .confirm { border: 3px solid Highlight; }
  .sign, .danger .sign, .refusals .sign { stroke: CanvasText; }
}
@media print {
  .root { display: block; max-block-size: none; background: none; --_ink: black; --_sheet: white; --_muted: black; --_rule: gray; }
  .desk { overflow: visible; padding: 0; }
  .paper { max-inline-size: none; padding: 0 0 0 24px; }
  [data-state]:not([data-state="sealed"], [data-state="declined"]) .bar, .bar .actions, .digest-tools, details, .lamp { display: none; }
  .bar, .after { background: none; color: black; padding: 0; }
  .bar *, .after * { color: black !important; }
  .after code { color: black; }
  section { break-inside: auto; }
  h3 { break-after: avoid; }
}
`);
