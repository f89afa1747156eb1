import fc from 'fast-check';
import { formatPointer, matchPattern, parsePointer, PointerSyntaxError } from '@data-map/path';
import { PrefixIndex } from '@data-map/storage';
import { describe, expect, test } from 'vitest';
import { insert, remove } from '../src/prefix-trie.ts';
import type { Branch } from '../src/prefix-trie.ts';
import { fuzz, NASTY } from './fuzz.ts';
import { checkTrie } from './invariants.ts';

const sorted = (pointers: Iterable<string>): string[] => [...pointers].toSorted();

const segment = fc.oneof(fc.constantFrom(...NASTY), fc.nat({ max: 12 }).map(String));
const pointer = fc.array(segment, { maxLength: 4 }).map(formatPointer);
/** Few places, so that they are often above and below each other, and more siblings than a narrow branch holds. */
const close = fc.oneof(
  fc.array(fc.constantFrom('a', '', '0'), { maxLength: 3 }).map(formatPointer),
  fc.nat({ max: 30 }).map((name) => `/a/${name}`),
);
const pattern = fc
  .array(
    fc.oneof(fc.constantFrom('*', '**', '~2', '__proto__', '', 'a~1b', '0'), fc.constant('a')),
    {
      maxLength: 5,
    },
  )
  .map((segments) => segments.map((text) => `/${text}`).join(''));

describe('against a Map and a scan of its keys', () => {
  test('PFX1 PFX2 PFX3 PFX4 PFX5: every answer equals that of the scan, and the invariants of the trie hold', () => {
    const command = fc.record({
      pointer: fc.oneof(close, pointer),
      remove: fc.integer({ min: 0, max: 9 }),
      value: fc.nat(),
    });
    fuzz(
      fc.property(
        fc.array(command, { maxLength: 120 }),
        pattern,
        pointer,
        (commands, text, asked) => {
          const model = new Map<string, number>();
          const index = new PrefixIndex<number>();
          let root: Branch = [undefined];
          const deleted: [boolean, boolean][] = [];
          for (const step of commands) {
            if (step.remove < 4) {
              const known = model.delete(step.pointer);
              if (known) root = remove(root, step.pointer);
              deleted.push([index.delete(step.pointer), known]);
            } else {
              if (!model.has(step.pointer)) root = insert(root, step.pointer);
              model.set(step.pointer, step.value);
              index.set(step.pointer, step.value);
            }
          }
          expect(deleted.filter(([ours, theirs]) => ours !== theirs)).toEqual([]);
          const keys = [...model.keys()];
          expect(sorted(checkTrie(root))).toEqual(sorted(keys));
          expect(index.size).toBe(model.size);
          expect(new Map(index)).toEqual(model);
          const set = new PrefixIndex();
          for (const key of keys) set.add(key);
          expect([...set.entries()]).toEqual([...set.keys()].map((key) => [key, true]));
          expect([set.size, set.get(asked)]).toEqual([keys.length, model.has(asked) || undefined]);
          expect(index.get(asked)).toBe(model.get(asked));
          expect(index.has(asked)).toBe(model.has(asked));
          const below = sorted(keys.filter((key) => key === asked || key.startsWith(`${asked}/`)));
          expect(sorted(index.getByPrefix(asked))).toEqual(below);
          expect(sorted(index.keys(asked))).toEqual(below);
          expect(index.hasBelow(asked)).toBe(below.some((key) => key !== asked));
          const above = keys.filter((key) => asked.startsWith(`${key}/`));
          expect(index.ancestors(asked)).toEqual(above.toSorted((a, b) => a.length - b.length));
          expect(sorted(index.getByPrefixPattern(text))).toEqual(
            sorted(keys.filter((key) => matchPattern(text, key))),
          );
          const walked: string[] = [];
          index.walk(asked, parsePointer(asked), (path, name, key) => {
            if (key !== undefined) walked.push(formatPointer([...path, name]));
            return [...path, name];
          });
          expect(sorted(walked)).toEqual(below.filter((key) => key !== asked));
        },
      ),
      300,
    );
  });

  test('PFX6: a branch becomes wide at seventeen children and narrow again below nine', () => {
    let root: Branch = [undefined];
    const keys: string[] = [];
    for (let i = 0; i < 40; i++) {
      root = insert(root, `/n/${i}`);
      keys.push(`/n/${i}`);
      expect(sorted(checkTrie(root))).toEqual(sorted(keys));
    }
    while (keys.length > 0) {
      root = remove(root, keys.shift()!);
      expect(sorted(checkTrie(root))).toEqual(sorted(keys));
    }
    expect(root).toEqual([undefined]);
  });
});

