/** The PersistentVector against other persistent lists, against a copy for each version, and against plain arrays edited in place. */
import assert from 'node:assert/strict';

import { once } from '../once.ts';
import { group } from '../runner/group.ts';
import { memory } from '../runner/memory.ts';
import { constant, logarithmic } from '../scaling/claims.ts';
import type { Target } from '../runner/target.ts';
import { names, useAdapter, type VectorAdapter } from './vector-adapters.ts';

const SIZES = [10, 1000, 100_000, 1_000_000];

/**
 * The documentation's claims about growth. For edits they leave out lists that fit into a single leaf, which have no tree
 * to split or join.
 */
const claims: Readonly<Record<string, (size: number) => Target | undefined>> = {
  push: () => constant(SIZES),
  pop: () => constant(SIZES),
  get: () => logarithmic(SIZES),
  set: () => logarithmic(SIZES),
  slice: fromThousandOn,
  concat: fromThousandOn,
  'insert in the middle': fromThousandOn,
  'remove in the middle': fromThousandOn,
};

function fromThousandOn(size: number): Target | undefined {
  return size < 1000 ? undefined : logarithmic(SIZES.filter((each) => each >= 1000));
}

/** A contender that moves more elements than this in a run is left out: a round would take seconds. */
const MOST_WORK = 50_000_000;

/** One operation of the vector to measure. */
interface Case {
  readonly operations: number;
  /** The number of elements that a copying contender moves in an operation. */
  readonly copies: number;
  /** The contenders that copy everything in this operation. */
  readonly copiers: readonly string[];
  /** Does the operations and returns the last result. */
  run<V>(adapter: VectorAdapter<V>, setup: Setup<V>): V | number | readonly number[];
  /** Makes the expected result of `run`, with lists as arrays. */
  readonly wanted: () => number | readonly number[];
}

