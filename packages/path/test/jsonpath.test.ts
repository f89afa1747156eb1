import { runInNewContext } from 'node:vm';
import {
  compile,
  defineFunction,
  explain,
  formatNormalizedPath,
  formatQuery,
  IncrementalQuery,
  parse,
  PathLimitError,
  PathNode,
  PathSyntaxError,
  PathTypeError,
  query,
  toPattern,
  type Query,
} from '@data-map/path';
import { describe, expect, test } from 'vitest';
import { isBefore } from '../src/jsonpath/code-points.ts';

const ASTRAL = '\u{1f4a9}';

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown');
}

describe('strings', () => {
  test('JP4: length counts code points', () => {
    expect(query([ASTRAL, 'ab', `a${ASTRAL}`], '$[?length(@) == 1]')).toEqual([ASTRAL]);
    expect(query(['\ud800', '\udc00\ud800'], '$[?length(@) == 2]')).toEqual(['\udc00\ud800']);
  });

  test('JP4: order is by code point, so that U+FFFF comes before U+1F4A9', () => {
    expect(query(['\uffff', ASTRAL, 'z'], `$[?@ > '\uffff']`)).toEqual([ASTRAL]);
    expect(query(['\uffff', ASTRAL, 'z'], `$[?@ <= '\uffff']`)).toEqual(['\uffff', 'z']);
    // The second halves differ, the code points as well
    expect(query(['\ud83d\udca9'], `$[?@ < '\ud83d\udcaa']`)).toHaveLength(1);
    // A lone surrogate is less than every pair, and less than U+E000
    expect(query(['\ud83d', '\ud83dz'], `$[?@ < '${ASTRAL}' && @ < '\ue000']`)).toHaveLength(2);
    expect(query(['ab'], "$[?@ > 'a' && @ >= 'ab' && @ < 'abc']")).toEqual(['ab']);
    // Neither was less than the other, since both begin with the same lone surrogate
    expect(query(['\ud83da', '\ud83dc'], `$[?@ < '\ud83db']`)).toEqual(['\ud83da']);
  });

  test('JP4: the order is that of the lists of code points, for all strings of up to three units', () => {
    const units = ['', 'a', '\ud83d', '\ud83e', '\udca9', '\udcaa', '\uffff'];
    const texts = units.flatMap((a) => units.flatMap((b) => units.map((c) => a + b + c)));
    const points = texts.map((text) => Array.from(text, (point) => point.codePointAt(0)!));
    const isLess = (left: number[], right: number[]): boolean => {
      const at = left.findIndex((point, index) => point !== right[index]);
      return at < 0 ? left.length < right.length : left[at]! < (right[at] ?? -1);
    };
    for (const [i, left] of texts.entries()) {
      const wrong = texts.filter(
        (right, k) => isBefore(left, right) !== isLess(points[i]!, points[k]!),
      );
      expect([left, wrong]).toEqual([left, []]);
    }
  });

  test('JP5: there are queries for members whose names contain lone surrogates', () => {
    const document = { '\ud800': 1, 'a\udc00': 2 };
    const paths = compile('$.*')
      .nodes(document)
      .map((node) => node.path);
    expect(paths.flatMap((path) => query(document, path))).toEqual([1, 2]);
    expect(() => parse("$['\\ud800']")).toThrow(PathSyntaxError);
  });
});

