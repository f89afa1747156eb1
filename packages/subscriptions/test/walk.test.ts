import { describe, expect, test, vi } from 'vitest';
import { Matcher } from '../src/matcher.ts';
import { topPair } from '../src/pair.ts';
import { walk } from '../src/walk.ts';
import { recorder, Store } from './store.ts';

const rows = (length: number): { id: number; tags: { x: number }[] }[] =>
  Array.from({ length }, (_, id) => ({ id, tags: [{ x: id }] }));

/** Walks two versions of a document. Returns the number of visited pairs and of differing findings. */
function visits(
  patterns: readonly string[],
  before: unknown,
  after: unknown,
): [visited: number, found: number] {
  const matcher = new Matcher<string>();
  for (const pattern of patterns) matcher.add(pattern, pattern);
  const { visited, findings } = walk(
    matcher,
    topPair(before, after, 0),
    matcher.automaton.start(),
    {
      pointer: '',
      segments: [],
    },
  );
  return [visited, findings.filter((finding) => finding.differs).length];
}

test('SUB16: the walk enters only what differs by reference', () => {
  const before = rows(10_000);
  const after = before.with(77, { id: -1, tags: [] });
  // The element 77, and its id
  expect(visits(['/*/id'], before, after)).toEqual([2, 1]);
  expect(visits(['/*/id'], before, [...before])).toEqual([0, 0]);
  expect(visits(['/**/x'], before, after)).toEqual([5, 1]);
});

test('SUB16: the walk enters only what the patterns lead to', () => {
  const before = { rows: rows(10_000), limit: 1 };
  const after = { rows: rows(10_001), limit: 2 };
  expect(visits(['/limit/*', '/nowhere/*'], before, after)).toEqual([1, 0]);
  expect(visits(['/rows/5000/*'], before, after)).toEqual([3, 0]);
  expect(visits(['/*'], before, after)).toEqual([2, 2]);
});

test('SUB16: the walk visits the names in the patterns or the members, whichever are fewer', () => {
  const matcher = new Matcher<number>();
  for (let id = 0; id < 10_000; id++) matcher.add(`/rows/${id}/**`, id);
  const before = { rows: { 3: { a: 1 }, x: { a: 1 } } };
  const after = { rows: { 3: { a: 2 }, x: { a: 2 } } };
  const { visited } = walk(matcher, topPair(before, after, 0), matcher.automaton.start(), {
    pointer: '',
    segments: [],
  });
  expect(visited).toBe(3);
});

test('SUB16: 10,000 levels under `/**` are compared once, and do not overflow the stack', () => {
  const deep = (leaf: number): unknown => {
    let value: unknown = leaf;
    for (let level = 0; level < 10_000; level++) value = level % 2 === 0 ? [value] : { value };
    return value;
  };
  expect(visits(['/**'], deep(1), deep(2))).toEqual([10_000, 10_000]);
  expect(visits(['/**'], deep(1), deep(1))).toEqual([9999, 0]);
  const store = new Store(1);
  store.engine.subscribe(`${'/0/value'.repeat(5000)}`, () => expect.unreachable());
  store.engine.notify({
    op: 'replace',
    pointer: '',
    segments: [],
    previous: deep(1),
    value: deep(1),
  });
});

test('SUB16: exact targets are walked together with both versions of the document', () => {
  const log: string[] = [];
  const before = { rows: rows(1000) };
  const store = new Store(before);
  for (let id = 0; id < 1000; id++) store.engine.subscribe(`/rows/${id}/tags/0/x`, recorder(log));
  const next = (store.get('/rows') as ReturnType<typeof rows>).with(5, { id: 5, tags: [] });
  store.set('/rows', next);
  expect(log).toEqual(['/rows/5/tags/0/x 5 -> undefined']);
});

const differences = [
  ['no level', 0, 0, 0],
  ['the first level', 1, 0, 1],
  ['the last level', 0, 1, 300],
  ['both', 1, 1, 300],
] as const;

// With wildcards each level used to be compared again for each target above it
describe.each(['/value', '/*'])('SUB16: 300 nested targets below %s', (root) => {
  test.each(differences)('are compared once if %s differs', (_, first, last, heard) => {
    const nested = (top: number, leaf: number): unknown => {
      let value: unknown = leaf;
      for (let level = 300; level-- > 0;) value = { of: value, here: level === 0 ? top : 0 };
      return { value };
    };
    const before = nested(0, 0);
    const after = nested(first, last);
    const store = new Store(after);
    let calls = 0;
    for (let level = 0; level < 300; level++) {
      store.engine.subscribe(`${root}${'/of'.repeat(level)}`, () => void calls++);
    }
    const keys = vi.spyOn(Object, 'keys');
    try {
      store.engine.notify({
        op: 'replace',
        pointer: '',
        segments: [],
        previous: before,
        value: after,
      });
      expect(keys.mock.calls.length).toBeLessThan(2000);
    } finally {
      keys.mockRestore();
    }
    expect(calls).toBe(heard);
  });
});

test('SUB13: a member that becomes undefined is visited once, as one location', () => {
  const patterns = ['/**'];
  expect(visits(patterns, { x: { a: 1, b: 2 } }, { x: { a: undefined, b: 3 } })).toEqual([3, 3]);
  expect(visits(patterns, { x: { a: undefined } }, { x: { a: 1 } })).toEqual([2, 2]);
  // The `length` of an array is not a member
  expect(visits(patterns, { x: { length: 1 } }, { x: [] })).toEqual([2, 2]);
});
