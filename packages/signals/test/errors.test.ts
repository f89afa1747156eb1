import {
  batch,
  computed,
  CycleError,
  effect,
  effectScope,
  signal,
  untracked,
} from '@data-map/signals';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';

import { checkInvariants } from './invariants.ts';

/** Returns what `fn` throws. */
function thrownBy(fn: () => unknown): unknown {
  try {
    fn();
  } catch (error) {
    return error;
  }
  throw new Error('Expected a throw');
}

test('SIG17: what a computed throws is kept and thrown to every reader until a source changes', () => {
  const a = signal(0);
  const evaluate = vi.fn<() => number>(() => {
    if (a.value < 2) throw new Error(`bad ${a.value}`);
    return a.value;
  });
  const c = computed(evaluate);
  const d = computed(() => c.value);
  expect(thrownBy(() => c.value)).toBe(thrownBy(() => c.value));
  expect(thrownBy(() => d.peek())).toBe(thrownBy(() => c.peek()));
  expect(evaluate).toHaveBeenCalledTimes(1);
  a.value = 1;
  expect(() => d.value).toThrow('bad 1');
  expect(evaluate).toHaveBeenCalledTimes(2);
  a.value = 2;
  expect(d.value).toBe(2);
});

test('SIG17: an effect or a computed that throws before it reads anything is triggered by what it had read before', () => {
  // It never ran again: no dependency was left that could have triggered it
  const source = signal(1);
  let broken = false;
  let evaluations = 0;
  const double = computed(() => {
    evaluations++;
    if (broken) throw new Error('broken');
    return source.value * 2;
  });
  const seen: number[] = [];
  effect(() => {
    if (broken) throw new Error('broken, too');
    seen.push(source.value);
  });
  const told: number[] = [];
  effect(() => {
    try {
      told.push(double.value);
    } catch {
      told.push(-1);
    }
  });
  broken = true;
  expect(() => (source.value = 2)).toThrow('broken, too');
  broken = false;
  source.value = 3;
  expect([seen, told]).toEqual([
    [1, 3],
    [2, -1, 6],
  ]);

  const unread = computed(() => {
    evaluations++;
    if (broken) throw new Error('broken');
    return 'whole';
  });
  broken = true;
  expect(() => unread.value).toThrow('broken');
  broken = false;
  evaluations = 0;
  expect([unread.value, unread.value, evaluations]).toEqual(['whole', 'whole', 1]);
});

// One at a time: each of them refreshes the computed, and so hid that the other did not
test.each(['effect', 'computed'])(
  'SIG17, SIG18: an observer that threw before it read anything is notified of later changes of computeds that it had read; it never was again (%s)',
  (kind) => {
    const first = signal(0);
    const second = signal(1);
    const doubled = computed(() => second.value * 2);
    let throws = false;
    const read = (): string => {
      if (throws) throw new Error('bad');
      return `${first.value} ${doubled.value}`;
    };
    const seen: string[] = [];
    const between = computed(read);
    if (kind === 'effect') effect(() => void seen.push(read()));
    else effect(() => void seen.push(between.value));
    throws = true;
    const write = () =>
      batch(() => {
        first.value = 1;
        second.value = 2;
      });
    expect(write).toThrow('bad');
    checkInvariants([first, second, doubled, between]);
    throws = false;
    second.value = 3;
    second.value = 4;
    expect(seen).toEqual(['0 2', '1 6', '1 8']);
  },
);

test('SIG17: a computed may throw undefined, and a reader that catches it is not affected', () => {
  const a = signal(0);
  const evaluate = vi.fn<() => never>(() => {
    void a.value;
    throw undefined;
  });
  const c = computed(evaluate);
  const caught = computed(() => thrownBy(() => c.value) ?? 'undefined was thrown');
  expect(caught.value).toBe('undefined was thrown');
  expect(caught.value).toBe('undefined was thrown');
  expect(evaluate).toHaveBeenCalledTimes(1);
  a.value = 1;
  expect(caught.value).toBe('undefined was thrown');
  expect(evaluate).toHaveBeenCalledTimes(2);
});

