import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** React Flow names its components by writes that nothing tells apart from work: without them, unused ones stay behind. */
const shaken: Plugin = {
  name: 'shake-react-flow',
  apply: 'build',
  transform: {
    filter: { id: /@xyflow\/react\/dist\/esm\/index\.m?js$/ },
    handler: (code) => ({
      code: code.replace(/^\w+\.displayName = .*$/gm, '').replace(/ = (memo|forwardRef)\(/g, ' = /* @__PURE__ */ $1('),
      map: null,
    }),
  },
};

/** Parts of the page that are loaded when somebody looks at them. */
const PARTS: Record<string, string> = { SqlPage: 'page-sql.js' };

export default defineConfig({
  // Relative, so that the page works below any path.
  base: './',
  plugins: [react(), shaken],
  css: { modules: { generateScopedName: '_[hash:base64:5]' } },
  build: {
    target: 'es2023',
    // A few per cent smaller than what is built in.
    minify: 'terser',
    terserOptions: { module: true, compress: { passes: 3, ecma: 2020 } },
    // Names without hashes: the program embeds these files by name, and browsers ask whether theirs is still good.
    rolldownOptions: {
      output: {
        entryFileNames: 'page.js',
        chunkFileNames: ({ name }) => PARTS[name] ?? '[name].js',
        assetFileNames: 'page[extname]',
      },
    },
    assetsInlineLimit: 0,
    modulePreload: false,
    cssCodeSplit: false,
    license: { fileName: 'licenses.md' },
  },
  test: { include: ['src/**/*.test.ts'] },
  server: {
    proxy: { '^/(me|lineage|sagemaker|featurestore|datasets|sql|auth|docs|openapi.json)': 'http://127.0.0.1:8300' },
  },
});