describe('members', () => {
  const inherited = ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'];

  test('JP6: inherited properties do not exist', () => {
    for (const name of inherited) {
      expect(query({ a: {} }, `$['${name}']`)).toEqual([]);
      expect(query({ a: {} }, `$..['${name}']`)).toEqual([]);
      expect(query([{}, { b: 1 }], `$[?@['${name}']]`)).toEqual([]);
      expect(compile(`$.*['${name}']`).pointers({ a: {} })).toEqual([]);
    }
    expect(query(Object.create({ a: 1 }), '$.a')).toEqual([]);
    expect(query([Object.create({ a: 1 })], '$[*].a')).toEqual([]);
    expect(query([Object.create({ a: 1 })], '$[?@.a]')).toEqual([]);
  });

  test('JP6: own members with the names of inherited properties do', () => {
    for (const name of inherited) {
      const document = JSON.parse(`{"${name}": {"x": 1}, "list": [{"${name}": 2}]}`) as unknown;
      expect(query(document, `$.${name}.x`)).toEqual([1]);
      expect(query(document, `$.list[?@.${name} == 2].${name}`)).toEqual([2]);
      expect(
        compile(`$..${name}`)
          .nodes(document)
          .map((node) => node.value),
      ).toEqual([{ x: 1 }, 2]);
    }
    expect(({} as { x?: unknown }).x).toBe(undefined);
  });

  test('JP6: a polluted prototype is not seen', () => {
    const wild = compile('$.*');
    const deep = compile('$..*');
    const named = compile('$.polluted');
    const document = { a: { b: 2 } };
    let seen: unknown[] = [];
    Reflect.defineProperty(Object.prototype, 'polluted', {
      value: 1,
      enumerable: true,
      writable: true,
      configurable: true,
    });
    try {
      seen = [
        wild.values(document),
        deep.values(document),
        deep.pointers(document),
        named.pointers(document),
        query(document, '$.polluted'),
        query(document, '$[?@.polluted]'),
      ];
    } finally {
      Reflect.deleteProperty(Object.prototype, 'polluted');
    }
    expect(seen).toEqual([[{ b: 2 }], [{ b: 2 }, 2], ['/a', '/a/b'], [], [], []]);
  });

  test('JP7: strings, arrays, dates, maps and instances have no members', () => {
    class Point {
      x = 1;
    }
    const opaque = [new Date(0), new Map([['size', 1]]), new Point(), 'text', 7, [1, 2]];
    for (const name of ['length', 'size', 'x', 'getTime', 'at', '0']) {
      expect(query(opaque, `$[*]['${name}']`)).toEqual([]);
      expect(query(opaque, `$[?@['${name}']]`)).toEqual([]);
    }
    expect(query(opaque, '$[0, 1, 2, 3, 4].*')).toEqual([]);
    expect(compile('$..*').values([new Point()])).toEqual([new Point()]);
    expect(query([new Point()], '$[?length(@) == 1]')).toEqual([]);
  });

  test('JP7: objects without a prototype and of other realms are plain', () => {
    const foreign: unknown = runInNewContext('({ a: { b: [1] } })');
    expect(query(foreign, '$.a.b[0]')).toEqual([1]);
    expect(compile('$..b[*]').pointers(foreign)).toEqual(['/a/b/0']);
    const bare = Object.assign(Object.create(null) as object, { a: 1 });
    expect(query(bare, '$.a')).toEqual([1]);
    expect(query([bare], '$[?@.a == 1].*')).toEqual([1]);
  });

  test('JP6: the properties of such a prototype do not exist, although it is plain itself', () => {
    const prototype = Object.assign(Object.create(null) as object, { x: { y: 1 } });
    const document = [Object.assign(Object.create(prototype) as object, { own: 2 })];
    for (const text of ['$[0].x', '$[*].x', '$[?@.x]', '$..x', '$..y', '$..*', '$[0].*']) {
      const compiled = compile(text);
      expect([text, compiled.values(document)]).toEqual([
        text,
        compiled.nodes(document).map(({ value }) => value),
      ]);
    }
    expect(query(document, '$..*')).toEqual([document[0], 2]);
    expect(query(document, '$[*].x')).toEqual([]);
  });

  test('JP8: undefined and holes do not exist', () => {
    const holes: unknown[] = [1, undefined, 3];
    holes[4] = 5;
    const document = { a: undefined, b: holes };
    expect(compile('$.*').pointers(document)).toEqual(['/b']);
    expect(query(document, '$.b[*]')).toEqual([1, 3, 5]);
    expect(query(document, '$.b[::2]')).toEqual([1, 3, 5]);
    expect(query(document, '$.b[?!@.x]')).toEqual([1, 3, 5]);
    expect(query(document, '$..*')).toEqual([holes, 1, 3, 5]);
    expect(compile('$.b[1]').first(document)).toBe(undefined);
    expect(query([[undefined], { a: undefined }], '$[?length(@) == 1]')).toHaveLength(2);
    expect(query([{ a: undefined }, {}], '$[?@ == $[1]]')).toEqual([{}]);
  });

  test('JP9: indexes and slices beyond the array select nothing', () => {
    const document = ['a', 'b', 'c'];
    for (const index of [3, -4, 9007199254740991, -9007199254740991, 4294967295]) {
      expect(query(document, `$[${index}]`)).toEqual([]);
      expect(compile(`$[${index}]`).nodes(document)).toEqual([]);
    }
    expect(query(document, '$[-9007199254740991:9007199254740991:2]')).toEqual(['a', 'c']);
    expect(query(document, '$[9007199254740991:-9007199254740991:-2]')).toEqual(['c', 'a']);
    expect(query(document, '$[::9007199254740991]')).toEqual(['a']);
    expect(query(document, '$[::0]')).toEqual([]);
    expect(query('text', '$[0]')).toEqual([]);
  });
});

