import { QueryCache, compile } from '@data-map/path';

import { group } from '../runner/group.ts';
import { sink } from '../runner/sink.ts';
import { NaiveQueryCache } from './naive/query-cache.ts';
import { seededRandom } from './random.ts';

const CAPACITIES = [100, 1000];
const ASKED = 100;

interface Cache {
  readonly size: number;
  compile(text: string): object;
}

interface Asker {
  run(): void;
  readonly cache: Cache;
}

/** Bottleneck 5: the cache of compiled queries, if all are known and if each evicts another. */
export function cacheGroups(): void {
  for (const size of CAPACITIES) {
    const texts = Array.from({ length: 2 * size }, (_, index) => `$.a[${index}]`);
    /** Each contender has a generator of its own, so that all use the same sequence. */
    const asking =
      (chooser: () => () => string) =>
      (cache: Cache): Asker => {
        const choose = chooser();
        for (const text of texts.slice(0, size)) cache.compile(text);
        return {
          cache,
          run() {
            for (let index = 0; index < ASKED; index++) sink(cache.compile(choose()));
          },
        };
      };
    const options = {
      operations: ASKED,
      size,
      check({ run, cache }: Asker, name: string) {
        run();
        if (cache.size !== size)
          throw new Error(`Expected ${name} to keep ${size}, found ${cache.size}`);
        const [first = '', ...others] = texts;
        const known = cache.compile(first);
        if (cache.compile(first) !== known)
          throw new Error(`Expected ${name} to keep what it made`);
        for (const text of others.slice(0, size)) cache.compile(text);
        if (cache.compile(first) === known)
          throw new Error(`Expected ${name} to forget the oldest`);
      },
    };
    const contenders = (make: (cache: Cache) => Asker) => ({
      'data-map': () => make(new QueryCache({ capacity: size })),
      naive: () => make(new NaiveQueryCache(size, (text) => compile(text))),
    });
    const known = asking(() => {
      const random = seededRandom(size);
      return () => texts[random(size)] ?? '';
    });
    const unknown = asking(() => {
      let next = 0;
      return () => texts[next++ % texts.length] ?? '';
    });
    group<Asker>('bottleneck/lru_hit', options, contenders(known));
    group<Asker>('bottleneck/lru_evict', options, contenders(unknown));
  }
}
