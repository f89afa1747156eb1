import {
  batch,
  computed,
  effect,
  isTracking,
  type ReadonlySignal,
  signal,
  untracked,
} from '@data-map/signals';
import { expect, test, vi } from 'vitest';

import type { ObserverNode } from '../src/node.ts';
import { checkInvariants } from './invariants.ts';

test('SIG6: no observer on a diamond, or below one, sees a mixed state, and each runs once', () => {
  const a = signal(1);
  const left = computed(() => a.value);
  const right = computed(() => a.value);
  const later = computed(() => right.value);
  const joined = vi.fn<() => string>(() => `${left.value}${later.value}`);
  const bottom = computed(joined);
  const seen: string[] = [];
  effect(() => void seen.push(`${bottom.value} ${a.value}`));
  a.value = 2;
  a.value = 3;
  expect(seen).toEqual(['11 1', '22 2', '33 3']);
  expect(joined).toHaveBeenCalledTimes(3);
});

test('SIG6: a change stops at a computed whose value stays the same', () => {
  const a = signal(1);
  const parity = computed(() => a.value % 2);
  const below = vi.fn<() => number>(() => parity.value);
  const bottom = computed(below);
  const run = vi.fn<() => void>(() => void bottom.value);
  effect(run);
  a.value = 3;
  expect([below.mock.calls.length, run.mock.calls.length]).toEqual([1, 1]);
});

test('SIG7: a value that is restored within a batch notifies no observer, even if it was read in between', () => {
  const a = signal(1);
  const double = vi.fn<() => number>(() => a.value * 2);
  const doubled = computed(double);
  const onSignal = vi.fn<() => void>(() => void a.value);
  const onComputed = vi.fn<() => void>(() => void doubled.value);
  effect(onSignal);
  effect(onComputed);
  batch(() => {
    a.value++;
    a.value--;
  });
  expect(double).toHaveBeenCalledTimes(1);
  batch(() => {
    a.value = 2;
    expect(doubled.value).toBe(4);
    a.value = 1;
  });
  expect([onSignal.mock.calls.length, onComputed.mock.calls.length]).toEqual([1, 1]);
  a.value = 5;
  expect([onSignal.mock.calls.length, onComputed.mock.calls.length]).toEqual([2, 2]);
});

test('SIG7: a computed that returns to an equal value keeps its old value object, as outside of a batch', () => {
  const a = signal(1);
  const pair = computed(() => [a.value], { equals: ([x], [y]) => x === y });
  const run = vi.fn<() => void>(() => void pair.value);
  effect(run);
  const before = pair.value;
  batch(() => {
    a.value = 2;
    expect(pair.value).toEqual([2]);
    a.value = 1;
  });
  expect(pair.value).toBe(before);
  expect(run).toHaveBeenCalledOnce();
});

test('SIG7: a computed whose restored value is undefined returns undefined, which used to count as no old value', () => {
  const source = signal<null | undefined | number>(undefined);
  const value = computed(() => source.value, {
    equals: (one, other) => (one ?? 0) === (other ?? 0),
  });
  effect(() => void value.value);
  batch(() => {
    source.value = 1;
    expect(value.value).toBe(1);
    source.value = null;
    expect(value.value).toBeUndefined();
  });
  expect(value.value).toBeUndefined();
});

test('SIG7: a value that an effect sets back after a batch triggers no other effect', () => {
  const a = signal(0);
  const log: string[] = [];
  effect(() => {
    log.push(`first ${a.value}`);
    if (a.value > 10) a.value = 0;
  });
  effect(() => void log.push(`second ${a.value}`));
  a.subscribe((value) => void log.push(`third ${value}`));
  log.length = 0;
  batch(() => {
    a.value = 11;
  });
  expect(log).toEqual(['first 11', 'first 0']);
});

test('SIG7: a computed is not evaluated if its source is a computed that was restored', () => {
  const a = signal(1);
  const double = computed(() => a.value * 2);
  const evaluate = vi.fn<() => number>(() => double.value);
  const below = computed(evaluate);
  expect(below.value).toBe(2);
  batch(() => {
    a.value = 2;
    expect(double.value).toBe(4);
    a.value = 1;
    expect(below.value).toBe(2);
  });
  expect(evaluate).toHaveBeenCalledTimes(1);
});

test('SIG7: a computed that read the value in between is up to date afterwards', () => {
  const a = signal('old');
  const copy = computed(() => a.value);
  expect(copy.value).toBe('old');
  batch(() => {
    a.value = 'new';
    expect(copy.value).toBe('new');
    a.value = 'old';
  });
  expect(copy.value).toBe('old');
  batch(() => {
    a.value = 'newer';
  });
  expect(copy.value).toBe('newer');
});