interface Setup<V> {
  readonly list: V;
  readonly half: V;
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

/** Indices in scattered order. */
function scattered(count: number, size: number): Int32Array {
  let seed = 12_345;
  return Int32Array.from({ length: count }, () => (seed = (seed * 48_271) % 2_147_483_647) % size);
}

function repeat<V>(times: number, operation: () => V): V {
  for (let i = 1; i < times; i++) operation();
  return operation();
}

function cases(size: number): Record<string, Case> {
  // Made when they are used: every process that weighs a list loads this file, and would make arrays of millions
  const values = once(() => range(size));
  const half = size >> 1;
  const quarter = size >> 2;
  const places = scattered(1000, size);
  const changed = (): number[] => {
    const list = range(size);
    for (const [i, place] of places.entries()) list[place] = -1 - i;
    return list;
  };
  return {
    push: {
      operations: size,
      copies: half,
      copiers: ['copy'],
      run: (adapter) => adapter.push(size),
      wanted: values,
    },
    bulk: {
      operations: size,
      copies: 1,
      copiers: [],
      run: (adapter) => adapter.bulk(size),
      wanted: values,
    },
    from: {
      operations: size,
      copies: 1,
      copiers: [],
      run: (adapter) => adapter.from(values()),
      wanted: values,
    },
    get: {
      operations: places.length,
      copies: 1,
      copiers: [],
      run: (adapter, { list }) => adapter.get(list, places),
      wanted: () => places.reduce((total, place) => total + place, 0),
    },
    set: {
      operations: places.length,
      copies: size,
      copiers: ['copy'],
      run: (adapter, { list }) => adapter.set(list, places),
      wanted: changed,
    },
    iterate: {
      operations: size,
      copies: 1,
      copiers: [],
      run: (adapter, { list }) => adapter.iterate(list),
      wanted: () => (size * (size - 1)) / 2,
    },
    toArray: {
      operations: size,
      copies: 1,
      copiers: [],
      run: (adapter, { list }) => adapter.toArray(list),
      wanted: values,
    },
    pop: {
      operations: size,
      copies: half,
      copiers: ['copy'],
      run: (adapter, { list }) => adapter.pop(list),
      wanted: () => [],
    },
    slice: {
      operations: 20,
      copies: half,
      copiers: ['copy', 'array'],
      run: (adapter, { list }) => repeat(20, () => adapter.slice(list, quarter, size - quarter)),
      wanted: () => values().slice(quarter, size - quarter),
    },
    concat: {
      operations: 5,
      copies: size + half,
      copiers: ['copy', 'array', 'immutable'],
      run: (adapter, setup) => repeat(5, () => adapter.concat(setup.half, setup.list)),
      wanted: () => [...values().slice(0, half), ...values()],
    },
    'insert in the middle': {
      operations: 5,
      copies: size,
      copiers: ['copy', 'immutable'],
      run: (adapter, { list }) => repeat(5, () => adapter.insert(list, half, -1)),
      wanted: () => values().toSpliced(half, 0, -1),
    },
    'remove in the middle': {
      operations: 5,
      copies: size,
      copiers: ['copy', 'immutable'],
      run: (adapter, { list }) => repeat(5, () => adapter.remove(list, half)),
      wanted: () => values().toSpliced(half, 1),
    },
  };
}

/** Compares with a loop, since `deepEqual` of a million elements takes longer than the measurement. */
function expectSame(found: unknown, wanted: number | readonly number[]): void {
  if (typeof wanted === 'number' || !Array.isArray(found)) {
    assert.equal(found, wanted);
    return;
  }
  assert.equal(found.length, wanted.length);
  for (let at = 0; at < wanted.length; at++) {
    if (found[at] !== wanted[at]) assert.equal(found[at], wanted[at], `at index ${at}`);
  }
}

function targetOf(name: string, size: number): { target?: Target } {
  const target = claims[name]?.(size);
  return target ? { target } : {};
}

for (const size of SIZES) {
  for (const [name, { operations, copies, copiers, run, wanted }] of Object.entries(cases(size))) {
    const expected = once(wanted);
    // An array that is edited in place has another result after several runs
    const inPlace = /set|insert|remove/.test(name);
    const able = names.filter(
      (contender) =>
        !(inPlace && contender === 'array') &&
        !(copiers.includes(contender) && copies * operations > MOST_WORK),
    );
    const make = (contender: string) => () =>
      useAdapter(contender, {
        with(adapter) {
          const list = adapter.from(range(size));
          const setup = { list, half: adapter.slice(list, 0, size >> 1) };
          const result = run(adapter, setup);
          const unchanged = adapter.toArray(list);
          const shown =
            typeof result === 'number' || Array.isArray(result)
              ? result
              : adapter.toArray(result as typeof list);
          return { run: () => run(adapter, setup), shown, unchanged };
        },
      });
    group<{ run(): unknown; shown: unknown; unchanged: readonly number[] }>(
      `arrays/vector ${name}`,
      {
        operations,
        size,
        ...targetOf(name, size),
        check({ shown, unchanged }) {
          expectSame(shown, expected());
          expectSame(unchanged, range(size));
        },
      },
      Object.fromEntries(able.map((contender) => [contender, make(contender)])),
    );
  }
  // The bytes of lists built from an array, and of lists built by pushes: 100,000 lists of 10 elements, one of 1,000,000
  const lists = Math.max(1, 100_000 / size);
  for (const way of ['from', 'push'] as const) {
    memory<{ lists: unknown[]; sum: number }>(
      `arrays/vector bytes, ${way}`,
      {
        items: lists * size,
        size,
        check(held) {
          assert.equal(held.sum, (lists * size * (size - 1)) / 2);
        },
      },
      Object.fromEntries(
        names
          .filter((contender) => contender !== 'copy')
          .map((contender) => [
            contender,
            () =>
              useAdapter(contender, {
                with(adapter) {
                  const values = range(size);
                  const held = Array.from({ length: lists }, () =>
                    way === 'from' ? adapter.from(values) : adapter.push(size),
                  );
                  const sum = held.reduce((total, list) => total + adapter.iterate(list), 0);
                  return { lists: held, sum };
                },
              }),
          ]),
      ),
    );
  }
}
