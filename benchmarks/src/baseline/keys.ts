import { FlatStore } from '@data-map/storage';

import { group } from '../runner/group.ts';
import { NaiveFlatStore } from './naive/flat-store.ts';

const SIZES = [1000, 100_000];
const LEAVES = 10;

interface Lister {
  run(): unknown;
  list(): Iterable<string>;
}

function makeDocument(leaves: number): unknown {
  return {
    items: Array.from({ length: leaves / LEAVES }, (_, index) =>
      Object.fromEntries(Array.from({ length: LEAVES }, (_value, field) => [`f${field}`, index])),
    ),
  };
}

/** Bottleneck 6: the first key of a store, the keys below one place, and all keys. */
export function keyGroups(): void {
  for (const size of SIZES) {
    const make = (prefix: string, consume: (keys: Iterable<string>) => unknown) => ({
      'data-map': (): Lister => {
        const store = new FlatStore(makeDocument(size));
        const list = () => store.keys(prefix);
        return { list, run: () => consume(list()) };
      },
      naive: (): Lister => {
        const store = new NaiveFlatStore(makeDocument(size));
        const list = () => store.keys(prefix);
        return { list, run: () => consume(list()) };
      },
    });
    const options = (operations: number, count: number) => ({
      operations,
      size,
      check({ list }: Lister, name: string) {
        const found = new Set(list());
        if (found.size !== count || !found.has('/items/3/f4')) {
          throw new Error(`Expected ${name} to list ${count} keys, found ${found.size}`);
        }
      },
    });
    group<Lister>('bottleneck/keys_first', options(1, size), make('', first));
    group<Lister>('bottleneck/keys_subtree', options(LEAVES, LEAVES), make('/items/3', all));
    group<Lister>('bottleneck/keys_all', options(size, size), make('', all));
  }
}

function first([key]: Iterable<string>): unknown {
  return key;
}

function all(keys: Iterable<string>): unknown {
  let length = 0;
  for (const key of keys) length += key.length;
  return length;
}