test('SIG18: an effect that throws does not stop the others, and the writer gets what it threw', () => {
  const a = signal(0);
  const before = vi.fn<() => void>(() => void a.value);
  const after = vi.fn<() => void>(() => void a.value);
  effect(before);
  effect(() => {
    if (a.value === 1) throw new Error('one');
  });
  effect(after);
  expect(() => (a.value = 1)).toThrow('one');
  expect([a.value, before.mock.calls.length, after.mock.calls.length]).toEqual([1, 2, 2]);
  a.value = 2;
  expect([before.mock.calls.length, after.mock.calls.length]).toEqual([3, 3]);
  checkInvariants([a]);
});

test('SIG18: several errors are thrown together, in order, and the message names the first', () => {
  const a = signal(0);
  for (const name of ['x', 'y']) {
    effect(() => {
      if (a.value > 0) throw new Error(name);
    });
  }
  a.subscribe((value) => {
    if (value > 0) throw new Error('z');
  });
  const error = thrownBy(() =>
    batch(() => {
      a.value = 1;
      throw new Error('batch');
    }),
  );
  expect(error).toBeInstanceOf(AggregateError);
  expect((error as AggregateError).errors.map(({ message }) => message)).toEqual([
    'batch',
    'x',
    'y',
    'z',
  ]);
  expect((error as AggregateError).message).toContain('batch');
});

test('SIG18: several effects may throw any values', () => {
  const a = signal(0);
  const odd = [Object.create(null), Symbol('odd'), undefined] as unknown[];
  for (const thrown of odd) {
    effect(() => {
      if (a.value > 0) throw thrown;
    });
  }
  const error = thrownBy(() => (a.value = 1)) as AggregateError;
  expect(error.errors).toEqual(odd);
  expect(error.message).toBe('3 errors');
});

test('SIG18: an effect that threw runs again at the next change', () => {
  const a = signal(0);
  const clean = vi.fn<() => void>();
  const run = vi.fn<() => (() => void) | undefined>(() => {
    if (a.value === 1) throw new Error('one');
    return a.value === 0 ? clean : undefined;
  });
  effect(run);
  expect(() => (a.value = 1)).toThrow('one');
  expect(clean).toHaveBeenCalledTimes(1);
  a.value = 2;
  expect([run.mock.calls.length, clean.mock.calls.length]).toEqual([3, 1]);
});

test('SIG19: a throw in the first run ends the effect, reaches the caller, and leaves nothing behind', () => {
  const a = signal(0);
  const run = vi.fn<() => void>(() => {
    void a.value;
    throw new Error('first');
  });
  const inner = vi.fn<() => void>(() => void a.value);
  expect(() => effect(run)).toThrow('first');
  expect(() =>
    effect(() => {
      effect(inner);
      effect(run);
    }),
  ).toThrow('first');
  expect(() => a.subscribe(run)).toThrow('first');
  a.value = 1;
  expect([run.mock.calls.length, inner.mock.calls.length]).toEqual([3, 1]);
  checkInvariants([a]);
});

test.for([
  ['a hook', signal(0, { watched: () => fail('hook') })],
  ['another effect', signal(0)],
] as const)('SIG19: what %s throws in the first run ends the effect as well', ([who, source]) => {
  const other = signal(0);
  const stop = effect(() => {
    if (other.value > 0) fail('other');
  });
  const run = vi.fn<() => void>(() => {
    if (who !== 'a hook') other.value = other.peek() + 1;
    void source.value;
  });
  const heard = vi.fn<() => void>(() => run());
  const message = who === 'a hook' ? 'hook' : 'other';
  expect(() => effect(run)).toThrow(message);
  expect(() => source.subscribe(heard)).toThrow(message);
  stop();
  source.value = 1;
  expect([run.mock.calls.length, heard.mock.calls.length]).toEqual([2, 1]);
  checkInvariants([source, other]);
});

