import { formatPattern, GLOBSTAR, parsePattern, parsePointer, WILDCARD } from '@data-map/path';

/** The definition of matching, word for word. Exponential in the number of `**`, and independent of `matchPattern`. */
export function naiveMatch(pattern: string, pointer: string): boolean {
  const wanted = parsePattern(pattern);
  const found = parsePointer(pointer);
  const from = (w: number, f: number): boolean => {
    const step = wanted[w];
    if (w === wanted.length) return f === found.length;
    if (step === GLOBSTAR) return from(w + 1, f) || (f < found.length && from(w, f + 1));
    return f < found.length && (step === WILDCARD || step === found[f]) && from(w + 1, f + 1);
  };
  return from(0, 0);
}

/** A `PatternTrie` as a list of (pattern, value) pairs that are all tested. */
export class NaiveTrie<T> {
  pairs: { pattern: string; value: T }[] = [];

  add(pattern: string, value: T): boolean {
    if (this.has(pattern, value)) return false;
    this.pairs.push({ pattern, value });
    return true;
  }

  has(pattern: string, value: T): boolean {
    const canonical = collapse(pattern);
    return this.pairs.some((pair) => collapse(pair.pattern) === canonical && pair.value === value);
  }

  remove(pattern: string, value: T): boolean {
    const canonical = collapse(pattern);
    const kept = this.pairs.filter(
      (pair) => collapse(pair.pattern) !== canonical || pair.value !== value,
    );
    const removed = kept.length < this.pairs.length;
    this.pairs = kept;
    return removed;
  }

  match(pointer: string): Set<T> {
    const hits = this.pairs.filter(({ pattern }) => naiveMatch(pattern, pointer));
    return new Set(hits.map(({ value }) => value));
  }
}

/** Returns the canonical spelling of a pattern: adjacent `**` become one. */
function collapse(pattern: string): string {
  const steps = parsePattern(pattern);
  return formatPattern(steps.filter((step, at) => step !== GLOBSTAR || steps[at - 1] !== GLOBSTAR));
}
