import fc from 'fast-check';
import { composeChanges, FlatStore } from '@data-map/storage';
import type { Change } from '@data-map/storage';
import { describe, expect, test } from 'vitest';
import { ArrayScript, work } from '../src/array-script.ts';
import { fuzz } from './fuzz.ts';
import { checkScript } from './invariants.ts';

/** A current or removed element of the naive list. */
interface Element {
  payload: string | undefined;
  kind: 'kept' | 'added' | 'removed';
}

/** The naive model of the script: a list of all elements, in which removed elements stay where they were. */
class Naive {
  readonly elements: Element[];

  constructor(length: number) {
    this.elements = Array.from({ length }, () => ({ payload: undefined, kind: 'kept' }));
  }

  get length(): number {
    return this.elements.filter(({ kind }) => kind !== 'removed').length;
  }

  /** The position in `elements` of the element that is now at an index, or the end. */
  at(index: number): number {
    let rest = index;
    const found = this.elements.findIndex(({ kind }) => kind !== 'removed' && rest-- === 0);
    return found < 0 ? this.elements.length : found;
  }

  touch(index: number, payload: string): string {
    return (this.elements[this.at(index)]!.payload ??= payload);
  }

  add(index: number, payload: string, restores: boolean): void {
    const at = this.at(index);
    const isBack = restores && this.elements[at - 1]?.kind === 'removed';
    if (isBack) this.elements[at - 1] = { payload: undefined, kind: 'kept' };
    else this.elements.splice(at, 0, { payload, kind: 'added' });
  }

  remove(index: number, payload: string): void {
    const at = this.at(index);
    const element = this.elements[at]!;
    if (element.kind === 'added') this.elements.splice(at, 1);
    else this.elements[at] = { payload: `${element.payload ?? ''}-${payload}`, kind: 'removed' };
  }

  get items(): unknown[] {
    const items: unknown[] = [];
    let gap = 0;
    for (const { payload, kind } of this.elements) {
      if (payload === undefined) {
        gap++;
        continue;
      }
      items.push({ gap, kind, payload });
      gap = 0;
    }
    return items;
  }
}

const step = fc.record({
  what: fc.constantFrom('touch', 'peek', 'add', 'back', 'remove'),
  // At a random index, at an end, or beside the index of the last step
  where: fc.oneof(fc.nat(), fc.constantFrom('front', 'back', 'same', 'next', 'before')),
});

/** Performs the steps on the script and on the naive list and compares them; `check` runs after each step. */
function follow(
  length: number,
  steps: { what: string; where: number | string }[],
  check: (script: ArrayScript<string>, naive: Naive, at: number) => void,
): void {
  const script = new ArrayScript<string>();
  const naive = new Naive(length);
  let last = 0;
  for (const [at, { what, where }] of steps.entries()) {
    const isAdd = what === 'add' || what === 'back';
    const room = naive.length - (isAdd ? 0 : 1);
    if (room < 0) continue;
    const near = { front: 0, back: room, same: last, next: last + 1, before: last - 1 };
    const wanted = typeof where === 'number' ? where % (room + 1) : near[where as 'same'];
    const index = Math.max(0, Math.min(room, wanted));
    last = index;
    const payload = `${what}${at}`;
    if (what === 'touch') {
      expect(script.touch(index, () => payload)).toBe(naive.touch(index, payload));
    } else if (what === 'peek') {
      expect(script.peek(index)).toBe(naive.elements[naive.at(index)]!.payload);
    } else if (isAdd) {
      script.add(index, payload, () => what === 'back');
      naive.add(index, payload, what === 'back');
    } else {
      script.remove(index, (found) => `${found ?? ''}-${payload}`);
      naive.remove(index, payload);
    }
    check(script, naive, at);
  }
}

const read = (script: ArrayScript<string>): unknown[] =>
  script.items.map(({ gap, kind, payload }) => ({ gap, kind, payload }));

/** Pseudo-random numbers from a seed. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('the edit script of an array', () => {
  test('CHG3: it agrees with a naive list of all elements after any insertions, removals and touches', () => {
    fuzz(
      fc.property(
        fc.integer({ min: 0, max: 40 }),
        fc.array(step, { maxLength: 120 }),
        (length, steps) => {
          follow(length, steps, (script, naive) => {
            checkScript(script);
            expect(read(script)).toEqual(naive.items);
          });
        },
      ),
      300,
    );
  });

  test('CHG3: it still agrees when it has thousands of items', () => {
    const next = random(1);
    const kinds = ['touch', 'peek', 'add', 'add', 'back', 'remove', 'remove'];
    const places = ['front', 'back', 'same', 'next', 'before'];
    const steps = Array.from({ length: 6000 }, (_, i) => ({
      // The runs at neighbouring indices in between leave trees that are degenerate to lists
      what: kinds[next(kinds.length)]!,
      where: i % 2000 < 1200 ? next(2 ** 31) : places[3 + (i % 4000 > 2000 ? 0 : next(2))]!,
    }));
    follow(3000, steps, (script, naive, at) => {
      if (at % 100 !== 0 && at < 5990) return;
      checkScript(script);
      expect(read(script)).toEqual(naive.items);
    });
  });
});

describe('counts of work', () => {
  /** The average number of items visited by each of `count` edits. */
  const visited = (
    count: number,
    edit: (script: ArrayScript<number>, i: number) => void,
  ): number => {
    const script = new ArrayScript<number>();
    const { visits } = work;
    for (let i = 0; i < count; i++) edit(script, i);
    return (work.visits - visits) / count;
  };
  const never = (): boolean => false;

  test('CHG3: an edit at a random index visits O(log items) items', () => {
    for (const count of [1000, 10_000, 100_000]) {
      const next = random(count);
      const each = visited(count, (script, i) => {
        if (i % 2 === 0) script.add(next(count), i, never);
        else script.remove(next(count), () => i);
      });
      expect(each).toBeLessThan(3 * Math.log2(count));
    }
  });

  test('CHG3: each edit in a run at neighbouring indices, or at both ends in turn, visits O(1) items', () => {
    const count = 30_000;
    const runs: ((script: ArrayScript<number>, i: number) => void)[] = [
      (script, i) => script.add(count + i, i, never),
      (script, i) => script.add(0, i, never),
      (script, i) => script.remove(0, () => i),
      (script, i) => script.remove(count - i, () => i),
      (script, i) => script.remove(5 * i, () => i),
      (script, i) => script.add(5 * (count - i), i, never),
      (script, i) => script.add(i % 2 === 0 ? 0 : count + i, i, never),
      (script, i) => (i === 0 ? script.remove(0, () => i) : script.touch(3 * i, () => i)),
    ];
    for (const run of runs) expect(visited(count, run)).toBeLessThan(8);
  });

  test('CHG3: as long as elements are only touched, no item is visited', () => {
    const next = random(7);
    expect(visited(30_000, (script, i) => script.touch(next(100_000), () => i))).toBe(0);
  });

  test('CHG3: the net Changes of random insertions and removals cost O(n log n)', () => {
    const next = random(3);
    const store = new FlatStore(Array.from({ length: 1000 }, (_, i) => i));
    const journal: Change[] = [];
    const count = 10_000;
    for (let i = 0; i < count; i++) {
      if (i % 2 === 0) journal.push(...store.insert('', next(1000), -i));
      else journal.push(...store.delete(`/${next(1000)}`));
    }
    const { visits } = work;
    composeChanges(journal);
    expect(work.visits - visits).toBeLessThan(3 * count * Math.log2(count));
    expect(work.visits - visits).toBeGreaterThan(count);
  });
});
