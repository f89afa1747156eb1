/** I-Regexp (RFC 9485): the regular expressions that JSONPath's `match` and `search` take. */

import { Automaton } from './automaton.ts';
import { MATCH, parseIRegexp, SEARCH } from './program.ts';

/** A compiled I-Regexp. Both questions cost O(text), whatever the pattern. */
export interface IRegexp {
  /** Whether the whole text matches. */
  match(text: string): boolean;
  /** Whether a part of the text matches. */
  search(text: string): boolean;
}

/**
 * Compiles an I-Regexp. Gives `undefined` where it is none (RFC 9485 §4), is no text at all, or is too large: more than 10,000
 * steps once its quantifiers are written out, or more than 1,000 groups inside each other (RFC 9485 §8 allows such limits).
 * Never throws. O(length + steps).
 *
 * What other dialects have and I-Regexp has not is refused, not guessed at: `\d`, `\b`, `\1`, lookaround, lazy
 * quantifiers, `(?:…)`. `.` matches everything but `\n` and `\r`; `^` and `$` are anchors, as in the compliance suite of
 * RFC 9535.
 *
 * @example
 * ```ts
 * import { compileIRegexp } from '@data-map/path';
 * const name = compileIRegexp('\\p{Lu}[a-z]+');
 * console.log(name?.match('Ada'), name?.match('Ada L.'), name?.search('by Ada L.')); // -> true false true
 * console.log(compileIRegexp('\\d+')); // -> undefined
 * ```
 */
export function compileIRegexp(pattern: string): IRegexp | undefined {
  const steps = typeof pattern === 'string' ? parseIRegexp(pattern) : undefined;
  if (steps === undefined) return undefined;
  const whole = new Automaton(steps, MATCH);
  const part = new Automaton(steps, SEARCH);
  return {
    match: (text) => whole.run(text, false),
    search: (text) => part.run(text, true),
  };
}
