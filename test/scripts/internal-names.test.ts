import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

import { INTERNAL_NAMES as arrays } from '../../packages/arrays/internal-names.ts';
import { INTERNAL_NAMES as path } from '../../packages/path/internal-names.ts';
import { INTERNAL_NAMES as signals } from '../../packages/signals/internal-names.ts';
import { entriesOf, publicMembers } from '../../scripts/public-names.ts';

/** What the packages use of the language. */
const BUILT_IN: readonly object[] = [
  Array.prototype,
  Map.prototype,
  Set.prototype,
  WeakMap.prototype,
  WeakRef.prototype,
  Object.prototype,
  Function.prototype,
  String.prototype,
  Number.prototype,
  Promise.prototype,
  Error.prototype,
  Object.getPrototypeOf(Uint32Array.prototype) as object,
  Object.getPrototypeOf([].values()) as object,
];

/** What strings are wrapped in HTML with. */
const MARKUP: ReadonlySet<string> = new Set(['sub']);

/** The build shortens a name wherever it stands: `set.size` of a Set was read as `set.s`, and a transient kept all that it had written. */
test.each([
  ['arrays', arrays],
  ['path', path],
  ['signals', signals],
])('no internal name of %s is one of the language', (_, names) => {
  const taken = Object.keys(names).filter(
    (name) => !MARKUP.has(name) && BUILT_IN.some((object) => name in object),
  );
  expect(taken).toEqual([]);
});

test('no two internal names of path are one in the build, and none is that of a public member', () => {
  const short = Object.values(path);
  expect(new Set(short).size).toBe(short.length);
  const entries = entriesOf(fileURLToPath(new URL('../../packages/path', import.meta.url)));
  const taken = publicMembers(entries).flat();
  expect(taken).toEqual(
    expect.arrayContaining(['segments', 'selectors', 'added', 'getAt', 'version']),
  );
  expect(taken.filter((name) => Object.hasOwn(path, name))).toEqual([]);
});
