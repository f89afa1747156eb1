import { batch, computed, effect, effectScope, signal } from '@data-map/signals';
import { expect, test, vi } from 'vitest';

import { checkInvariants } from './invariants.ts';

test('SIG23: a subscriber is called at once and after each change, with the value, until it is stopped', () => {
  const a = signal(1);
  const seen: number[] = [];
  const stop = a.subscribe((value) => void seen.push(value));
  a.value = 2;
  a.value = 2;
  batch(() => {
    a.value = 3;
    a.value = 4;
  });
  stop();
  stop();
  a.value = 5;
  expect(seen).toEqual([1, 2, 4]);
  checkInvariants([a]);
});

test('SIG23: a subscriber of a computed is called when its value changes', () => {
  const a = signal(1);
  const parity = computed(() => a.value % 2);
  const seen: number[] = [];
  const stop = parity.subscribe((value) => void seen.push(value));
  a.value = 3;
  a.value = 4;
  expect(seen).toEqual([1, 0]);
  stop();
  a.value = 5;
  expect(seen).toEqual([1, 0]);
  checkInvariants([a, parity]);
});

test('SIG23: a subscriber tracks nothing, neither for itself nor for an effect around it', () => {
  const a = signal(0);
  const b = signal(0);
  const inner = vi.fn<() => void>(() => void b.value);
  const outer = vi.fn<() => void>(() => void a.subscribe(inner));
  effect(outer);
  b.value = 1;
  expect([inner.mock.calls.length, outer.mock.calls.length]).toEqual([1, 1]);
});

test('SIG23: subscribers and effects of a signal run in the order in which they subscribed', () => {
  const a = signal(0);
  const log: string[] = [];
  const note = (name: string): void => void log.push(name);
  a.subscribe(() => note('s1'));
  a.subscribe(() => note('s2'));
  effect(() => void note(`e1${a.value}`));
  a.subscribe(() => note('s3'));
  effect(() => void note(`e2${a.value}`));
  log.length = 0;
  a.value = 1;
  expect(log).toEqual(['s1', 's2', 'e11', 's3', 'e21']);
});

test('SIG23: if a subscriber writes its source, each of the others sees only the last value', () => {
  const a = signal(0);
  const log: string[] = [];
  a.subscribe((value) => {
    log.push(`x${value}`);
    if (value === 1) a.value = 2;
  });
  a.subscribe((value) => void log.push(`y${value}`));
  log.length = 0;
  a.value = 1;
  expect(log).toEqual(['x1', 'y2', 'x2']);
});

test('SIG23: subscribers may subscribe and unsubscribe while they are called', () => {
  const a = signal(0);
  const log: string[] = [];
  const stops: (() => void)[] = [];
  a.subscribe((value) => {
    log.push(`first ${value}`);
    if (value === 1) {
      stops[0]?.();
      a.subscribe((late) => void log.push(`late ${late}`));
    }
  });
  stops.push(a.subscribe((value) => void log.push(`removed ${value}`)));
  a.subscribe((value) => void log.push(`last ${value}`));
  log.length = 0;
  a.value = 1;
  expect(log).toEqual(['first 1', 'late 1', 'last 1']);
  a.value = 2;
  expect(log.slice(3)).toEqual(['first 2', 'last 2', 'late 2']);
  checkInvariants([a]);
});

test('SIG23: the last subscriber may stop while it is called', () => {
  const a = signal(0);
  const stop = a.subscribe((value) => {
    if (value === 1) stop();
  });
  a.value = 1;
  expect((a as unknown as { subs: unknown }).subs).toBe(undefined);
  checkInvariants([a]);
});

test('SIG23: a subscription belongs to the effect that made it', () => {
  const a = signal(0);
  const b = signal(0);
  const called = vi.fn<() => void>();
  const stop = effect(() => {
    void a.value;
    b.subscribe(called);
  });
  a.value = 1;
  called.mockClear();
  b.value = 1;
  expect(called).toHaveBeenCalledTimes(1);
  stop();
  b.value = 2;
  expect(called).toHaveBeenCalledTimes(1);
});

test('SIG9, SIG11: an effect that is due runs before the subscribers that belong to it', () => {
  const a = signal(0);
  const log: string[] = [];
  a.subscribe((value) => void log.push(`before ${value}`));
  effect(() => {
    effectScope(() => void a.subscribe((value) => void log.push(`inner ${value}`)));
    log.push(`outer ${a.value}`);
    a.subscribe((value) => void log.push(`inner too ${value}`));
  });
  a.subscribe((value) => void log.push(`after ${value}`));
  log.length = 0;
  a.value = 1;
  // The run of the effect ends the old ones before their turn; the new ones are called only when they
  // subscribe
  expect(log).toEqual(['before 1', 'inner 1', 'outer 1', 'inner too 1', 'after 1']);
  checkInvariants([a]);
});

test('SIG9: a subscriber is called if the effect that owns it is due but finds no change', () => {
  const a = signal(0);
  const parity = computed(() => a.value % 2);
  const seen: number[] = [];
  const run = vi.fn<() => void>(() => {
    a.subscribe((value) => void seen.push(value));
    void parity.value;
  });
  effect(run);
  a.value = 2;
  expect(seen).toEqual([0, 2]);
  expect(run).toHaveBeenCalledTimes(1);
});

