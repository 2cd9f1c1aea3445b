import { lazySheet } from '../shared/dom.js';

/** What only an open panel needs: the form, the address to subscribe to. It comes with their code. */
export const panelSheet = lazySheet(`
.fields { display: grid; grid-template-columns: 1fr 1fr; gap: .75em 1em; margin-block-end: .75em; }
.field { display: flex; flex-direction: column; gap: .2em; min-inline-size: 0; }
.field.note, .field.email { grid-column: 1 / -1; }
.field label { font-size: .9375em; }
.hint { color: var(--_muted); font-size: .9em; margin-inline-start: .5em; }
input, textarea { inline-size: 100%; min-inline-size: 0; padding: .5em .6em; min-block-size: 2.75em; }
textarea { min-block-size: 5.5em; resize: vertical; }
[aria-invalid="true"] { border-color: var(--cuelight-risk, currentColor); border-width: 2px; }
.wrong, .trouble { color: var(--cuelight-risk, inherit); font-size: .9375em; font-weight: 600; }
.wrong:empty, .trouble:empty, .said:empty { display: none; }
.wrong::before, .trouble::before { content: "\\25B2\\00A0" / ""; font-size: .8em; }
.trouble { margin-block-start: .5em; }
.actions { display: flex; flex-wrap: wrap; gap: .5em 1em; align-items: center; margin-block-start: .75em; }
.done:focus-visible { outline-offset: 4px; }
.address { display: flex; gap: .5em; margin-block-start: .5em; }
.address input { flex: 1; }
.address button { flex: none; }
.body >

@container (inline-size < 480px) {
  .fields { grid-template-columns: 1fr; gap: .6em; }
  .address { flex-wrap: wrap; }
}
`);
