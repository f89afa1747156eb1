import { expectTypeOf, test } from 'vitest';
import {
  SmartArray,
  type IndirectionLayer,
  type PersistentVector,
  type Splice,
  type Strategy,
} from '../src/index.ts';

test('SMA1: the type of the elements is that of the values, and reads may find nothing', () => {
  const list = SmartArray.from(new Set(['a']));
  expectTypeOf(list).toEqualTypeOf<SmartArray<string>>();
  expectTypeOf(list.get(0)).toEqualTypeOf<string | undefined>();
  expectTypeOf(list.pop()).toEqualTypeOf<string | undefined>();
  expectTypeOf(list.splice(0, 1)).toEqualTypeOf<string[]>();
  expectTypeOf(list.snapshot()).toEqualTypeOf<PersistentVector<string>>();
  expectTypeOf(list.map((value) => value.length)).toEqualTypeOf<number[]>();
  expectTypeOf([...list]).toEqualTypeOf<string[]>();
  expectTypeOf(list.push).parameters.toEqualTypeOf<string[]>();
});

test('SMA8: only known strategies can be asked for', () => {
  type Asked = NonNullable<NonNullable<ConstructorParameters<typeof SmartArray>[1]>['strategy']>;
  expectTypeOf<Asked>().toEqualTypeOf<Strategy | 'auto'>();
});

test('IND1: what the layer hands out are numbers', () => {
  expectTypeOf<ReturnType<IndirectionLayer['splice']>>().toEqualTypeOf<Splice>();
  expectTypeOf<IndirectionLayer['permute']>().parameters.toEqualTypeOf<[ArrayLike<number>]>();
});
