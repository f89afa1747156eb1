import { formatPattern, formatPointer, PointerSyntaxError, type Segments } from '@data-map/path';
import { PatternTrie } from '@data-map/subscriptions';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Matcher } from '../src/matcher.ts';
import { roll, SegmentTable } from '../src/segment-table.ts';
import { key, pattern, pointer, segments } from './arbitraries.ts';
import { fuzz } from './fuzz.ts';
import { checkMatcher } from './invariants.ts';
import { NaiveTrie } from './naive.ts';

const value = fc.integer({ min: 0, max: 3 });

interface Pair {
  readonly trie: PatternTrie<number>;
  readonly naive: NaiveTrie<number>;
}

interface Step {
  readonly pattern: string;
  readonly value: number;
  readonly pointer: string;
  readonly segments: Segments;
  readonly at: number;
}

type Apply = (pair: Pair, step: Step) => [found: unknown, expected: unknown];

const OPERATIONS = ['add', 'remove', 'match', 'visit', 'walk', 'clear'] as const;

/** Applies an operation to the trie and to the naive one, and returns both results. */
const APPLY: Record<(typeof OPERATIONS)[number], Apply> = {
  add: ({ trie, naive }, step) => [
    trie.add(step.pattern, step.value),
    naive.add(step.pattern, step.value),
  ],
  remove: ({ trie, naive }, step) => [
    trie.remove(step.pattern, step.value),
    naive.remove(step.pattern, step.value),
  ],
  match: ({ trie, naive }, step) => [trie.match(step.pointer), naive.match(step.pointer)],
  visit: ({ trie, naive }, step) => [
    collected<number>((visit) => trie.forEachMatch(step.pointer, visit)),
    naive.match(step.pointer),
  ],
  walk: ({ trie, naive }, step) => [
    collected<number>((visit) => trie.forEachMatch(step.segments, visit)),
    naive.match(formatPointer(step.segments)),
  ],
  clear: ({ trie, naive }, step) => {
    if (step.at % 8 === 0) {
      trie.clear();
      naive.pairs = [];
    }
    return [trie.size, naive.pairs.length];
  },
};

function collected<T>(each: (visit: (hit: T) => void) => void): Set<T> {
  const hits: T[] = [];
  each((hit) => hits.push(hit));
  const unique = new Set(hits);
  expect(unique.size).toBe(hits.length);
  return unique;
}

