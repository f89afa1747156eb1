import type { Options } from 'tsup';

import { library } from '../../tsup.base.ts';

/**
 * Bundles the one part of mnemonist that is used. Its package offers its parts to `require` only, and its index loads all
 * of them, which takes ten times as long as loading this package.
 */
const onlyLruMap: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'only-lru-map',
  setup(build) {
    build.onResolve({ filter: /^mnemonist$/ }, ({ path }) => ({ path, namespace: 'lru-map' }));
    build.onLoad({ filter: /^mnemonist$/, namespace: 'lru-map' }, () => ({
      contents: `/*! LRUMap of mnemonist, MIT, Guillaume Plique */
        export { default as LRUMap } from './node_modules/mnemonist/lru-map.js';`,
      resolveDir: import.meta.dirname,
    }));
  },
};

const base = library({ index: 'src/index.ts', pointer: 'src/pointer.ts' });

export default { ...base, noExternal: ['mnemonist'], esbuildPlugins: [onlyLruMap] };
