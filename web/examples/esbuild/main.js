import { loadCore } from 'cuelight';
import calendarUrl from 'cuelight/calendar.wasm';
import coreUrl from 'cuelight/core.wasm';

const show = (id, text) => {
  document.getElementById(id).textContent = text;
};

const core = await loadCore({ wasmUrl: coreUrl, calendar: { wasmUrl: calendarUrl } });
show('canonical', new TextDecoder().decode(core.json.canonicalize('{ "fee": 4500.0, "currency": "EUR" }')));
try {
  core.json.canonicalize('{ "fee": 4500, "fee": 9000 }');
} catch (error) {
  show('refused', error.code);
}
