/** The packages as bundled by a bundler, run in an environment that is not Node. */
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';

/** The code of a script that assigns the package to the global `core`. */
async function bundled(mode: string | undefined): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, '../src/index.ts')],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    globalName: 'core',
    platform: 'browser',
    conditions: ['@data-map/source'],
    define: mode === undefined ? {} : { 'process.env.NODE_ENV': JSON.stringify(mode) },
  });
  return outputFiles[0]?.text ?? '';
}

describe('a bundle', () => {
  test.for([
    ['development', true],
    ['production', false],
    [undefined, false],
  ] as const)(
    'STO19: with NODE_ENV %s freezes: %s, whatever process is there',
    async ([mode, isFrozen]) => {
      const code = await bundled(mode);
      const script = `${code}; Object.isFrozen(core.createDataMap({ a: 1 }).toObject())`;
      for (const some of [{}, { process: {} }, { process: undefined }]) {
        const context = { ...some, AbortController };
        expect(runInNewContext(script, context)).toBe(isFrozen);
      }
    },
  );
});