test('PFX1: names that look like numbers are ordinary names', () => {
  const names = [
    '0',
    '00',
    '-0',
    '-1',
    '1e3',
    '1000',
    '1.5',
    '',
    ' 1',
    '0x1',
    '1',
    'NaN',
    'Infinity',
  ];
  // Enough children to make the branch wide, each of them a branch
  for (let i = 20; i < 40; i++) names.push(String(i));
  const index = new PrefixIndex<string>();
  for (const name of names) index.set(`/n/${name}/x`, name);
  for (const name of names) {
    expect(index.getByPrefix(`/n/${name}`)).toEqual([`/n/${name}/x`]);
    expect(index.getByPrefixPattern(`/*/${name}/x`)).toEqual([`/n/${name}/x`]);
  }
  expect(index.getByPrefix('/n/01')).toEqual([]);
  const walked: string[] = [];
  index.walk('/n', true, (_, name, key) => {
    if (key === undefined) walked.push(name);
    return true;
  });
  expect(walked).toEqual(names);
  for (const name of names) expect(index.delete(`/n/${name}/x`)).toBe(true);
  expect([...index.keys()]).toEqual([]);
});

test('PFX4 PFX5: patterns match names that are escaped in pointers, and walk reports them unescaped', () => {
  const index = new PrefixIndex<number>([
    ['/a~1b/m~0n', 1],
    ['/a~1b/c', 2],
    ['/x/m~0n/y', 3],
  ]);
  expect(index.getByPrefixPattern('/a~1b/*')).toEqual(['/a~1b/m~0n', '/a~1b/c']);
  expect(index.getByPrefixPattern('/*/m~0n')).toEqual(['/a~1b/m~0n']);
  expect(index.getByPrefixPattern('/**/m~0n/**')).toEqual(['/a~1b/m~0n', '/x/m~0n/y']);
  const names: string[] = [];
  index.walk('', '', (above, name) => {
    names.push(`${above} ${name}`.trim());
    return name;
  });
  expect(names).toEqual(['a/b', 'x', 'a/b m~n', 'a/b c', 'x m~n', 'm~n y']);
});

