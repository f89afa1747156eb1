import { defineConfig, type Options } from 'tsup';

import {
  markPureClasses,
  inlineNumbers,
  keepClassNames,
  keepConstants,
} from './scripts/constants.ts';

/**
 * For packages with Disposables. Without it, a user whose `lib` lacks `esnext.disposable` gets the error that there is no `Symbol.dispose`, or, with
 * `skipLibCheck`, silently the type `any` for functions that unsubscribe.
 */
export const disposables: Options = {
  dts: { banner: '/// <reference lib="esnext.disposable" />' },
};

/**
 * Shortens the names of internal members, which no minifier may do by itself. No such name may be that of a public, a sibling's or a built-in member
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
 * The build options of every published package: ESM only, one bundle and one declaration file per entry point,
 * with source maps into `src`, which is published with `dist`.
 *
 * @param more - Additional options of a package.
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