test('SIG18, SIG19: errors of other effects are not lost when a first run throws as well', () => {
  const a = signal(0);
  effect(() => {
    if (a.value > 0) throw new Error('other');
  });
  const error = thrownBy(() =>
    effect(() => {
      a.value = 1;
      throw new Error('first run');
    }),
  );
  expect(error).toBeInstanceOf(AggregateError);
  expect((error as AggregateError).errors.map(({ message }) => message)).toEqual([
    'first run',
    'other',
  ]);
  checkInvariants([a]);
});

test('SIG19: an inner effect that throws at first can be caught by the outer one', () => {
  const seen: string[] = [];
  effect(() => {
    const error = thrownBy(() =>
      effect(() => {
        throw new Error('inner');
      }),
    );
    seen.push((error as Error).message);
  });
  expect(seen).toEqual(['inner']);
});

test('SIG19, SIG25: an effect or a subscriber whose source has a hook that throws is not left running', () => {
  const a = signal(0, {
    watched() {
      throw new Error('watched');
    },
  });
  const outer = signal(0);
  const run = vi.fn<() => void>(() => void a.value);
  expect(() => effect(run)).toThrow('watched');
  expect(() => a.subscribe(run)).toThrow('watched');
  expect(() =>
    effect(() => {
      void outer.value;
      effect(run);
    }),
  ).toThrow('watched');
  batch(() => expect(() => effect(run)).toThrow('watched'));
  a.value = 1;
  outer.value = 1;
  expect(run).toHaveBeenCalledTimes(4);
  checkInvariants([a, outer]);
});

test('SIG19: an effect or a subscriber is not left running if a cleanup throws in its first run', () => {
  const a = signal(0);
  const run = vi.fn<() => void>(() => {
    const stop = effect(() => () => {
      throw new Error('cleanup');
    });
    void a.value;
    stop();
  });
  expect(() => effect(run)).toThrow('cleanup');
  expect(() => a.subscribe(run)).toThrow('cleanup');
  a.value = 1;
  expect(run).toHaveBeenCalledTimes(2);
  checkInvariants([a]);
});

test('SIG19: an effect or a subscriber is not left running if its first run triggers another effect that throws', () => {
  const a = signal(0);
  const b = signal(0);
  effect(() => {
    if (a.value > 0) throw new Error(`other ${a.value}`);
  });
  const run = vi.fn<() => () => void>(() => {
    void b.value;
    a.value = a.peek() + 1;
    return () => {
      throw new Error('own cleanup');
    };
  });
  const errors = (thrownBy(() => effect(run)) as AggregateError).errors as Error[];
  expect(errors.map(({ message }) => message)).toEqual(['own cleanup', 'other 1']);
  expect(() => b.subscribe(run)).toThrow('other 2');
  b.value = 1;
  expect(run).toHaveBeenCalledTimes(2);
  checkInvariants([a, b]);
});

test('SIG19: an effect that throws at first does not run once more because of what it has written', () => {
  const a = signal(0);
  const run = vi.fn<() => void>(() => {
    a.value++;
    throw new Error('first');
  });
  expect(() => effect(run)).toThrow('first');
  expect([run.mock.calls.length, a.value]).toEqual([1, 1]);
});

test('SIG19: if the first run of an inner effect throws, and its cleanup too, neither error is lost', () => {
  const caught: unknown[] = [];
  const error = thrownBy(() =>
    effect(() => {
      const inner = thrownBy(() =>
        effect(() => {
          effect(() => () => fail('cleanup'));
          fail('inner');
        }),
      );
      caught.push((inner as Error).message);
    }),
  );
  expect(caught).toEqual(['inner']);
  expect((error as Error).message).toBe('cleanup');
});

test('SIG19, SIG24: what a scope throws is not lost when a cleanup throws as well', () => {
  const error = thrownBy(() =>
    effectScope(() => {
      effect(() => () => {
        throw new Error('cleanup');
      });
      throw new Error('scope');
    }),
  );
  expect((error as AggregateError).errors.map(({ message }) => message)).toEqual([
    'cleanup',
    'scope',
  ]);
});

