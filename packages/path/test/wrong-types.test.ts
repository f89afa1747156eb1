import { expect, test } from 'vitest';
import * as path from '../src/index.ts';

const { PathSyntaxError, PointerSyntaxError } = path;

const calls: [string, (wrong: any) => unknown, new (...parts: never[]) => Error][] = [
  ['parsePointer', (wrong) => path.parsePointer(wrong), PointerSyntaxError],
  ['parentPointer', (wrong) => path.parentPointer(wrong), PointerSyntaxError],
  ['unescapeSegment', (wrong) => path.unescapeSegment(wrong), PointerSyntaxError],
  ['joinPointer, base', (wrong) => path.joinPointer(wrong, 'a'), PointerSyntaxError],
  // It gave 0
  ['parseArrayIndex', (wrong) => path.parseArrayIndex(wrong), PointerSyntaxError],
  ['resolvePointer', (wrong) => path.resolvePointer({}, wrong), PointerSyntaxError],
  ['parsePattern', (wrong) => path.parsePattern(wrong), PointerSyntaxError],
  ['matchPattern, pattern', (wrong) => path.matchPattern(wrong, '/a'), PointerSyntaxError],
  ['matchPattern, pointer', (wrong) => path.matchPattern('/a', wrong), PointerSyntaxError],
  ['parse', (wrong) => path.parse(wrong), PathSyntaxError],
  ['compile', (wrong) => path.compile(wrong), PathSyntaxError],
  ['query', (wrong) => path.query({}, wrong), PathSyntaxError],
  ['toPattern', (wrong) => path.toPattern(wrong), PathSyntaxError],
  ['explain', (wrong) => path.explain(wrong), PathSyntaxError],
  ['formatQuery', (wrong) => path.formatQuery(wrong), PathSyntaxError],
  // It named no place
  ['readPlaces', (wrong) => path.readPlaces(wrong), PathSyntaxError],
  ['QueryCache.compile', (wrong) => new path.QueryCache().compile(wrong), PathSyntaxError],
];

test.each(calls)(
  'ALL4: %s throws a named error for a value that is not a string',
  (_, call, kind) => {
    for (const [wrong, found] of [
      [5, '5'],
      [null, 'null'],
      [undefined, 'undefined'],
      [{}, 'an object'],
      [Object.create(null), 'an object'],
    ]) {
      expect(() => call(wrong)).toThrow(kind);
      expect(() => call(wrong)).toThrow(
        new RegExp(`^Expected a (string|query) but found ${found}$`),
      );
    }
  },
);

test('ALL4: an object without an array of segments is not a syntax tree', () => {
  const tree = { type: 'query', identifier: '$', segments: 5 } as never;
  for (const call of [path.compile, path.toPattern, path.formatQuery, path.readPlaces]) {
    // compile and toPattern said "segments is not iterable"
    expect(() => call(tree)).toThrow(PathSyntaxError);
    expect(() => call(tree)).toThrow('Expected a query but found an object');
  }
});

test('ALL4: a pointer is formatted only from an array of strings and numbers', () => {
  for (const [wrong, found] of [
    [5, '5'],
    [null, 'null'],
    [undefined, 'undefined'],
    [{}, 'an object'],
  ] as [never, string][]) {
    const segment = `Expected a string but found ${found}`;
    expect(() => path.formatPointer(wrong)).toThrow(PointerSyntaxError);
    expect(() => path.formatPattern(wrong)).toThrow(`Expected an array but found ${found}`);
    expect(() => path.formatPointer(wrong)).toThrow(`Expected an array but found ${found}`);
    expect(() => path.formatNormalizedPath(wrong)).toThrow(`Expected an array but found ${found}`);
    if (typeof wrong === 'number') continue;
    expect(() => path.formatPointer(['a', wrong])).toThrow(segment);
    expect(() => path.formatNormalizedPath(['a', wrong])).toThrow(segment);
    expect(() => path.joinPointer('/a', wrong)).toThrow(segment);
    expect(() => path.escapeSegment(wrong)).toThrow(segment);
  }
});

