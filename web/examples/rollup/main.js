import { loadCore } from 'cuelight';

const show = (id, text) => {
  document.getElementById(id).textContent = text;
};

const core = await loadCore();
show('canonical', new TextDecoder().decode(core.json.canonicalize('{ "fee": 4500.0, "currency": "EUR" }')));
try {
  core.json.canonicalize('{ "fee": 4500, "fee": 9000 }');
} catch (error) {
  show('refused', error.code);
}
