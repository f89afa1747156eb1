import { compile, defineFunction, explain, IncrementalQuery } from '@data-map/path';
import { describe, expect, test } from 'vitest';

describe('comparisons', () => {
  const numbers = [1, 2, 3];

  test.each([
    ['2 == @', [2]],
    ['2 != @', [1, 3]],
    ['2 < @', [3]],
    ['2 <= @', [2, 3]],
    ['2 > @', [1]],
    ['2 >= @', [1, 2]],
  ])('with the literal on the left: %s', (test_, wanted) => {
    expect(compile(`$[?${test_}]`).values(numbers)).toEqual(wanted);
  });

  test.each([
    ['1 == 1', true],
    ['1 < 1', false],
    ["'a' < 'b'", true],
    ['null == null', true],
    ["'1' == 1", false],
  ])('of two literals select all nodes or none: %s', (test_, takes) => {
    expect(compile(`$[?${test_}]`).values(numbers)).toEqual(takes ? numbers : []);
  });
});

test('a comparison that begins with a literal can be an argument of LogicalType', () => {
  const both = defineFunction({
    parameters: ['LogicalType', 'ValueType'],
    result: 'LogicalType',
    evaluate: (truth, value) => truth && value === 'x',
  });
  const options = { functions: { both } };
  expect(compile("$[?both(2 < @, 'x')]", options).values([1, 2, 3])).toEqual([3]);
  expect(compile("$[?both(2 < @, 'y')]", options).values([1, 2, 3])).toEqual([]);
});

describe('explain', () => {
  test('distinguishes tests for existence: of one location, of several, from the root', () => {
    const text = explain('$[?@.a || @.* || $..b || !@.c]');
    expect(text).toContain('is there, a direct lookup');
    expect(text).toContain('stops at the first node, once per evaluation');
  });

  test('describes comparisons of two functions, and orders against null', () => {
    const text = explain('$[?length(@.a) == length(@.b) || @.c >= null]');
    expect(text).toContain('two values, a function and a function');
    expect(text).toContain('order, against a literal null');
  });
});

test('explain of an incremental query names filters that read from the root, and slices that are selected again', () => {
  const document = { list: [1, 2, 3], limit: 2 };
  const reader = {
    getAt: (segments: readonly (string | number)[]): unknown =>
      segments.reduce<unknown>((value, key) => Reflect.get(Object(value), key), document),
  };
  const lines = (text: string): string => new IncrementalQuery(text, reader).explain();
  expect(lines('$.list[?@ > $.limit]')).toContain('reads from the root retests all children');
  expect(lines('$.list[0:2]')).toContain('slice; incremental, reselected when');
  expect(lines('$.list[-1]')).toContain('index; incremental, reselected when');
  expect(lines('$.list[::2]')).toContain('slice; incremental for values, reselected when');
  expect(lines('$..*')).toContain('descendants; incremental');
});
