import { batch, computed, effect, effectScope, signal, untracked } from '@data-map/signals';
import { expect, test, vi } from 'vitest';
import { checkInvariants } from './invariants.ts';

test('SIG9: effects run in the order in which they subscribed, and an outer one before its inner ones', () => {
  const a = signal(0);
  const log: string[] = [];
  effect(() => void log.push(`first ${a.value}`));
  effect(() => {
    effect(() => void log.push(`inner ${a.value}`));
    log.push(`outer ${a.value}`);
  });
  effect(() => void log.push(`last ${a.value}`));
  log.length = 0;
  a.value = 1;
  expect(log).toEqual(['first 1', 'inner 1', 'outer 1', 'last 1']);
});

test('SIG9, SIG11: an effect that is due runs before the subscriptions that it owns, which its run ends', () => {
  const a = signal(0);
  const log: string[] = [];
  let runs = 0;
  const stop = effect(() => {
    const run = ++runs;
    a.subscribe((value) => void log.push(`${value} in run ${run}`));
    void a.value;
  });
  a.subscribe((value) => void log.push(`${value} outside`));
  log.length = 0;
  a.value = 1;
  expect(log).toEqual(['1 in run 2', '1 outside']);
  stop();
  a.value = 2;
  expect(log).toEqual(['1 in run 2', '1 outside', '2 outside']);
});

test('SIG9: a computed is not evaluated for a subscription that its effect is about to end', () => {
  const a = signal<{ n: number } | undefined>({ n: 1 });
  const evaluate = vi.fn<() => number>(() => (a.value as { n: number }).n);
  const number = computed(evaluate);
  effect(() => {
    // Subscribed before the effect reads `a`, so that it is queued before the effect
    if (a.peek() !== undefined) number.subscribe(() => {});
    void a.value;
  });
  a.value = undefined;
  expect(evaluate).toHaveBeenCalledTimes(1);
});

test('SIG9: an effect that reads in another order, or reads less, keeps its place; it used to fall behind effects that subscribed later', () => {
  const [mode, a, b] = [signal(0), signal(0), signal(0)];
  const log: string[] = [];
  const reads = [[b, a], [a, b], [a], [b, a, b], [a]] as const;
  effect(() => {
    log.push('first');
    for (const source of reads[mode.value] ?? []) void source.value;
  });
  const both = computed(() => (mode.value % 2 ? [a.value, b.value] : [b.value, a.value]));
  effect(() => void log.push(`second ${both.value.length}`));
  effect(() => void log.push(`third ${a.value}`));
  a.subscribe((value) => void log.push(`fourth ${value}`));
  for (let i = 0; i < reads.length; i++) {
    mode.value = i;
    log.length = 0;
    a.value++;
    expect(log).toEqual(['first', 'second 2', `third ${i + 1}`, `fourth ${i + 1}`]);
  }
});

test('SIG9: an effect keeps its place however far away it reads a source again, and whatever it creates meanwhile', () => {
  const [mode, a, b, c, d] = [signal(0), signal(0), signal(0), signal(0), signal(0)];
  const log: string[] = [];
  // A source that comes forward by one place keeps its link. From further away it gets a second one
  const orders = [[b, c, d, a], [a, b, c, d], [d, b, a, c], [c, d, a, b], [a], [b, c, a], [a, b]];
  effect(() => {
    log.push('outer');
    for (const source of orders[mode.value] ?? []) void source.value;
    effect(() => void log.push(`inner ${a.value}`));
  });
  effect(() => void log.push(`second ${a.value}`));
  const last = computed(() => (orders[mode.value] ?? []).map(({ value }) => value));
  effect(() => void log.push(`third ${last.value.length > 0}`));
  a.subscribe((value) => void log.push(`fourth ${value}`));
  for (let i = 0; i < orders.length; i++) {
    mode.value = i;
    for (const n of [2 * i + 1, 2 * i + 2]) {
      log.length = 0;
      a.value = n;
      expect(log).toEqual(['outer', `inner ${n}`, `second ${n}`, 'third true', `fourth ${n}`]);
      checkInvariants([mode, a, b, c, d, last]);
    }
  }
});

