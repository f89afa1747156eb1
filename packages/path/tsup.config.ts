import { join } from 'node:path';
import type { Options } from 'tsup';

import { library, shortened } from '../../tsup.base.ts';
import { INTERNAL_NAMES } from './internal-names.ts';
import { lruMapSource } from './scripts/lru-map-source.ts';

/** Bundles the one part of mnemonist that is used. */
const onlyLruMap: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'only-lru-map',
  setup(build) {
    build.onResolve({ filter: /^mnemonist$/ }, ({ path }) => ({ path, namespace: 'lru-map' }));
    build.onLoad({ filter: /^mnemonist$/, namespace: 'lru-map' }, () => ({
      contents: lruMapSource(join(import.meta.dirname, 'node_modules/mnemonist')),
    }));
  },
};

export default library(
  { index: 'src/index.ts', pointer: 'src/pointer.ts' },
  {
    noExternal: ['mnemonist'],
    esbuildPlugins: [onlyLruMap],
    ...shortened(INTERNAL_NAMES),
  },
);
