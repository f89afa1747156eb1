/** The same programs on this library and on `@preact/signals-core`: the logs must be equal. */
import * as ours from '@data-map/signals';
import * as preact from '@preact/signals-core';
import { expect, test } from 'vitest';

type Library = Pick<
  typeof ours,
  'batch' | 'computed' | 'effect' | 'Signal' | 'signal' | 'untracked'
>;
type Log = (...entry: unknown[]) => void;

/** Returns what `fn` returns or throws, as text. */
function outcome(fn: () => unknown): string {
  try {
    return `gives ${String(fn())}`;
  } catch (error) {
    return `throws ${error instanceof Error ? error.message : String(error)}`;
  }
}

const programs: Record<string, (lib: Library, log: Log) => void> = {
  'order of effects and subscribers'({ effect, signal }, log) {
    const a = signal(0);
    effect(() => log('e1', a.value));
    a.subscribe((value) => log('s1', value));
    effect(() => log('e2', a.value));
    a.subscribe((value) => log('s2', value));
    a.value = 1;
  },
  'order of effects that read in another order, or less'({ effect, signal }, log) {
    const [mode, a, b] = [signal(0), signal(0), signal(0)];
    effect(() => {
      log('first', mode.value);
      const sources = mode.value % 2 ? [a, b] : mode.value < 3 ? [b, a] : [a];
      for (const source of sources) log(source.value);
    });
    effect(() => log('second', a.value));
    b.subscribe((value) => log('third', value));
    for (mode.value = 1; mode.value < 5; mode.value++) {
      a.value++;
      b.value++;
    }
  },
  'jagged diamond with tails'({ computed, effect, signal }, log) {
    const a = signal('a');
    const b = computed(() => a.value);
    const c = computed(() => a.value);
    const d = computed(() => c.value);
    const e = computed(() => (log('e'), `${b.value} ${d.value}`));
    const f = computed(() => (log('f'), e.value));
    const g = computed(() => (log('g'), e.value));
    effect(() => log('seen', f.value, g.value));
    a.value = 'b';
    a.value = 'b';
    a.value = 'c';
  },
  'cleanup when the effect throws'({ effect, signal }, log) {
    const a = signal(0);
    effect(() => {
      log('run', a.value);
      if (a.value === 1) throw new Error('one');
      return () => log('clean');
    });
    log(outcome(() => (a.value = 1)));
    log(outcome(() => (a.value = 2)));
    log(outcome(() => (a.value = 3)));
  },
  'cleanup that throws'({ effect, signal }, log) {
    const a = signal(0);
    effect(() => {
      log('run', a.value);
      return () => {
        throw new Error('clean');
      };
    });
    log(outcome(() => (a.value = 1)));
    log(outcome(() => (a.value = 2)));
  },
  'cleanup that disposes'({ effect, signal }, log) {
    const a = signal(0);
    const stop = effect(() => {
      log('run', a.value);
      return () => stop();
    });
    a.value = 1;
    a.value = 2;
  },
  'cleanup that writes the dependency'({ effect, signal }, log) {
    const a = signal(0);
    effect(() => {
      log('run', a.value);
      return () => {
        a.value = 10;
      };
    });
    a.value = 1;
    a.value = 2;
  },
  'effect that disposes of itself and returns a cleanup'({ effect, signal }, log) {
    const a = signal(0);
    const stop = effect(() => {
      log('run', a.value);
      if (a.value === 1) stop();
      return () => log('clean', a.peek());
    });
    a.value = 1;
    a.value = 2;
  },
  'first run that throws'({ effect, signal }, log) {
    const a = signal(0);
    log(
      outcome(() =>
        effect(() => {
          log('run', a.value);
          throw new Error('first');
        }),
      ),
    );
    a.value = 1;
  },
  'writes in effects'({ effect, signal }, log) {
    const a = signal(0);
    const b = signal(0);
    effect(() => log('a, b', a.value, b.value));
    effect(() => {
      b.value = a.value * 2;
      b.value = a.value * 3;
    });
    a.value = 1;
    a.value = 2;
  },
  'effect that writes what it reads'({ effect, signal }, log) {
    const a = signal(0);
    effect(() => {
      log('run', a.value);
      if (a.value < 3) a.value++;
    });
    a.value = 1;
  },
  'endless effect'({ effect, signal }, log) {
    const a = signal(0);
    let runs = 0;
    const text = outcome(() =>
      effect(() => {
        runs++;
        void a.value;
        a.value = Number.NaN;
      }),
    );
    log(text.startsWith('throws Cycle detected'), runs);
  },
  'cycles of computeds'({ computed, signal }, log) {
    const on = signal(true);
    const a: { readonly value: number } = computed(() => (on.value ? b.value : 1));
    const b: { readonly value: number } = computed(() => a.value);
    log(outcome(() => a.value).startsWith('throws Cycle detected'));
    on.value = false;
    log(outcome(() => a.value));
  },
  'thrown values are kept'({ computed, signal }, log) {
    const a = signal(0);
    const c = computed(() => {
      log('evaluate', a.value);
      throw a.value === 0 ? undefined : 'text';
    });
    log(
      outcome(() => c.value),
      outcome(() => c.value),
      outcome(() => c.peek()),
    );
    a.value = 1;
    log(
      outcome(() => c.value),
      outcome(() => c.value),
    );
  },
  'batch that throws'({ batch, effect, signal }, log) {
    const a = signal(0);
    effect(() => log('run', a.value));
    log(
      outcome(() =>
        batch(() => {
          a.value = 1;
          throw new Error('batch');
        }),
      ),
    );
  },
  'nested batches and reads inside'({ batch, computed, effect, signal }, log) {
    const a = signal(1);
    const double = computed(() => (log('double'), a.value * 2));
    effect(() => log('run', double.value));
    batch(() => {
      a.value = 2;
      batch(() => void (a.value = 3));
      log('inside', double.value);
      a.value = 4;
    });
  },
  'effects in batches and disposal in batches'({ batch, effect, signal }, log) {
    const a = signal(0);
    batch(() => {
      const stop = effect(() => log('run', a.value));
      a.value = 1;
      stop();
      a.value = 2;
    });
    a.value = 3;
  },
  'a value that comes back'({ batch, computed, effect, signal }, log) {
    const a = signal(0);
    const c = computed(() => (log('evaluate'), a.value));
    effect(() => log('run', c.value));
    batch(() => {
      a.value = 1;
      a.value = 0;
    });
    a.value = 2;
  },
  'dynamic dependencies'({ batch, computed, effect, signal }, log) {
    const choice = signal(true);
    const a = signal('a');
    const b = signal('b');
    const costly = computed(() => (log('costly'), b.value));
    effect(() => log('run', choice.value ? a.value : costly.value));
    b.value = 'bb';
    batch(() => {
      choice.value = false;
      a.value = 'aa';
    });
    a.value = 'aaa';
    b.value = 'bbb';
    batch(() => {
      b.value = 'c';
      choice.value = true;
    });
  },
  'subscribers that write and that throw'({ signal }, log) {
    const a = signal(0);
    a.subscribe((value) => {
      log('x', value);
      if (value === 1) a.value = 2;
    });
    a.subscribe((value) => {
      log('y', value);
      if (value === 3) throw new Error('three');
    });
    a.subscribe((value) => log('z', value));
    a.value = 1;
    log(outcome(() => (a.value = 3)));
    a.value = 4;
  },
  'computeds that write what they read, and throw'({ computed, signal }, log) {
    const a = signal(5);
    const c = computed(() => {
      const value = a.value;
      if (value % 4 === 0) a.value = value + 1;
      if (value % 4 === 3) throw new Error(`three ${value}`);
      return value;
    });
    c.subscribe((value) => {
      log('x', value);
      if (value === 6) a.value = 8;
    });
    for (const value of [0, 3, 4, 7, 6]) log(outcome(() => (a.value = value)));
  },
  'untracked and peek'({ computed, effect, signal, untracked }, log) {
    const a = signal(0);
    const b = signal(0);
    const sum = computed(() => a.value + untracked(() => b.value));
    effect(() => log('run', sum.value, b.peek()));
    b.value = 1;
    a.value = 1;
    log(sum.peek());
  },
  hooks({ computed, effect, signal }, log) {
    const a = signal(0, {
      watched() {
        log('watched', this.peek());
      },
      unwatched() {
        log('unwatched', this.peek());
      },
    });
    const c = computed(() => a.value);
    log(c.value);
    const stops = [effect(() => void c.value), effect(() => void a.value)];
    for (const stop of stops) {
      stop();
      log('stopped');
    }
    effect(() => log(a.value))();
  },
  // Here `peek` has to be overridden as well
  'a subclass that says what its value is'({ computed, effect, Signal }, log) {
    class Doubled extends Signal<number> {
      override get value(): number {
        return super.value * 2;
      }
      override set value(value: number) {
        super.value = value;
      }
      override peek(): number {
        return super.peek() * 2;
      }
    }
    const a = new Doubled(1);
    const next = computed(() => a.value + 1);
    a.subscribe((value) => log('subscriber', value));
    effect(() => log('effect', a.value, next.value));
    a.value = 3;
    log(String(a), JSON.stringify(a), Number(a));
  },
  // The name used to be read-only
  'a name that is given later'({ effect, signal }, log) {
    const a = signal(1, { watched: () => log('watched') });
    a.name = 'a';
    log(a.name, a.value);
    effect(function (this: { name?: string; dispose: () => void }) {
      this.name = 'effect';
      log(this.name, a.value);
    });
  },
  // `null` used to throw
  'options that are null'({ computed, effect, signal }, log) {
    const none = null as unknown as undefined;
    const a = signal(1, none);
    const b = computed(() => a.value + 1, none);
    effect(() => log(b.value), none);
    a.value = 2;
  },
  // `this` used to be an internal object
  'what a subscriber has as this'({ signal }, log) {
    const a = signal(1);
    a.subscribe(function (this: unknown, ...values) {
      log(this, values);
    });
    a.value = 2;
  },
  conversions({ computed, signal }, log) {
    const a = signal(1);
    const b = computed(() => [a.value]);
    log(String(a), String(b), JSON.stringify({ a, b }), Number(a) + 1, `${a}`, b.valueOf());
    log(outcome(() => ((b as { value: unknown }).value = 1)).includes('only a getter'));
  },
};

test.each(Object.entries(programs))('SIG32: as in @preact/signals-core: %s', (_name, program) => {
  const run = (lib: Library): unknown[][] => {
    const entries: unknown[][] = [];
    program(lib, (...entry) => void entries.push(entry));
    return entries;
  };
  const logged = run(ours);
  expect(logged).toEqual(run(preact as unknown as Library));
  expect(logged.length).toBeGreaterThan(0);
});

test('SIG32: every value that @preact/signals-core exports is exported here', () => {
  expect(Object.keys(preact).filter((name) => !(name in ours))).toEqual([]);
});
