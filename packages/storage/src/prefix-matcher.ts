/**
 * A pattern as a nondeterministic automaton, simulated by the set of its live states.
 *
 * State i means that the first i segments of the pattern are matched. A `**` may match no segment at all, so the state in
 * front of it implies the next one; `#closures` holds these epsilon closures. One set of states stands for all ways in which
 * the segments so far can match. So a step costs at most the length of the pattern, however many `**` it has, and every
 * place is found once.
 *
 *     pattern /a/**\/n    0 ─a─► 1 ─ε─► 2 ─n─► 3    state 1 also stays on any segment; 3 accepts
 *     after   /a          {1, 2}
 *     after   /a/n        {1, 2, 3}
 */

import { GLOBSTAR, parsePattern, WILDCARD } from '@data-map/path';
import type { Pattern, Segment } from '@data-map/path';

/** A set of states: ascending, without repetition. Sets are shared and never changed. */
export type States = readonly number[];

export class PrefixMatcher {
  readonly #steps: readonly (string | typeof WILDCARD | typeof GLOBSTAR)[];
  /** `#closures[i]`: state i, and those that it implies because a `**` may match nothing. */
  readonly #closures: States[];
  /** `#literals[i]`: what `literals` returns for the single state i. */
  readonly #literals: (readonly string[] | undefined)[];

  /**
   * @param write converts a literal segment to the form of the names that `step` takes
   * @throws PointerSyntaxError as `parsePattern` does
   */
  constructor(pattern: Pattern, write: (segment: string) => string = String) {
    // Adjacent `**` match what one matches; so a closure has two states at most
    this.#steps = parsePattern(pattern)
      .filter((step, i, all) => step !== GLOBSTAR || all[i - 1] !== GLOBSTAR)
      .map((step) => (typeof step === 'string' ? write(step) : step));
    this.#closures = this.#steps.map((step, i) => (step === GLOBSTAR ? [i, i + 1] : [i]));
    this.#closures.push([this.#steps.length]);
    this.#literals = this.#steps.map((step) => (typeof step === 'string' ? [step] : undefined));
    this.#literals.push([]);
  }

  /** The states before the first segment. */
  get start(): States {
    return this.#closures[0]!;
  }

  /** Whether the segments that led to these states match the whole pattern. */
  accepts(states: States): boolean {
    return states.at(-1) === this.#steps.length;
  }

  /** Whether anything below a place with these states can match. */
  goesOn(states: States): boolean {
    return states[0] !== this.#steps.length;
  }

  /** The names that can lead on from these states: a list of one or none; undefined if any name may. */
  literals(states: States): readonly string[] | undefined {
    // Several states at once are reached only by a `**`, which takes any name
    return states.length === 1 ? this.#literals[states[0]!] : undefined;
  }

  /** The states after one more segment; empty if the pattern cannot match any more. */
  step(states: States, name: Segment): States {
    const [only] = states;
    if (states.length === 1) return this.#advance(only!, name);
    const next: number[] = [];
    let last = -1;
    // A greater state never advances to a smaller one, and the states that one state advances to are consecutive. So the
    // union stays ascending, and a state that is not greater than the last one is in it already
    for (const state of states) {
      for (const to of this.#advance(state, name)) if (to > last) next.push((last = to));
    }
    return next;
  }

  #advance(state: number, name: Segment): States {
    const step = this.#steps[state];
    if (step === GLOBSTAR) return this.#closures[state]!;
    return step === WILDCARD || step === String(name) ? this.#closures[state + 1]! : NOWHERE;
  }
}

const NOWHERE: States = [];