describe('PatternTrie', () => {
  test('SUB1: matches as the definition of patterns says, after any sequence of adds and removes', () => {
    const history = fc.tuple(
      fc.array(pattern, { minLength: 1, maxLength: 8 }),
      fc.array(
        fc.record({
          op: fc.constantFrom(...OPERATIONS),
          pattern,
          value,
          pointer,
          segments,
          at: fc.nat(),
        }),
        { maxLength: 60 },
      ),
    );
    fc.assert(
      fc.property(history, ([patterns, steps]) => {
        const pair = { trie: new PatternTrie<number>(), naive: new NaiveTrie<number>() };
        for (const step of steps) {
          // Adds and removes draw on the same few patterns, so most removes find their pair
          const text = patterns[step.at % (patterns.length + 1)] ?? step.pattern;
          const [found, expected] = APPLY[step.op](pair, { ...step, pattern: text });
          expect(found).toEqual(expected);
          expect(pair.trie.has(text, step.value)).toBe(pair.naive.has(text, step.value));
          expect(pair.trie.size).toBe(pair.naive.pairs.length);
        }
      }),
      fuzz(500),
    );
  });

  test('SUB2: keeps no empty node, and no name that no pattern uses, after any adds and removes', () => {
    const step = fc.record({ adds: fc.boolean(), pattern, value, pointer, at: fc.nat() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const matcher = new Matcher<number>();
        const naive = new NaiveTrie<number>();
        for (const { adds, pointer: asked, at, ...drawn } of steps) {
          const known = naive.pairs[at % (naive.pairs.length + 1)] ?? drawn;
          const changed = adds
            ? [matcher.add(drawn.pattern, drawn.value), naive.add(drawn.pattern, drawn.value)]
            : [
                matcher.remove(known.pattern, known.value),
                naive.remove(known.pattern, known.value),
              ];
          expect(changed[0]).toBe(changed[1]);
          expect(checkMatcher(matcher)).toBe(naive.pairs.length);
          matcher.locate(asked);
        }
        for (const pair of naive.pairs) matcher.remove(pair.pattern, pair.value);
        expect(checkMatcher(matcher)).toBe(0);
        const { names, exact, wild } = matcher;
        expect(names.size).toBe(0);
        expect(exact.isEmpty && wild.isEmpty).toBe(true);
      }),
      fuzz(200),
    );
  });

  test('SUB3: each value is reported once, under however many of its patterns it matches', () => {
    const trie = new PatternTrie<string>();
    for (const text of ['/a/b', '/a/*', '/**', '/*/b', '/**/b', '/a/**/b']) trie.add(text, 'x');
    expect(trie.size).toBe(6);
    expect(trie.match('/a/b')).toEqual(new Set(['x']));
    expect(collected<string>((visit) => trie.forEachMatch('/a/b', visit)).size).toBe(1);
    expect(collected<string>((visit) => trie.forEachMatch(['a', 'b'], visit)).size).toBe(1);
  });

  test('SUB3: values of exact patterns and of patterns with wildcards are reported together, also by segments', () => {
    const trie = new PatternTrie<string>();
    for (const one of ['x', 'z']) trie.add('/a/b', one);
    for (const one of ['x', 'y']) trie.add('/a/*', one);
    trie.add('/a/0', 'n');
    const told = (location: Segments): string[] =>
      [...collected<string>((visit) => trie.forEachMatch(location, visit))].toSorted();
    expect(told(['a', 'b'])).toEqual(['x', 'y', 'z']);
    expect(told(['a', 0])).toEqual(['n', 'x', 'y']);
    expect(told(['a', '0'])).toEqual(['n', 'x', 'y']);
    expect(told(['a', 'c'])).toEqual(['x', 'y']);
    expect(told(['c', 'b'])).toEqual([]);
  });

  test('SUB1: many values under one pattern are added and removed one by one', () => {
    const trie = new PatternTrie<number>();
    for (const text of ['/a', '/*']) {
      for (let one = 0; one < 5; one++) expect(trie.add(text, one)).toBe(true);
      expect(trie.add(text, 2)).toBe(false);
      expect(trie.match('/a')).toEqual(new Set([0, 1, 2, 3, 4]));
      for (let one = 0; one < 5; one++) {
        expect(trie.remove(text, one)).toBe(true);
        expect(trie.has(text, one)).toBe(false);
        expect(trie.match('/a')).toEqual(new Set([0, 1, 2, 3, 4].slice(one + 1)));
      }
      expect(trie.size).toBe(0);
    }
  });

  // A single NaN under a pattern was never found, and so could be added again but not removed
  test('SUB3: NaN is one value, as in a Set', () => {
    const trie = new PatternTrie<number>();
    for (const text of ['/a', '/*']) {
      expect([trie.add(text, NaN), trie.add(text, NaN), trie.has(text, NaN)]).toEqual([
        true,
        false,
        true,
      ]);
    }
    expect(trie.size).toBe(2);
    const hits: number[] = [];
    trie.forEachMatch('/a', (hit) => hits.push(hit));
    expect(hits).toEqual([NaN]);
    for (const text of ['/a', '/*']) expect(trie.remove(text, NaN)).toBe(true);
    expect([trie.size, trie.match('/a').size]).toEqual([0, 0]);
  });

  test('SUB3: match returns a new Set', () => {
    const trie = new PatternTrie<string>();
    trie.add('/*', 'x');
    trie.match('/a').add('y');
    expect(trie.match('/a')).toEqual(new Set(['x']));
  });

  test('SUB4: a `*` in a pointer is an ordinary character, and `~2` in a pattern is one', () => {
    const trie = new PatternTrie<string>();
    trie.add('/~2', 'star');
    trie.add('/~2~2', 'stars');
    trie.add('/a*b', 'inside');
    trie.add('/*', 'any');
    expect(trie.match('/*')).toEqual(new Set(['star', 'any']));
    expect(trie.match('/**')).toEqual(new Set(['stars', 'any']));
    expect(trie.match('/a*b')).toEqual(new Set(['inside', 'any']));
    expect(trie.match('/axb')).toEqual(new Set(['any']));
    expect(trie.has('/a~2b', 'inside')).toBe(true);
  });

  test('SUB5: a text that is not a pattern or not a pointer is rejected, and nothing is added', () => {
    const trie = new PatternTrie<number>();
    for (const text of ['a', '/a~', '/~3', '$.a']) {
      expect(() => trie.add(text, 1)).toThrow(PointerSyntaxError);
      expect(() => trie.remove(text, 1)).toThrow(PointerSyntaxError);
      expect(() => trie.match(text)).toThrow(PointerSyntaxError);
    }
    expect(trie.size).toBe(0);
    trie.add('/a/*', 1);
    expect(() => trie.match('/b/~2')).toThrow(PointerSyntaxError);
  });

  test('SUB6: matching six `**` against 100 equal segments creates few states and reports each value once', () => {
    const trie = new PatternTrie<number>();
    trie.add(`${'/**/a'.repeat(6)}/**/b`, 1);
    trie.add(`${'/**/a'.repeat(6)}/**`, 2);
    expect(trie.match('/a'.repeat(100))).toEqual(new Set([2]));
    expect(trie.match(`${'/a'.repeat(100)}/b`)).toEqual(new Set([1, 2]));
    expect(trie.cached.states).toBeLessThan(12);
    const locations = 10_000;
    expect(trie.match('/a'.repeat(locations))).toEqual(new Set([2]));
    expect(trie.cached.states).toBeLessThan(12);
  });

  test('SUB7: segments that no pattern names share one transition', () => {
    const trie = new PatternTrie<number>();
    trie.add('/users/*/name', 1);
    trie.add('/users/7/**', 2);
    trie.match('/users/0/name');
    trie.match('/users/7/name');
    const before = trie.cached;
    for (let id = 8; id < 1000; id++) trie.match(`/users/${id}/name`);
    expect(trie.cached).toEqual({ ...before, pointers: before.pointers + 992 });
    for (let id = 1000; id < 10_000; id++) trie.match(`/users/${id}/name`);
    // From 1,024 pointers on, one is cached only when it comes again
    expect(trie.cached).toEqual({ ...before, pointers: 1024 });
    for (let id = 9000; id < 10_000; id++) trie.match(`/users/${id}/name`);
    expect(trie.cached.pointers).toBeGreaterThan(1900);
  });

  test('SUB7: the caches stay bounded under an endless stream of distinct pointers', () => {
    const trie = new PatternTrie<number>();
    for (let id = 0; id < 300; id++) {
      trie.add(`/**/k${id}/*/k${(id * 7) % 300}/**`, id);
      trie.add(`/k${id}/k${(id * 11) % 300}`, id);
    }
    let seed = 1;
    const random = (): number => (seed = (Math.imul(seed, 48271) >>> 0) % 0x7fffffff);
    let peak = 0;
    for (let round = 0; round < 60_000; round++) {
      let text = '';
      for (let depth = 0; depth < 5; depth++) text += `/k${random() % 300}`;
      trie.match(text);
      const { pointers, states, transitions } = trie.cached;
      peak = Math.max(peak, states + transitions);
      expect(pointers <= 16_384 && states + transitions <= 70_000).toBe(true);
    }
    expect(peak).toBeGreaterThan(10_000);
  });

  test('SUB7: the limit of the automaton grows with the number of patterns', () => {
    const trie = new PatternTrie<number>();
    const patterns = 20_000;
    for (let id = 0; id < patterns; id++) trie.add(`/**/k${id}/*/x${id}`, id);
    const matchAll = (): void => {
      for (let id = 0; id < patterns; id++) {
        expect(trie.match(`/k${id}/7/x${id}`).has(id)).toBe(true);
      }
    };
    matchAll();
    const once = trie.cached;
    expect(once.states).toBeGreaterThan(2 * patterns);
    matchAll();
    expect(trie.cached).toEqual({ ...once, pointers: trie.cached.pointers });
  });

  test('SUB7: each set of live nodes is one state, and a known transition is not built again', () => {
    const trie = new PatternTrie<number>();
    trie.add('/a/*', 1);
    trie.add('/*/b', 2);
    const pointers = ['/a/b', '/a/c', '/d/b', '/d/c', '/e/c'];
    for (const text of pointers) trie.match(text);
    // The root; {a, *} and {*} at the first level; at the second: both patterns match, only one, only the other, none
    expect(trie.cached).toEqual({ pointers: 5, states: 7, transitions: 6 });
    for (const text of pointers) trie.forEachMatch(text.slice(1).split('/'), () => {});
    expect(trie.cached).toEqual({ pointers: 5, states: 7, transitions: 6 });
  });

  test('SUB1: a long new pattern is found although all its prefixes are in the memo', () => {
    const trie = new PatternTrie<number>();
    const depth = 80;
    const prefix = (length: number): string => '/a'.repeat(length);
    for (let length = 0; length <= depth; length++) trie.match(prefix(length));
    trie.add(prefix(depth), depth);
    for (let length = 0; length < depth; length++) trie.add(prefix(length), length);
    for (let length = 0; length <= depth; length++) {
      expect(trie.match(prefix(length))).toEqual(new Set([length]));
    }
  });

  test('SUB8: adding and removing exact patterns drops no state of the automaton', () => {
    const trie = new PatternTrie<number>();
    trie.add('/users/*/name', 1);
    trie.match('/users/7/name');
    const { states, transitions } = trie.cached;
    for (let id = 0; id < 100; id++) {
      trie.add(`/users/${id}/name`, 2);
      expect(trie.match(`/users/${id}/name`)).toEqual(new Set([1, 2]));
      trie.remove(`/users/${id}/name`, 2);
      expect(trie.match(`/users/${id}/name`)).toEqual(new Set([1]));
    }
    expect(trie.cached.states).toBe(states);
    expect(trie.cached.transitions).toBe(transitions);
  });

  test('SUB8: a pattern that branches off by a name drops no state, and matches pointers asked for before', () => {
    const trie = new PatternTrie<number>();
    trie.add('/users/*/name', 1);
    trie.add('/rooms/**/seats', 2);
    const pointers = ['/users/7/name', '/users/7/age', '/rooms/1/seats', '/halls/1', '/users', ''];
    for (const text of pointers) trie.match(text);
    const { states } = trie.cached;
    trie.add('/halls/*', 3);
    trie.add('/users/*/age', 4);
    trie.add('/users/*/age/**', 5);
    trie.add('/rooms/**/users', 6);
    expect(trie.cached.states).toBe(states);
    expect(trie.match('/halls/1')).toEqual(new Set([3]));
    expect(trie.match('/users/7/age')).toEqual(new Set([4, 5]));
    expect(trie.match('/users/7/age/x')).toEqual(new Set([5]));
    expect(trie.match('/users/7/name')).toEqual(new Set([1]));
    expect(trie.match('/rooms/9/9/users')).toEqual(new Set([6]));
    expect(trie.match('/rooms/1/seats')).toEqual(new Set([2]));
  });

  test('SUB8: another value under an existing pattern drops nothing either', () => {
    const trie = new PatternTrie<number>();
    trie.add('/users/*/name', 1);
    trie.match('/users/7/name');
    const before = trie.cached;
    trie.add('/users/*/name', 2);
    expect(trie.match('/users/7/name')).toEqual(new Set([1, 2]));
    expect(trie.cached).toEqual(before);
  });

  test('SUB9: names whose hashes collide are told apart, also when some of them are released', () => {
    const table = new SegmentTable(1);
    const names = Array.from({ length: 200_000 }, (_, at) =>
      table.retain(Math.imul(at, 0x9e3779b1).toString(36)),
    );
    const found = (text: string): string | undefined => {
      let hash = table.seed;
      for (let at = 0; at < text.length; at++) hash = roll(hash, text.charCodeAt(at));
      return table.findIn(`/x/${text}/y`, 3, 3 + text.length, hash)?.key;
    };
    const collided = names.filter((name) => name.next !== undefined);
    expect(collided.length).toBeGreaterThan(0);
    for (const name of collided) {
      const other = name.next?.text ?? '';
      expect([found(name.text), found(other)]).toEqual([name.key, other]);
      table.release(name);
      expect([found(name.text), found(other)]).toEqual([undefined, other]);
      table.retain(name.key);
      expect([found(name.text), found(other)]).toEqual([name.key, other]);
    }
    for (const { next } of collided) if (next !== undefined) table.release(next);
    for (const name of collided) expect(found(name.text)).toBe(name.key);
  });

  test('SUB9: three names with the same hash are released in any order, and the others are still found', () => {
    const seed = 7;
    const colliding = collidingKeys(seed, 3);
    for (const order of ['012', '021', '102', '120', '201', '210']) {
      const table = new SegmentTable(seed);
      const names = colliding.map((text) => table.retain(text));
      expect(new Set(names.map(({ hash }) => hash)).size).toBe(1);
      const left = new Set(names);
      for (const at of order) {
        const name = names[Number(at)];
        if (name === undefined) throw new Error('Expected three names');
        table.release(name);
        left.delete(name);
        for (const { text, key: own, hash } of names) {
          const expected = [...left].find((one) => one.key === own);
          expect(table.findIn(text, 0, text.length, hash)).toBe(expected);
          expect(table.find(own)).toBe(expected);
        }
        expect(table.size).toBe(left.size);
      }
    }
  });

  test('SUB9: a longer segment that begins with a name and has its hash is not found as that name', () => {
    const table = new SegmentTable(3);
    const { short, long } = prefixCollision(table.seed);
    const name = table.retain(short);
    expect(hashOf(table.seed, long)).toBe(name.hash);
    expect(table.findIn(long, 0, long.length, name.hash)).toBeUndefined();
    expect(table.findIn(`/${short}`, 1, 1 + short.length, name.hash)).toBe(name);
  });

  test('SUB9: any names are told apart', () => {
    const names = fc.uniqueArray(fc.oneof(key, fc.string({ unit: 'binary' })), { maxLength: 40 });
    fc.assert(
      fc.property(names, (keys) => {
        const trie = new PatternTrie<string>();
        for (const name of keys) trie.add(formatPattern([name]), name);
        for (const name of keys) expect(trie.match(formatPointer([name]))).toEqual(new Set([name]));
      }),
      fuzz(100),
    );
  });

  test('SUB5: the depth of a pattern is not bounded by the stack', () => {
    const trie = new PatternTrie<number>();
    const deep = '/a'.repeat(50_000);
    trie.add(deep, 1);
    trie.add(`${deep}/*`, 2);
    expect(trie.match(deep)).toEqual(new Set([1]));
    expect(trie.match(`${deep}/x`)).toEqual(new Set([2]));
    expect(trie.remove(deep, 1)).toBe(true);
    expect(trie.remove(`${deep}/*`, 2)).toBe(true);
    expect(trie.size).toBe(0);
  });
});

