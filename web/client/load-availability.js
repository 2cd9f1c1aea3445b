/** @file The availability module alone, for the widget: what it needs of calendars, a fifth of the whole core. */
import { parseJson } from './boundary.js';
import createAvailability from './generated/availability.js';
import { availability as sha256 } from './generated/integrity.js';
import { intervalsOf } from './intervals.js';
import { startModule } from './load.js';

/** @typedef {import('./types/calendar.d.ts').BusyInterval} Interval */

/** @param {import('./boundary.js').Call} call */
const availabilityApi = (call) => ({
  /** As `core.calendar.heading`. @param {Uint8Array} ics @returns {{ name: string | null, tzid: string | null }} */
  heading: (ics) => parseJson(call('calendar_heading', ics)),
  /**
   * The busy time of one calendar between two instants. Floating times are meant in `zone`, or in UTC when core does not
   * know it.
   * @param {import('./boundary.js').Argument} ics @param {string} from @param {string} until @param {string} zone @returns {Interval[]}
   */
  busy: (ics, from, until, zone) => intervalsOf(call('calendar_busy', ics, from, until, zone)),
});

/** The first evening of summer time in Paris. @param {import('./boundary.js').Call} call */
function selfTest(call) {
  const lines = ['DTSTART;TZID=Europe/Paris:20260329T193000', 'DTEND;TZID=Europe/Paris:20260329T220000'];
  const ics = ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');
  const [busy] = availabilityApi(call).busy(ics, '2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z', 'UTC');
  const found = `${busy?.start}/${busy?.end}`;
  if (found !== '2026-03-29T17:30:00Z/2026-03-29T20:00:00Z') throw new Error(found);
}

const place = {
  option: 'wasmUrl',
  url: new URL('./generated/availability.wasm', import.meta.url),
  sha256,
  glue: createAvailability,
  selfTest,
};

/** @type {Promise<ReturnType<typeof availabilityApi>> | null} */
let started = null;

/** Loads the module once and gives its API; after a failure the next call tries again. @param {import('./wasm-file.js').WasmFile} [file] */
export function loadAvailability(file = {}) {
  const drop = () => {
    started = null;
  };
  started ??= startModule(place, file, drop).then(({ call }) => availabilityApi(call));
  started.catch(drop);
  return started;
}