test('SIG9: after a batch, effects run in the order of the writes that triggered them', () => {
  const [a, b] = [signal(0), signal(0)];
  const log: string[] = [];
  effect(() => void log.push(`a ${a.value}`));
  effect(() => void log.push(`b ${b.value}`));
  log.length = 0;
  batch(() => {
    b.value = 1;
    a.value = 1;
  });
  expect(log).toEqual(['b 1', 'a 1']);
});

test('SIG10: an effect that is added while others are notified does not run for that change', () => {
  const a = signal(0);
  const added = vi.fn<() => void>(() => void a.value);
  effect(() => {
    if (a.value === 1) untracked(() => effect(added));
  });
  a.value = 1;
  expect(added).toHaveBeenCalledTimes(1);
  a.value = 2;
  expect(added).toHaveBeenCalledTimes(2);
});

test('SIG10: an effect that is removed while others are notified does not run any more', () => {
  const a = signal(0);
  const removed = vi.fn<() => void>(() => void a.value);
  let stop = (): void => undefined;
  effect(() => {
    if (a.value === 1) stop();
  });
  stop = effect(removed);
  a.value = 1;
  a.value = 2;
  expect(removed).toHaveBeenCalledTimes(1);
});

test('SIG10: an effect that is disposed of between two writes of a batch does not run', () => {
  const a = signal(0);
  const run = vi.fn<() => void>(() => void a.value);
  const stop = effect(run);
  batch(() => {
    a.value = 1;
    stop();
    a.value = 2;
  });
  expect(run).toHaveBeenCalledTimes(1);
});

test('SIG11: an effect belongs to the effect that created it and ends with its next run or with it', () => {
  const a = signal(0);
  const b = signal(0);
  const inner = vi.fn<() => void>(() => void b.value);
  const stop = effect(() => {
    void a.value;
    effect(inner);
  });
  a.value = 1;
  a.value = 2;
  inner.mockClear();
  b.value = 1;
  expect(inner).toHaveBeenCalledTimes(1);
  stop();
  b.value = 2;
  expect(inner).toHaveBeenCalledTimes(1);
});

test('SIG11: an effect that is created untracked, or by a computed, has no owner', () => {
  const a = signal(0);
  const b = signal(0);
  const free = vi.fn<() => void>(() => void b.value);
  const made = computed(() => effect(free));
  const stop = effect(() => {
    void a.value;
    void made.value;
    untracked(() => effect(free));
  });
  stop();
  free.mockClear();
  b.value = 1;
  expect(free).toHaveBeenCalledTimes(2);
});

test('SIG11: an effect that ends early leaves its owner', () => {
  const a = signal(0);
  const log: string[] = [];
  const stop = effect(() => {
    const ends = ['x', 'y', 'z'].map((name) => effect(() => () => void log.push(name)));
    void a.value;
    ends[1]?.();
  });
  expect(log).toEqual(['y']);
  stop();
  expect(log).toEqual(['y', 'z', 'x']);
});

test('SIG12: an effect may dispose of itself, in its run or in its cleanup, and any number of times', () => {
  const a = signal(0);
  const run = vi.fn<() => void>();
  const clean = vi.fn<() => void>();
  const stop = effect(() => {
    run();
    if (a.value === 1) stop();
    return clean;
  });
  a.value = 1;
  expect([run.mock.calls.length, clean.mock.calls.length]).toEqual([2, 2]);
  a.value = 2;
  stop();
  expect([run.mock.calls.length, clean.mock.calls.length]).toEqual([2, 2]);

  const again = vi.fn<() => void>(() => void a.value);
  const end = effect(() => {
    again();
    return () => end();
  });
  a.value = 3;
  a.value = 4;
  expect(again).toHaveBeenCalledTimes(1);
});

