import { batch, computed, effect, effectScope, signal, type Signal } from '@data-map/signals';
import { expect, test } from 'vitest';

import { warm } from '../src/links.ts';

/**
 * Forces a garbage collection. Repeated in several tasks, because weak references are only cleared
 * between two tasks.
 */
async function collect(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    globalThis.gc?.();
  }
}

/**
 * Returns how many targets are still alive. A function of its own, so that no stack frame of a test keeps
 * a target alive.
 */
function alive(refs: readonly WeakRef<object>[]): number {
  return refs.filter((ref) => ref.deref() !== undefined).length;
}

test('SIG27: these tests can force a collection', () => {
  expect(globalThis.gc).toBeTypeOf('function');
});

test('SIG27: a computed that nothing references or observes is collected, although its source lives', async () => {
  const a = signal(1);
  const refs = [1, 2, 3].map((factor) => {
    const c = computed(() => a.value * factor);
    const d = computed(() => c.value);
    expect(d.value).toBe(factor);
    return [new WeakRef(c), new WeakRef(d)];
  });
  a.value = 2;
  await collect();
  expect(alive(refs.flat())).toBe(0);
  expect(a.value).toBe(2);
});

test('SIG27, SIG36: a computed that was warm is collected after the task', async () => {
  const a = signal(0);
  const make = (): WeakRef<object> => {
    const c = computed(() => a.value * 2);
    for (let i = 0; i < 20; i++) {
      a.value++;
      void c.value;
    }
    expect(warm).toContain(c);
    return new WeakRef(c);
  };
  const ref = make();
  await collect();
  expect(alive([ref])).toBe(0);
});

test('SIG27: a computed that has lost all its observers is collected, and so are the observers', async () => {
  const a = signal(1);
  // Returns an array and not a closure, since all closures of a scope keep alive what any of them
  // captures
  const watch = (): { refs: WeakRef<object>[]; stops: (() => void)[] } => {
    const c = computed(() => a.value * 2);
    const fn = (): void => void c.value;
    const callback = (): void => undefined;
    const stops = [effect(fn), c.subscribe(callback)];
    a.value = 2;
    return {
      refs: [new WeakRef(c), new WeakRef(fn), new WeakRef(callback)],
      stops,
    };
  };
  const watched = watch();
  await collect();
  expect(alive(watched.refs)).toBe(3);
  for (const stop of watched.stops.splice(0)) stop();
  await collect();
  expect(alive(watched.refs)).toBe(0);
});

test('SIG27: the values from before a batch are not kept alive after it', async () => {
  const a = signal<object>({});
  const old = new WeakRef(a.peek());
  const kept = effect(() => void a.value);
  batch(() => {
    a.value = {};
    a.value = { last: true };
  });
  await collect();
  expect(alive([old])).toBe(0);
  kept();
});

test('SIG27: an observer does not keep a source alive that it no longer reads', async () => {
  const choice = signal(true);
  let other: Signal<number> | undefined = signal(1);
  const ref = new WeakRef(other);
  const c = computed(() => (choice.value ? (other?.value ?? 0) : 0));
  const stop = effect(() => void c.value);
  choice.value = false;
  other = undefined;
  await collect();
  expect(alive([ref])).toBe(0);
  stop();
});

test('SIG27: a live scope does not keep ended effects alive', async () => {
  const refs: WeakRef<object>[] = [];
  const a = signal(0);
  const stop = effectScope(() => {
    for (let i = 0; i < 100; i++) {
      const fn = (): void => void a.value;
      refs.push(new WeakRef(fn));
      effect(fn)();
    }
  });
  await collect();
  expect(alive(refs)).toBe(0);
  stop();
});

test('SIG29: 10,000 notifications leave no heap growth', async () => {
  const a = signal(0);
  const b = signal(0);
  const sum = computed(() => (a.value % 2 === 0 ? a.value + b.value : a.value));
  let seen = 0;
  for (let i = 0; i < 100; i++) effect(() => void (seen += sum.value));
  for (let i = 0; i < 100; i++) sum.subscribe((value) => void (seen += value));
  let next = 0;
  const notify = (times: number): void => {
    for (let i = 0; i < times; i++) {
      a.value = ++next;
      batch(() => {
        b.value = next;
        a.value = ++next;
      });
    }
  };
  notify(1000);
  await collect();
  const before = process.memoryUsage().heapUsed;
  notify(10_000);
  await collect();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(200_000);
  expect(seen).toBeGreaterThan(0);
});
