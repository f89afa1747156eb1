import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { INTERNAL_NAMES } from '../internal-names.ts';
import * as Flag from '../src/flags.ts';
import * as library from '../src/index.ts';

const folder = new URL('../src/', import.meta.url);
const sources = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'));

test('SIG35: every member that is marked as internal has a short name of its own in the build', () => {
  const marked = sources.flatMap((text) =>
    [...text.matchAll(/@internal\s*\*\/\s+(?:readonly )?(\w+)/g)].map(([, name]) => name as string),
  );
  expect(marked.length).toBeGreaterThan(15);
  expect(marked.filter((name) => INTERNAL_NAMES[name]?.startsWith('_') !== true)).toEqual([]);
  const short = Object.values(INTERNAL_NAMES);
  expect(new Set(short).size).toBe(short.length);
});

test('SIG35: no public member has the name of an internal one', () => {
  const options: Required<library.SignalOptions> = {
    name: 'a',
    equals: Object.is,
    watched() {},
    unwatched() {},
  };
  const readable = [library.Signal, library.Computed].flatMap((one) =>
    Object.getOwnPropertyNames(one.prototype),
  );
  const names = [...readable, ...Object.keys(options), ...Object.keys(library), 'dispose', 'code'];
  expect(names).toContain('subscribe');
  expect(names.filter((name) => Object.hasOwn(INTERNAL_NAMES, name) && !isInternal(name))).toEqual(
    [],
  );
});

/** Internal methods on the prototype of a computed. */
function isInternal(name: string): boolean {
  return name === 'evaluate';
}

test('SIG35: the combined flags are the sums that their comments state, and no two flags share a bit', () => {
  expect(Flag.Unsure).toBe(Flag.Pending | Flag.Dirty | Flag.Lazy);
  expect(Flag.Unready).toBe(Flag.Unsure | Flag.Running | Flag.Failed);
  const unions = new Set<number>([Flag.Unsure, Flag.Unready]);
  const bits = Object.values(Flag).filter((flag) => !unions.has(flag));
  expect(bits.length).toBeGreaterThan(8);
  expect(bits.reduce((all, bit) => all | bit, 0)).toBe(bits.reduce((sum, bit) => sum + bit, 0));
  expect(Math.max(...bits)).toBe(Flag.Poll);
});