test('SIG12, SIG13: an effect that disposes of itself in its first run ends with that run: its sources let go of it, and it cleans up', () => {
  const log: string[] = [];
  const a = signal(0, { unwatched: () => void log.push('unwatched') });
  effect(function () {
    void a.value;
    effect(() => () => void log.push('inner cleanup'));
    this.dispose();
    log.push('end of the run');
    return () => void log.push('cleanup');
  });
  expect(log).toEqual(['end of the run', 'unwatched', 'inner cleanup', 'cleanup']);
});

test('SIG12: the function of an effect is called with the effect as `this`', () => {
  const a = signal(0);
  const run = vi.fn<() => void>();
  effect(function () {
    run();
    if (a.value > 0) this.dispose();
  });
  a.value = 1;
  a.value = 2;
  expect(run).toHaveBeenCalledTimes(2);
});

test('SIG12: an inner effect may dispose of the outer one while both run', () => {
  const a = signal(0);
  const log: string[] = [];
  const stop = effect(() => {
    const value = a.value;
    log.push(`outer ${value}`);
    effect(() => {
      log.push(`inner ${value}`);
      if (value === 1) stop();
      return () => void log.push(`clean ${value}`);
    });
  });
  a.value = 1;
  a.value = 2;
  expect(log).toEqual(['outer 0', 'inner 0', 'clean 0', 'outer 1', 'inner 1', 'clean 1']);
});

test('SIG13: before the next run the cleanups run: those of the children, the youngest first, then the own one', () => {
  const a = signal(0);
  const log: string[] = [];
  const stop = effect(() => {
    const value = a.value;
    effect(() => () => void log.push(`elder ${value}`));
    effect(() => () => void log.push(`younger ${value}`));
    log.push(`run ${value}`);
    return () => void log.push(`own ${value}`);
  });
  a.value = 1;
  stop();
  expect(log).toEqual([
    'run 0',
    'younger 0',
    'elder 0',
    'own 0',
    'run 1',
    'younger 1',
    'elder 1',
    'own 1',
  ]);
});

test('SIG13: only a function that a run returns is a cleanup', () => {
  const a = signal(0);
  const log: number[] = [];
  const stop = effect((() => log.push(a.value)) as () => void);
  a.value = 1;
  stop();
  expect(log).toEqual([0, 1]);
});

test('SIG12, SIG13: an effect that ends in its own run ends when the run does, and its children with it', () => {
  const log: string[] = [];
  const a = signal(0);
  const stop = effect(() => {
    effect(() => () => void log.push(`child ${a.peek()}`));
    if (a.value > 0) {
      stop();
      log.push('run');
    }
    return () => void log.push(`own ${a.peek()}`);
  });
  a.value = 1;
  expect(log).toEqual(['child 1', 'own 1', 'run', 'child 1', 'own 1']);
});

test('SIG13: a cleanup is untracked and is a batch', () => {
  const a = signal(0);
  const b = signal(0);
  const c = signal(0);
  const seen: string[] = [];
  const run = vi.fn<() => void>(() => void a.value);
  effect(() => void seen.push(`${b.value}${c.value}`));
  const stop = effect(() => {
    run();
    return () => {
      b.value = a.value + c.peek() + 1;
      c.value = 1;
    };
  });
  a.value = 1;
  expect(seen).toEqual(['00', '21']);
  stop();
  expect(seen).toEqual(['00', '21', '31']);
  b.value = 9;
  expect(run).toHaveBeenCalledTimes(2);
});

test('SIG13: what a cleanup writes does not trigger its own effect again', () => {
  const a = signal(0);
  const seen: number[] = [];
  effect(() => {
    seen.push(a.value);
    return () => {
      a.value = 5;
    };
  });
  a.value = 1;
  expect(seen).toEqual([0, 5]);
});

test('SIG15: the writes of an effect are a batch', () => {
  const a = signal(0);
  const x = signal(0);
  const y = signal(0);
  effect(() => {
    x.value = a.value;
    y.value = a.value;
  });
  const seen: string[] = [];
  effect(() => void seen.push(`${x.value}${y.value}`));
  a.value = 1;
  expect(seen).toEqual(['00', '11']);
});