describe('nodes', () => {
  test('JP10: a node knows its pointer, its segments and its normalized path', () => {
    const document = { "it's": [{ 'a/b~\n\u0001\\': 1 }] };
    const [node] = compile('$..*').nodes(document).slice(-1);
    expect(node).toBeInstanceOf(PathNode);
    expect(node?.segments).toEqual(["it's", 0, 'a/b~\n\u0001\\']);
    expect(node?.pointer).toBe("/it's/0/a~1b~0\n\u0001\\");
    expect(node?.path).toBe("$['it\\'s'][0]['a/b~\\n\\u0001\\\\']");
    expect(formatNormalizedPath(node?.segments ?? [])).toBe(node?.path);
    const [root] = compile('$').nodes(document);
    expect([root?.value, root?.pointer, root?.path, root?.segments]).toEqual([
      document,
      '',
      '$',
      [],
    ]);
  });

  test('JP10: locations count negative indexes from the start', () => {
    expect(compile('$[-1]').pointers([1, 2, 3])).toEqual(['/2']);
    expect(compile('$[::-1]').pointers([1, 2])).toEqual(['/1', '/0']);
  });

  test('JP11: first stops at the first node', () => {
    let reads = 0;
    const counted = {
      get a() {
        reads++;
        return 1;
      },
    };
    expect(compile('$[*].a').first([counted, counted, counted])).toBe(1);
    expect(reads).toBe(1);
    expect(compile('$..a').first([{ b: 1 }, { a: 2 }, counted])).toBe(2);
    expect(reads).toBe(1);
  });

  test('JP12: singular queries are recognized and evaluated by direct lookups', () => {
    expect(compile("$.a['b'][-1]").isSingular).toBe(true);
    expect(compile('$').isSingular).toBe(true);
    for (const text of ['$.*', '$..a', '$[0,1]', '$[0:1]', '$[?@]'])
      expect(compile(text).isSingular).toBe(false);
    expect(compile('$.a.b[-1]').plan).toEqual([{ type: 'lookup', path: ['a', 'b', -1] }]);
    expect(compile('$').values(null)).toEqual([null]);
  });
});

