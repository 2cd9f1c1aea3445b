import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import nodeResolve from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';

const bundle = await rollup({ input: 'main.js', plugins: [nodeResolve({ browser: true })] });
await bundle.write({ dir: 'dist', format: 'es' });
// Rollup leaves `new URL('./generated/core.wasm', import.meta.url)` as it is: the files go beside the script.
for (const name of ['core', 'calendar']) {
  cpSync(fileURLToPath(import.meta.resolve(`cuelight/${name}.wasm`)), `dist/generated/${name}.wasm`);
}
cpSync('index.html', 'dist/index.html');
