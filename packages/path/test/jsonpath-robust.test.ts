/** Input that makes other implementations hang, overflow the stack or break: here it gives a result or a named error. */
import {
  compile,
  endless,
  goesRound,
  IncrementalQuery,
  parse,
  PathLimitError,
  PathSyntaxError,
  query,
  type LogicalExpression,
  type Query,
} from '@data-map/path';
import { describe, expect, test } from 'vitest';
import { randomFrom } from './random-documents.ts';

/** `{"a": {"a": … 1}}`, made without recursion. */
function nested(
  levels: number,
  wrap: (value: unknown) => unknown = (value) => ({ a: value }),
): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = wrap(value);
  return value;
}

describe('deep documents', () => {
  for (const levels of [255, 256, 257, 258, 10_000, 100_000]) {
    test(`JP24: descents reach all of ${levels} levels`, () => {
      const document = nested(levels);
      expect(compile('$..a').values(document)).toHaveLength(levels);
      expect(compile('$..*').values(document)).toHaveLength(levels);
      expect(compile('$..a').values(document).at(-1)).toBe(1);
      expect(compile('$..a').nodes(document)).toHaveLength(levels);
      expect(compile('$..[?@ == 1]').first(document)).toBe(1);
      expect(query(document, '$[?@..zzz]')).toEqual([]);
    });
  }

  test('JP24: the order of nodes stays the same where recursion gives way to an explicit stack', () => {
    const document = nested(600, (value) => [1, { b: value }, 2]);
    for (const text of ['$..*', '$..[0]', '$..b', '$..[?@.b]']) {
      const compiled = compile(text);
      expect(compiled.values(document)).toEqual(compiled.nodes(document).map((node) => node.value));
    }
  });

  test('JP24: descents behind and inside of descents share the stack', () => {
    let document: unknown = 1;
    for (let level = 0; level < 60 * 250; level++) {
      document = level % 250 === 0 ? { x: document } : { a: document };
    }
    expect(compile(`$${'..x'.repeat(60)}`).first(document)).toBe(1);
    let filter = '@..x';
    for (let level = 0; level < 50; level++) filter = `@..x[?${filter}]`;
    expect(compile(`$[?${filter}]`).pointers(document)).toEqual(['/a']);
  });

  test('JP24: locations of deep nodes are complete', () => {
    const pointers = compile('$..*').pointers(nested(10_000));
    expect(pointers[9_999]).toBe('/a'.repeat(10_000));
    const node = compile('$..[?@ == 1]').nodes(nested(10_000))[0];
    expect(node?.path).toBe(`$${"['a']".repeat(10_000)}`);
    expect(node?.segments).toHaveLength(10_000);
    expect(compile('$..*').pointers(nested(100_000))[99_999]?.length).toBe(200_000);
  });

  test('JP24: the normalized paths of 100,000 nested nodes share their common prefixes', () => {
    // Formatted one by one, the paths of 10,000 levels took a minute and gigabytes
    const nodes = compile('$..*').nodes(nested(100_000));
    const paths = nodes.map(({ path }) => path);
    expect([paths[0], paths[1], paths[99_999]?.length]).toEqual(["$['a']", "$['a']['a']", 500_001]);
  });

  test('JP24: values of 100,000 levels are compared', () => {
    const document = [nested(100_000), nested(100_000), nested(99_999)];
    expect(compile('$[?@ == $[0]]').pointers(document)).toEqual(['/0', '/1']);
  });
});

describe('wide documents', () => {
  test('JP25: a million elements', () => {
    const document = Array.from({ length: 1_000_000 }, (_, index) => index);
    expect(compile('$[*]').values(document)).toHaveLength(1_000_000);
    expect(compile('$[?@ >= 999999]').pointers(document)).toEqual(['/999999']);
    expect(compile('$[::-250000]').values(document)).toEqual([999_999, 749_999, 499_999, 249_999]);
    expect(query({ list: document }, '$[?count(@.*) == 1000000]')).toHaveLength(1);
  });

  test('JP25: a hundred thousand members', () => {
    const document = Object.fromEntries(
      Array.from({ length: 100_000 }, (_, index) => [`k${index}`, index]),
    );
    expect(compile('$.*').values(document)).toHaveLength(100_000);
    expect(compile('$[?@ == 99999]').pointers(document)).toEqual(['/k99999']);
  });
});

