/** Stores whose document contains itself. */
import { createDataMap, diff, jsonEqual, PathLimitError, type DataMap } from '@data-map/core';
import { expect, test } from 'vitest';

type Node = Record<string, unknown>;

function ring(leaf: number, length = 1): Node {
  const first: Node = { leaf };
  let last = first;
  for (let at = 1; at < length; at++) last = (last['next'] = { at }) as Node;
  last['next'] = first;
  return first;
}

/** A cycle of this many arrays. */
function arrays(leaf: number, length = 1): unknown[] {
  const first: unknown[] = [0, leaf];
  let last = first;
  for (let at = 1; at < length; at++) {
    const next: unknown[] = [at];
    last.push(next);
    last = next;
  }
  last.push(first, 7);
  return first;
}

const makers = [ring, arrays];

// Each of these used to run until memory was exhausted
test.each([1, 2, 3, 3000])('DM64: diff is empty or replaces the whole (rings of %i)', (length) => {
  for (const make of makers) {
    const value = make(1, length);
    const copy = make(1, length);
    const other = make(2, length);
    expect(diff(value, value)).toEqual([]);
    expect(diff(value, copy)).toEqual([]);
    expect(diff({ a: [value, 1] }, { a: [copy, 1] })).toEqual([]);
    const patch = diff(value, other);
    expect(patch).toHaveLength(1);
    expect(patch[0]).toMatchObject({ op: 'replace', path: '' });
    for (const [before, after] of [
      [value, other],
      [{ a: [value, 1, 2] }, { a: [0, other, 1, other] }],
      [{ a: [1, 2, 3, { value }] }, { a: [0, 2, { value: copy }, value, 3] }],
      [
        { a: [1, 2, 3], b: value },
        { a: [0, copy, 2, { value }, 3], b: [value] },
      ],
    ] as const) {
      const store: DataMap<any> = createDataMap<any>(before, { freeze: false });
      store.patch(diff(before, after));
      expect(jsonEqual(store.toObject(), after)).toBe(true);
    }
    // Besides a member that only one of them has, everything else stays
    expect(
      diff([1, 2, 3, 4], [0, 2, { value }, 3, 4]).map(({ op, path }) => `${op} ${path}`),
    ).toEqual(['replace /0', 'add /2']);
    // Only one of them contains itself
    expect(diff({ a: 1, b: 2 }, { a: value, b: 3 })).toHaveLength(2);
    expect(diff({ a: value, b: 2 }, { a: 1, b: 3 })).toHaveLength(2);
    expect(diff({ a: value, b: 2 }, { a: value, b: 3 })).toEqual([
      { op: 'replace', path: '/b', value: 3 },
    ]);
  }
});

test('DM64: every comparison returns a result', () => {
  for (const make of makers) {
    const store: DataMap<any> = createDataMap<any>({ x: make(1, 3), list: [make(1), 2], y: 1 });
    const log: string[] = [];
    store.subscribe('/x', () => log.push('x'));
    store.effect(() => void (store.get('/x'), log.push('effect')));
    store.ref('/list/0').subscribe(() => log.push('ref'));
    store.liveQuery('$.list[*]').subscribe(() => log.push('live'));
    store.liveQuery('$.list[*]', { sort: () => 0 }).subscribe(() => log.push('sorted'));
    store.liveQuery('$.list[?@ == $.x]').subscribe(() => log.push('filtered'));
    store.onCommit(({ patch, inverse }) => log.push(`${patch.length} ${inverse.length}`));
    log.length = 0;
    store.batch(() => {
      store.set('/x', make(1, 3));
      store.set('/list/0', make(1));
      store.set('/y', 2);
    });
    expect(log).toEqual(['1 1']);
    store.patch([{ op: 'test', path: '/x', value: make(1, 3) }]);
    expect(() => store.patch([{ op: 'test', path: '/x', value: make(2, 3) }])).toThrow(
      'Test failed',
    );
    log.length = 0;
    store.set('/list/0', make(2));
    expect(log.sort()).toEqual(['1 1', 'live', 'ref', 'sorted']);
    log.length = 0;
    // Shares `list` with the former document, so the patches are differences
    store.fromObject({ ...store.toObject(), x: make(3, 3) });
    expect(log).toContain('1 1');
  }
});

