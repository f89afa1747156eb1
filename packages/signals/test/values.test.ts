import { Computed, computed, effect, isSignal, Signal, signal } from '@data-map/signals';
import { expect, test, vi } from 'vitest';

test('SIG3: every way to read a signal gives the value that was written last', () => {
  const count = signal(1);
  count.value = 2;
  expect(count.value).toBe(2);
  expect(count.peek()).toBe(2);
  expect(String(count)).toBe('2');
  expect(count.valueOf() + 1).toBe(3);
  expect(JSON.stringify({ count })).toBe('{"count":2}');
  expect(signal().value).toBe(undefined);
});

test('SIG3: peek makes no dependency', () => {
  const count = signal(1);
  const double = computed(() => count.value * 2);
  const run = vi.fn<() => void>(() => void (count.peek() + double.peek()));
  effect(run);
  count.value = 2;
  expect(run).toHaveBeenCalledTimes(1);
  expect(double.peek()).toBe(4);
});

test('SIG4: writing the same value again notifies no observer; NaN is never the same', () => {
  const object = {};
  const held = signal<unknown>(object);
  const run = vi.fn<() => void>(() => void held.value);
  effect(run);
  held.value = object;
  expect(run).toHaveBeenCalledTimes(1);
  held.value = Number.NaN;
  held.value = Number.NaN;
  expect(run).toHaveBeenCalledTimes(3);
});

test('SIG4: equals decides for signals and computeds, and its reads are not tracked', () => {
  const digits = signal(0);
  const close = (a: number, b: number): boolean => Math.abs(a - b) <= digits.value;
  const near = signal<number>(10, { equals: close });
  const derived = computed(() => near.value, { equals: close });
  const run = vi.fn<() => void>(() => void derived.value);
  effect(run);
  digits.value = 1;
  near.value = 11;
  expect(near.value).toBe(10);
  near.value = 13;
  expect(run).toHaveBeenCalledTimes(2);
  digits.value = 5;
  expect(run).toHaveBeenCalledTimes(2);
});

test('SIG4: if equals throws, the error reaches the writer and the value stays; at a computed it becomes the error of the computed', () => {
  const fail = (): boolean => {
    throw new Error('incomparable');
  };
  const held = signal<number>(1, { equals: fail });
  expect(() => (held.value = 2)).toThrow('incomparable');
  expect(held.value).toBe(1);
  const source = signal(1);
  const derived = computed(() => source.value, { equals: fail });
  expect(derived.value).toBe(1);
  source.value = 2;
  expect(() => derived.value).toThrow('incomparable');
});

test('SIG5: a computed is evaluated when it is read, and again only after something that it read', () => {
  const a = signal(1);
  const other = signal(1);
  const evaluate = vi.fn<() => number>(() => a.value * 2);
  const double = computed(evaluate);
  expect(evaluate).not.toHaveBeenCalled();
  expect([double.value, double.value]).toEqual([2, 2]);
  other.value = 2;
  expect(double.value).toBe(2);
  expect(evaluate).toHaveBeenCalledTimes(1);
  a.value = 2;
  a.value = 3;
  expect(evaluate).toHaveBeenCalledTimes(1);
  expect(double.value).toBe(6);
  expect(evaluate).toHaveBeenCalledTimes(2);
});

test('SIG5: undefined is a value like any other', () => {
  const a = signal(0);
  const evaluate = vi.fn<() => undefined>();
  const nothing = computed(evaluate);
  expect(nothing.value).toBe(undefined);
  a.value = 1;
  expect(nothing.value).toBe(undefined);
  expect(evaluate).toHaveBeenCalledTimes(1);
});

test('SIG30: signals and computeds are instances of Signal, carry the common brand and their name', () => {
  const a = signal(1, { name: 'a' });
  const b = computed(() => a.value, { name: 'b' });
  expect([a instanceof Signal, b instanceof Signal, b instanceof Computed]).toEqual([
    true,
    true,
    true,
  ]);
  expect([isSignal(a), isSignal(b), isSignal({ value: 1 }), isSignal(null)]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect([a.brand, b.brand]).toEqual([Symbol.for('preact-signals'), Symbol.for('preact-signals')]);
  expect([(a as Signal).name, (b as Signal).name]).toEqual(['a', 'b']);
});

test('SIG30: a computed cannot be written', () => {
  const b = computed(() => 1);
  expect(() => ((b as { value: number }).value = 2)).toThrow(TypeError);
});

test('SIG30: keys of Object.prototype are values like others', () => {
  const key = signal('__proto__');
  const read = computed(() => Object.hasOwn({}, key.value));
  expect(read.value).toBe(false);
  key.value = 'constructor';
  expect(read.value).toBe(false);
});