describe('errors', () => {
  test.for([
    ['', 0, '"$"'],
    [' $', 0, '"$"'],
    ['$ ', 1, 'a segment or the end'],
    ['$.a.', 4, 'a name, "*" or "["'],
    ['$.0', 2, 'a name, "*" or "["'],
    ['$[', 2, 'a selector'],
    ['$[1', 3, '"," or "]"'],
    ['$[01]', 2, 'an integer without a leading zero'],
    ['$[9007199254740992]', 2, 'an integer between -(2**53-1) and 2**53-1'],
    ['$["a', 4, 'the closing quote'],
    ['$["\\x"]', 3, 'an escape sequence'],
    ['$["\\ud800"]', 3, 'a pair of surrogates'],
    ['$["\\ud800\\u0041"]', 9, 'a low surrogate'],
    ['$["\u0007"]', 3, 'an escaped control character'],
    ['$[?@.a == ]', 10, 'a query, a literal or a function'],
    // It said that a literal was expected, and found one
    ['$[?!1]', 4, 'a query, a function or "("'],
    ['$[?!!@]', 4, 'a query, a function or "("'],
    ['$[?@.* == 1]', 3, 'a singular query in a comparison'],
    ['$[?1 == @.*]', 8, 'a singular query in a comparison'],
    ['$[?true]', 7, 'a comparison operator'],
    ['$[?(@.a]', 7, '"&&", "||" or ")"'],
    ['$[?@.a=1]', 6, '"=="'],
    ['$[?@.a ! @.b]', 7, '"!="'],
    ['$[?count (@)]', 8, '"("'],
    ['$[?count(@ @)]', 11, '"," or ")"'],
  ] as const)('JP13: %s names offset %i and what was expected', ([text, offset, expected]) => {
    const error = thrownBy(() => parse(text));
    expect(error).toBeInstanceOf(PathSyntaxError);
    expect(error).toMatchObject({ name: 'PathSyntaxError', code: 'PATH_SYNTAX', offset, expected });
    expect(error).toMatchObject({ position: offset });
  });

  test('JP13: the excerpt of an error stays short in a long text', () => {
    const text = `$${'.abc'.repeat(250_000)}.`;
    const error = thrownBy(() => parse(text)) as PathSyntaxError;
    expect(error.offset).toBe(1_000_002);
    expect(error.message).toBe(
      'Expected a name, "*" or "[" but found the end at offset 1000002 in ".abc.abc.abc.abc.abc."'.replace(
        '.abc.abc.abc.abc.abc.',
        error.excerpt,
      ),
    );
    expect(error.excerpt.length).toBeLessThanOrEqual(40);
    expect((thrownBy(() => parse('$.\u{1f4a9}.!')) as Error).message).toBe(
      'Expected a name, "*" or "[" but found "!" at offset 5 in "$.\u{1f4a9}.!"',
    );
  });

  test.for([
    ['$[?nope(@)]', 'nope() is not a known function at offset 3'],
    ['$[?constructor(@) == 1]', 'constructor() is not a known function at offset 3'],
    ['$[?length(@)]', 'length() must be compared: its result is a value at offset 3'],
    [
      "$[?match(@, 'a') == true]",
      'match() cannot be compared: its result is not a value at offset 3',
    ],
    ['$[?count(@, @) == 1]', 'count() takes 1 argument, not 2 at offset 3'],
    [
      '$[?count(1) == 1]',
      'Argument 1 of count() must be a query or a function with a nodelist at offset 3',
    ],
    [
      '$[?length(@.*) == 1]',
      'Argument 1 of length() must be a literal, a singular query or a function with a value at offset 3',
    ],
    [
      '$[?length(@ == 1) == 1]',
      'Argument 1 of length() must be a literal, a singular query or a function with a value at offset 3',
    ],
    [
      '$[?length(count(1)) == 1]',
      'Argument 1 of count() must be a query or a function with a nodelist at offset 10',
    ],
    [
      '$[?count((@.*)) == 1]',
      'Argument 1 of count() must be a query or a function with a nodelist at offset 3',
    ],
    [
      '$[?length( ( @.a ) ) == 1]',
      'Argument 1 of length() must be a literal, a singular query or a function with a value at offset 3',
    ],
    [
      "$[?match((@.a), 'x')]",
      'Argument 1 of match() must be a literal, a singular query or a function with a value at offset 3',
    ],
    ['$[?holds((length(@)))]', 'length() must be compared: its result is a value at offset 10'],
  ] as const)('JP14: %s is refused', ([text, message]) => {
    const error = thrownBy(() => compile(text, { functions: { holds } })) as PathTypeError;
    expect(error).toBeInstanceOf(PathTypeError);
    const excerpt = text.slice(0, (error.offset ?? 0) + 20);
    expect(error).toMatchObject({
      name: 'PathTypeError',
      code: 'PATH_TYPE',
      message: `${message} in ${JSON.stringify(excerpt)}`,
      excerpt,
    });
  });

  test('JP14: the error quotes the text around the function; it named only the offset', () => {
    const text = `$${'.abc'.repeat(100)}[?nope(@)]${'.abc'.repeat(100)}`;
    const error = thrownBy(() => parse(text)) as PathTypeError;
    expect(error.offset).toBe(403);
    expect(error.excerpt).toBe('bc.abc.abc.abc.abc[?nope(@)].abc.abc.abc');
    expect(error.message).toBe(
      `nope() is not a known function at offset 403 in "${error.excerpt}"`,
    );
    // A tree has no text
    const { segments } = parse('$[?nope(@)]', { functions: { nope: holds } });
    const tree = { type: 'query', identifier: '$', segments } as const;
    expect(thrownBy(() => compile(tree))).toMatchObject({
      message: 'nope() is not a known function at offset 3',
      excerpt: '',
    });
  });

  test('JP14: parentheses turn an argument into a test, and formatQuery keeps them', () => {
    const functions = { holds };
    const document = [{ a: 0 }, { b: 1 }];
    for (const argument of ['@.a', '(@.a)', '((@.a))', '(@.a && @.a)']) {
      expect(query(document, `$[?holds(${argument})]`, { functions })).toEqual([{ a: 0 }]);
    }
    const tree = parse('$[?holds( ( @.a ) )]', { functions });
    expect(formatQuery(tree)).toBe('$[?holds((@.a))]');
    expect(parse(formatQuery(tree), { functions })).toEqual(tree);
    expect(explain(compile(tree, { functions })).split('\n')[1]).toContain('holds((@.a))');
    const watched = new IncrementalQuery(tree, { getAt: () => document }, { functions });
    expect(watched.pointers).toEqual(['/0']);
  });

  test('JP14: trees are checked as texts are', () => {
    const call = { type: 'function', name: 'length', arguments: [] } as const;
    const wild = {
      type: 'query',
      identifier: '@',
      segments: [{ type: 'child', selectors: [{ type: 'wildcard' }] }],
    } as const;
    const tree = (expression: Parameters<typeof formatQuery>[0]): Query => expression;
    const filter = (
      expression:
        | typeof call
        | { type: 'comparison'; operator: '=='; left: typeof wild; right: typeof wild },
    ): Query =>
      tree({
        type: 'query',
        identifier: '$',
        segments: [{ type: 'child', selectors: [{ type: 'filter', expression }] }],
      });
    expect(() => compile(filter(call))).toThrow('length() takes 1 argument, not 0');
    expect(() =>
      compile(filter({ type: 'comparison', operator: '==', left: wild, right: wild })),
    ).toThrow('A query in a comparison must be singular');
  });
});