test('SIG20: an effect whose cleanup throws ends, and the others run', () => {
  const a = signal(0);
  const run = vi.fn<() => void>();
  const after = vi.fn<() => void>(() => void a.value);
  effect(() => {
    run();
    void a.value;
    return () => {
      throw new Error('cleanup');
    };
  });
  effect(after);
  expect(() => (a.value = 1)).toThrow('cleanup');
  a.value = 2;
  expect([run.mock.calls.length, after.mock.calls.length]).toEqual([1, 3]);
});

test('SIG20: disposing of an effect runs all its cleanups, whichever throws', () => {
  const log: string[] = [];
  const stop = effect(() => {
    for (const name of ['x', 'y']) {
      effect(() => () => {
        log.push(name);
        throw new Error(name);
      });
    }
    return () => void log.push('own');
  });
  const error = thrownBy(stop);
  expect((error as AggregateError).errors.map(({ message }) => message)).toEqual(['y', 'x']);
  expect(log).toEqual(['y', 'x', 'own']);
});

test('SIG21: a computed that needs its own value throws a named error, and recovers', () => {
  const closed = signal(true);
  const a = computed((): number => (closed.value ? b.value : 1), { name: 'a' });
  const b = computed((): number => a.value + 1, { name: 'b' });
  const error = thrownBy(() => a.value);
  expect(error).toBeInstanceOf(CycleError);
  expect(error).toMatchObject({ name: 'CycleError', code: 'CYCLE' });
  expect((error as Error).message).toBe('Cycle detected at a');
  expect(() => effect(() => void b.value)).toThrow(CycleError);
  closed.value = false;
  expect([a.value, b.value]).toEqual([1, 2]);
  checkInvariants([a, b, closed]);
});

test('SIG21: a cycle through peek throws, too', () => {
  const a: { peek(): number } = computed((): number => a.peek());
  expect(() => a.peek()).toThrow('Cycle detected at an unnamed node');
});

test('SIG21: a ring is checked to its end when one member catches the error and another one writes', () => {
  const closed = signal(true);
  const writes = signal(0);
  const a = computed((): number => {
    if (!closed.value) return 1;
    try {
      return b.value;
    } catch (error) {
      expect(error).toBeInstanceOf(CycleError);
      return 0;
    }
  });
  const b = computed((): number => {
    // After this write nothing counts as up to date, not even the computeds that are running
    writes.value++;
    return a.value + 1;
  });
  expect(a.value).toBe(0);
  expect(b.value).toBe(1);
  checkInvariants([a, b, closed, writes]);
  closed.value = false;
  expect([a.value, b.value]).toEqual([1, 2]);
  checkInvariants([a, b, closed, writes]);
});

test('SIG21: dependencies that change direction are not a cycle', () => {
  const leftFirst = signal(true);
  const left = computed((): number => (leftFirst.value ? 1 : right.value + 1));
  const right = computed((): number => (leftFirst.value ? left.value + 1 : 1));
  const seen: string[] = [];
  effect(() => void seen.push(`${left.value}${right.value}`));
  leftFirst.value = false;
  leftFirst.value = true;
  expect(seen).toEqual(['12', '21', '12']);
});

test('SIG21: effects that never come to rest are stopped by a named error, and work afterwards', () => {
  const a = signal(0, { name: 'a' });
  const run = vi.fn<() => void>(() => {
    if (a.value > 0) a.value++;
  });
  effect(run);
  expect(() => (a.value = 1)).toThrow(CycleError);
  expect(run.mock.calls.length).toBeLessThan(110);
  a.value = 0;
  run.mockClear();
  a.value = -1;
  expect(run).toHaveBeenCalledTimes(1);
  checkInvariants([a]);
});

