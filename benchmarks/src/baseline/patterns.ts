import { PatternTrie } from '@data-map/subscriptions';

import { group } from '../runner/group.ts';
import { sink } from '../runner/sink.ts';
import { NaivePatternIndex } from './naive/pattern-index.ts';
import { seededRandom } from './random.ts';

const SIZES = [10, 100, 500, 1000];
const POINTERS = 1000;

interface Matcher {
  run(): void;
  match(pointer: string): Iterable<number>;
}

/** About 60% exact patterns, 25% with `*` and 15% with `**`, and pointers some of which match. */
function workload(count: number): { patterns: string[]; pointers: string[] } {
  const random = seededRandom(count);
  const fields = ['name', 'email', 'score', 'active', 'city'];
  const place = (): string =>
    `/users/${random(count)}/${fields[random(fields.length)]}/v${random(3)}`;
  const patterns = Array.from({ length: count }, (_, index) => {
    const kind = index % 20;
    if (kind < 12) return place();
    if (kind < 17) return `/users/*/${fields[random(fields.length)]}/v${random(count)}`;
    return `/users/${random(count)}/**/v${random(3)}`;
  });
  return { patterns, pointers: Array.from({ length: POINTERS }, place) };
}

/** Bottleneck 1: finding the patterns that match a pointer, among 10 to 1,000 patterns. */
export function patternGroups(): void {
  for (const size of SIZES) {
    const { patterns, pointers } = workload(size);
    const expected = new NaivePatternIndex<number>();
    for (const [index, pattern] of patterns.entries()) expected.add(pattern, index);
    const runOver = (match: (pointer: string) => Iterable<number>): Matcher => ({
      match,
      run() {
        for (const pointer of pointers) sink(match(pointer));
      },
    });
    group<Matcher>(
      'bottleneck/pattern_match',
      {
        operations: POINTERS,
        size,
        check({ match }, name) {
          for (const pointer of pointers) {
            const found = [...match(pointer)].toSorted((a, b) => a - b).join();
            const wanted = expected.match(pointer).join();
            if (found !== wanted) {
              throw new Error(
                `Expected ${name} to match "${pointer}" with ${wanted}, found ${found}`,
              );
            }
          }
        },
      },
      {
        'data-map': () => {
          const trie = new PatternTrie<number>();
          for (const [index, pattern] of patterns.entries()) trie.add(pattern, index);
          return runOver((pointer) => trie.match(pointer));
        },
        naive: () => {
          const index = new NaivePatternIndex<number>();
          for (const [value, pattern] of patterns.entries()) index.add(pattern, value);
          return runOver((pointer) => index.match(pointer));
        },
      },
    );
  }
}
