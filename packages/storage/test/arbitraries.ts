import fc from 'fast-check';
import { formatPointer } from '@data-map/path';
import { NASTY } from './fuzz.ts';

export const name = fc.constantFrom(...NASTY);

export const leaf = fc.oneof(
  fc.integer({ min: -2, max: 3 }),
  fc.constantFrom(null, true, false, '', 'x', '\uD800'),
);

/** Small JSON values in which names repeat, so that random pointers lead somewhere. */
export const json: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, tie('array'), tie('object')),
  array: fc.array(tie('value'), { maxLength: 4 }),
  object: fc
    .array(fc.tuple(name, tie('value')), { maxLength: 4 })
    .map((members) => Object.fromEntries(members)),
}))['value'];

export const pointer = fc
  .array(fc.oneof(name, fc.constantFrom('a', 'b', '0', '1', '-')), { maxLength: 4 })
  .map(formatPointer);
