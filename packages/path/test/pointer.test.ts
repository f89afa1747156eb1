import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  escapeSegment,
  formatPointer,
  isPointer,
  joinPointer,
  parentPointer,
  parseArrayIndex,
  parsePointer,
  PointerSyntaxError,
  resolvePointer,
  resolveSegment,
  unescapeSegment,
} from '@data-map/path/pointer';

const ODD_KEYS = ['', '0', '-', '01', 'a/b', 'm~n', '~1', '~01', '*', '**', '__proto__', '\ud800'];
const segment = fc.oneof(fc.constantFrom(...ODD_KEYS), fc.string({ unit: 'binary' }), fc.string());

function refused(run: () => unknown): { message: string; offset: number } {
  try {
    run();
  } catch (error) {
    if (error instanceof PointerSyntaxError && error.code === 'POINTER_SYNTAX') {
      return { message: error.message, offset: error.offset };
    }
    throw error;
  }
  throw new Error('Nothing was thrown');
}

test('PTR1: the empty pointer is the root, and every "/" starts a segment, empty ones included', () => {
  expect(parsePointer('')).toEqual([]);
  expect(parsePointer('/')).toEqual(['']);
  expect(parsePointer('//')).toEqual(['', '']);
  expect(parsePointer('/a/0/-/')).toEqual(['a', '0', '-', '']);
});

test('PTR2: "~1" is a slash and "~0" a tilde, decoded once and in that order', () => {
  expect(parsePointer('/a~1b/m~0n/~01/~10/~00')).toEqual(['a/b', 'm~n', '~1', '/0', '~0']);
  expect(unescapeSegment('~01')).toBe('~1');
  expect(escapeSegment('~1/')).toBe('~01~1');
  expect(escapeSegment(7)).toBe('7');
});

test('PTR3: every list of names survives formatting and parsing', () => {
  fc.assert(
    fc.property(fc.array(segment), (segments) => {
      const pointer = formatPointer(segments);
      expect(isPointer(pointer)).toBe(true);
      expect(parsePointer(pointer)).toEqual(segments);
      for (const name of segments) expect(unescapeSegment(escapeSegment(name))).toBe(name);
    }),
  );
});

test('PTR4: bad escapes and a missing slash are refused with their offset', () => {
  expect(refused(() => parsePointer('/a/~2b'))).toEqual({
    message: 'Expected "~0" or "~1" but found "~2" at offset 3 in "/a/~2b"',
    offset: 3,
  });
  expect(refused(() => parsePointer('/a~'))).toEqual({
    message: 'Expected "~0" or "~1" but found "~" at offset 2 in "/a~"',
    offset: 2,
  });
  expect(refused(() => parsePointer('a/b')).message).toBe(
    'Expected "/" but found "a/" at offset 0 in "a/b"',
  );
  expect(refused(() => unescapeSegment('x~~0')).offset).toBe(1);
  expect(refused(() => resolvePointer({}, '#/a')).offset).toBe(0);
  expect(refused(() => parentPointer('a/b')).offset).toBe(0);
  expect(refused(() => parsePointer(`/~${'x'.repeat(10_000)}`)).message.length).toBeLessThan(200);
  for (const bad of ['a', '/~', '/~2', '#', '~0', 0, null, undefined, ['/']]) {
    expect(isPointer(bad)).toBe(false);
  }
});

test('PTR5: an array index is "0" or digits without a leading zero, up to the last index of an array', () => {
  expect(['0', '7', '10', '4294967294'].map((text) => parseArrayIndex(text))).toEqual([
    0, 7, 10, 4294967294,
  ]);
  for (const text of [
    '',
    '-',
    '-1',
    '01',
    '00',
    '1e0',
    '+1',
    ' 1',
    '1 ',
    '1.0',
    '4294967295',
    '٣',
  ]) {
    expect(parseArrayIndex(text)).toBe(-1);
  }
  expect(parseArrayIndex('9'.repeat(400))).toBe(-1);
  expect(parseArrayIndex('-', 3)).toBe(3);
});

test('PTR6: only own members of plain objects and elements of arrays are reached', () => {
  const document = JSON.parse('{"__proto__": {"x": 1}, "s": "abc", "l": [1, [2]], "n": null}');
  expect(resolvePointer(document, '')).toBe(document);
  expect(resolvePointer(document, '/__proto__/x')).toBe(1);
  expect(resolvePointer(document, '/l/1/0')).toBe(2);
  expect(resolvePointer(document, '/n')).toBe(null);
  for (const absent of ['/toString', '/s/0', '/s/length', '/l/length', '/l/-', '/l/01', '/n/x']) {
    expect(resolvePointer(document, absent)).toBe(undefined);
  }
  expect(resolvePointer({}, '/__proto__')).toBe(undefined);
  expect(resolvePointer({ constructor: 1 }, '/constructor')).toBe(1);
  class Opaque {
    x = 1;
  }
  expect(resolvePointer({ o: new Opaque() }, '/o/x')).toBe(undefined);
  expect(resolvePointer(new Map([['size', 1]]), '/size')).toBe(undefined);
  const bare: Record<string, unknown> = Object.create(null);
  bare['toString'] = 1;
  expect(resolvePointer(bare, '/toString')).toBe(1);
  expect(resolveSegment(Object.create(bare), 'toString')).toBe(undefined);
});

test('PTR7: a number is an index of an array and never a member name', () => {
  expect(resolveSegment(['x'], 0)).toBe('x');
  expect(resolveSegment(['x'], '0')).toBe('x');
  expect(resolveSegment({ 0: 'x' }, '0')).toBe('x');
  expect(resolveSegment({ 0: 'x' }, 0)).toBe(undefined);
  for (const index of [-1, 1, 0.5, Number.NaN])
    expect(resolveSegment(['x'], index)).toBe(undefined);
});

test('PTR8: joining and taking the parent are inverse', () => {
  fc.assert(
    fc.property(fc.array(segment), segment, (segments, last) => {
      const base = formatPointer(segments);
      expect(joinPointer(base, last)).toBe(formatPointer([...segments, last]));
      expect(parentPointer(joinPointer(base, last))).toBe(base);
    }),
  );
  expect(parentPointer('')).toBe(undefined);
  expect(joinPointer('/a', 0, 'x/y')).toBe('/a/0/x~1y');
});
