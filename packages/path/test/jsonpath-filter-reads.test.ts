import { describe, expect, test } from 'vitest';
import type { LogicalExpression } from '../src/jsonpath/ast.ts';
import { filterReads } from '../src/jsonpath/filter-reads.ts';
import { parse } from '../src/jsonpath/query.ts';

function expressionOf(filter: string): LogicalExpression {
  const selector = parse(`$[?${filter}]`).segments[0]?.selectors[0];
  if (selector?.type !== 'filter') throw new Error(`Not a filter: ${filter}`);
  return selector.expression;
}

describe('filterReads', () => {
  test.for([
    ['@.a == 1 && !@.b.c', [['a'], ['b', 'c']], []],
    ['@ > $.limit || $.on', [[]], [['limit'], ['on']]],
    ['@.a[-1] == 1', [['a']], []],
    ['@.a[2].b', [['a', 2, 'b']], []],
    ['@..x', [[]], []],
    ['count(@.tags.*) > length($.a.b)', [['tags']], [['a', 'b']]],
    ['@.items[?@.price < $.max && $.on[?@.x]]', [['items']], [['max'], ['on']]],
  ] as const)('%s', ([filter, relative, absolute]) => {
    expect(filterReads(expressionOf(filter))).toEqual({ relative, absolute });
  });
});
