import { computed, effect, signal, type ReadonlySignal } from '@data-map/signals';
import { expect, test } from 'vitest';

const MANY = 100_000;

/** Returns the end of a chain that was evaluated from its beginning, so that no evaluation was nested. */
function chain(source: ReadonlySignal<number>): ReadonlySignal<number> {
  let last = source;
  for (let i = 0; i < MANY; i++) {
    const before = last;
    last = computed(() => before.value + 1);
    void last.value;
  }
  return last;
}

test('SIG28: a chain of 100,000 computeds is checked and evaluated without recursion, unobserved', () => {
  const a = signal(0);
  const last = chain(a);
  a.value = 1;
  expect(last.value).toBe(MANY + 1);
});

test('SIG28: a chain of 100,000 computeds is observed, marked, checked and released without recursion', () => {
  const a = signal(0);
  const last = chain(a);
  const seen: number[] = [];
  const stop = effect(() => void seen.push(last.value));
  a.value = 1;
  a.value = 2;
  stop();
  a.value = 3;
  expect(seen).toEqual([MANY, MANY + 1, MANY + 2]);
  expect(last.value).toBe(MANY + 3);
});

test('SIG28: 100,000 effects and 100,000 subscribers of one signal run, in order', () => {
  const a = signal(0);
  const log = new Uint32Array(2 * MANY);
  let next = 0;
  for (let i = 0; i < MANY; i++) {
    effect(() => {
      void a.value;
      log[next++] = i;
    });
  }
  for (let i = MANY; i < 2 * MANY; i++) a.subscribe(() => void (log[next++] = i));
  next = 0;
  a.value = 1;
  expect(next).toBe(2 * MANY);
  expect(log.every((value, i) => value === i)).toBe(true);
});

test('SIG28: 100,000 alternating reads of two signals make two links', () => {
  const a = signal(1);
  const b = signal(1);
  const reads = (): void => {
    for (let i = 0; i < MANY; i++) void (a.value + b.value);
  };
  effect(reads);
  effect(reads);
  let links = 0;
  type Listed = { subs: { nextSub: Listed['subs'] } | undefined };
  for (let link = (a as unknown as Listed).subs; link; link = link.nextSub) links++;
  expect(links).toBe(2);
});

test('SIG28: 200,000 hooks are called in order, once each, in linear time', () => {
  // Each used to be taken off the front of an array, which moved all the others: the time was quadratic
  const log: number[] = [];
  const sources = Array.from({ length: 2 * MANY }, (_, i) =>
    signal(1, { watched: () => void log.push(i), unwatched: () => void log.push(-i) }),
  );
  const sum = computed(() => sources.reduce((total, source) => total + source.value, 0));
  expect(sum.value).toBe(2 * MANY);
  const stop = effect(() => void sum.value);
  expect(log.every((entry, i) => entry === i)).toBe(true);
  stop();
  expect(log.length).toBe(4 * MANY);
  expect(log.slice(2 * MANY).every((entry, i) => entry === -i)).toBe(true);
});
