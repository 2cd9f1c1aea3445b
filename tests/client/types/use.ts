/** Compiled against the installed package under node16, nodenext and bundler; it is never run. */
import { type Approval, type Calendar, type Core, CuelightError, loadCore } from 'cuelight';
import { CuelightConfirm } from 'cuelight/confirm';
import 'cuelight/confirm/define';
import { CuelightAvailability } from 'cuelight/widget';
import 'cuelight/widget/define';

const core: Core = await loadCore({ wasmUrl: new URL('https://cdn.example/core.wasm'), integrity: 'ab'.repeat(32) });
const hash: string | null = core.wasmHash;
const canonical: Uint8Array = core.json.canonicalize('{}');
const patch: string = core.json.diff(canonical, '{}');
const occurrences: string[] = core.calendar.expand({ dtstart: '2026-11-22T19:30:00', rrule: 'FREQ=WEEKLY;COUNT=3' });
const parsed: Calendar.ParseResult = core.calendar.parse('BEGIN:VCALENDAR');
const verdict = core.audit.verifyChain('');
const row: number | undefined = verdict.divergence?.row;
let view: Approval.PayloadView | undefined;
try {
  await loadCore({ wasm: new ArrayBuffer(0) });
} catch (error) {
  if (error instanceof CuelightError) console.log(error.code, error.offset?.toFixed());
}
const elements: HTMLElement[] = [new CuelightAvailability(), new CuelightConfirm()];

// @ts-expect-error an option that does not exist
await loadCore({ wasmPath: 'core.wasm' });
// @ts-expect-error a number is no JSON text
core.json.canonicalize(7);
// @ts-expect-error results can't be assigned to
core.version = '1';

export { elements, hash, occurrences, parsed, patch, row, view };
