import { defineConfig, type Options } from 'tsup';

import {
  markPureClasses,
  inlineNumbers,
  keepClassNames,
  keepConstants,
} from './scripts/constants.ts';

/**
 * For packages with Disposables: whoever has no `esnext.disposable` in `lib` would be told that there is no `Symbol.dispose`, or, with
 * `skipLibCheck`, silently be given `any` where a function to unsubscribe is returned.
 */
export const disposables: Options = {
  dts: { banner: '/// <reference lib="esnext.disposable" />' },
};

/**
 * Gives internal members short names, which no minifier may do on its own. None may be public, of a sibling, or of the language
 * (`test/scripts/internal-names.test.ts`).
 */
export function shortened(names: readonly string[]): Options {
  return {
    esbuildOptions(options) {
      options.mangleProps = new RegExp(`^(${names.join('|')})$`);
    },
  };
}

/**
 * The build of every published package: ESM only, one bundle and one declaration file per entry,
 * with source maps into `src`, which is published beside `dist`.
 *
 * @param more - What a package wants besides.
 */
export function library(
  entry: Record<string, string>,
  more: Options = {},
): ReturnType<typeof defineConfig> {
  return defineConfig({
    entry,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    tsconfig: 'tsconfig.build.json',
    dts: true,
    sourcemap: true,
    clean: true,
    treeshake: true,
    ...more,
    plugins: [
      {
        name: 'names',
        renderChunk: (code) => ({
          code: markPureClasses(keepClassNames(inlineNumbers(keepConstants(code)))),
        }),
      },
      ...(more.plugins ?? []),
    ],
  });
}