test('DM64: mergePatch with objects that contain themselves changes nothing', () => {
  for (const document of [
    { x: 1, y: 1 },
    { x: { next: {} }, y: 1 },
    { x: ring(1), y: 1 },
  ]) {
    const store: DataMap<any> = createDataMap<any>(document);
    const before = store.toObject();
    let told = 0;
    store.onCommit(() => told++);
    for (const patch of [
      { y: 2, x: ring(2) },
      { y: 2, x: ring(2, 1000) },
      { z: { a: ring(2, 2) }, y: 3 },
    ]) {
      expect(() => store.mergePatch(patch)).toThrow(PathLimitError);
      expect(() => store.mergePatch(patch, '/x')).toThrow(/itself at "\/x.*"$/);
    }
    // The cycles may have other periods now
    expect(jsonEqual(store.toObject(), before)).toBe(true);
    expect(told).toBe(0);
    // Arrays of a merge patch are adopted as they are
    const list = arrays(1);
    store.mergePatch({ x: list });
    expect(store.get('/x')).toBe(list);
  }
});

test('DM64: a write that a pattern cannot follow is made, and all other subscribers are notified', () => {
  const store: DataMap<any> = createDataMap<any>({ x: 1, y: 1 });
  const log: string[] = [];
  store.subscribe('/**', (_, { pointer }) => log.push(`all ${pointer}`));
  store.subscribe('$..leaf', () => log.push('leaf'));
  store.subscribe('$..[?@.leaf == 1]', () => log.push('query'));
  store.subscribe('/y', () => log.push('y'));
  store.liveQuery('$.*').subscribe(() => log.push('live'));
  store.onCommit(() => log.push('commit'));
  store.effect(() => void log.push(`effect ${store.get('/y')}`));
  log.length = 0;
  const value = ring(1, 2);
  let error: unknown;
  try {
    store.batch(() => {
      store.set('/x', value);
      store.set('/y', 2);
    });
  } catch (thrown) {
    error = thrown;
  }
  // The query throws in its turn, the patterns in theirs
  expect(error).toBeInstanceOf(AggregateError);
  for (const each of (error as AggregateError).errors) expect(each).toBeInstanceOf(PathLimitError);
  expect(store.peek('/x')).toBe(value);
  expect(log).toEqual(['all /x', 'all /y', 'y', 'live', 'commit', 'effect 2']);
  expect(() => store.size).toThrow(PathLimitError);
  expect(() => [...store.keys()]).toThrow(PathLimitError);
  expect(() => store.query('$..leaf')).toThrow(PathLimitError);
  expect(() => JSON.stringify(store)).toThrow(TypeError);
  for (const target of ['/**', '$..leaf', '$..[?@.leaf == 1]'])
    expect(() => store.subscribe(target, () => {}, { immediate: true })).toThrow(PathLimitError);
  try {
    store.set('/x', 1);
  } catch {
    // What was removed contains itself, too
  }
  log.length = 0;
  store.set('/y', 3);
  expect(log).toEqual(['all /y', 'y', 'live', 'commit', 'effect 3']);
  expect(store.size).toBe(2);
});

test('DM64: a transaction with such values is rolled back', () => {
  const store: DataMap<any> = createDataMap<any>({ x: ring(1), y: 1 });
  const before = store.toObject();
  store.subscribe('/**', () => expect.unreachable());
  const write = (): void =>
    store.transaction(() => {
      store.set('/x', ring(2));
      store.set('/x/next/leaf', 5);
      store.delete('/y');
      throw new Error('no');
    });
  expect(write).toThrow('no');
  expect(store.toObject()).toEqual(before);
});