test('PFX1: names of Object.prototype are neither found nor changed', () => {
  const index = new PrefixIndex<number>();
  expect(index.get('/__proto__')).toBeUndefined();
  expect(index.getByPrefix('/constructor')).toEqual([]);
  index.set('/__proto__/polluted', 1);
  expect(index.getByPrefix('/__proto__')).toEqual(['/__proto__/polluted']);
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

test('PFX2: a prefix consists of whole segments', () => {
  const index = new PrefixIndex();
  for (const key of ['/a', '/a/b', '/a-b', '/a!', '/ab']) index.add(key);
  expect(index.getByPrefix('/a')).toEqual(['/a', '/a/b']);
});

test('PFX7: a key that is no pointer is refused, and nothing is stored', () => {
  const index = new PrefixIndex<number>();
  for (const bad of ['a', '/a~2', '/~', '#/a']) {
    expect(() => index.set(bad, 1)).toThrow(PointerSyntaxError);
    expect(() => index.getByPrefix(bad)).toThrow(PointerSyntaxError);
    expect(() => index.keys(bad)).toThrow(PointerSyntaxError);
    expect(() => index.hasBelow(bad)).toThrow(PointerSyntaxError);
    expect(() => index.entries(bad)).toThrow(PointerSyntaxError);
  }
  expect(index.size).toBe(0);
  expect(index.getByPrefix('')).toEqual([]);
});

test('PFX8: the index may be changed during an iteration, and a pointer removed before its turn does not come', () => {
  const index = new PrefixIndex<number>();
  for (let i = 0; i < 20; i++) index.set(`/wide/${i}`, i).set(`/deep${i % 3}/x/${i}`, i);
  const seen: string[] = [];
  for (const key of index.keys()) {
    seen.push(key);
    expect(index.has(key)).toBe(true);
    index.delete(key);
    for (const next of index.getByPrefix('/wide')) {
      if (Number(next.slice(6)) % 2 === 1) index.delete(next);
    }
    if (seen.length < 5) index.set(`/late/${seen.length}`, 1);
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.filter((key) => key.startsWith('/deep')).length).toBe(20);
});

test('PFX8: a pointer that stays comes once, even if it turns from a leaf into a branch or back meanwhile', () => {
  for (const count of [10, 30]) {
    for (const edit of ['add', 'remove'] as const) {
      const names = Array.from({ length: count }, (_, i) => `/k${i}`);
      const index = new PrefixIndex();
      for (const name of names) index.add(name);
      if (edit === 'remove') for (const name of names.slice(5)) index.add(`${name}/below`);
      const seen: string[] = [];
      for (const name of index.keys()) {
        seen.push(name);
        if (seen.length === 3) for (const each of names) index[edit](`${each}/below`);
      }
      const stayed = seen.filter((name) => !name.endsWith('below'));
      expect(stayed.toSorted()).toEqual(names.toSorted());
    }
  }
});

test('PFX4: many `**` neither repeat an answer nor take exponential time', () => {
  const index = new PrefixIndex();
  for (let depth = 1; depth <= 100; depth++) index.add('/a'.repeat(depth));
  expect(index.getByPrefixPattern('/**/a/**/a/**/a/**/b')).toEqual([]);
  expect(index.getByPrefixPattern('/**/**/a/**/**').length).toBe(100);
});

// Regression: a step cost the square of the `**`, and the cube of adjacent ones: 15 s for the second pattern
test('PFX4: a step costs no more than the number of segments of the pattern, for thousands of `**` too', () => {
  const index = new PrefixIndex();
  const deep = '/a'.repeat(1000);
  for (const each of ['', '/b', deep]) index.add(each);
  expect(index.getByPrefixPattern('/**/a'.repeat(1000))).toEqual([deep]);
  expect(index.getByPrefixPattern('/**'.repeat(4000))).toEqual(['', '/b', deep]);
  expect(index.getByPrefixPattern(`${'/**'.repeat(4000)}/b`)).toEqual(['/b']);
});

test('PFX9: a pointer of 10,000 segments is stored, listed, matched and removed without recursion', () => {
  const index = new PrefixIndex();
  const deep = '/x'.repeat(10_000);
  index.add(deep);
  expect(index.getByPrefix('/x/x')).toEqual([deep]);
  expect(index.getByPrefixPattern('/**')).toEqual([deep]);
  expect([...index.keys()]).toEqual([deep]);
  expect(index.ancestors(deep)).toEqual([]);
  expect(index.remove(deep)).toBe(true);
  expect(index.size).toBe(0);
  index.clear();
  expect(index.getByPrefix('')).toEqual([]);
});

test('PFX3: ancestors costs O(segments), however deep the pointer is', () => {
  const index = new PrefixIndex();
  const deep = '/x'.repeat(200_000);
  for (const each of ['', '/x', '/x/x/x', '/x/y', deep]) index.add(each);
  expect(index.ancestors(deep)).toEqual(['', '/x', '/x/x/x']);
  expect(index.ancestors(`${deep}/y`).length).toBe(4);
  expect(index.ancestors(`/x/y${deep}`)).toEqual(['', '/x', '/x/y']);
  expect([index.ancestors(''), index.ancestors('/')]).toEqual([[], ['']]);
}, 15_000);
