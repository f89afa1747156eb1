import { readFileSync } from 'node:fs';
import type { Options } from 'tsup';

import { disposables, library } from '../../tsup.base.ts';
import { INTERNAL_NAMES } from './internal-names.ts';
import * as Flag from './src/flags.ts';

const flags: Readonly<Record<string, number>> = { ...Flag };

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

/**
 * Replaces each flag by its number where it is used, because flags are tested everywhere and a bundler may
 * keep them as variables. The number is padded to the length of the name, so that the source map stays
 * valid.
 */
const inlineFlags: Plugin = {
  name: 'inline-flags',
  setup(build) {
    build.onLoad({ filter: /packages.signals.src.[\w-]+\.ts$/ }, ({ path }) => ({
      loader: 'ts',
      contents: readFileSync(path, 'utf8').replaceAll(/\bFlag\.(\w+)/g, (text, name: string) => {
        const flag = flags[name];
        if (flag === undefined) throw new Error(`Expected a flag, found "${text}" in ${path}`);
        return String(flag).padEnd(text.length);
      }),
    }));
  },
};

export default library(
  { index: 'src/index.ts' },
  {
    ...disposables,
    esbuildPlugins: [inlineFlags],
    esbuildOptions(options) {
      options.mangleProps = new RegExp(`^(${Object.keys(INTERNAL_NAMES).join('|')})$`);
      options.mangleCache = INTERNAL_NAMES;
    },
  },
);
