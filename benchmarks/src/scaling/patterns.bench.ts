/**
 * Matching against the number of patterns. At every size, every pointer matches three patterns: an exact one, one with
 * `*` and one with `**`. So the curve shows the cost of the patterns that do not match.
 */
import { qlobber, patternTrieEach, type PatternSet } from '../subscriptions/matchers.ts';
import { fresh } from '../subscriptions/workload.ts';
import { group } from '../runner/group.ts';
import { sink } from '../runner/sink.ts';
import { constant, expectEqual, placesIn, PLACES, SIZES } from './claims.ts';

interface Contender {
  readonly patterns: PatternSet;
  run(): void;
}

/** The patterns of one collection, all of which match a pointer into it. */
const KINDS = [
  (collection: number): string => `/c${collection}/items/7/name`,
  (collection: number): string => `/c${collection}/items/*/name`,
  (collection: number): string => `/c${collection}/**`,
];
/** qlobber takes half a kilobyte per pattern, and seconds to fill. */
const MOST_FOR_QLOBBER = 100_000;
const FLOOR = 'Map.get of the answer';

/** A pointer that a pattern matches. */
function pointerOf(pattern: string): string {
  return `/${pattern.split('/')[1]}/items/7/name`;
}

/** A Map from each pointer to its matches: as many memory accesses, without matching. */
function answers(): PatternSet {
  const hits = new Map<string, number[]>();
  return {
    add(pattern, value) {
      const pointer = pointerOf(pattern);
      const known = hits.get(pointer);
      if (known === undefined) hits.set(pointer, [value]);
      else known.push(value);
    },
    remove: (pattern) => void hits.delete(pointerOf(pattern)),
    each(pointer, visit) {
      for (const value of hits.get(pointer) ?? []) visit(value);
    },
  };
}

for (const size of SIZES) {
  const collections = Math.max(1, Math.floor(size / KINDS.length));
  const pointers = placesIn(collections).map((collection) => `/c${collection}/items/7/name`);
  const filled = (patterns: PatternSet): PatternSet => {
    for (let index = 0; index < size; index++) {
      const kind = KINDS[index % KINDS.length];
      if (kind) patterns.add(kind(Math.floor(index / KINDS.length)), index);
    }
    return patterns;
  };
  const contenders = (
    run: (patterns: PatternSet) => void,
    others: Readonly<Record<string, () => PatternSet>> = {},
  ): Record<string, () => Contender> => {
    const contender = (make: () => PatternSet) => (): Contender => {
      const patterns = filled(make());
      return { patterns, run: () => run(patterns) };
    };
    return {
      'data-map': contender(patternTrieEach),
      ...(size <= MOST_FOR_QLOBBER && { qlobber: contender(() => qlobber(0)) }),
      ...Object.fromEntries(Object.entries(others).map(([name, make]) => [name, contender(make)])),
    };
  };
  const check = ({ patterns }: Contender, name: string): void => {
    for (const pointer of pointers.slice(0, 20)) {
      const hits = new Set<number>();
      patterns.each(pointer, (value) => hits.add(value));
      expectEqual(hits.size, KINDS.length, `hits of ${pointer} in ${name}`);
    }
  };
  let hits = 0;
  const count = (value: number): void => {
    hits += value;
  };
  group(
    'scaling/patterns, match among n',
    { operations: PLACES, size, target: constant(SIZES, FLOOR), check },
    contenders(
      (patterns) => {
        for (const pointer of pointers) patterns.each(fresh(pointer), count);
        sink(hits);
      },
      { [FLOOR]: answers },
    ),
  );
  group(
    'scaling/patterns, add and remove among n',
    { operations: 200, size, target: constant(), check },
    contenders((patterns) => {
      for (let at = 0; at < 100; at++) patterns.add(`/c0/*/new${at}`, -1);
      for (let at = 0; at < 100; at++) patterns.remove(`/c0/*/new${at}`, -1);
    }),
  );
}
