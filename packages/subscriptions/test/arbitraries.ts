import { formatPattern, formatPointer, GLOBSTAR, WILDCARD } from '@data-map/path';
import fc from 'fast-check';

/** Few names, so that patterns often match pointers, and nasty ones, so that no special case is missed. */
const NAMES = [
  'a',
  'b',
  '0',
  '1',
  '',
  '-',
  '*',
  '**',
  '__proto__',
  'constructor',
  'a/b',
  'm~n',
  '\uD800',
];

export const key = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('a', 'b', '0', '1') },
  { weight: 1, arbitrary: fc.constantFrom(...NAMES) },
);

const wildcard = fc.constantFrom<typeof WILDCARD | typeof GLOBSTAR>(WILDCARD, GLOBSTAR);

export const pointer = fc.array(key, { maxLength: 6 }).map(formatPointer);

export const pattern = fc
  .array(fc.oneof({ weight: 3, arbitrary: key }, { weight: 2, arbitrary: wildcard }), {
    maxLength: 5,
  })
  .map(formatPattern);

/** The segments of a location; an index is a number or a string. */
export const segments = fc.array(fc.oneof(key, fc.constantFrom(0, 1)), { maxLength: 6 });

const leaf = fc.constantFrom<unknown>(0, 1, 'a', '', null, true);

/** A small JSON value. Equal values at different locations are likely. */
export const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'json' },
    leaf,
    fc.array(tie('value'), { maxLength: 4, depthIdentifier: 'json' }),
    fc
      .array(fc.tuple(key, tie('value')), { maxLength: 4, depthIdentifier: 'json' })
      .map((entries) => Object.fromEntries(entries)),
  ),
}));

/** A document that is a container. */
export const document = fc.oneof(
  fc.array(value, { minLength: 1, maxLength: 5 }),
  fc
    .array(fc.tuple(key, value), { minLength: 1, maxLength: 5 })
    .map((entries) => Object.fromEntries(entries)),
);
