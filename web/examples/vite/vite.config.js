import { defineConfig } from 'vite';

export default defineConfig({
  // In development Vite would bundle the package beforehand and lose sight of the .wasm file beside it.
  optimizeDeps: { exclude: ['cuelight'] },
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
});
