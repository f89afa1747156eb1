import {
  compile,
  defineFunction,
  parse,
  query,
  QueryCache,
  queryFlat,
  type CompiledQuery,
  type FlatReader,
  type FlatResult,
  type PathFunction,
  type PathFunctions,
  type Query,
  type Selector,
} from '@data-map/path';
import { expectTypeOf, test } from 'vitest';

test('JP16: a declaration gives evaluate its types', () => {
  const declared = defineFunction({
    parameters: ['ValueType', 'LogicalType', 'NodesType'],
    result: 'LogicalType',
    evaluate(value, logical, nodes) {
      expectTypeOf(value).toEqualTypeOf<unknown>();
      expectTypeOf(logical).toEqualTypeOf<boolean>();
      expectTypeOf(nodes).toEqualTypeOf<readonly unknown[]>();
      return logical;
    },
  });
  expectTypeOf(declared).toExtend<PathFunction>();
  expectTypeOf(compile('$', { functions: { declared } })).toEqualTypeOf<CompiledQuery>();
  // @ts-expect-error a logical result is a boolean
  defineFunction({ parameters: [], result: 'LogicalType', evaluate: () => 1 });
});

test('JP14: a tree has the types of the grammar', () => {
  expectTypeOf<Query['identifier']>().toEqualTypeOf<'$' | '@'>();
  expectTypeOf<{ readonly name: string }>().not.toExtend<Selector>();
  expectTypeOf<{ readonly type: 'name'; readonly name: string }>().toExtend<Selector>();
});

test('JP3, DM49: the caller says of what type results are; unless said, they are unknown', () => {
  const store = {} as FlatReader;
  expectTypeOf(compile('$').values({})).toEqualTypeOf<unknown[]>();
  expectTypeOf(compile('$').values<string>({})).toEqualTypeOf<string[]>();
  expectTypeOf(compile('$').first({})).toBeUnknown();
  expectTypeOf(compile('$').first<string>({})).toEqualTypeOf<string | undefined>();
  expectTypeOf(query({}, '$')).toEqualTypeOf<unknown[]>();
  expectTypeOf(query<number>({}, '$')).toEqualTypeOf<number[]>();
  expectTypeOf(queryFlat(store, '$')).toEqualTypeOf<FlatResult>();
  expectTypeOf(queryFlat<number>(store, '$').values).toEqualTypeOf<readonly number[]>();
  expectTypeOf(new QueryCache().query<number>(store, '$')).toEqualTypeOf<FlatResult<number>>();
  expectTypeOf<FlatResult<number>>().toExtend<FlatResult>();
});

test('QC5: a store that is written down in the call may have what stores have besides', () => {
  const leaves = new Map<string, unknown>();
  // `has` was refused as unknown
  const result = queryFlat(
    {
      get: (pointer) => leaves.get(pointer),
      has: (pointer) => leaves.has(pointer),
      keys: () => leaves.keys(),
      getPointersMatchingPattern: (pattern) => [pattern],
    },
    '$',
  );
  expectTypeOf(result).toEqualTypeOf<FlatResult>();
  // @ts-expect-error: no keys
  queryFlat({ get: (pointer) => leaves.get(pointer) }, '$');
});

test('JP16: options that may be undefined used to be refused with exactOptionalPropertyTypes', () => {
  const functions = undefined as PathFunctions | undefined;
  const limit = undefined as number | undefined;
  const options = { functions, maxNodes: limit, maxDepth: limit };
  expectTypeOf(compile('$', options)).toEqualTypeOf<CompiledQuery>();
  expectTypeOf(parse('$', { functions })).toEqualTypeOf<Query>();
  expectTypeOf(new QueryCache({ ...options, capacity: limit })).toEqualTypeOf<QueryCache>();
});
