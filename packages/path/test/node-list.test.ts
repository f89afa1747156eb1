import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NodeList } from '../src/incremental/node-list.ts';

interface Node {
  readonly index: number;
  readonly pointer: string;
  readonly value: number;
}

/** A nodelist, and what becomes of it: few and many nodes at once, any of them. */
class Model {
  nodes: Node[];
  #id = 0;

  constructor(length: number) {
    this.nodes = this.#fresh(Array.from({ length }, (_, index) => index));
  }

  #fresh(indexes: readonly number[]): Node[] {
    return indexes.map((index) => ({ index, pointer: `/${this.#id}`, value: this.#id++ }));
  }

  /** Removes, adds and changes nodes at places that follow from `numbers`. */
  step(numbers: readonly number[], kinds: readonly number[]) {
    const some = (length: number, at: number): number[] =>
      [...new Set(numbers.slice(0, length === 0 ? 0 : kinds[at]).map((n) => n % length))].toSorted(
        (a, b) => a - b,
      );
    const gone = some(this.nodes.length, 0);
    const removed = gone.map((index) => ({ ...this.nodes[index]!, index }));
    const now = this.nodes.filter((_, index) => !gone.includes(index));
    const added = this.#fresh(some(now.length + 1, 1));
    for (const node of added) now.splice(node.index, 0, node);
    const changed = this.#fresh(some(now.length, 2).filter((at) => !added.includes(now[at]!))).map(
      ({ index, value }) => {
        const { pointer, value: previous } = now[index]!;
        return { index, pointer, value, previous };
      },
    );
    for (const node of changed) now[node.index] = node;
    this.nodes = now;
    return { removed, added, changed };
  }
}

test('IQ4: values and pointers are as if they were made anew, however seldom they are read', () => {
  const step = fc.record({
    numbers: fc.array(fc.nat(1000), { minLength: 12, maxLength: 12 }),
    kinds: fc.tuple(fc.nat(4), fc.nat(4), fc.nat(12)),
    reads: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.nat(40), fc.array(step, { maxLength: 12 }), (length, steps) => {
      const model = new Model(length);
      const values = new NodeList(({ value }) => value);
      const make = (): unknown[] => model.nodes.map(({ value }) => value);
      for (const { numbers, kinds, reads } of steps) {
        values.edit(model.step(numbers, kinds));
        if (reads) expect(values.read(make)).toEqual(make());
      }
      expect(values.read(make)).toEqual(make());
    }),
  );
});

test('IQ4: a list is made anew after more than 16 nodes have come, gone or changed, or when it is cleared', () => {
  const model = new Model(30);
  const values = new NodeList(({ value }) => value);
  let made = 0;
  const read = (): unknown =>
    values.read(() => {
      made++;
      return model.nodes.map(({ value }) => value);
    });
  const change = (count: number): void => {
    for (let at = 0; at < count; at++) values.edit(model.step([at], [0, 0, 1]));
  };
  // What nobody has read is not kept up to date
  change(3);
  const first = read();
  expect([made, read() === first]).toEqual([1, true]);
  change(16);
  expect([read() === first, made]).toEqual([false, 1]);
  change(17);
  read();
  expect(made).toBe(2);
  values.edit({ removed: [], added: [], changed: [] });
  expect([read() === read(), made]).toEqual([true, 2]);
  values.clear();
  read();
  expect(made).toBe(3);
});

test('IQ4: what did nothing to the nodes is not kept until the next read', () => {
  const model = new Model(3);
  const values = new NodeList(({ value }) => value);
  const make = (): number[] => model.nodes.map(({ value }) => value);
  const first = values.read(make);
  let looks = 0;
  const nothing = {
    get removed() {
      looks++;
      return [];
    },
    added: [],
    changed: [],
  };
  // A live query whose pointers nobody reads any more would keep one for each value that changes
  for (let at = 0; at < 100; at++) values.edit(nothing);
  expect(values.read(make)).toBe(first);
  expect(looks).toBe(100);
});
