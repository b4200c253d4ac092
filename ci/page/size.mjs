// node size.mjs [FOLDER]: how much a browser downloads to show the page, compressed as well as gzip can; fails above the bar.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const MOST = 200_000;
const FILES = ['index.html', 'page.js', 'page.css', 'icon.svg'];
// Loaded when somebody looks at that part.
const LATER = ['page-sql.js'];

export function bundle(folder) {
  const size = (name) => [name, gzipSync(readFileSync(join(folder, name)), { level: 9 }).length];
  const sizes = FILES.map(size);
  return { sizes, later: LATER.map(size), total: sizes.reduce((sum, [, size]) => sum + size, 0), most: MOST };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2] ?? fileURLToPath(new URL('../../lineage-http/ui/dist', import.meta.url));
  const { sizes, later, total, most } = bundle(folder);
  for (const [name, size] of sizes) console.log(`${name.padEnd(12)} ${String(size).padStart(8)} bytes, gzip`);
  console.log(`${'together'.padEnd(12)} ${String(total).padStart(8)} bytes, at most ${most}`);
  for (const [name, size] of later) console.log(`${name.padEnd(12)} ${String(size).padStart(8)} bytes, later`);
  if (total > most) process.exit(1);
}
