/** I-Regexp (RFC 9485): the regular expressions that JSONPath's `match` and `search` take. */

import { Automaton } from './automaton.ts';
import { MATCH, parseIRegexp, SEARCH } from './program.ts';

/** A compiled I-Regexp. Both methods take time linear in the length of the text, whatever the pattern. */
export interface IRegexp {
  /** Whether the whole text matches. */
  match(text: string): boolean;
  /** Whether any part of the text matches. */
  search(text: string): boolean;
}

/**
 * Compiles an I-Regexp. Returns `undefined` for what is not an I-Regexp (RFC 9485 §4) or not a string, and for patterns that
 * are too large: more than 10,000 steps once repetitions are expanded, or groups nested more than 1,000 deep (RFC 9485 §8 allows
 * such limits). Never throws. O(length + steps × depth of groups).
 *
 * Syntax of other dialects is refused rather than interpreted: `\d`, `\b`, `\1`, lookaround, lazy quantifiers, `(?:…)`. `.`
 * matches every character except `\n` and `\r`; `^` and `$` are anchors, as the compliance suite of RFC 9535 demands.
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
