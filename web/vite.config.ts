/**
 * The web app's build. In development the page is served by Vite and everything under /api, the live socket
 * included, goes to the api's port (`API_PORT`, 3000 unless told).
 */
import react from '@vitejs/plugin-react';
import postcssPresetMantine from 'postcss-preset-mantine';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const apiPort = Number(process.env['API_PORT'] ?? 3000);

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  css: { postcss: { plugins: [postcssPresetMantine()] } },
  build: {
    outDir: fileURLToPath(new URL('../dist/web', import.meta.url)),
    emptyOutDir: true,
    sourcemap: false,
    // The diagram canvas is one chunk of its own, loaded by the screens that show a map.
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        // A file for each set of screens that share a module were 130 requests for one screen. What every screen needs
        // is one file, and small sets share a file with their neighbours.
        codeSplitting: {
          groups: [
            { name: 'start', tags: ['$initial'] },
            { name: 'shared', minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: 30_000 },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    port: Number(process.env['WEB_PORT'] ?? 5173),
    strictPort: true,
    proxy: { '/api': { target: `http://127.0.0.1:${apiPort}`, ws: true } },
  },
});
