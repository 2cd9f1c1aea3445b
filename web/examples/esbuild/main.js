import { loadCore } from 'cuelight';
import wasmUrl from 'cuelight/core.wasm';

const show = (id, text) => {
  document.getElementById(id).textContent = text;
};

const core = await loadCore({ wasmUrl });
show('canonical', new TextDecoder().decode(core.json.canonicalize('{ "fee": 4500.0, "currency": "EUR" }')));
try {
  core.json.canonicalize('{ "fee": 4500, "fee": 9000 }');
} catch (error) {
  show('refused', error.code);
}
