/** PrefixIndex against the founding plan's Set of all pointers for every prefix, and against a Set that is scanned. */
import { PrefixIndex } from '@data-map/storage';
import { matchPattern } from '@data-map/path';
import { TrieMap } from 'mnemonist';

import { once } from '../once.ts';
import { group } from '../runner/group.ts';
import { memory } from '../runner/memory.ts';
import { sink } from '../runner/sink.ts';
import { expectSame, flatStrings, pathOf } from './documents.ts';

interface Index {
  add(pointer: string): unknown;
  remove(pointer: string): unknown;
  below(prefix: string): readonly string[];
  matching?(pattern: string): readonly string[];
}

const FIELDS = [
  'id',
  'name',
  'email',
  'age',
  'active',
  'score',
  'address/city',
  'address/zip',
  'tags/0',
  'tags/1',
];

function pointersFor(count: number): string[] {
  return flatStrings(
    Array.from({ length: count }, (_, i) => `/users/${Math.floor(i / 10)}/${FIELDS[i % 10]}`),
  );
}

function ours(): Index {
  const index = new PrefixIndex();
  return {
    add: (pointer) => index.add(pointer),
    remove: (pointer) => index.remove(pointer),
    below: (prefix) => index.getByPrefix(prefix),
    matching: (pattern) => index.getByPrefixPattern(pattern),
  };
}

function* prefixes(pointer: string): Generator<string> {
  for (let end = 0; end >= 0; end = pointer.indexOf('/', end + 1)) yield pointer.slice(0, end);
  yield pointer;
}

/** The founding plan's sketch: a Set of all pointers for each prefix. */
function setPerPrefix(): Index {
  const sets = new Map<string, Set<string>>();
  return {
    add(pointer) {
      for (const prefix of prefixes(pointer)) {
        let set = sets.get(prefix);
        if (set === undefined) sets.set(prefix, (set = new Set()));
        set.add(pointer);
      }
    },
    remove(pointer) {
      for (const prefix of prefixes(pointer)) {
        const set = sets.get(prefix);
        if (set?.delete(pointer) === true && set.size === 0) sets.delete(prefix);
      }
    },
    below: (prefix) => [...(sets.get(prefix) ?? [])],
  };
}

function trieMap(): Index {
  const trie = new TrieMap<string[], string>(Array);
  return {
    add: (pointer) => trie.set(pathOf(pointer), pointer),
    remove: (pointer) => trie.delete(pathOf(pointer)),
    below: (prefix) => trie.find(pathOf(prefix)).map(([, pointer]) => pointer),
  };
}

function scannedSet(): Index {
  const set = new Set<string>();
  return {
    add: (pointer) => set.add(pointer),
    remove: (pointer) => set.delete(pointer),
    below: (prefix) =>
      [...set].filter((pointer) => pointer === prefix || pointer.startsWith(`${prefix}/`)),
    matching: (pattern) => [...set].filter((pointer) => matchPattern(pattern, pointer)),
  };
}

const makers: Record<string, () => Index> = {
  'data-map': ours,
  'Set for each prefix': setPerPrefix,
  'mnemonist TrieMap, by segment': trieMap,
  'Set, scanned': scannedSet,
};

interface Contender {
  readonly index: Index;
  run(): void;
}

for (const size of [1000, 100_000]) {
  const pointers = once(() => pointersFor(size));
  const filled = (make: () => Index): Index => {
    const index = make();
    for (const pointer of pointers()) index.add(pointer);
    return index;
  };
  const contenders = (
    run: (index: Index) => void,
    can: (index: Index) => boolean = () => true,
  ): Record<string, () => Contender> =>
    Object.fromEntries(
      Object.entries(makers)
        .filter(([, make]) => can(make()))
        .map(([name, make]) => [
          name,
          () => {
            const index = filled(make);
            return { index, run: () => run(index) };
          },
        ]),
    );
  const check = ({ index }: Contender, name: string): void => {
    expectSame(index.below('/users/7').length, 10, name);
    index.add('/users/7/new');
    expectSame(index.below('/users/7').length, 11, name);
    index.remove('/users/7/new');
    expectSame(index.below('/users/7').length, 10, name);
    if (index.matching !== undefined) {
      expectSame(index.matching('/users/*/address/*').length, size / 5, name);
    }
  };
  group(
    'prefix-index/build',
    { operations: size, size, check },
    Object.fromEntries(
      Object.entries(makers).map(([name, make]) => [
        name,
        () => ({ index: filled(make), run: () => sink(filled(make)) }),
      ]),
    ),
  );
  group(
    'prefix-index/list 10 of a subtree',
    { operations: 100, size, check },
    contenders((index) => {
      for (let i = 0; i < 100; i++) sink(index.below(`/users/${i}`));
    }),
  );
  group(
    'prefix-index/pattern /users/*/name, for each hit',
    { operations: size / 10, size, check },
    contenders(
      (index) => sink(index.matching?.('/users/*/name')),
      (index) => index.matching !== undefined,
    ),
  );
  group(
    'prefix-index/add and remove',
    { operations: 100, size, check },
    contenders((index) => {
      for (let i = 0; i < 100; i++) index.add(`/users/${i}/new`);
      for (let i = 0; i < 100; i++) index.remove(`/users/${i}/new`);
    }),
  );
}

interface Weighed {
  readonly pointers: readonly string[];
  readonly index: Index | undefined;
}

for (const size of [100_000, 1_000_000]) {
  const weigh =
    (make: () => Index) =>
    (items: number): Weighed => {
      const pointers = pointersFor(items);
      const index = make();
      for (const pointer of pointers) index.add(pointer);
      return { pointers, index };
    };
  memory<Weighed>(
    'prefix-index/bytes for each key, its string included',
    {
      items: size,
      size,
      check: ({ pointers, index }, name) => {
        expectSame(pointers.length, size, name);
        if (index !== undefined) expectSame(index.below('/users/7').length, 10, name);
      },
    },
    {
      'data-map': weigh(ours),
      'the strings alone': (items) => ({ pointers: pointersFor(items), index: undefined }),
      'Set, scanned': weigh(scannedSet),
      ...(size <= 100_000 && {
        'Set for each prefix': weigh(setPerPrefix),
        'mnemonist TrieMap, by segment': weigh(trieMap),
      }),
    },
  );
}
