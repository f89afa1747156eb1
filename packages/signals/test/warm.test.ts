import { computed, effect, signal, type ReadonlySignal, type Signal } from '@data-map/signals';
import { beforeEach, expect, test } from 'vitest';

import { warm } from '../src/links.ts';
import { state } from '../src/state.ts';
import { checkInvariants } from './invariants.ts';

const taskEnds = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

beforeEach(async () => {
  await taskEnds();
  state.hooked = false;
});

interface Grid {
  readonly sources: readonly Signal<number>[];
  readonly last: ReadonlySignal<number>;
  evaluations: number;
}

/** Ten chains of ten computeds, summed up. */
function grid(): Grid {
  const sources = Array.from({ length: 10 }, () => signal(0));
  const ends = sources.map((source) => {
    let end: ReadonlySignal<number> = source;
    for (let i = 0; i < 10; i++) {
      const before = end;
      end = computed(() => {
        made.evaluations++;
        return before.value + 1;
      });
    }
    return end;
  });
  const last = computed(() => ends.reduce((sum, end) => sum + end.value, 0));
  const made: Grid = { sources, last, evaluations: 0 };
  return made;
}

/** Returns how often `fn` reads the flags of one of the nodes, that is, how many sources it checks. */
function looks(nodes: readonly object[], fn: () => void): number {
  let count = 0;
  const kept = nodes.map((node) => {
    let value = (node as { flags: number }).flags;
    Object.defineProperty(node, 'flags', {
      configurable: true,
      get() {
        count++;
        return value;
      },
      set(next: number) {
        value = next;
      },
    });
    return () => Object.defineProperty(node, 'flags', { value, writable: true, enumerable: true });
  });
  fn();
  for (const restore of kept) restore();
  return count;
}

function observers(source: object): unknown {
  return (source as { subs: unknown }).subs;
}

test('SIG36: a computed that is polled in one task stops checking its sources and is notified instead', async () => {
  const { sources, last } = grid();
  const [first, ...others] = sources as [Signal<number>, ...Signal<number>[]];
  const read = (): void => {
    first.value++;
    expect(last.value).toBe(100 + first.value);
  };
  read();
  expect(looks(others, read)).toBe(others.length);
  for (let i = 0; i < 6; i++) read();
  expect(observers(first)).toBeDefined();
  // Only the path from the signal that was written is checked
  expect(looks(others, read)).toBe(0);
  checkInvariants([last, ...sources]);
  await taskEnds();
  expect(sources.map(observers)).toEqual(sources.map(() => undefined));
  expect(warm).toEqual([]);
  checkInvariants([last, ...sources]);
  expect(looks(others, read)).toBe(others.length);
});

test('SIG36: being warm changes neither values nor the number of evaluations', async () => {
  const made = grid();
  const { sources, last } = made;
  expect(last.value).toBe(100);
  for (let i = 1; i <= 50; i++) {
    made.evaluations = 0;
    const source = sources[i % 10] as Signal<number>;
    source.value++;
    expect(last.value).toBe(100 + i);
    // One more for the source below, whose first computed finds that nothing has changed
    expect(made.evaluations).toBe(i === 1 ? 10 : 11);
    if (i === 25) await taskEnds();
    source.value += 5;
    source.value -= 5;
  }
});

test('SIG36: a warm computed that was observed for a while is lazy again, and can become warm again in the same task', async () => {
  const a = signal(0);
  const c = computed(() => a.value * 2);
  const poll = (times: number): void => {
    for (let i = 0; i < times; i++) {
      a.value++;
      expect(c.value).toBe(a.value * 2);
    }
  };
  poll(9);
  expect(warm).toContain(c);
  const seen: number[] = [];
  const stop = effect(() => void seen.push(c.value));
  poll(2);
  stop();
  expect(observers(a)).toBe(undefined);
  poll(9);
  expect(observers(a)).toBeDefined();
  checkInvariants([a, c]);
  await taskEnds();
  expect(observers(a)).toBe(undefined);
  expect(seen).toEqual([18, 20, 22]);
  // One that is observed when the task ends stays observed
  poll(9);
  const again = effect(() => void seen.push(c.value));
  await taskEnds();
  expect(observers(a)).toBeDefined();
  poll(1);
  expect(seen.at(-1)).toBe(c.value);
  again();
  checkInvariants([a, c]);
});

test('SIG36: a computed that is read fewer times does not become warm', () => {
  const a = signal(0);
  const all = Array.from({ length: 100 }, (_, i) => computed(() => a.value + i));
  for (let i = 0; i < 7; i++) {
    a.value++;
    for (const c of all) void c.value;
  }
  expect(observers(a)).toBe(undefined);
});

test('SIG25, SIG36: hooks are not called for computeds that are polled, neither before nor after the first hook exists', () => {
  const log: string[] = [];
  const a = signal(0);
  let hooked: Signal<number> | undefined;
  const c = computed(() => a.value + (hooked?.value ?? 0));
  for (let i = 0; i < 20; i++) {
    a.value++;
    void c.value;
  }
  expect(warm).toContain(c);
  hooked = signal(1, {
    watched: () => void log.push('watched'),
    unwatched: () => void log.push('unwatched'),
  });
  expect(warm).toEqual([]);
  expect(observers(a)).toBe(undefined);
  for (let i = 0; i < 20; i++) {
    a.value++;
    expect(c.value).toBe(a.value + 1);
  }
  expect([log, observers(a)]).toEqual([[], undefined]);
  const stop = effect(() => void c.value);
  expect(log).toEqual(['watched']);
  stop();
  expect(log).toEqual(['watched', 'unwatched']);
  checkInvariants([a, c, hooked]);
});

test('SIG36: a warm computed in whose run a signal with a hook is made finishes its run', () => {
  const a = signal(0);
  let make = false;
  const c = computed(() => {
    const before = a.value;
    if (make) signal(0, { watched() {} });
    return before + a.value;
  });
  const d = computed(() => c.value + 1);
  for (let i = 0; i < 10; i++) {
    a.value++;
    expect(d.value).toBe(2 * a.value + 1);
  }
  expect(warm).toContain(d);
  make = true;
  a.value++;
  expect(d.value).toBe(2 * a.value + 1);
  checkInvariants([a, c, d]);
  a.value++;
  expect(d.value).toBe(2 * a.value + 1);
  checkInvariants([a, c, d]);
});

test.each([
  ['watched', true],
  ['unwatched', true],
  ['name', false],
] as const)('SIG36: a signal with `%s` makes warm computeds lazy: %s', (option, ends) => {
  const a = signal(0);
  const c = computed(() => a.value);
  for (let i = 0; i < 10; i++) {
    a.value++;
    void c.value;
  }
  expect(warm).toContain(c);
  signal(0, { [option]: option === 'name' ? 'b' : () => undefined });
  expect(warm.includes(c as never)).toBe(!ends);
});

test('SIG36: a computed becomes warm at its eighth read after a write', () => {
  const a = signal(0);
  const c = computed(() => a.value);
  for (let i = 1; i <= 8; i++) {
    expect(observers(a)).toBe(undefined);
    a.value = i;
    void c.value;
    void c.value;
  }
  expect(observers(a)).toBeDefined();
});
