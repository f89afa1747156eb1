/** The IndirectionLayer against other structures that map positions to slots. One operation is one edit or one lookup. */
import { group } from '../runner/group.ts';
import { sink } from '../runner/sink.ts';
import { constant, logarithmic } from '../scaling/claims.ts';
import type { Target } from '../runner/target.ts';
import { checkPositions, contenders, scattered, type Positions } from './layer-positions.ts';

const SIZES = [10, 1000, 10_000, 100_000, 1_000_000];

/** A contender that moves more elements than this in an edit is left out: one round would take minutes. */
const MOST_WORK = 2_000_000;

type Run = (list: Positions, size: number) => void;

interface Case {
  readonly operations: number;
  readonly sizes?: readonly number[];
  /** Edits before the measurement, so that no contender is measured in its initial state. */
  readonly edits?: number;
  /** The documentation's claim about growth. */
  readonly target?: Target;
  readonly run: Run;
  /** The number of elements that a naive contender touches in an operation. */
  cost(contender: string, size: number): number;
}

const half = (contender: string, size: number): number =>
  contender === 'set scan' ? 20 * size : size / 2;
const search = (contender: string, size: number): number =>
  contender === 'set scan' ? 1 : size / 2;
const nothing = (): number => 1;

function cases(size: number): Record<string, Case> {
  const places = scattered(1000, size);
  const pairs = places.map((from, k) => [from, places[(k + 500) % 1000]!] as const);
  return {
    'insert and remove at the head': {
      target: logarithmic(SIZES),
      operations: 200,
      run(list) {
        for (let k = 0; k < 100; k++) list.allocate(0);
        for (let k = 0; k < 100; k++) list.deallocate(0);
      },
      cost: half,
    },
    'insert and remove in the middle': {
      target: logarithmic(SIZES),
      operations: 200,
      run(list) {
        for (let k = 0; k < 100; k++) list.allocate(list.length >>> 1);
        for (let k = 0; k < 100; k++) list.deallocate(list.length >>> 1);
      },
      cost: half,
    },
    'free and allocate anywhere': {
      target: logarithmic(SIZES),
      operations: 200,
      run(list) {
        for (let k = 0; k < 100; k++) {
          list.deallocate(places[k]!);
          list.allocate(places[k + 500]! % list.length);
        }
      },
      cost: half,
    },
    'move anywhere': {
      target: logarithmic(SIZES),
      operations: 100,
      run(list) {
        for (let k = 0; k < 100; k++) list.move(pairs[k]![0], pairs[k]![1]);
      },
      cost: half,
    },
    'position to slot': {
      target: logarithmic(SIZES),
      operations: 1000,
      edits: 20_000,
      run(list) {
        let sum = 0;
        for (let k = 0; k < 1000; k++) sum += list.physical(places[k]!);
        sink(sum);
      },
      cost: nothing,
    },
    'slot to position': {
      target: logarithmic(SIZES),
      operations: 1000,
      edits: 20_000,
      run(list) {
        let sum = 0;
        for (let k = 0; k < 1000; k++) sum += list.logical(places[k]!);
        sink(sum);
      },
      cost: (contender, length) => 10 * search(contender, length),
    },
    'slot to position after each edit': {
      target: logarithmic(SIZES),
      operations: 200,
      run(list) {
        let sum = 0;
        for (let k = 0; k < 100; k++) {
          list.move(pairs[k]![0], pairs[k]![1]);
          sum += list.logical(places[k]!);
        }
        sink(sum);
      },
      cost: half,
    },
    sort: {
      operations: 1,
      sizes: [1000, 100_000],
      run(list, length) {
        list.sort((a, b) => ((a * 7919) % length) - ((b * 7919) % length));
        list.sort((a, b) => a - b);
      },
      cost: nothing,
    },
  };
}

for (const size of SIZES) {
  for (const [name, { operations, sizes = SIZES, edits = 0, target, run, cost }] of Object.entries(
    cases(size),
  )) {
    if (!sizes.includes(size)) continue;
    const able = Object.entries(contenders).filter(
      ([contender]) =>
        contender === 'data-map' || operations * cost(contender, size) <= 100 * MOST_WORK,
    );
    group(
      `arrays/layer/${name}`,
      {
        operations,
        size,
        ...(target && { target }),
        check(contender: { run(): void; readonly list: Positions; readonly make: Make }) {
          checkPositions(contender.make);
          contender.run();
          if (contender.list.length !== size) throw new Error(`Length ${contender.list.length}`);
        },
      },
      Object.fromEntries(
        able.map(([contender, make]) => [
          contender,
          () => {
            const list = make(size);
            list.move(size - 1, 0);
            if (half(contender, size) * edits <= MOST_WORK * 1000) shuffle(list, edits);
            return { list, make, run: () => run(list, size) };
          },
        ]),
      ),
    );
  }
}

type Make = (length: number) => Positions;

function shuffle(list: Positions, edits: number): void {
  const from = scattered(edits, list.length);
  const to = scattered(edits * 2, list.length).slice(edits);
  for (let k = 0; k < edits; k++) list.move(from[k]!, to[k]!);
}

/** The largest sizes at which naive contenders allocate one by one. */
const MOST_GROWN: Readonly<Record<string, number>> = { 'set scan': 10_000 };

for (const size of SIZES) {
  const growing = (make: Make) => () => {
    let list = make(0);
    return {
      list: () => list,
      make,
      run() {
        list = make(0);
        for (let k = 0; k < size; k++) list.allocate(k);
      },
    };
  };
  group(
    'arrays/layer/allocate from empty',
    {
      operations: size,
      size,
      target: constant(SIZES),
      check({ make, list, run }: { make: Make; list(): Positions; run(): void }) {
        checkPositions(make);
        run();
        if (list().length !== size) throw new Error(`Length ${list().length}`);
      },
    },
    Object.fromEntries(
      Object.entries(contenders)
        .filter(
          ([contender]) => contender === 'data-map' || size <= (MOST_GROWN[contender] ?? 100_000),
        )
        .map(([contender, make]) => [contender, growing(make)]),
    ),
  );
}

for (const size of SIZES) {
  group(
    'arrays/layer/make and edit once',
    {
      operations: 1,
      size,
      check({ make }: { make: Make; run(): void }) {
        checkPositions(make);
      },
    },
    Object.fromEntries(
      Object.entries(contenders).map(([contender, make]) => [
        contender,
        () => ({
          make,
          run() {
            const list = make(size);
            list.allocate(0);
            sink(list);
          },
        }),
      ]),
    ),
  );
}
