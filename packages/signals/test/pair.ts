import { batch, computed, effect, signal, untracked, type ReadonlySignal } from '@data-map/signals';
import { expect } from 'vitest';

import * as Flag from '../src/flags.ts';
import { cool, countPoll } from '../src/links.ts';
import type { ComputedNode } from '../src/node.ts';
import { checkInvariants } from './invariants.ts';
import { Oracle, type OracleComputed, type OracleEffect } from './oracle.ts';

/** What a computed or an effect does with nodes, which it names by number. */
export interface Formula {
  readonly kind: 'sum' | 'choose' | 'constant' | 'parity' | 'throw' | 'twice' | 'peek';
  readonly args: readonly [number, number, number];
}

export type Step =
  | { readonly do: 'write'; readonly signal: number; readonly value: number }
  | { readonly do: 'read'; readonly node: number }
  | { readonly do: 'warm'; readonly node: number }
  | { readonly do: 'cool' }
  | { readonly do: 'computed'; readonly formula: Formula }
  | { readonly do: 'effect'; readonly formula: Formula }
  | { readonly do: 'subscribe'; readonly node: number }
  | { readonly do: 'dispose'; readonly which: number }
  | { readonly do: 'batch'; readonly steps: readonly Step[]; readonly throws: boolean };

type Node = { value: number };

function evaluate(
  { kind, args }: Formula,
  node: (index: number) => Node,
  quietly: (fn: () => number) => number,
): number {
  const [a, b, c] = args;
  switch (kind) {
    case 'sum':
      return node(a).value + node(b).value;
    case 'choose':
      return node(a).value % 2 === 0 ? node(b).value : node(c).value;
    case 'constant':
      return Math.min(0, node(a).value);
    case 'parity':
      return node(a).value % 2;
    case 'throw':
      if (node(a).value % 3 === 2) throw new Error('two');
      return node(b).value;
    case 'twice':
      return node(a).value + node(b).value + node(a).value;
    case 'peek':
      return node(a).value + quietly(() => node(b).value);
  }
}

/** Calls `fn` and returns its result, or what it throws, as text. */
function attempt(fn: () => unknown): string {
  try {
    return String(fn());
  } catch (error) {
    return `threw ${(error as Error).message}`;
  }
}

/** The same graph twice: nodes of the library and of the oracle, with the same numbers. */
export class Pair {
  readonly oracle = new Oracle();
  readonly signals = Array.from({ length: 4 }, (_, i) => ({
    real: signal(i),
    model: this.oracle.signal(i),
  }));
  readonly nodes: { real: Node; model: Node }[] = [...this.signals];
  readonly computeds: { evaluations: number; model: OracleComputed }[] = [];
  readonly watchers: { stop: () => void; model: OracleEffect; real: string[]; seen: string[] }[] =
    [];

  run(step: Step): void {
    switch (step.do) {
      case 'write': {
        const { real, model } = this.signals[step.signal % this.signals.length] ?? this.never();
        real.value = step.value;
        model.value = step.value;
        break;
      }
      case 'read': {
        const { real, model } = this.at(step.node, this.nodes.length);
        expect(attempt(() => real.value)).toBe(attempt(() => model.value));
        break;
      }
      case 'warm': {
        const { real, model } = this.at(step.node, this.nodes.length);
        expect(attempt(() => real.value)).toBe(attempt(() => model.value));
        // Makes it warm, as eight reads after writes would
        const node = real as unknown as ComputedNode;
        while (node.flags & Flag.Lazy) countPoll(node);
        break;
      }
      case 'cool':
        cool();
        break;
      case 'computed':
        this.addComputed(step.formula);
        break;
      case 'effect':
        this.addEffect(step.formula);
        break;
      case 'subscribe':
        this.addSubscriber(step.node);
        break;
      case 'dispose': {
        const watcher = this.watchers[step.which % (this.watchers.length || 1)];
        if (watcher !== undefined) {
          watcher.stop();
          watcher.model.disposed = true;
        }
        break;
      }
      case 'batch':
        this.batch(step.steps, step.throws);
        break;
    }
  }

  /** Runs the steps in a batch of both; the batch of the oracle is nested in that of the library. */
  private batch(inner: readonly Step[], throws: boolean): void {
    const outcome = attempt(() =>
      batch(() => {
        attempt(() =>
          this.oracle.batch(() => {
            for (const step of inner) this.run(step);
            // Both batches end here: the oracle's effects run now, the library's when we return
          }),
        );
        if (throws) throw new Error('thrown by the batch');
      }),
    );
    expect(outcome).toBe(throws ? 'threw thrown by the batch' : 'undefined');
  }

  private addComputed(formula: Formula): void {
    const limit = this.nodes.length;
    const entry = {
      evaluations: 0,
      model: this.oracle.computed(() =>
        evaluate(
          formula,
          (i) => this.at(i, limit).model,
          (fn) => this.oracle.untracked(fn),
        ),
      ),
    };
    const real = computed(() => {
      entry.evaluations++;
      return evaluate(formula, (i) => this.at(i, limit).real, untracked);
    });
    this.computeds.push(entry);
    this.nodes.push({ real, model: entry.model });
  }

  private addEffect(formula: Formula): void {
    const limit = this.nodes.length;
    const real: string[] = [];
    const seen: string[] = [];
    const model = this.oracle.effect(() => {
      seen.push(
        attempt(() =>
          evaluate(
            formula,
            (i) => this.at(i, limit).model,
            (fn) => this.oracle.untracked(fn),
          ),
        ),
      );
    });
    const stop = effect(() => {
      real.push(attempt(() => evaluate(formula, (i) => this.at(i, limit).real, untracked)));
    });
    this.watchers.push({ stop, model, real, seen });
  }

  /**
   * Subscribes to a signal. Computeds are watched by effects only, since a subscriber of one that throws
   * would make the write throw.
   */
  private addSubscriber(index: number): void {
    const { real: source, model: from } = this.signals[index % this.signals.length] ?? this.never();
    const real: string[] = [];
    const seen: string[] = [];
    const model = this.oracle.effect(() => void seen.push(String(from.value)));
    const stop = source.subscribe((value) => void real.push(String(value)));
    this.watchers.push({ stop, model, real, seen });
  }

  at(index: number, limit: number): { real: Node; model: Node } {
    return this.nodes[index % limit] ?? this.never();
  }

  never(): never {
    throw new Error('Expected a node');
  }

  compare(): void {
    for (const { real, seen } of this.watchers) expect(real).toEqual(seen);
    for (const { evaluations, model } of this.computeds) {
      expect(evaluations).toBe(model.evaluations);
    }
    checkInvariants(this.nodes.map(({ real }) => real as ReadonlySignal<number>));
  }
}
