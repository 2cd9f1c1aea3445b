import { cpSync } from 'node:fs';
import { build } from 'esbuild';

await build({
  entryPoints: ['main.js'],
  outdir: 'dist',
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  // The .wasm file becomes an asset, and its import the asset's address.
  loader: { '.wasm': 'file' },
  publicPath: '/',
});
cpSync('index.html', 'dist/index.html');
