import { expectTypeOf, test } from 'vitest';
import {
  PersistentVector,
  SmartArray,
  type IndirectionLayer,
  type Splice,
  type Strategy,
} from '../src/index.ts';

test('SMA1: the type of the elements is that of the values, and reads may give undefined', () => {
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

test('SMA1, VEC8: a type guard as the test narrows the result; it used to have the type of all elements', () => {
  const isText = (value: number | string): value is string => typeof value === 'string';
  const list = SmartArray.from<number | string>([1, 'a']);
  expectTypeOf(list.find(isText)).toEqualTypeOf<string | undefined>();
  expectTypeOf(list.filter(isText)).toEqualTypeOf<string[]>();
  expectTypeOf(list.find((_, index) => index === 1)).toEqualTypeOf<number | string | undefined>();
  const vector = list.snapshot();
  expectTypeOf(vector.find(isText)).toEqualTypeOf<string | undefined>();
  expectTypeOf(vector.findLast(isText)).toEqualTypeOf<string | undefined>();
  expectTypeOf(vector.filter(isText)).toEqualTypeOf<PersistentVector<string>>();
  expectTypeOf(vector.asTransient().find(isText)).toEqualTypeOf<string | undefined>();
});

test('VEC1: the type of the elements of a vector follows from what goes in', () => {
  const vector = PersistentVector.of(1, 2);
  expectTypeOf(vector).toEqualTypeOf<PersistentVector<number>>();
  expectTypeOf(vector).toExtend<PersistentVector<number | string>>();
  expectTypeOf(vector).not.toExtend<PersistentVector<string>>();
  expectTypeOf(vector).toExtend<Iterable<number>>();
  expectTypeOf(vector.get(0)).toEqualTypeOf<number | undefined>();
  expectTypeOf(vector.concat(['a'])).toEqualTypeOf<PersistentVector<number | string>>();
  expectTypeOf(vector.concat(vector)).toEqualTypeOf<PersistentVector<number>>();
  expectTypeOf(vector.map(String)).toEqualTypeOf<PersistentVector<string>>();
  expectTypeOf(vector.reduce((sum, value) => sum + value)).toEqualTypeOf<number>();
  expectTypeOf(vector.reduce((text, value) => text + String(value), '')).toBeString();
  expectTypeOf(PersistentVector.from('abc')).toEqualTypeOf<PersistentVector<string>>();
  expectTypeOf(PersistentVector.from([1, 2] as const)).toEqualTypeOf<PersistentVector<1 | 2>>();
  expectTypeOf(PersistentVector.from([1], String)).toEqualTypeOf<PersistentVector<string>>();
  expectTypeOf(PersistentVector.from(new Map([[1, 'a']]))).toEqualTypeOf<
    PersistentVector<[number, string]>
  >();
  expectTypeOf(vector.withMutations((all) => all.push(3))).toEqualTypeOf<
    PersistentVector<number>
  >();
  // @ts-expect-error a string is no number
  vector.push('a');
});

test('SMA8: only known strategies are accepted', () => {
  type Asked = NonNullable<NonNullable<ConstructorParameters<typeof SmartArray>[1]>['strategy']>;
  expectTypeOf<Asked>().toEqualTypeOf<Strategy | 'auto'>();
  // An undefined option used to be rejected under exactOptionalPropertyTypes
  const asked = undefined as Asked | undefined;
  expectTypeOf(new SmartArray([1], { strategy: asked, threshold: undefined })).toEqualTypeOf<
    SmartArray<number>
  >();
});

test('IND1: the layer returns numbers', () => {
  expectTypeOf<ReturnType<IndirectionLayer['splice']>>().toEqualTypeOf<Splice>();
  expectTypeOf<IndirectionLayer['permute']>().parameters.toEqualTypeOf<[ArrayLike<number>]>();
});
