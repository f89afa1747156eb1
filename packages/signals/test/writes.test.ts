import { batch, computed, effect, signal, type ReadonlySignal } from '@data-map/signals';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { fuzz } from './fuzz.ts';
import { checkInvariants } from './invariants.ts';

/** An effect that reads two nodes, writes its own sink, may make an inner effect, and may throw. */
interface Plan {
  readonly reads: readonly [number, number];
  readonly inner: number | undefined;
  readonly throwsAt: number;
}

type Step =
  | { readonly do: 'write'; readonly values: readonly (readonly [number, number])[] }
  | { readonly do: 'effect'; readonly plan: Plan }
  | { readonly do: 'computed'; readonly reads: readonly [number, number] }
  | { readonly do: 'dispose'; readonly which: number };

const nat = fc.nat({ max: 20 });
const pair = fc.tuple(nat, nat);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      values: fc.array(fc.tuple(nat, fc.nat({ max: 5 })), { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('effect' as const),
      plan: fc.record({
        reads: pair,
        inner: fc.option(nat, { nil: undefined }),
        throwsAt: fc.nat({ max: 9 }),
      }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('computed' as const), reads: pair }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('dispose' as const), which: nat }) },
);

/** A live effect, and what it saw when it ran last. */
interface Watch {
  readonly nodes: readonly ReadonlySignal<number>[];
  seen: readonly number[];
}

class World {
  readonly nodes: ReadonlySignal<number>[] = [];
  readonly signals = [0, 1, 2].map((value) => signal(value));
  readonly live = new Set<Watch>();
  readonly stops: (() => void)[] = [];

  constructor() {
    this.nodes.push(...this.signals);
  }

  run(program: Step): void {
    if (program.do === 'write') {
      quietly(() =>
        batch(() => {
          for (const [index, value] of program.values) this.pick(this.signals, index).value = value;
        }),
      );
    } else if (program.do === 'computed') {
      const [a, b] = program.reads.map((index) => this.pick(this.nodes, index));
      this.nodes.push(computed(() => ((a?.value ?? 0) + (b?.value ?? 0)) % 7));
    } else if (program.do === 'effect') {
      this.addEffect(program.plan);
    } else {
      this.stops[program.which % (this.stops.length || 1)]?.();
    }
  }

  /** Whether every live effect has seen the current values. */
  isSettled(): boolean {
    return [...this.live].every(({ nodes, seen }) =>
      nodes.every((node, i) => node.peek() === seen[i]),
    );
  }

  private addEffect({ reads, inner, throwsAt }: Plan): void {
    const nodes = reads.map((index) => this.pick(this.nodes, index));
    const inside = inner === undefined ? undefined : this.pick(this.nodes, inner);
    const sink = signal(0);
    const outer: Watch = { nodes, seen: [] };
    let started = false;
    quietly(() => {
      const stop = effect(() => {
        this.live.add(outer);
        outer.seen = nodes.map((node) => node.value);
        if (inside !== undefined) effect(() => this.watch(inside));
        const sum = outer.seen.reduce((total, value) => total + value, 0);
        sink.value = sum;
        if (sum === throwsAt) {
          if (!started) this.live.delete(outer);
          throw new Error('The effect has seen everything');
        }
      });
      this.stops.push(() => {
        stop();
        this.live.delete(outer);
      });
      started = true;
    });
    this.nodes.push(sink);
  }

  /** The body of an inner effect. Returns its cleanup. */
  private watch(node: ReadonlySignal<number>): () => void {
    const watch: Watch = { nodes: [node], seen: [node.value] };
    this.live.add(watch);
    return () => void this.live.delete(watch);
  }

  private pick<T>(list: readonly T[], index: number): T {
    return list[index % list.length] as T;
  }
}

/** Calls `fn`, and swallows the errors that effects throw on purpose. */
function quietly(fn: () => void): void {
  try {
    fn();
  } catch (error) {
    const errors: unknown[] = error instanceof AggregateError ? error.errors : [error];
    const foreign = errors.find(
      (one) => !(one instanceof Error && one.message === 'The effect has seen everything'),
    );
    if (foreign !== undefined) throw foreign;
  }
}

test('SIG15: after effects that write, nest, throw and end, every live effect has seen the last state', () => {
  expect(() =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (program) => {
        const world = new World();
        for (const one of program) {
          world.run(one);
          if (!world.isSettled()) throw new Error('An effect was not triggered');
          checkInvariants(world.nodes);
        }
      }),
      fuzz<[Step[]]>(400),
    ),
  ).not.toThrow();
}, 3_600_000);
