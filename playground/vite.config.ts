import { defineConfig } from 'vite';

import { contentSecurityPolicy } from './content-security-policy.ts';
import { sampleDocument } from './sample-document.ts';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  // Uses the sources of the packages, so that they need not be built
  resolve: { conditions: ['@data-map/source', 'module', 'browser'] },
  build: { outDir: 'dist', target: 'es2022', chunkSizeWarningLimit: 5_000 },
  preview: { port: 4173, host: '127.0.0.1' },
  plugins: [sampleDocument(), contentSecurityPolicy()],
});
