/** Finding the patterns that match a pointer, and adding and removing a pattern: ours against its peers. */
import { matchPattern } from '@data-map/path';
import { once } from '../once.ts';
import { group } from '../runner/group.ts';
import { sink } from '../runner/sink.ts';
import {
  answers,
  emitter,
  naiveTrie,
  patternTrie,
  patternTrieEach,
  qlobber,
  regexScan,
  type Make,
  type PatternSet,
} from './matchers.ts';
import { fresh, workload, type Workload } from './workload.ts';

const SIZES = [10, 100, 1000, 10_000, 100_000];
const POINTERS = 1000;
const EDITS = 100;

/** From this number of patterns on, contenders that scan all patterns, or are about as slow, are left out: a round would take minutes. */
const TOO_MANY_TO_SCAN = 10_000;

/** The check compares the matches of so many pointers with `matchPattern` for each pattern. */
const CHECKED = 20;

interface Contender {
  readonly patterns: PatternSet;
  run(): void;
}

for (const size of SIZES) {
  const work = workload(size, POINTERS);
  const expected = new Map<string, readonly number[]>();
  const filled = (make: Make): PatternSet => {
    const patterns = make();
    for (const [value, pattern] of work.patterns.entries()) patterns.add(pattern, value);
    return patterns;
  };
  const contenders = (run: (patterns: PatternSet) => void): Record<string, () => Contender> => {
    const contender = (make: Make) => (): Contender => {
      const patterns = filled(make);
      return { patterns, run: () => run(patterns) };
    };
    return {
      'data-map match': contender(patternTrie),
      'data-map forEachMatch': contender(patternTrieEach),
      qlobber: contender(() => qlobber(0)),
      'qlobber, splits cached': contender(() => qlobber(2 * POINTERS)),
      'recursive trie': contender(naiveTrie),
      ...(size < TOO_MANY_TO_SCAN && { eventemitter2: contender(emitter) }),
      ...(size < TOO_MANY_TO_SCAN && { 'regex scan': contender(regexScan) }),
    };
  };
  /** Asks a peer that is checked like all others, since it would take minutes to try each pattern on each pointer. */
  const known = once(() => {
    const asked = filled(() => qlobber(0));
    return new Map(work.pointers.map((pointer) => [pointer, hitsOf(asked, pointer)]));
  });
  const floor = (run: (patterns: PatternSet) => void): Contender => {
    const patterns = answers(known());
    return { patterns, run: () => run(patterns) };
  };
  const check = ({ patterns }: Contender, name: string): void => {
    for (const pointer of work.pointers.slice(0, CHECKED)) {
      let wanted = expected.get(pointer);
      if (wanted === undefined) expected.set(pointer, (wanted = matches(work, pointer)));
      const found = hitsOf(patterns, pointer).join();
      if (found !== wanted.join()) {
        throw new Error(
          `Expected ${name} to match "${pointer}" with ${wanted.join()}, found ${found}`,
        );
      }
    }
  };

  let hits = 0;
  const count = (value: number): void => {
    hits += value;
  };
  const hot = (patterns: PatternSet): void => {
    for (const pointer of work.pointers) patterns.each(pointer, count);
    sink(hits);
  };
  const recent = (patterns: PatternSet): void => {
    for (const pointer of work.pointers) patterns.each(fresh(pointer), count);
    sink(hits);
  };
  const unseen = (patterns: PatternSet): void => {
    for (let at = 0; at < POINTERS; at++) patterns.each(work.unseen(), count);
    sink(hits);
  };
  const options = { operations: POINTERS, size, check };
  group('patterns/match, the same strings', options, {
    ...contenders(hot),
    'Map.get of the answer': () => floor(hot),
  });
  group('patterns/match, strings put together anew', options, {
    ...contenders(recent),
    'Map.get of the answer': () => floor(recent),
  });
  group('patterns/match, pointers never seen before', options, contenders(unseen));

  const editing = (pattern: (at: number) => string) => (patterns: PatternSet) => {
    for (let at = 0; at < EDITS; at++) patterns.add(pattern(at), -1);
    for (let at = 0; at < EDITS; at++) patterns.remove(pattern(at), -1);
  };
  const edits = { operations: 2 * EDITS, size, check };
  group(
    'patterns/add or remove, exact',
    edits,
    contenders(editing((at) => `/c0/items/new${at}/name`)),
  );
  group(
    'patterns/add or remove, wildcards',
    edits,
    contenders(editing((at) => `/c0/*/new${at}/**`)),
  );
}

function matches({ patterns }: Workload, pointer: string): number[] {
  const hits: number[] = [];
  for (const [value, pattern] of patterns.entries())
    if (matchPattern(pattern, pointer)) hits.push(value);
  return hits;
}

function hitsOf(patterns: PatternSet, pointer: string): number[] {
  const hits = new Set<number>();
  patterns.each(pointer, (value) => hits.add(value));
  return [...hits].toSorted((a, b) => a - b);
}