test('SIG15: an effect that changes what it read runs again until it is stable', () => {
  const a = signal(0);
  const run = vi.fn<() => void>();
  effect(() => {
    run();
    if (a.value < 5) a.value++;
  });
  expect(a.value).toBe(5);
  expect(run).toHaveBeenCalledTimes(6);
  a.value = 3;
  expect(a.value).toBe(5);
});

test('SIG16: a computed may write, and the write is visible at once', () => {
  const a = signal(1);
  const log = signal(0);
  const writing = computed(() => {
    log.value = a.value * 10;
    return a.value;
  });
  const seen: number[] = [];
  effect(() => void seen.push(writing.value + log.value));
  expect(seen).toEqual([11]);
  a.value = 2;
  expect(seen.at(-1)).toBe(22);
});

test('SIG16: a computed that writes what it read is never fresh', () => {
  const a = signal(0);
  const counter = computed(() => {
    a.value = a.value + 1;
    return a.value;
  });
  expect([counter.value, counter.value]).toEqual([1, 2]);
});

test('SIG24: a scope ends what was created in it, the youngest first, and does not track', () => {
  const a = signal(0);
  const log: string[] = [];
  const outer = vi.fn<() => void>();
  let end = (): void => undefined;
  const stop = effect(() => {
    outer();
    end = effectScope(() => {
      void a.value;
      effect(() => () => void log.push('first'));
      a.subscribe((value) => void log.push(String(value)));
      effect(() => () => void log.push('last'));
    });
  });
  a.value = 1;
  expect(outer).toHaveBeenCalledTimes(1);
  end();
  a.value = 2;
  expect(log).toEqual(['0', '1', 'last', 'first']);
  stop();
  expect(log).toHaveLength(4);
});

test('SIG24: a scope within an effect or a scope belongs to it; writes in it are not a batch', () => {
  const a = signal(0);
  const run = vi.fn<() => void>(() => void a.value);
  const stop = effectScope(() => {
    effectScope(() => void effect(run));
    a.value = 1;
    expect(run).toHaveBeenCalledTimes(2);
  });
  stop();
  a.value = 2;
  expect(run).toHaveBeenCalledTimes(2);
});

test('SIG11, SIG24: what a subscriber creates does not belong to the scope whose write has called it', () => {
  const a = signal(0);
  const b = signal(0);
  const run = vi.fn<() => void>(() => void b.value);
  a.subscribe((value) => {
    if (value > 0) effect(run);
  });
  const own = vi.fn<() => void>(() => void b.value);
  const stop = effectScope(() => {
    a.value = 1;
    effect(own);
  });
  stop();
  b.value = 1;
  expect([run.mock.calls.length, own.mock.calls.length]).toEqual([2, 1]);
});

test('SIG24: a scope that throws ends what it had created', () => {
  const a = signal(0);
  const run = vi.fn<() => void>(() => void a.value);
  expect(() =>
    effectScope(() => {
      effect(run);
      throw new Error('half-way');
    }),
  ).toThrow('half-way');
  a.value = 1;
  expect(run).toHaveBeenCalledTimes(1);
});

test('SIG26: what ends an effect, a scope or a subscription ends it in a using block, too', () => {
  const a = signal(0);
  const run = vi.fn<() => void>();
  {
    const follow = (): void => {
      void a.value;
      run();
    };
    using first = effect(follow);
    using second = effectScope(() => void effect(follow));
    using third = a.subscribe(() => run());
    expect([first, second, third].every((end) => typeof end === 'function')).toBe(true);
    a.value = 1;
    expect(run).toHaveBeenCalledTimes(6);
  }
  a.value = 2;
  expect(run).toHaveBeenCalledTimes(6);
});

test('SIG12: an effect has the name that it was given', () => {
  const names: unknown[] = [];
  function note(this: unknown): void {
    names.push((this as { name?: string }).name);
  }
  effect(note, { name: 'saving' })();
  effect(note)();
  expect(names).toEqual(['saving', undefined]);
});
