import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** Built for a strict Content-Security-Policy: every script, style, font and module is a file of its own, hashed by name. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  publicDir: false,
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: ['chrome123', 'firefox128', 'safari18'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
