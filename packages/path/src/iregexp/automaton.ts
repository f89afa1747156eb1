/**
 * Runs the program of an I-Regexp in linear time: a deterministic automaton that is built while it is used (Cox, "Regular
 * Expression Matching Can Be Simple And Fast", 2007).
 *
 * A state stands for the set of program places where the nondeterministic automaton could be. A character leads from
 * state to state; the transition is worked out once, by asking every place of the set, and remembered. So a text costs
 * one lookup per character when the transitions are known, and one pass over the program per character when none is:
 * O(text × program) at worst and O(text) soon, with no backtracking, whatever the pattern.
 *
 * There can be exponentially many states. What is remembered is bounded by `MAX_REMEMBERED` numbers; when they are used
 * up all is forgotten and built anew, which costs no more than never having remembered.
 */

import type { Step } from './program.ts';

/** How many places and transitions are kept for one pattern. */
const MAX_REMEMBERED = 50_000;

interface State {
  /** Ascending; only places that wait for a character or for the end, or that accept. */
  readonly places: readonly number[];
  readonly accepts: boolean;
  /** The states that follow, by code point; the usual ones in an array. */
  readonly ascii: (State | undefined)[];
  readonly others: Map<number, State>;
  /** Whether it accepts when the text ends here; worked out when first asked. */
  acceptsAtEnd: boolean | undefined;
}

/** The automaton of one program and one place to start from: O(1) to make, O(text) to run once its states are known. */
export class Automaton {
  readonly #steps: readonly Step[];
  readonly #start: number;
  /** By their places. The initial state is not among them: only there `^` holds. */
  readonly #states = new Map<string, State>();
  #initial: State | undefined;
  #remembered = 0;

  constructor(steps: readonly Step[], start: number) {
    this.#steps = steps;
    this.#start = start;
  }

  /** Whether the program accepts the text: the whole of it, or with `early` any beginning of it. */
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
    if (this.#remembered > MAX_REMEMBERED) {
      this.#states.clear();
      this.#initial = undefined;
      this.#remembered = 0;
    }
    let next = this.#states.get(key);
    if (next === undefined) {
      next = this.#state(places);
      this.#states.set(key, next);
      this.#remembered += places.length + 20;
    }
    this.#remembered++;
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

  /** Everything that can be reached from the places without reading a character, as far as a run waits there. */
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
