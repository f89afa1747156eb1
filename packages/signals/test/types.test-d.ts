import type * as signals from '@data-map/signals';
import {
  action,
  batch,
  Computed,
  computed,
  createModel,
  effect,
  effectScope,
  isSignal,
  Signal,
  signal,
  untracked,
  type Disposer,
  type EffectOptions,
  type Model,
  type ModelConstructor,
  type ModelFactory,
  type ReadonlySignal,
  type SignalOptions,
} from '@data-map/signals';
import type * as preact from '@preact/signals-core';
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

test('SIG3: a signal of a type is one of every wider type, and a computed reads as one', () => {
  expectTypeOf<Signal<number>>().toExtend<Signal<number | undefined>>();
  expectTypeOf<Signal<number>>().toExtend<ReadonlySignal<unknown>>();
  expectTypeOf<Signal<number>>().toExtend<Signal>();
  expectTypeOf<Signal<number>>().not.toExtend<Signal<string>>();
  expectTypeOf<ReadonlySignal<number>>().not.toExtend<ReadonlySignal<string>>();
  expectTypeOf<ReadonlySignal<number>>().not.toExtend<Signal<number>>();
  expectTypeOf(new Computed(() => 1)).toExtend<ReadonlySignal<number>>();
  expectTypeOf(new Signal(1)).toEqualTypeOf<Signal<number>>();
  expectTypeOf(signal('a' as const)).toEqualTypeOf<Signal<'a'>>();
  expectTypeOf(signal<string | null>(null)).toEqualTypeOf<Signal<string | null>>();
  expectTypeOf(effectScope(() => {})).toEqualTypeOf<Disposer>();
});

test('SIG3: isSignal tells signals from values; of a computed it used to leave the type open', () => {
  const writable = 1 as number | Signal<number>;
  const readable = 1 as number | ReadonlySignal<number>;
  const anything: unknown = 1;
  if (isSignal(writable)) expectTypeOf(writable).toEqualTypeOf<Signal<number>>();
  else expectTypeOf(writable).toEqualTypeOf<number>();
  if (isSignal(readable)) expectTypeOf(readable).toEqualTypeOf<ReadonlySignal<number>>();
  else expectTypeOf(readable).toEqualTypeOf<number>();
  if (isSignal(anything)) expectTypeOf(anything.value).toBeUnknown();
});

test('SIG3: options and functions', () => {
  const options: SignalOptions<number> = {
    name: undefined,
    equals: (previous, next) => previous === next,
    watched() {
      expectTypeOf(this).toEqualTypeOf<Signal<number>>();
    },
    unwatched: undefined,
  };
  // A literal used to keep its own type where options were declared or annotated: nothing else could be written
  expectTypeOf(signal(1, options)).toEqualTypeOf<Signal<number>>();
  expectTypeOf(new Signal(1, options)).toEqualTypeOf<Signal<number>>();
  const equals = (a: string, b: string): boolean => a === b;
  expectTypeOf(signal('a', { equals })).toEqualTypeOf<Signal<string>>();
  expectTypeOf(computed(() => 1, options)).toEqualTypeOf<ReadonlySignal<number>>();
  effect(function () {
    this.dispose();
  });
  effect(() => () => {});
  // @ts-expect-error a promise ends nothing
  effect(async () => {});
  expectTypeOf(action((a: number, b?: string) => a + String(b))).toEqualTypeOf<
    (a: number, b?: string) => string
  >();
});

test('SIG34: a model may be declared by its type', () => {
  interface Counter {
    count: Signal<number>;
    add(by: number): void;
  }
  const made: ModelConstructor<Counter, [start: number]> = createModel<Counter, [number]>(
    (start) => ({ count: signal(start), add() {} }),
  );
  expectTypeOf(new made(1).add).toEqualTypeOf<(by: number) => void>();
  // @ts-expect-error a string is no start
  expectTypeOf(new made('a')).toExtend<Counter>();
});

test('SIG3: whatever @preact/signals-core exports is here, and so are its members', () => {
  type Ours = keyof typeof signals;
  expectTypeOf<Exclude<keyof typeof preact, Ours>>().toBeNever();
  expectTypeOf<Exclude<keyof preact.Signal, keyof Signal>>().toBeNever();
  expectTypeOf<Exclude<keyof preact.ReadonlySignal, keyof ReadonlySignal>>().toBeNever();
  expectTypeOf<Exclude<keyof preact.SignalOptions, keyof SignalOptions>>().toBeNever();
  expectTypeOf<Exclude<keyof preact.EffectOptions, keyof EffectOptions>>().toBeNever();
  type Models = [Model<{}>, ModelFactory<{}, []>, ModelConstructor<{}, []>];
  expectTypeOf<Models['length']>().toEqualTypeOf<3>();
  // Its types take ours where they are read
  const read = (source: { readonly value: number; peek(): number }): number => source.value;
  expectTypeOf(read(signal(1))).toBeNumber();
  expectTypeOf<Parameters<typeof signals.computed>[0]>().toExtend<
    Parameters<typeof preact.computed>[0]
  >();
});
