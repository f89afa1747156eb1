import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  formatPattern,
  formatPointer,
  GLOBSTAR,
  isPattern,
  matchPattern,
  parsePattern,
  PointerSyntaxError,
  WILDCARD,
  type PatternSegments,
  type Segments,
} from '@data-map/path';

const name = fc.constantFrom('a', 'b', '', '*', '**', '***', 'a*b', '~', '/', '~2', '0', '\udc00');
const step = fc.oneof(name, fc.constant(WILDCARD), fc.constant(GLOBSTAR));

/** The recursive definition of matching: the oracle for `matchPattern`. */
function matches(pattern: PatternSegments, segments: Segments): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return segments.length === 0;
  if (first === GLOBSTAR) {
    return matches(rest, segments) || (segments.length > 0 && matches(pattern, segments.slice(1)));
  }
  if (segments.length === 0) return false;
  return (first === WILDCARD || first === segments[0]) && matches(rest, segments.slice(1));
}

test('PAT1: only a whole segment "*" or "**" is a wildcard', () => {
  expect(parsePattern('/*/**/a*b/***/*a')).toEqual([WILDCARD, GLOBSTAR, 'a*b', '***', '*a']);
  expect(parsePattern('')).toEqual([]);
  expect(parsePattern('/')).toEqual(['']);
});

test('PAT2: "~2" is a literal star, so that every name can be written', () => {
  expect(parsePattern('/~2/~2~2/~02/*~2/a~2b/~1~0')).toEqual(['*', '**', '~2', '**', 'a*b', '/~']);
  expect(formatPattern(['*', '**', '~2', 'a*b', '***', '/~', WILDCARD, GLOBSTAR, 3])).toBe(
    '/~2/~2~2/~02/a*b/***/~1~0/*/**/3',
  );
  fc.assert(
    fc.property(fc.array(step), (segments) => {
      expect(parsePattern(formatPattern(segments))).toEqual(segments);
    }),
  );
});

test('PAT3: a bad escape or a missing slash is refused', () => {
  expect(() => parsePattern('/a/~3')).toThrow(PointerSyntaxError);
  expect(() => parsePattern('/a/~3')).toThrow(
    'Expected "~0", "~1" or "~2" but found "~3" at offset 3 in "/a/~3"',
  );
  expect(() => parsePattern('/*/~')).toThrow('found "~" at offset 3');
  expect(() => parsePattern('$.a')).toThrow('Expected "/" but found "$." at offset 0 in "$.a"');
});

test('PAT4: a text is a pattern if it contains a wildcard segment or a "~2" and is well-formed', () => {
  for (const text of ['/*', '/**', '/a/*/b', '/a/**', '/~2', '/a~2b']) {
    expect(isPattern(text)).toBe(true);
  }
  for (const text of ['', '/', '/a', '/a*b', '/***', '/~02', '$.*', '*', '/*/~', '/*/~3']) {
    expect(isPattern(text)).toBe(false);
  }
});

test('PAT5: "*" matches one segment, "**" zero or more, a name itself', () => {
  expect(matchPattern('/users/*/name', '/users/0/name')).toBe(true);
  expect(matchPattern('/users/*/name', '/users/name')).toBe(false);
  expect(matchPattern('/**', '')).toBe(true);
  expect(matchPattern('/a/**/b', '/a/b')).toBe(true);
  expect(matchPattern('/a/**/b', '/a/x/y/b')).toBe(true);
  expect(matchPattern('/a/**/b', '/a/x/y/bb')).toBe(false);
  expect(matchPattern('/~2', '/*')).toBe(true);
  expect(matchPattern('/~2', '/a')).toBe(false);
  expect(matchPattern('/l/3', ['l', 3])).toBe(true);
  expect(matchPattern([WILDCARD, 3], ['l', '3'])).toBe(true);
});

test('PAT6: matching agrees with the definition', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 7 }),
      fc.array(name, { maxLength: 7 }),
      (want, have) => {
        const expected = matches(want, have);
        expect(matchPattern(want, have)).toBe(expected);
        expect(matchPattern(formatPattern(want), formatPointer(have))).toBe(expected);
      },
    ),
    { numRuns: 2000 },
  );
});

test('PAT7: many "**" do not multiply the cost', () => {
  const pattern = parsePattern(`${'/**/a'.repeat(60)}/**/b`);
  let reads = 0;
  const pointer = new Proxy(
    Array.from({ length: 400 }, () => 'a'),
    {
      get(target, key, receiver) {
        reads++;
        return Reflect.get(target, key, receiver);
      },
    },
  );
  expect(matchPattern(pattern, pointer)).toBe(false);
  expect(reads).toBeLessThan(pattern.length * pointer.length * 4);
});
