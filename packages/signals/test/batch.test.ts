import { batch, computed, effect, signal } from '@data-map/signals';
import { expect, test, vi } from 'vitest';

test('SIG14: effects run once, when the outermost batch has ended', () => {
  const a = signal(0);
  const b = signal(0);
  const seen: string[] = [];
  effect(() => void seen.push(`${a.value}${b.value}`));
  batch(() => {
    a.value = 1;
    batch(() => {
      b.value = 1;
    });
    expect(seen).toEqual(['00']);
    a.value = 2;
  });
  expect(seen).toEqual(['00', '21']);
});

test('SIG14: reads inside a batch are up to date', () => {
  const a = signal(1);
  const evaluate = vi.fn<() => number>(() => a.value * 2);
  const double = computed(evaluate);
  const triple = computed(() => a.value * 3);
  const seen: string[] = [];
  effect(() => void seen.push(`${double.value} ${triple.value}`));
  batch(() => {
    a.value = 2;
    expect([a.value, double.value, double.peek()]).toEqual([2, 4, 4]);
  });
  expect(seen).toEqual(['2 3', '4 6']);
  expect(evaluate).toHaveBeenCalledTimes(2);
});

test('SIG14: a batch returns what its function returns', () => {
  expect(batch(() => 'result')).toBe('result');
  expect(batch(() => batch(() => 'nested'))).toBe('nested');
});

test('SIG14: the first run of an effect does not wait for the batch', () => {
  const run = vi.fn<() => void>();
  batch(() => {
    effect(run);
    expect(run).toHaveBeenCalledTimes(1);
  });
});

test('SIG14: a batch that throws keeps its writes, and its effects run before it throws', () => {
  const a = signal(0);
  const seen: number[] = [];
  effect(() => void seen.push(a.value));
  expect(() =>
    batch(() => {
      a.value = 1;
      throw new Error('thrown');
    }),
  ).toThrow('thrown');
  expect(seen).toEqual([0, 1]);
  expect(() =>
    batch(() => {
      try {
        batch(() => {
          a.value = 2;
          throw new Error('inner');
        });
      } catch {
        expect(seen).toEqual([0, 1]);
      }
      a.value = 3;
    }),
  ).not.toThrow();
  expect(seen).toEqual([0, 1, 3]);
});

test('SIG14: a batch may throw any value', () => {
  const caught: unknown[] = [];
  for (const thrown of [undefined, null, 'text', 0]) {
    try {
      batch(() => {
        throw thrown;
      });
    } catch (error) {
      caught.push(error);
    }
  }
  expect(caught).toEqual([undefined, null, 'text', 0]);
});
