/**
 * `node scripts/left-out.ts`
 *
 * Checks that importing a part of a package brings only that part into a bundle, with every bundler. Bundlers differ in which code they
 * know to be free of side effects. So each import is bundled by esbuild, webpack and rolldown (which Vite uses), from the built packages, and no result
 * may be much larger than the smallest. Exits with 1 if one is.
 */
import { build } from 'esbuild';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import webpack from 'webpack';

import { ROOT } from './packages.ts';

/** Names that use little of their package, and names that use much of a sibling. */
const IMPORTS: readonly (readonly [from: string, name: string])[] = [
  ['@data-map/signals', 'signal'],
  ['@data-map/arrays', 'IndirectionLayer'],
  ['@data-map/path', 'matchPattern'],
  ['@data-map/storage', 'PrefixIndex'],
  ['@data-map/subscriptions', 'PatternTrie'],
  ['@data-map/core', 'diff'],
  ['@data-map/core', 'compile'],
  ['@data-map/core', 'FlatStore'],
];

/** The tolerated difference: a factor between minifiers, and the bytes of a bundler's wrapper. */
const TIMES = 1.1;
const BYTES = 150;

type Bundler = (entry: string, folder: string) => Promise<string>;

const bundlers: Readonly<Record<string, Bundler>> = {
  async esbuild(entry) {
    const { outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      format: 'esm',
      minify: true,
      write: false,
    });
    return outputFiles[0]?.text ?? '';
  },
  async rolldown(entry) {
    const bundle = await rolldown({ input: entry });
    const { output } = await bundle.generate({ format: 'es', minify: true });
    return output[0].code;
  },
  webpack(entry, folder) {
    return new Promise((resolve, reject) => {
      webpack(
        { mode: 'production', entry, output: { path: folder, filename: 'webpack.js' } },
        (error, stats) => {
          if (error !== null) reject(error);
          else if (stats?.hasErrors() !== false) reject(new Error(stats?.toString('errors-only')));
          else resolve(readFileSync(join(folder, 'webpack.js'), 'utf8'));
        },
      );
    });
  },
};

const cache = join(ROOT, '.cache');
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, 'left-out-'));
try {
  const entry = join(folder, 'entry.mjs');
  for (const [from, name] of IMPORTS) {
    writeFileSync(entry, `import { ${name} } from '${from}';\nconsole.log(${name});\n`);
    const sizes: [bundler: string, bytes: number][] = [];
    for (const [bundler, bundle] of Object.entries(bundlers)) {
      sizes.push([bundler, gzipSync(await bundle(entry, folder), { level: 9 }).length]);
    }
    const most = TIMES * Math.min(...sizes.map(([, bytes]) => bytes)) + BYTES;
    const isAlone = sizes.every(([, bytes]) => bytes <= most);
    if (!isAlone) process.exitCode = 1;
    const figures = sizes.map(([bundler, bytes]) => `${bundler} ${bytes} B`).join(', ');
    console.log(`${isAlone ? 'ok    ' : 'FAILED'} { ${name} } of ${from}: ${figures}`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