test('SIG21: two effects that trigger each other are stopped', () => {
  const a = signal(0);
  const b = signal(0);
  effect(() => void (b.value = a.value === 0 ? 0 : a.value + 1));
  expect(() => effect(() => void (a.value = b.value + 1))).toThrow('Cycle detected');
  checkInvariants([a, b]);
});

function fail(message: string): never {
  throw new Error(message);
}

/** Two computeds that need each other while the ring is closed. */
function ring() {
  const closed = signal(false);
  const a = computed((): number => (closed.value ? b.value : 0));
  const b = computed((): number => a.value + 1);
  return { closed, a, b };
}

test('SIG21: a ring that closes later is detected whichever member is read, and whichever was read before', () => {
  // A running computed that was checked at this clock was compared by its version, and so counted as
  // unchanged
  for (const first of ['a', 'b'] as const) {
    for (const second of ['a', 'b'] as const) {
      for (const isObserved of [false, true]) {
        const { closed, ...computeds } = ring();
        const seen: unknown[] = [];
        const end = isObserved
          ? effect(() => {
              try {
                seen.push(computeds[second].value);
              } catch (error) {
                seen.push((error as CycleError).code);
              }
            })
          : undefined;
        void computeds[first].value;
        closed.value = true;
        expect(thrownBy(() => computeds[second].value)).toBeInstanceOf(CycleError);
        expect(thrownBy(() => computeds[first].value)).toBeInstanceOf(CycleError);
        closed.value = false;
        expect([computeds.a.value, computeds.b.value]).toEqual([0, 1]);
        if (isObserved)
          expect(seen).toEqual([second === 'a' ? 0 : 1, 'CYCLE', second === 'a' ? 0 : 1]);
        end?.();
      }
    }
  }
});

test('SIG21: an effect is notified when a ring is opened, whatever was read while it was closed', () => {
  const { closed, a, b } = ring();
  const seen: unknown[] = [];
  effect(() => {
    try {
      seen.push(b.value);
    } catch (error) {
      seen.push((error as CycleError).code);
    }
  });
  closed.value = true;
  expect(thrownBy(() => a.peek())).toBeInstanceOf(CycleError);
  expect(thrownBy(() => b.peek())).toBeInstanceOf(CycleError);
  closed.value = false;
  expect(seen).toEqual([1, 'CYCLE', 1]);
});

test('SIG21: random graphs that may contain rings give the same as evaluating everything anew', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.tuple(fc.nat(4), fc.nat(2)), { maxLength: 3 }), {
        minLength: 5,
        maxLength: 5,
      }),
      fc.array(fc.tuple(fc.constantFrom('write', 'read', 'peek'), fc.nat(4)), { maxLength: 20 }),
      (graph, program) => {
        const gates = [signal(false), signal(false), signal(false)] as const;
        const sum = (at: number, read: (to: number) => number): number => {
          let total = at;
          for (const [to, gate] of graph[at] ?? [])
            if (gates[gate]?.value === true) total += read(to);
          return total;
        };
        const nodes: { readonly value: number; peek(): number }[] = graph.map((_, at) =>
          computed(() => sum(at, (to) => nodes[to]?.value ?? 0)),
        );
        const anew = (at: number, above: readonly number[] = []): number =>
          above.includes(at) ? Number.NaN : sum(at, (to) => anew(to, [...above, at]));
        const told = (read: () => number): number => {
          try {
            return read();
          } catch (error) {
            expect(error).toBeInstanceOf(CycleError);
            return Number.NaN;
          }
        };
        let last = 0;
        const end = effect(() => {
          last = told(() => nodes[0]?.value ?? 0);
        });
        for (const [kind, at] of program) {
          const gate = gates[at % 3]!;
          const node = nodes[at]!;
          if (kind === 'write') gate.value = !gate.peek();
          else
            expect(told(() => (kind === 'read' ? node.value : node.peek()))).toBe(
              untracked(() => anew(at)),
            );
          expect(last).toBe(untracked(() => anew(0)));
        }
        end();
      },
    ),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 500) },
  );
});