describe('functions', () => {
  test('JP15: value() returns Nothing unless there is exactly one node, count() takes any number', () => {
    const document = { a: [[1], [1, 2], []] };
    expect(query(document, '$.a[?value(@.*) == 1]')).toEqual([[1]]);
    expect(query(document, '$.a[?count(@.*) == 2]')).toEqual([[1, 2]]);
    expect(query(document, '$.a[?length(@) == 0]')).toEqual([[]]);
    expect(query([{ a: 1, b: 2 }, true, null], '$[?length(@) == 2]')).toEqual([{ a: 1, b: 2 }]);
  });

  test('JP15: match takes the whole text and search any part of it', () => {
    const texts = ['ab', 'xab', 'b', 'a\nb'];
    expect(query(texts, "$[?match(@, 'a|b')]")).toEqual(['b']);
    expect(query(texts, "$[?search(@, 'ab')]")).toEqual(['ab', 'xab']);
    expect(query(texts, "$[?match(@, 'a.b')]")).toEqual([]);
    for (const pattern of ['\\\\d', '(a)\\\\1', '(?=a)', 'a*?', '[']) {
      expect(query(texts, `$[?match(@, '${pattern}') || search(@, '${pattern}')]`)).toEqual([]);
    }
    expect(
      query(
        [
          { t: 'ab', p: 'a.' },
          { t: 'b', p: 'a.' },
          { t: 'c', p: 1 },
        ],
        '$[?match(@.t, @.p)].t',
      ),
    ).toEqual(['ab']);
  });

  test('JP16: custom functions receive and return the types that they declare', () => {
    const seen: unknown[] = [];
    const functions = {
      nth: defineFunction({
        parameters: ['NodesType', 'ValueType'],
        result: 'ValueType',
        evaluate: (nodes, index) => nodes[Number(index)],
      }),
      both: defineFunction({
        parameters: ['LogicalType', 'LogicalType'],
        result: 'LogicalType',
        evaluate: (a, b) => a && b,
      }),
      odd: defineFunction({
        parameters: ['NodesType'],
        result: 'NodesType',
        evaluate: (nodes) => nodes.filter((_, index) => index % 2 === 1),
      }),
      see: defineFunction({
        parameters: ['ValueType'],
        result: 'LogicalType',
        evaluate: (value) => seen.push(value) > 0,
      }),
    };
    const options = { functions };
    expect(
      query(
        [
          [1, 2],
          [3, 4],
        ],
        '$[?nth(@.*, 1) == 4]',
        options,
      ),
    ).toEqual([[3, 4]]);
    expect(query([[1], [1, 2]], '$[?odd(@.*)]', options)).toEqual([[1, 2]]);
    expect(
      query(
        [
          [1, 2],
          [1, 2, 3, 4],
        ],
        '$[?count(odd(@.*)) == 2]',
        options,
      ),
    ).toEqual([[1, 2, 3, 4]]);
    expect(query([{ a: 1 }, { a: 1, b: 2 }], '$[?both(@.a, @.b == 2 || @.c)]', options)).toEqual([
      { a: 1, b: 2 },
    ]);
    expect(query([{ a: null }, {}], '$[?see(@.a)]', options)).toHaveLength(2);
    expect(seen).toEqual([null, undefined]);
    expect(() => compile('$[?nth(@.*, 1)]', options)).toThrow(PathTypeError);
    expect(() => parse('$[?both(1, @.a)]', options)).toThrow(PathTypeError);
  });

  test.each<[string, unknown]>([
    [
      'an unknown parameter type',
      { parameters: ['value'], result: 'ValueType', evaluate: () => 1 },
    ],
    ['an unknown result type', { parameters: ['ValueType'], result: '', evaluate: () => 1 }],
    ['no result', { parameters: ['ValueType'], evaluate: () => 1 }],
    ['no parameters', { result: 'ValueType', evaluate: () => 1 }],
    ['no evaluate', { parameters: ['ValueType'], result: 'ValueType' }],
    ['a bare function', () => 1],
    ['a string', 'size'],
  ])('JP16: a query that uses a malformed declaration is refused: %s', (_, declaration) => {
    // It was accepted, and the evaluation threw or selected nothing
    const options = { functions: { size: declaration as never } };
    expect(() => compile('$[?size(@) == 1]', options)).toThrow(
      new PathTypeError('size() must have types and a function "evaluate"', 3, '$[?size(@) == 1]'),
    );
    expect(compile('$[?length(@) == 1]', options).values(['a', 'bc'])).toEqual(['a']);
  });

  test('JP16: a custom function with a standard name replaces the standard one, for its query only', () => {
    const functions = {
      count: defineFunction({ parameters: ['ValueType'], result: 'ValueType', evaluate: () => 42 }),
    };
    expect(query([1], '$[?count(@) == 42]', { functions })).toEqual([1]);
    expect(query([[7]], '$[?count(@.*) == 1]')).toEqual([[7]]);
  });

  test('JP17: a sub-query that starts at the root is evaluated once per evaluation', () => {
    let calls = 0;
    const functions = {
      all: defineFunction({
        parameters: ['NodesType'],
        result: 'ValueType',
        evaluate: (nodes) => nodes.length,
      }),
    };
    const document = {
      limit: {
        get a() {
          calls++;
          return 1;
        },
      },
      items: Array.from({ length: 50 }, (_, index) => index),
    };
    const text = '$.items[?all($.limit.*) == 1 && $..a]';
    expect(query(document, text, { functions })).toHaveLength(50);
    expect(calls).toBeLessThanOrEqual(3);
  });
});

