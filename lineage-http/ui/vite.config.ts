import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Relative, so that the page works below any path.
  base: './',
  plugins: [react()],
  build: {
    target: 'es2023',
    // A few per cent smaller than what is built in.
    minify: 'terser',
    terserOptions: { module: true, compress: { passes: 3, ecma: 2020 } },
    // Names without hashes: the program embeds these files by name, and browsers ask whether theirs is still good.
    rolldownOptions: {
      output: { entryFileNames: 'page.js', assetFileNames: 'page[extname]', codeSplitting: false },
    },
    assetsInlineLimit: 0,
    modulePreload: false,
    license: { fileName: 'licenses.md' },
  },
  test: { include: ['src/**/*.test.ts'] },
  server: {
    proxy: { '^/(me|lineage|sagemaker|featurestore|datasets|sql|auth|docs|openapi.json)': 'http://127.0.0.1:8300' },
  },
});
