/**
 * Patterns as automata: which positions of a pattern are reached after some segments.
 *
 * A set of positions stands for all ways in which the segments so far may have been read, so `**` never costs more than
 * the pattern's length per step, however many there are, and every place is found once. Position i means "the segments
 * before i are matched"; a `**` may take nothing, so its position brings the next one with it (`closures`). A set is a
 * sorted array and belongs to nobody in particular: it is shared and never changed.
 */

import { GLOBSTAR, parsePattern, WILDCARD } from '@data-map/path';
import type { Pattern } from '@data-map/path';

/** Positions reached, in order, without repetition. */
export type States = readonly number[];

export class PrefixMatcher {
  readonly #steps: readonly (string | typeof WILDCARD | typeof GLOBSTAR)[];
  /** `#closures[i]`: position i and those that follow from it by `**` taking nothing. */
  readonly #closures: States[];
  readonly #literals: (readonly string[] | undefined)[];

  /**
   * @param write how a literal segment is written where it is compared
   * @throws PointerSyntaxError as `parsePattern` does
   */
  constructor(pattern: Pattern, write: (segment: string) => string = String) {
    this.#steps = parsePattern(pattern).map((step) =>
      typeof step === 'string' ? write(step) : step,
    );
    this.#closures = this.#steps.map((_, i) => {
      const reached = [i];
      while (this.#steps[i] === GLOBSTAR) reached.push(++i);
      return reached;
    });
    this.#closures.push([this.#steps.length]);
    this.#literals = this.#steps.map((step) => (typeof step === 'string' ? [step] : undefined));
    this.#literals.push([]);
  }

  get start(): States {
    return this.#closures[0]!;
  }

  accepts(states: States): boolean {
    return states.at(-1) === this.#steps.length;
  }

  /** Whether anything below a place with these states can match. */
  goesOn(states: States): boolean {
    return states[0] !== this.#steps.length;
  }

  /** The name that leads on from here, as a list of it or of nothing; undefined where any name may. */
  literals(states: States): readonly string[] | undefined {
    // Two positions are reached together only by way of a `**`, which takes any name
    return states.length === 1 ? this.#literals[states[0]!] : undefined;
  }

  /** The set after one more segment; empty where the pattern cannot match any more. */
  step(states: States, name: string): States {
    const [only] = states;
    if (states.length === 1) return this.#advance(only!, name);
    let next: number[] = [];
    for (const state of states) {
      const reached = this.#advance(state, name);
      if (next.length === 0) next = [...reached];
      else for (const to of reached) if (!next.includes(to)) next.push(to);
    }
    return next.sort((a, b) => a - b);
  }

  #advance(state: number, name: string): States {
    const step = this.#steps[state];
    if (step === GLOBSTAR) return this.#closures[state]!;
    return step === WILDCARD || step === name ? this.#closures[state + 1]! : NOWHERE;
  }
}

const NOWHERE: States = [];
