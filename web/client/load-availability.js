/** @file The availability module alone, for the widget: what it needs of calendars, a third of the whole core. */
import { calendarSelfTest, calendarTimesApi } from './calendar.js';
import { availability as sha256 } from './generated/integrity.js';
import { loader } from './load.js';

/** Loads the module once and gives its API. */
export const loadAvailability = loader({
  modules: [
    {
      option: 'wasmUrl',
      url: new URL('./generated/availability.wasm', import.meta.url),
      sha256,
      selfTest: calendarSelfTest,
    },
  ],
  files: (/** @type {import('./wasm-file.js').WasmFile} */ file) => [file],
  assemble: ([call]) => calendarTimesApi(/** @type {import('./boundary.js').Call} */ (call)),
});