describe('patterns and plans', () => {
  test.for([
    ['$', ''],
    ['$.a.b', '/a/b'],
    ['$.a[*].b', '/a/*/b'],
    ["$['*']['**']['a/b']['m~n']", '/~2/~2~2/a~1b/m~0n'],
    ['$..a', '/**/a'],
    ['$..*', '/**/*'],
    ['$.a..b[*]', '/a/**/b/*'],
    ['$[0]', undefined],
    ["$['0']", undefined],
    ['$..[-1]', undefined],
    ["$['a','b']", undefined],
    ['$[1:2]', undefined],
    ['$[?@.a]', undefined],
  ] as const)('JP18: the pattern of %s is %s', ([text, pattern]) => {
    expect(toPattern(text)).toBe(pattern);
    expect(toPattern(parse(text))).toBe(pattern);
  });

  test('JP19: explain describes lookups, loops and how filters are evaluated', () => {
    expect(explain('$')).toBe('take the root');
    expect(explain("$.a['b'][0]")).toBe("look up ['a']['b'][0]: a direct lookup, no loop");
    expect(
      explain("$.users[?@.score > 90 && (@.address.city == 'Paris' || !$..x)].name").split('\n'),
    ).toEqual([
      "look up ['users']: once, before any loop",
      "loop over the children, test each, read ['name'] of each in the same loop",
      '  all of, from left to right:',
      '    @.score > 90: order, against a literal number',
      '    any of, from left to right:',
      "      @.address.city == 'Paris': identity with a literal",
      '      not:',
      '        $..x: stops at the first node, once per evaluation',
    ]);
    expect(explain(compile("$..a[1:2].b['c', *][0][*]")).split('\n')).toEqual([
      "visit the node and all its descendants, select ['a'] from each",
      "loop over the elements [1:2], read ['b'] of each in the same loop",
      "select ['c', *] from the same node, one after the other",
      'look up [0]',
      'loop over all children',
    ]);
    expect(
      explain('$[?@.a == $.b || count(@.*) > length(@.c) || match(@.d, "x") || @.e < true]')
        .split('\n')
        .slice(2),
    ).toEqual([
      '    @.a == $.b: two values, one of the node and one at the root',
      '    count(@.*) > length(@.c): two values, a function and a function',
      "    match(@.d, 'x'): a function",
      '    @.e < true: order, against a literal boolean',
    ]);
  });

  test.for([
    ['$[ "a" ] [ \'b c\' ] [0]', "$.a['b c'][0]"],
    ['$..["a"]..*..[1,2]', '$..a..*..[1, 2]'],
    ['$[1:][:2:3][::-1]', '$[1:][:2:3][::-1]'],
    ['$[?!(@.a==1)&&((@.b||@.c)&&@.d)]', '$[?!(@.a == 1) && ((@.b || @.c) && @.d)]'],
    ['$[?(@.a&&@.b)||@.c]', '$[?@.a && @.b || @.c]'],
    ['$[?match(@,"\\u0007\'")]', "$[?match(@, '\\u0007\\'')]"],
    ['$[?@ == -0 || @ < 1e1000 || @ > -1e1000]', '$[?@ == -0 || @ < 1e999 || @ > -1e999]'],
  ] as const)('JP21: %s is formatted as %s', ([text, formatted]) => {
    expect(formatQuery(parse(text))).toBe(formatted);
    expect(formatQuery(parse(formatted))).toBe(formatted);
  });
});