test('SIG16: a subscriber of a computed that writes what it read gets the value after the write', () => {
  const a = signal(5);
  const c = computed(() => {
    const value = a.value;
    if (value === 0) a.value = 1;
    return value;
  });
  const seen: string[] = [];
  for (const name of ['x', 'y']) c.subscribe((value) => void seen.push(`${name}${value}`));
  effect(() => void seen.push(`e${c.value}`));
  a.value = 0;
  expect(seen).toEqual(['x5', 'y5', 'e5', 'x1', 'y1', 'e1']);
  checkInvariants([a, c]);
});

test('SIG23: what the source throws is thrown instead of a call once for each change, not at every check', () => {
  const a = signal(0);
  const parity = computed(() => a.value % 2);
  const failing = computed(() => {
    if (parity.value === 1) throw new Error('odd');
    return 'even';
  });
  const called = vi.fn<(value: string) => void>();
  failing.subscribe(called);
  expect(() => (a.value = 1)).toThrow('odd');
  a.value = 3;
  a.value = 4;
  expect(called.mock.calls).toEqual([['even'], ['even']]);
  checkInvariants([a, parity, failing]);
});

test('SIG23: a subscriber of a computed that throws is not called, and the others are', () => {
  const a = signal(0);
  const failing = computed(() => {
    if (a.value === 1) throw new Error('one');
    return a.value;
  });
  const called = vi.fn<(value: number) => void>();
  const other = vi.fn<(value: number) => void>();
  failing.subscribe(called);
  a.subscribe(other);
  expect(() => (a.value = 1)).toThrow('one');
  expect([called.mock.calls.length, other.mock.calls.length]).toEqual([1, 2]);
  a.value = 2;
  expect(called.mock.calls).toEqual([[0], [2]]);
});

test('SIG16, SIG23: a subscriber of a computed that writes what it reads gets the last value only', () => {
  const a = signal(5);
  const settled = computed(() => {
    const value = a.value;
    if (value === 0) a.value = 1;
    return value;
  });
  const seen: number[] = [];
  settled.subscribe((value) => void seen.push(value));
  effect(() => void seen.push(settled.value));
  a.value = 0;
  expect(seen).toEqual([5, 5, 1, 1]);
});

test('SIG25: watched and unwatched are called for the first observer and after the last', () => {
  const log: string[] = [];
  const a = signal(0, {
    watched() {
      log.push(`watched ${this.value}`);
    },
    unwatched() {
      log.push(`unwatched ${this.value}`);
    },
  });
  const double = computed(() => a.value * 2);
  expect(double.value).toBe(0);
  expect(log).toEqual([]);
  const first = effect(() => void double.value);
  const second = a.subscribe(() => undefined);
  expect(log).toEqual(['watched 0']);
  first();
  expect(log).toEqual(['watched 0']);
  second();
  expect(log).toEqual(['watched 0', 'unwatched 0']);
  effect(() => void double.value)();
  expect(log).toHaveLength(4);
});

test('SIG25: `watched` may write, and the reader gets the written value', () => {
  const a = signal(0, {
    watched() {
      this.value = 7;
    },
  });
  const seen: number[] = [];
  effect(() => void seen.push(a.value));
  expect(seen).toEqual([7]);
});

test('SIG25: computeds have the hooks, too, and hooks are untracked', () => {
  const log: string[] = [];
  const other = signal(0);
  const c = computed(() => 1, {
    watched: () => void log.push(`watched ${other.value}`),
    unwatched: () => void log.push('unwatched'),
  });
  const run = vi.fn<() => void>(() => void c.value);
  const stop = effect(run);
  other.value = 1;
  stop();
  expect(log).toEqual(['watched 0', 'unwatched']);
  expect(run).toHaveBeenCalledTimes(1);
});

test('SIG25: the hook of a computed is called before those of its sources, evaluated before or not', () => {
  const log: string[] = [];
  const hooks = (name: string): object => ({
    watched: () => void log.push(`+${name}`),
    unwatched: () => void log.push(`-${name}`),
  });
  const a = signal(0, hooks('a'));
  const b = signal(0, hooks('b'));
  const c = computed(() => a.value + b.value, hooks('c'));
  effect(() => void c.value)();
  expect(log.splice(0)).toEqual(['+c', '+a', '+b', '-c', '-a', '-b']);
  effect(() => void c.value)();
  expect(log).toEqual(['+c', '+a', '+b', '-c', '-a', '-b']);
});

test('SIG25: a hook that throws stops neither the reader nor a later run', () => {
  const on = signal(false);
  const a = signal(1, {
    watched() {
      throw new Error('watched');
    },
  });
  const seen: number[] = [];
  const stop = effect(() => void seen.push(on.value ? a.value : 0));
  expect(() => (on.value = true)).toThrow('watched');
  a.value = 2;
  expect(seen).toEqual([0, 1, 2]);
  stop();
  checkInvariants([on, a]);
});

test('SIG25: what a hook throws reaches the caller, and the graph stays consistent', () => {
  const a = signal(0, {
    unwatched() {
      throw new Error('unwatched');
    },
  });
  const double = computed(() => a.value * 2);
  const stop = effect(() => void double.value);
  expect(stop).toThrow('unwatched');
  expect(double.value).toBe(0);
  checkInvariants([a, double]);
});

test('SIG23: what a subscriber reads is not a dependency of the computed whose write called it', () => {
  const a = signal(0);
  const other = signal(0);
  a.subscribe(() => void other.value);
  let runs = 0;
  const writing = computed(() => {
    runs++;
    a.value = 1;
    return runs;
  });
  expect(writing.value).toBe(1);
  other.value = 1;
  expect(writing.value).toBe(1);
});
