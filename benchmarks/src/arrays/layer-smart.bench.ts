/** SmartArray against a plain array. One operation is one edit or one read. */
import { SmartArray } from '@data-map/arrays';

import { group } from '../runner/group.ts';
import { sink } from '../runner/sink.ts';
import { scattered } from './layer-positions.ts';

interface List {
  readonly length: number;
  at(index: number): number | undefined;
  unshift(value: number): number;
  pop(): number | undefined;
  push(value: number): number;
  splice(start: number, count: number, ...values: number[]): number[];
  /** A copy that later edits do not change. */
  snapshot(): { readonly length: number; at(index: number): number | undefined };
  set(index: number, value: number): unknown;
}

/** A plain array used directly. */
class PlainList implements List {
  readonly #values: number[];

  constructor(values: readonly number[]) {
    this.#values = values.slice();
  }

  get length(): number {
    return this.#values.length;
  }

  at(index: number): number | undefined {
    return this.#values[index];
  }

  unshift(value: number): number {
    return this.#values.unshift(value);
  }

  pop(): number | undefined {
    return this.#values.pop();
  }

  push(value: number): number {
    return this.#values.push(value);
  }

  splice(start: number, count: number, ...values: number[]): number[] {
    return this.#values.splice(start, count, ...values);
  }

  snapshot(): number[] {
    return this.#values.slice();
  }

  set(index: number, value: number): void {
    this.#values[index] = value;
  }
}

type Make = (values: readonly number[]) => List;

const contenders: Record<string, Make> = {
  'data-map': (values) => SmartArray.from(values),
  'plain array': (values) => new PlainList(values),
};

let counter = 0;

const SIZES = [10, 1000, 10_000, 100_000, 1_000_000];

for (const size of SIZES) {
  const places = scattered(1000, size);
  const values = Array.from({ length: size }, (_, index) => index);
  const cases: Record<string, [operations: number, run: (list: List) => void]> = {
    'push and pop': [
      200,
      (list) => {
        for (let k = 0; k < 100; k++) list.push(k);
        for (let k = 0; k < 100; k++) list.pop();
      },
    ],
    'unshift and pop': [
      200,
      (list) => {
        for (let k = 0; k < 100; k++) list.unshift(k);
        for (let k = 0; k < 100; k++) list.pop();
      },
    ],
    'splice in the middle': [
      200,
      (list) => {
        for (let k = 0; k < 100; k++) list.splice(list.length >>> 1, 0, k);
        for (let k = 0; k < 100; k++) list.splice(list.length >>> 1, 1);
      },
    ],
    'read anywhere, never edited': [
      1000,
      (list) => {
        let sum = 0;
        for (let k = 0; k < 1000; k++) sum += list.at(places[k]!)!;
        sink(sum);
      },
    ],
    'ten edits and a snapshot': [
      11,
      (list) => {
        for (let k = 0; k < 10; k++) list.set(places[k]!, (counter += 1));
        sink(list.snapshot());
      },
    ],
  };
  for (const [name, [operations, run]] of Object.entries(cases)) {
    group(
      `arrays/smart/${name}`,
      {
        operations,
        size,
        check({ make }: { make: Make; run(): void }) {
          const list = make(values);
          const kept = list.snapshot();
          list.unshift(-1);
          list.splice(2, 1, 7, 8);
          const found = [list.at(0), list.at(2), list.at(3), list.length, kept.at(0), kept.length];
          const wanted = [-1, 7, 8, size + 2, 0, size];
          if (found.join() !== wanted.join()) throw new Error(`Expected ${wanted}, found ${found}`);
        },
      },
      Object.fromEntries(
        Object.entries(contenders).map(([contender, make]) => [
          contender,
          () => {
            const list = make(values);
            return { make, run: () => run(list) };
          },
        ]),
      ),
    );
  }
}
