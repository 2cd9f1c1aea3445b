import { cpSync } from 'node:fs';
import { promisify } from 'node:util';
import webpack from 'webpack';

// The package names its .wasm files by `new URL(…, import.meta.url)`, which webpack makes assets of by itself.
const stats = await promisify(webpack)({
  mode: 'production',
  entry: './main.js',
  experiments: { outputModule: true },
  performance: { hints: false }, // the .wasm files are larger than what webpack advises for scripts
  output: { module: true, filename: 'main.js', publicPath: '/', clean: true },
});
if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString('errors-warnings'));
cpSync('index.html', 'dist/index.html');