test('ALL4: an error quotes the pointer that was passed in place of segments', () => {
  // It said: found "" at offset -1
  for (const format of [path.formatPointer, path.formatPattern, path.formatNormalizedPath])
    expect(() => format('/a/b' as never)).toThrow(/^Expected an array but found \/a\/b$/);
});

test('ALL4: an element is resolved only by a string or a number', () => {
  // `true` and `{}` named the first one
  for (const wrong of [true, {}, 1n, Symbol('1'), null, undefined] as never[])
    expect(() => path.resolveSegment(['x'], wrong)).toThrow('Expected a string but found');
});

test('ALL4: the error for a value that is not a store names what it lacks', () => {
  for (const [wrong, found] of [
    [undefined, 'undefined'],
    [null, 'null'],
    [{ version: 1 }, 'an object'],
    [{ get: () => 1 }, 'an object'],
  ] as [never, string][]) {
    const expected = `Expected a store with get and keys but found ${found}`;
    expect(() => path.queryFlat(wrong, '$.a')).toThrow(expected);
    expect(() => new path.QueryCache().query(wrong, '$.a')).toThrow(expected);
  }
});

test('ALL4: isPointer and isPattern never throw', () => {
  for (const wrong of [5, null, undefined, {}] as never[])
    expect([path.isPointer(wrong), path.isPattern(wrong)]).toEqual([false, false]);
});

test('ALL4: the error for a value that is not a document names what it lacks', () => {
  for (const [wrong, found] of [
    [{ list: [1] }, 'an object'],
    [undefined, 'undefined'],
  ] as [never, string][]) {
    // It said "this.#document.getAt is not a function"
    expect(() => new path.IncrementalQuery('$.list[*]', wrong)).toThrow(
      `Expected a document with getAt but found ${found}`,
    );
  }
});

test('ALL4: values that are not Changes are refused, and the incremental query stays intact', () => {
  const store = { list: [1, 2] };
  const query = new path.IncrementalQuery('$.list[*]', {
    getAt: (segments) => segments.reduce(path.resolveSegment, store as unknown),
  });
  for (const [wrong, found] of [
    [{ list: [1] }, 'an object'],
    [undefined, 'undefined'],
    [5, '5'],
    // It said "an object"
    [[null], 'an array of something else'],
    [[{ op: 'remove', pointer: '/list/0' }], 'an array of something else'],
    // Both were followed as if something had been added
    [{ op: 'test', segments: ['list', 0] }, 'an object'],
    [{ op: 'move', segments: ['list', 0] }, 'an object'],
  ] as [never, string][]) {
    // It said "changes is not iterable", and so did everything after it
    expect(() => query.apply(wrong)).toThrow(`Expected Changes but found ${found}`);
    expect(query.values).toEqual([1, 2]);
  }
});

test('IQ1: a single Change can be applied without an array', () => {
  const list = [1, 2];
  const query = new path.IncrementalQuery('$[*]', {
    getAt: ([at]) => (at === undefined ? list : list[Number(at)]),
  });
  list.push(3);
  const { added } = query.apply({ op: 'add', segments: [2] });
  expect(added.map(({ pointer, value }) => [pointer, value])).toEqual([['/2', 3]]);
  expect(query.values).toEqual([1, 2, 3]);
});

test('ALL4: options that are not an object are refused, not ignored', () => {
  const document = { getAt: () => 1 };
  for (const [wrong, found] of [
    [null, 'null'],
    [2, '2'],
    ['all', 'all'],
  ] as [never, string][]) {
    for (const call of [
      () => path.parse('$', wrong),
      () => path.compile('$', wrong),
      () => path.query({}, '$', wrong),
      () => path.explain('$', wrong),
      () => new path.QueryCache(wrong),
      () => new path.IncrementalQuery('$', document, wrong),
      () => new path.IncrementalQuery(path.compile('$'), document, wrong),
    ])
      expect(call).toThrow(`Expected an object as options but found ${found}`);
    const functions = { functions: wrong };
    expect(() => path.compile('$', functions)).toThrow(
      `Expected an object as functions but found ${found}`,
    );
  }
});