function hashOf(seed: number, text: string): number {
  let hash = seed;
  for (let at = 0; at < text.length; at++) hash = roll(hash, text.charCodeAt(at));
  return hash;
}

/**
 * Returns segments of three characters with the same hash. The hashes of their first two agree in the upper 16 bits; the third
 * character, which is xored into the lower 16, makes up for the difference.
 */
function collidingKeys(seed: number, count: number): string[] {
  const byUpper = new Map<number, string[]>();
  for (let code = 0; code < 1 << 20; code++) {
    const start = String.fromCharCode(0x100 + (code >>> 10), 0x100 + (code & 1023));
    const hash = hashOf(seed, start);
    const starts = byUpper.get(hash >>> 16) ?? [];
    starts.push(start);
    byUpper.set(hash >>> 16, starts);
    if (starts.length < count) continue;
    const target = hash ^ 0x41;
    return starts.map((one) => one + String.fromCharCode(target ^ hashOf(seed, one)));
  }
  throw new Error('No colliding keys were found');
}

/** Returns a segment, and a longer one that begins with it and has the same hash. */
function prefixCollision(seed: number): { short: string; long: string } {
  for (let first = 0x100; first < 0x1000; first++) {
    const short = String.fromCharCode(first);
    const hash = hashOf(seed, short);
    // Undoes the multiplication of the last step, by the inverse of FNV's prime modulo 2 ** 32
    const before = Math.imul(hash, 0x359c449b);
    for (let second = 0x100; second < 0xd800; second++) {
      const third = before ^ roll(hash, second);
      if (third >= 0x100 && third < 0xd800) {
        return { short, long: short + String.fromCharCode(second, third) };
      }
    }
  }
  throw new Error('No collision was found');
}
