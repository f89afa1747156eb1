/**
 * Runs the program of an I-Regexp without backtracking: a lazy DFA, that is a deterministic automaton whose states are built
 * when a text first reaches them (Cox, "Regular Expression Matching Can Be Simple And Fast", 2007).
 *
 * A DFA state is the set of all program places at which the nondeterministic automaton could be. The transition of a state by
 * a character is computed once, by testing the character at every place of the set, and cached. So a text costs one look-up
 * per character once its transitions are cached, and one pass over the program per character (and a sort of the places reached)
 * while none is: O(text × program) at worst, and O(text) soon, whatever the pattern.
 *
 * There can be exponentially many states. The cache is bounded by `MAX_CACHED` numbers; when it is full, all states are dropped and
 * built again on demand, which costs no more than running without a cache.
 */

import type { Step } from './program.ts';

/** The maximum size of the cache of one automaton, counted in places, transitions and an overhead per state. */
const MAX_CACHED = 50_000;

interface State {
  /** Ascending; only places that read a character, assert the end of the text or accept. */
  readonly places: readonly number[];
  readonly accepts: boolean;
  /** Transitions by code point, below 128 in an array. */
  readonly ascii: (State | undefined)[];
  /** All other transitions. */
  readonly others: Map<number, State>;
  /** Whether the automaton accepts if the text ends in this state; computed on first use. */
  acceptsAtEnd: boolean | undefined;
}

/** The automaton of a program and a place at which it starts. O(1) to create, O(text) to run once its transitions are cached. */
export class Automaton {
  readonly #steps: readonly Step[];
  readonly #start: number;
  /** By their places. The initial state is not among them, even if its places are equal: `^` holds there only. */
  readonly #states = new Map<string, State>();
  #initial: State | undefined;
  #cached = 0;

  constructor(steps: readonly Step[], start: number) {
    this.#steps = steps;
    this.#start = start;
  }

  /** Whether the program accepts the whole text or, if `early`, any prefix of it. */
  run(text: string, early: boolean): boolean {
    let state = (this.#initial ??= this.#state(this.#closure([this.#start], true, false)));
    for (let at = 0; at < text.length;) {
      if (early && state.accepts) return true;
      if (state.places.length === 0) return false;
      const code = text.codePointAt(at) ?? 0;
      at += code > 0xffff ? 2 : 1;
      const next = code < 128 ? state.ascii[code] : state.others.get(code);
      state = next ?? this.#follow(state, code);
    }
    return (state.acceptsAtEnd ??= this.#accept(this.#closure(state.places, text === '', true)));
  }

  /** Computes and caches the transition of a state by a code point. */
  #follow(state: State, code: number): State {
    const character = String.fromCodePoint(code);
    const reached: number[] = [];
    for (const place of state.places) {
      const step = this.#steps[place];
      if (step?.kind === 'char' && (step.test?.test(character) ?? step.code === code)) {
        reached.push(place + 1);
      }
    }
    const places = this.#closure(reached, false, false);
    const key = places.join();
    if (this.#cached > MAX_CACHED) {
      this.#states.clear();
      this.#initial = undefined;
      this.#cached = 0;
    }
    let next = this.#states.get(key);
    if (next === undefined) {
      next = this.#state(places);
      this.#states.set(key, next);
      this.#cached += places.length + 20;
    }
    this.#cached++;
    if (code < 128) state.ascii[code] = next;
    else state.others.set(code, next);
    return next;
  }

  #state(places: readonly number[]): State {
    return {
      places,
      accepts: this.#accept(places),
      ascii: [],
      others: new Map(),
      acceptsAtEnd: undefined,
    };
  }

  #accept(places: readonly number[]): boolean {
    return places.some((place) => this.#steps[place]?.kind === 'accept');
  }

  /**
   * Returns the places that can be reached without reading a character (the epsilon closure), ascending, without splits and
   * `^`, which have no effect of their own. O(program), and a sort.
   */
  #closure(from: readonly number[], atStart: boolean, atEnd: boolean): number[] {
    const seen = new Set(from);
    const places: number[] = [];
    for (const place of seen) {
      const step = this.#steps[place];
      if (step?.kind === 'split') {
        seen.add(place + step.one).add(place + step.other);
      } else if (step?.kind === 'start') {
        if (atStart) seen.add(place + 1);
      } else {
        places.push(place);
        if (step?.kind === 'end' && atEnd) seen.add(place + 1);
      }
    }
    return places.sort((a, b) => a - b);
  }
}