describe('long queries', () => {
  test('JP26: a hundred thousand names, a text of a megabyte', () => {
    const text = `$${'.a'.repeat(100_000)}`;
    expect(compile(text).first(nested(100_000))).toBe(1);
    expect(compile(text).pointers(nested(100_000))).toEqual(['/a'.repeat(100_000)]);
    expect(compile(`$[?@${'.a'.repeat(100_000)}]`).values([nested(100_000), 1])).toHaveLength(1);
    const long = `$['${'x'.repeat(1_000_000)}']`;
    expect(query({ ['x'.repeat(1_000_000)]: 7 }, long)).toEqual([7]);
  });

  test('JP26: a hundred thousand wildcards, descents and filters', () => {
    const document = nested(100_000);
    expect(compile(`$${'.*'.repeat(100_000)}`).values(document)).toEqual([1]);
    expect(compile(`$${'.*'.repeat(100_000)}`).first(document)).toBe(1);
    expect(compile(`$${'[?@]'.repeat(1_000)}`).values(nested(1_000))).toEqual([1]);
    expect(compile(`$${'..x'.repeat(100_000)}`).values(document)).toEqual([]);
    expect(compile(`$${'.*'.repeat(1_000)}`).pointers(nested(1_000))).toEqual(['/a'.repeat(1_000)]);
  });

  test.for(['||', '&&'])('JP26: ten thousand operands of %s', (operator) => {
    const terms = Array.from(
      { length: 10_000 },
      (_, index) => `@ ${operator === '||' ? '==' : '<='} ${index}`,
    );
    const text = `$[?${terms.join(operator)}]`;
    expect(query([-1, 0, 9_999, 10_000], text)).toEqual(operator === '||' ? [0, 9_999] : [-1, 0]);
  });

  test('JP26: ten thousand selectors and arguments', () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `'k${index}'`).join();
    expect(query({ k0: 1, k9999: 2 }, `$[${names}]`)).toEqual([1, 2]);
    expect(() => parse(`$[?count(${'@,'.repeat(10_000)}@) == 1]`)).toThrow(
      'takes 1 argument, not 10001',
    );
  });

  test('JP27: brackets and parentheses nest 256 levels and no more', () => {
    const parentheses = (levels: number): string =>
      `$[?${'('.repeat(levels)}@${')'.repeat(levels)}]`;
    expect(query([1], parentheses(255))).toEqual([1]);
    const filters = (levels: number): string => `$${'[?@'.repeat(levels)}${']'.repeat(levels)}`;
    expect(query(nested(256), filters(256))).toHaveLength(1);
    const calls = (levels: number): string => `$[?${'f('.repeat(levels)}@${')'.repeat(levels)}]`;
    for (const text of [
      parentheses(256),
      parentheses(10_000),
      filters(257),
      filters(1_000),
      filters(10_000),
      calls(10_000),
    ]) {
      expect(() => parse(text)).toThrow(PathLimitError);
    }
    expect(() => parse(`$${'['.repeat(10_000)}`)).toThrow(PathSyntaxError);
    expect(() => parse(`$[?${'!'.repeat(10_000)}@]`)).toThrow(PathSyntaxError);
  });

  test('JP27: trees written by hand nest 1,024 levels and no more', () => {
    const tree = (levels: number): Query => {
      let expression: LogicalExpression = { type: 'query', identifier: '@', segments: [] };
      for (let level = 0; level < levels; level++)
        expression = { type: 'not', operand: expression };
      return {
        type: 'query',
        identifier: '$',
        segments: [{ type: 'child', selectors: [{ type: 'filter', expression }] }],
      };
    };
    expect(compile(tree(1_000)).values([1])).toEqual([1]);
    expect(() => compile(tree(2_000))).toThrow(PathLimitError);
    expect(() => compile(tree(100_000))).toThrow(PathLimitError);
  });

  test('JP27: an empty list of operands or selectors in a tree selects nothing', () => {
    const expression: LogicalExpression = { type: 'or', operands: [] };
    const segments = [{ type: 'child', selectors: [{ type: 'filter', expression }] }] as const;
    expect(compile({ type: 'query', identifier: '$', segments }).values([1])).toEqual([]);
    const none = [{ type: 'child', selectors: [] }] as const;
    expect(compile({ type: 'query', identifier: '$', segments: none }).values([1])).toEqual([]);
    expect(compile({ type: 'query', identifier: '$', segments: none }).nodes([1])).toEqual([]);
  });
});

