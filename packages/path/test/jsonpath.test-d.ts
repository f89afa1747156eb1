import {
  compile,
  defineFunction,
  type CompiledQuery,
  type PathFunction,
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