test('JP20: nothing is compiled from strings', async () => {
  const { readdirSync, readFileSync } = await import('node:fs');
  const root = new URL('../src/', import.meta.url);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  expect(files.length).toBeGreaterThan(20);
  for (const file of files) {
    const code = readFileSync(new URL(file, root), 'utf8').replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, '');
    expect(code).not.toMatch(/\beval\(|\bFunction\(/);
  }
});

test('JP22: numbers compare as numbers, whatever their form', () => {
  expect(query([1, 10, 1e3, -0, 0.5], '$[?@ == 1e3 || @ == 0 || @ == 5e-1]')).toEqual([
    1e3, -0, 0.5,
  ]);
  expect(query([1, Number.MAX_VALUE], '$[?@ < 1e1000]')).toHaveLength(2);
  expect(query([1, '1', true, null], '$[?@ >= 1]')).toEqual([1]);
  expect(query([null, false, true, {}], '$[?@ <= null || @ >= true]')).toEqual([null, true]);
  expect(
    query(
      [
        [1, { a: 2 }],
        [1, { a: 3 }],
      ],
      '$[?@ == $[0]]',
    ),
  ).toEqual([[1, { a: 2 }]]);
  expect(query([{}, { a: 1 }], '$[?@.a == @.b]')).toEqual([{}]);
  expect(query([{}, { a: 1 }], '$[?@.a <= @.b]')).toEqual([{}]);
});

test('JP23: a limit that is negative or not a number is refused', () => {
  // `'5'` was taken for a number
  for (const limit of [NaN, -1, 'x', '5', null] as number[]) {
    expect(() => compile('$.a', { maxNodes: limit })).toThrow(RangeError);
    expect(() => query({}, '$.a', { maxDepth: limit })).toThrow(
      `Expected 0 or more as maxDepth but found ${limit}`,
    );
  }
  expect(query([1], '$.*', { maxNodes: Infinity, maxDepth: 0 })).toEqual([1]);
});

test('JP23: a limit error has its own name and code', () => {
  expect(thrownBy(() => compile('$[*]', { maxNodes: 1 }).values([1, 2]))).toMatchObject({
    name: 'PathLimitError',
    code: 'PATH_LIMIT',
  });
  expect(new PathLimitError('x')).toBeInstanceOf(Error);
});

const holds = defineFunction({
  parameters: ['LogicalType'],
  result: 'LogicalType',
  evaluate: (isTrue) => isTrue,
});
