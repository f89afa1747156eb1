/**
 * Bottleneck 1 as the founding plan found it: a pointer is matched against every pattern of a list. O(p·k) for
 * p patterns, more with `**`, whatever the number of matches.
 */
export class NaivePatternIndex<T> {
  readonly #patterns: { readonly segments: readonly string[]; readonly value: T }[] = [];

  add(pattern: string, value: T): void {
    this.#patterns.push({ segments: pattern.split('/').slice(1), value });
  }

  match(pointer: string): T[] {
    const segments = pointer.split('/').slice(1);
    const matches: T[] = [];
    for (const { segments: pattern, value } of this.#patterns) {
      if (matchesFrom(pattern, 0, segments, 0)) matches.push(value);
    }
    return matches;
  }
}

function matchesFrom(
  pattern: readonly string[],
  p: number,
  segments: readonly string[],
  s: number,
): boolean {
  if (p === pattern.length) return s === segments.length;
  const wanted = pattern[p];
  if (wanted === '**') {
    for (let rest = s; rest <= segments.length; rest++) {
      if (matchesFrom(pattern, p + 1, segments, rest)) return true;
    }
    return false;
  }
  if (s === segments.length) return false;
  return (wanted === '*' || wanted === segments[s]) && matchesFrom(pattern, p + 1, segments, s + 1);
}