test('SIG8: a source that the last run did not read no longer triggers the effect', () => {
  const choice = signal(true);
  const a = signal('a');
  const b = signal('b');
  const chosen = vi.fn<() => string>(() => (choice.value ? a.value : b.value));
  const c = computed(chosen);
  const run = vi.fn<() => void>(() => void c.value);
  effect(run);
  b.value = 'bb';
  expect(chosen).toHaveBeenCalledTimes(1);
  choice.value = false;
  expect(c.value).toBe('bb');
  a.value = 'aa';
  expect([chosen.mock.calls.length, run.mock.calls.length]).toEqual([2, 2]);
});

test('SIG8: a source after the first changed one is not evaluated unless the run reads it', () => {
  const open = signal(true);
  const price = signal(1);
  const costly = vi.fn<() => number>(() => price.value);
  const cost = computed(costly);
  effect(() => void (open.value && cost.value));
  batch(() => {
    price.value = 2;
    open.value = false;
  });
  expect(costly).toHaveBeenCalledTimes(1);
});

test('SIG22: an untracked read makes no dependency, in effects and computeds', () => {
  const a = signal(1);
  const b = signal(1);
  const sum = computed(() => a.value + untracked(() => b.value));
  const run = vi.fn<() => void>(() => void (sum.value + untracked(() => b.value)));
  effect(run);
  b.value = 10;
  expect(run).toHaveBeenCalledTimes(1);
  expect(sum.value).toBe(2);
  a.value = 2;
  expect(sum.value).toBe(12);
  expect(() =>
    untracked(() => {
      throw new Error('passes through');
    }),
  ).toThrow('passes through');
});

test('SIG22: isTracking says whether a read would be tracked', () => {
  const seen = [isTracking()];
  effect(() => void seen.push(isTracking(), untracked(isTracking)));
  seen.push(computed(isTracking).value, isTracking());
  expect(seen).toEqual([false, true, false, true, false]);
});

test('SIG31: a run that reads what the previous run read reuses its links', () => {
  const a = signal(1);
  const b = signal(1);
  const c = computed(() => a.value + b.value + a.value);
  effect(() => void c.value);
  const links = (): unknown[] => {
    const found: unknown[] = [];
    for (let link = (c as unknown as ObserverNode).deps; link; link = link.nextDep)
      found.push(link);
    return found;
  };
  const before = links();
  expect(before).toHaveLength(2);
  a.value = 2;
  b.value = 2;
  const after = links();
  expect(after).toHaveLength(2);
  expect(after.every((link, i) => link === before[i])).toBe(true);
});

test('SIG7: undefined can be restored, which used to count as no old value', () => {
  for (const equals of [undefined, Object.is]) {
    const source = signal<number | undefined>(undefined, { equals });
    const derived = computed(() => source.value, { equals });
    let runs = 0;
    effect(() => {
      void derived.value;
      runs++;
    });
    effect(() => {
      void source.value;
      runs++;
    });
    for (let round = 0; round < 2; round++) {
      batch(() => {
        source.value = 1;
        expect(derived.value).toBe(1);
        source.value = undefined;
      });
    }
    expect(runs).toBe(2);
  }
});

test('SIG7: a value that is restored after several others notifies no observer either', () => {
  const a = signal(1);
  const run = vi.fn<() => void>(() => void a.value);
  effect(run);
  batch(() => {
    a.value = 2;
    a.value = 3;
    a.value = 4;
    a.value = 1;
  });
  expect(run).toHaveBeenCalledTimes(1);
  batch(() => {
    a.value = 2;
    a.value = 1;
    a.value = 2;
  });
  expect(run).toHaveBeenCalledTimes(2);
});

test('SIG4, SIG6: a computed that `equals` reads during a write is up to date after it', () => {
  const seen: number[] = [];
  const a = signal(0, {
    equals: (before, after) => {
      c?.peek();
      return before === after;
    },
  });
  const c: ReadonlySignal<number> | undefined = computed(() => a.value * 2);
  effect(() => void seen.push(c.value));
  batch(() => {
    a.value = 1;
    a.value = 2;
    expect(c.peek()).toBe(4);
    a.value = 3;
  });
  expect(seen).toEqual([0, 6]);
  checkInvariants([a, c]);
});

test('SIG8: a run that reads nothing any more depends on nothing', () => {
  const a = signal(0);
  let reads = true;
  const read = (): number => (reads ? a.value : -1);
  const trigger = signal(0);
  const evaluate = vi.fn<() => number>(read);
  const c = computed(evaluate);
  const run = vi.fn<() => void>(() => void read());
  const stop = effect(run);
  expect(c.value).toBe(0);
  reads = false;
  a.value = 1;
  expect(c.value).toBe(-1);
  a.value = 2;
  trigger.value = 1;
  expect(c.value).toBe(-1);
  expect([evaluate.mock.calls.length, run.mock.calls.length]).toEqual([2, 2]);
  checkInvariants([a, c]);
  stop();
});
