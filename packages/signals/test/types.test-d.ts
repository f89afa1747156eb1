import {
  batch,
  computed,
  effect,
  signal,
  untracked,
  type Disposer,
  type ReadonlySignal,
  type Signal,
} from '@data-map/signals';
import { createModel } from '@data-map/signals/model';
import { expectTypeOf, test } from 'vitest';

test('SIG3: values have the types that went in', () => {
  expectTypeOf(signal(1)).toEqualTypeOf<Signal<number>>();
  expectTypeOf(signal<string>()).toEqualTypeOf<Signal<string | undefined>>();
  expectTypeOf(computed(() => 'text')).toEqualTypeOf<ReadonlySignal<string>>();
  expectTypeOf(batch(() => 1)).toEqualTypeOf<number>();
  expectTypeOf(untracked(() => 'text')).toEqualTypeOf<string>();
  expectTypeOf(effect(() => undefined)).toEqualTypeOf<Disposer>();
  signal(1).subscribe((value) => expectTypeOf(value).toEqualTypeOf<number>());
});

test('SIG30: a computed cannot be written, and a signal only with its type', () => {
  const sum = computed(() => 1);
  // @ts-expect-error: read-only
  sum.value = 2;
  expectTypeOf(sum.value).toEqualTypeOf<number>();
  const text = signal('a');
  // @ts-expect-error: a number is no string
  text.value = 2;
});

test('SIG34: a model has its parts and is disposable', () => {
  const Counter = createModel((start: number) => ({ count: signal(start), add: () => 1 }));
  const counter = new Counter(1);
  expectTypeOf(counter.count).toEqualTypeOf<Signal<number>>();
  expectTypeOf(counter).toExtend<Disposable>();
  // @ts-expect-error: a plain number is no part of a model
  createModel(() => ({ count: 1 }));
});