describe('limits', () => {
  test('JP28: maxNodes bounds the work, inside of filters as well', () => {
    const document = { a: [1, 2, 3], b: [4, 5, 6] };
    for (const text of [
      '$.a[*]',
      '$..x',
      '$.a[?@ > 1]',
      '$.a[0:3]',
      '$[?@[*] && @[7]]',
      '$[?count(@.*) > 3]',
      '$[?@ == $.a]',
    ]) {
      const free = compile(text);
      expect(() => compile(text, { maxNodes: 2 }).values(document)).toThrow(PathLimitError);
      expect(() => compile(text, { maxNodes: 2 }).nodes(document)).toThrow(
        'The query visits more than 2 nodes (maxNodes)',
      );
      expect(compile(text, { maxNodes: 100 }).values(document)).toEqual(free.values(document));
    }
    expect(compile('$.a[0]', { maxNodes: 0 }).values(document)).toEqual([1]);
    expect(compile('$.a[*]', { maxNodes: 3 }).values(document)).toEqual([1, 2, 3]);
  });

  test('JP28: repeated descents end at the limit', () => {
    const text = '$..*..*..*..*..*';
    expect(() => compile(text, { maxNodes: 100_000 }).values(nested(1_000))).toThrow(
      PathLimitError,
    );
    expect(() => compile(text, { maxNodes: 100_000 }).pointers(nested(1_000))).toThrow(
      PathLimitError,
    );
    expect(compile(text).values(nested(20)).length).toBe(15_504);
  });

  test('JP28: a document that contains itself ends at a limit', () => {
    const cyclic: { self?: unknown; list: unknown[] } = { list: [1] };
    cyclic.self = cyclic;
    cyclic.list.push(cyclic.list);
    const twin: { self?: unknown; list: unknown[] } = { list: [1] };
    twin.self = twin;
    twin.list.push(twin.list);
    for (const text of ['$..*', '$..a', '$..[?@ == 7]']) {
      const limited = compile(text, { maxNodes: 200_000 });
      expect(() => limited.values(cyclic)).toThrow(PathLimitError);
      expect(() => limited.nodes(cyclic)).toThrow(PathLimitError);
      expect(() => compile(text, { maxDepth: 1_000 }).values(cyclic)).toThrow(PathLimitError);
    }
    expect(() => compile('$..a').values(cyclic)).toThrow(PathLimitError);
    // EQ7: it was compared up to the limit
    expect(query([cyclic, twin], '$[?@ == $[1]]', { maxNodes: 100 })).toEqual([cyclic, twin]);
    expect(query(cyclic, '$.self.self.self.list[0]')).toEqual([1]);
    expect(compile('$..list[0]').first(cyclic)).toBe(1);
  });

  /** A cycle of containers, which counts how often it is closed, that is how often its last link is read. */
  function ring(length: number, wide = 0): { document: object; reads: () => number } {
    let reads = 0;
    const document: Record<string, unknown> = { a: 1 };
    let last = document;
    for (let at = 1; at < length; at++) last = (last['next'] = { at }) as typeof last;
    const leaves = Array.from({ length: wide }, (_, id) => ({ id, up: document }));
    const next = wide > 0 ? leaves : document;
    Object.defineProperty(last, 'next', { enumerable: true, get: () => (reads++, next) });
    return { document, reads: () => reads };
  }

  const kept = (document: unknown, text: string, isPersistent: boolean): IncrementalQuery =>
    new IncrementalQuery(compile(text, { maxNodes: Infinity, maxDepth: Infinity }), {
      isPersistent,
      getAt: () => document,
    });

  // An incremental query created items for a million levels first: 12 s and 1.5 GB
  test('JP32: a container that contains itself is detected after a few rounds, whatever the limits', () => {
    for (const [length, wide] of [
      [1, 0],
      [2, 0],
      [3, 0],
      [100, 0],
      [1000, 0],
      [1, 500],
      [70, 500],
    ] as const) {
      for (const text of ['$..*', '$..b', '$..[?@.b]', '$..*..b', '$[?@..b]']) {
        const compiled = compile(text, { maxNodes: Infinity, maxDepth: Infinity });
        const refused = (evaluate: (document: object) => unknown): void => {
          const { document, reads } = ring(length, wide);
          expect(() => evaluate(document)).toThrow(PathLimitError);
          // Above 256 levels `values` and `first` do not check, and a query may have two segments that descend
          expect(reads()).toBeLessThan(2000 + wide * 10);
        };
        refused((document) => compiled.values(document));
        if (text !== '$..*') refused((document) => compiled.first(document));
        refused((document) => compiled.nodes(document));
        refused((document) => kept(document, text, false));
        refused((document) => kept(document, text, true));
      }
    }
  });

  test('JP32: a node before the cycle is found, and a limit that is reached earlier throws first', () => {
    const { document } = ring(3);
    expect(compile('$..at').first(document)).toBe(1);
    expect(() => compile('$..b', { maxDepth: 5 }).nodes({ document })).toThrow('(maxDepth)');
    expect(() => compile('$..b').nodes({ document })).toThrow(
      'The query descends without end in a container that contains itself',
    );
  });

  test('JP33: any walk can detect a cycle, and the error quotes the pointer', () => {
    for (const [length, lead] of [
      [1, 0],
      [3, 5],
      [1000, 0],
      [10, 5000],
    ] as const) {
      const { document } = ring(length);
      let at: unknown = document;
      for (let level = 0; level < lead; level++) at = { next: at };
      const marks: unknown[] = [];
      let depth = 1;
      for (; !goesRound(at, depth, marks); depth++) at = (at as { next: unknown }).next;
      expect(depth).toBeLessThan(4 * (length + lead) + 40);
    }
    const long = endless('/next'.repeat(100));
    expect(long).toBeInstanceOf(PathLimitError);
    expect(long.code).toBe('PATH_LIMIT');
    expect(long.message).toBe(
      `Expected a value that ends but found a container that contains itself at "${'/next'.repeat(16)}…"`,
    );
    const way = Array.from({ length: 100_000 }, (_, level) => ({ level }));
    const marks: unknown[] = [];
    expect(way.some((container, above) => goesRound(container, above + 1, marks))).toBe(false);
  });

  test('JP32: containers that occur in several places are not taken for cycles', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const random = randomFrom(seed);
      const parts: unknown[] = [{}, []];
      for (let at = 2; at < 9; at++) {
        const child = (): unknown => parts[random(at)];
        parts.push(random(2) === 0 ? [child(), at, child()] : { a: child(), b: child() });
      }
      let document = parts.at(-1);
      const levels = seed % 10 === 0 ? 300 : random(3);
      for (let level = 0; level < levels; level++) document = { x: document };
      const copy: unknown = JSON.parse(JSON.stringify(document));
      for (const text of levels > 3
        ? ['$..*', '$..a']
        : ['$..*', '$..a', '$..b..a', '$..[?@..b]']) {
        const expected = compile(text)
          .nodes(copy)
          .map(({ pointer }) => pointer);
        expect(compile(text).pointers(document)).toEqual(expected);
        expect(compile(text).values(document)).toEqual(compile(text).values(copy));
        expect(kept(document, text, seed % 2 === 0).pointers).toEqual(expected);
      }
    }
  });

  test('JP32: nor is a container that occurs deep in one branch and less deep in the next', () => {
    const shared = { v: 1 };
    const at = (depth: number): unknown => {
      let value: unknown = shared;
      for (let level = 1; level < depth; level++) value = { x: value };
      return value;
    };
    for (const depth of [30, 31, 32, 33]) {
      const document = { deep: at(depth), near: at(20), again: at(depth) };
      const copy: unknown = JSON.parse(JSON.stringify(document));
      expect(compile('$..v').pointers(document)).toEqual(compile('$..v').pointers(copy));
    }
  });

  test('JP29: maxDepth bounds how far a descent goes', () => {
    for (const depth of [3, 300]) {
      const document = nested(depth);
      for (const text of ['$..a', '$..*']) {
        expect(compile(text, { maxDepth: depth }).values(document)).toHaveLength(depth);
        expect(compile(text, { maxDepth: depth }).nodes(document)).toHaveLength(depth);
        expect(() => compile(text, { maxDepth: depth - 1 }).values(document)).toThrow(
          `The query descends more than ${depth - 1} levels (maxDepth)`,
        );
        expect(() => compile(text, { maxDepth: depth - 1 }).nodes(document)).toThrow(
          PathLimitError,
        );
      }
    }
  });

  test('JP29: patterns with catastrophic backtracking elsewhere run in linear time', () => {
    const text = 'a'.repeat(20_000);
    for (const pattern of ['(a+)+b', '(a|a)*b', 'a*a*a*a*c', '(a*)*b']) {
      expect(
        query(
          [text, `${text}b`, `${text}c`],
          `$[?match(@, '${pattern}') || search(@, '${pattern}')]`,
        ),
      ).toHaveLength(1);
    }
  });
});
