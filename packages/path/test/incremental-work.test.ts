/** The work of an incremental query: what it reads, tests and reports, and how often. */

import { expect, test } from 'vitest';
import {
  compile,
  defineFunction,
  IncrementalQuery,
  PathLimitError,
  StaleDeltaError,
  resolveSegment,
  type QueryChange,
  type Segments,
} from '@data-map/path';
import { numbers, replace, watched } from './watched.ts';

/** A filter function that records the values that it is called with. */
function noting(passes: (value: unknown) => boolean) {
  const asked: unknown[] = [];
  const note = defineFunction({
    parameters: ['ValueType'],
    result: 'LogicalType',
    evaluate: (value) => asked.push(value) > 0 && passes(value),
  });
  return { asked, options: { functions: { note } } };
}

const isTrue = (value: unknown): boolean => value === true;

/** Counts the elements that are pushed onto arrays while a function runs. A walk through a sequence pushes all that it visits. */
function pushes(act: () => void): number {
  const { push } = Array.prototype;
  let count = 0;
  // oxlint-disable-next-line no-extend-native -- restored below
  Array.prototype.push = function (...added: unknown[]) {
    count += added.length;
    return push.apply(this, added);
  };
  try {
    act();
  } finally {
    // oxlint-disable-next-line no-extend-native -- as it was
    Array.prototype.push = push;
  }
  return count;
}

test('IQ1: a query of names alone has its result from the first evaluation on, if it exists', () => {
  const document = watched<unknown>({ a: { b: 1 } });
  const queries = ['$', '$.a', '$.a.b', '$.b', '$.a.b.c'].map(
    (text) => new IncrementalQuery(text, document),
  );
  const state = () => queries.map(({ length, pointers, values }) => [length, pointers, values]);
  expect(state()).toEqual([
    [1, [''], [{ a: { b: 1 } }]],
    [1, ['/a'], [{ b: 1 }]],
    [1, ['/a/b'], [1]],
    [0, [], []],
    [0, [], []],
  ]);
  document.value = { b: 2 };
  const deltas = queries.map((query) => query.apply([replace()]));
  expect(deltas.map((delta) => delta.added.length)).toEqual([0, 0, 0, 1, 0]);
  expect(deltas.map((delta) => delta.removed.length)).toEqual([0, 1, 1, 0, 0]);
  expect(deltas.map((delta) => delta.changed.length)).toEqual([1, 0, 0, 0, 0]);
});

test('IQ1: results are added and removed with the members that the names at the end of a query lead to, with or without a filter', () => {
  const document = watched<unknown>([{ a: { b: 1 } }, { b: { a: 2 } }, {}]);
  const plain = new IncrementalQuery('$[*].a.b', document);
  const picky = new IncrementalQuery('$[?@].a.b', document);
  expect([plain.values, plain.pointers]).toEqual([[1], ['/0/a/b']]);
  document.value = [{ a: { b: 1 } }, { b: { a: 2 }, a: { b: 3 } }, {}];
  for (const query of [plain, picky]) {
    const { added } = query.apply([{ op: 'add', segments: [1, 'a'] }]);
    expect(added).toEqual([{ index: 1, pointer: '/1/a/b', value: 3 }]);
  }
  document.value = [{ a: {} }, { b: { a: 2 }, a: { b: 3 } }, {}];
  for (const query of [plain, picky]) {
    const { removed } = query.apply([{ op: 'remove', segments: [0, 'a', 'b'] }]);
    expect(removed).toEqual([{ index: 0, pointer: '/0/a/b', value: 1 }]);
  }
});

test('IQ1, IQ6: a change at the names at the end of a query adds nothing below a child that its filter refused', () => {
  const { asked, options } = noting(isTrue);
  const document = watched<unknown>([{ on: false, a: 1 }, { on: true }]);
  const query = new IncrementalQuery('$[?note(@.on)].a', document, options);
  asked.length = 0;
  document.value = [{ on: false, a: 2 }, { on: true }];
  expect(query.apply([replace(0, 'a')]).isEmpty).toBe(true);
  document.value = [
    { on: false, a: 2 },
    { on: true, a: 3 },
  ];
  const { added } = query.apply([{ op: 'add', segments: [1, 'a'] }]);
  expect(added).toEqual([{ index: 0, pointer: '/1/a', value: 3 }]);
  expect(asked).toEqual([false, true]);
});

test('IQ1: two names in the last segment select both members', () => {
  const document = watched([{ a: 1, b: 2 }, { b: 3 }]);
  const query = new IncrementalQuery("$[*]['a', 'b']", document);
  expect(query.values).toEqual([1, 2, 3]);
  document.value = [{ a: 1, b: 4 }, { b: 3 }];
  expect(query.apply([replace(0, 'b')]).changed).toEqual([
    { index: 1, pointer: '/0/b', value: 4, previous: 2 },
  ]);
});

test('IQ1: results below a child are added and removed as its filter passes and fails', () => {
  const document = watched([{ on: false, tags: ['a', 'b'] }]);
  const query = new IncrementalQuery('$[?@.on == true].tags[*]', document);
  document.value = [{ on: true, tags: ['a', 'b'] }];
  const { added } = query.apply([replace(0, 'on')]);
  expect(added.map(({ pointer, value }) => [pointer, value])).toEqual([
    ['/0/tags/0', 'a'],
    ['/0/tags/1', 'b'],
  ]);
  document.value = [{ on: false, tags: ['a', 'b'] }];
  expect(query.apply([replace(0, 'on')]).removed.length).toBe(2);
});

test('IQ1: members of a wide object are found by name after the object was replaced', () => {
  const wide = (names: readonly string[]): Record<string, number> =>
    Object.fromEntries(names.map((name, at) => [name, at]));
  const names = numbers(12).map((at) => `k${at}`);
  const document = watched(wide(names));
  const query = new IncrementalQuery('$[*]', document);
  // A member that was added with a replaced object
  document.value = wide([...names, 'new']);
  query.apply([replace()]);
  document.value = { ...document.value, new: -1 };
  expect(query.apply([replace('new')]).changed.map(({ value }) => value)).toEqual([-1]);
  // A member that was removed, and is back in another object
  document.value = wide(names.slice(1));
  query.apply([
    { op: 'remove', segments: ['new'] },
    { op: 'remove', segments: ['k0'] },
  ]);
  document.value = wide(names);
  const { added } = query.apply([replace()]);
  expect(added).toEqual([{ index: 0, pointer: '/k0', value: 0 }]);
  expect(query.values).toEqual(numbers(12));
});

test('IQ1: reset evaluates the present document, and later changes no longer test the children that the filters were applied to before', () => {
  const { asked, options } = noting(() => true);
  const document = watched({ limit: 1, list: [1, 2, 3] });
  const query = new IncrementalQuery('$.list[?note($.limit) && @ > $.limit]', document, options);
  expect([query.values, query.pointers]).toEqual([
    [2, 3],
    ['/list/1', '/list/2'],
  ]);
  document.value = { limit: 1, list: [5, 1] };
  query.reset();
  expect([query.values, query.pointers]).toEqual([[5], ['/list/0']]);
  asked.length = 0;
  document.value = { limit: 0, list: [5, 1] };
  const delta = query.apply([replace('limit')]);
  expect(delta.added).toEqual([{ index: 1, pointer: '/list/1', value: 1 }]);
  expect([delta.removed, asked.length]).toEqual([[], 2]);
});

test('IQ2: of the members of an object, only the one that took another place is reported as moved', () => {
  const document = watched<unknown>({ a: 1, b: 2, c: 3, d: 4 });
  const query = new IncrementalQuery('$[*]', document);
  document.value = { a: 1, c: 3, b: 2, d: 4 };
  const { moved, shift } = query.apply([replace()]);
  expect(shift).toBe('order');
  expect(moved).toEqual([{ index: 1, pointer: '/c', value: 3, fromIndex: 2, from: '/c' }]);
});

test('IQ3: a change inside of a value that the same batch has replaced is not followed: elements are compared index by index', () => {
  const document = watched<unknown>({ list: [1, 2] });
  const query = new IncrementalQuery('$.list[*]', document);
  document.value = { list: [0, 1, 2] };
  const delta = query.apply([replace('list'), { op: 'add', segments: ['list', 0] }]);
  expect(delta.added).toEqual([{ index: 2, pointer: '/list/2', value: 2 }]);
  expect(delta.changed.map(({ index, value }) => [index, value])).toEqual([
    [0, 0],
    [1, 1],
  ]);
  expect([delta.removed, delta.moved]).toEqual([[], []]);
});

test('IQ4: values and pointers each stay the same array until they change', () => {
  const document = watched([1, 2]);
  const query = new IncrementalQuery('$[*]', document);
  const { values, pointers } = query;
  expect([query.values === values, query.pointers === pointers]).toEqual([true, true]);
  document.value = [1, 3];
  query.apply([replace(1)]);
  expect([query.values === values, query.pointers === pointers]).toEqual([false, true]);
  const { values: next } = query;
  document.value = [1, 3, 4];
  query.apply([{ op: 'add', segments: [2] }]);
  expect([query.values === next, query.pointers === pointers]).toEqual([false, false]);
});

test('IQ4: results that are only shifted get other pointers and keep the array of values; a move makes a new one', () => {
  const document = watched([{ on: false }, { on: true, n: 1 }, { on: true, n: 2 }]);
  const query = new IncrementalQuery('$[?@.on == true].n', document);
  const { values, pointers } = query;
  document.value = document.value.slice(1);
  const { shift } = query.apply([{ op: 'remove', segments: [0] }]);
  // It was a new array of the same values, which looked like a change to everyone who compares by identity
  expect([shift, query.values === values]).toEqual(['places', true]);
  expect([query.values, query.pointers, pointers]).toEqual([
    [1, 2],
    ['/0/n', '/1/n'],
    ['/1/n', '/2/n'],
  ]);
  document.value = document.value.toReversed();
  query.apply([{ op: 'move', segments: [1], fromSegments: [0] }]);
  expect(query.values).toEqual([2, 1]);
});

test('IQ4: a container has changed when a change was made in it, even if it was edited in place; a leaf only when its value is another', () => {
  const object = { n: 1 };
  const list: unknown[] = [object, 'a', null, 2];
  const query = new IncrementalQuery('$[*].value', {
    getAt: (segments) =>
      segments.reduce<unknown>(
        resolveSegment,
        list.map((value) => ({ value })),
      ),
  });
  object.n = 2;
  const delta = query.apply([
    replace(0, 'value', 'n'),
    ...[1, 2, 3].map((at) => replace(at, 'value')),
  ]);
  const changed = [{ index: 0, pointer: '/0/value', value: object, previous: object }];
  expect(delta.changed).toEqual(changed);
  // The same where it is the only change of the batch
  expect(query.apply([replace(0, 'value', 'n')]).changed).toEqual(changed);
  for (const at of [1, 2, 3]) expect(query.apply([replace(at, 'value')]).isEmpty).toBe(true);
});

test('IQ4: a leaf that was a container within the batch, and is the same leaf after it, has not changed', () => {
  for (const leaf of [1, null]) {
    const query = new IncrementalQuery('$[*].a', watched([{ a: leaf }]));
    const { values } = query;
    const { isEmpty } = query.apply([
      replace(0, 'a'),
      { op: 'add', segments: [0, 'a', 'b'] },
      replace(0, 'a'),
    ]);
    expect([isEmpty, query.values === values]).toEqual([true, true]);
  }
});

test('IQ4: a container that is replaced by itself has not changed', () => {
  const inner = { x: 1 };
  for (const text of ['$.a.b', '$.*', '$[?@.b].b']) {
    const document = watched({ a: { b: inner } });
    const query = new IncrementalQuery(text, document);
    for (const segments of [['a', 'b'], ['a']]) {
      document.value = { a: { b: inner } };
      const { changed } = query.apply([replace(...segments)]);
      // `$.a.b` reported a change, `$.*.b` did not
      expect(changed.filter(({ value, previous }) => value === previous)).toEqual([]);
    }
  }
  const document = watched({ a: inner });
  const query = new IncrementalQuery('$.a', document);
  const { values } = query;
  expect(query.apply([replace('a')]).isEmpty).toBe(true);
  expect(query.values).toBe(values);
  // But a change made in it is one
  expect(query.apply([replace('a', 'x')]).changed).toHaveLength(1);
});

test('IQ4: in a replaced container, only the results with another value have changed', () => {
  const rows = numbers(3).map((id) => ({ id }));
  const document = watched({ rows });
  const query = new IncrementalQuery('$.rows[*]', document);
  document.value = { rows: rows.with(1, { id: 7 }) };
  expect(query.apply([replace('rows')]).changed.map(({ index }) => index)).toEqual([1]);
});

test('IQ4, IQ7: a child that still passes its filter is not reported; one that passes now is reported once, as added', () => {
  const { asked, options } = noting(() => true);
  const low = { n: 1 };
  const high = { n: 5 };
  const document = watched<unknown>({ limit: 3, rows: [low, high] });
  const query = new IncrementalQuery('$.rows[?note(@.n) && @.n < $.limit]', document, options);
  asked.length = 0;
  document.value = { limit: 4, rows: [low, high] };
  expect(query.apply([replace('limit')]).isEmpty).toBe(true);
  const other = { n: 5, extra: 1 };
  document.value = { limit: 9, rows: [low, other] };
  asked.length = 0;
  const { added, changed } = query.apply([replace('limit'), replace('rows', 1, 'extra')]);
  expect([added, changed]).toEqual([[{ index: 1, pointer: '/rows/1', value: other }], []]);
  expect(asked).toEqual([1, 5]);
  // A change below a result, and one that its filter reads, together with a test of all children: each child is tested once
  const last = { n: 6 };
  document.value = { limit: 8, rows: [{ n: 1, extra: 2 }, last] };
  asked.length = 0;
  const delta = query.apply([
    replace('limit'),
    replace('rows', 0, 'extra'),
    replace('rows', 1, 'n'),
  ]);
  expect(delta.changed.map(({ index, previous }) => [index, previous])).toEqual([
    [0, low],
    [1, other],
  ]);
  expect(asked).toEqual([1, 6]);
});

test('IQ6: a filter that reads an element is tested again when an insertion shifts the elements', () => {
  const { asked, options } = noting(isTrue);
  const document = watched<unknown>([[1, 2, 3], [4]]);
  const query = new IncrementalQuery('$[?note(@[1])]', document, options);
  asked.length = 0;
  document.value = [[0, 1, 2, 3], [4]];
  query.apply([{ op: 'add', segments: [0, 0] }]);
  expect(asked).toEqual([1]);
});

test('IQ6: a change of one result appends to no list: only what it reads, tests and reports is looked at', () => {
  const { asked, options } = noting((value) => Number(value) > 90);
  const document = watched({ items: numbers(2000).map((id) => ({ id, score: id % 100 })) });
  const query = new IncrementalQuery('$.items[?note(@.score)].id', document, options);
  const score = (index: number, value: number) => {
    document.value.items[index]!.score = value;
    asked.length = document.reads.length = 0;
    let delta = query.apply([]);
    const count = pushes(() => {
      delta = query.apply([replace('items', index, 'score')]);
    });
    // Those of `noting` and of `watched`
    expect(count - asked.length - document.reads.length).toBe(0);
    expect([asked, document.reads]).toEqual([[value], [`/items/${index}`]]);
    return delta;
  };
  expect(score(1205, 95).added).toEqual([{ index: 108, pointer: '/items/1205/id', value: 1205 }]);
  expect(score(1205, 96).isEmpty).toBe(true);
  expect(score(95, 1).removed).toEqual([{ index: 4, pointer: '/items/95/id', value: 95 }]);
  expect(score(95, 2).isEmpty).toBe(true);
  expect(score(1205, 3).removed).toEqual([{ index: 107, pointer: '/items/1205/id', value: 1205 }]);
  expect(query.length).toBe(179);
});

test('IQ6: the filter of a refused child is not tested again for a change that it does not read', () => {
  const { asked, options } = noting(isTrue);
  const document = watched<unknown>([{ a: 1, b: 1, c: 1 }]);
  const query = new IncrementalQuery('$[?note(@.a)]', document, options);
  asked.length = 0;
  document.reads.length = 0;
  document.value = [{ a: 1, b: 2, d: 1 }];
  const changes: QueryChange[] = [
    replace(0, 'b'),
    { op: 'add', segments: [0, 'd'] },
    { op: 'remove', segments: [0, 'c'] },
  ];
  expect(query.apply(changes).isEmpty).toBe(true);
  // The child was read and tested again for each of the changes
  expect([asked, document.reads]).toEqual([[], []]);
  document.value = [{ a: true, b: 3, d: 1 }];
  expect(query.apply([replace(0, 'b'), replace(0, 'a')]).added.length).toBe(1);
  expect(asked).toEqual([true]);
});

test('IQ6: after a batch that replaced both the container and what its filter reads from the root, the next change tests one child', () => {
  const { asked, options } = noting(() => true);
  const document = watched({ limit: 1, rows: [1, 2, 3] });
  const query = new IncrementalQuery('$.rows[?note(@) && @ >= $.limit]', document, options);
  asked.length = 0;
  document.value = { limit: 2, rows: [4, 5, 6] };
  query.apply([replace('limit'), replace('rows')]);
  expect(asked.length).toBe(3);
  asked.length = 0;
  document.value = { limit: 2, rows: [4, 5, 6, 7] };
  query.apply([{ op: 'add', segments: ['rows', 3] }]);
  expect(asked).toEqual([7]);
});

// Regression: an append to an array tested all of its elements again if the filter reads its first element from the root
test('IQ7: an element that is added or removed behind the one that a filter reads from the root tests no other element', () => {
  const { asked, options } = noting(isTrue);
  const document = watched({ list: numbers(100).map((a) => ({ a, b: true })) });
  const query = new IncrementalQuery('$.list[?note(@.b) && @.a >= $.list[2].a]', document, options);
  expect(query.length).toBe(98);
  const askedFor = (change: QueryChange, list: { a: number; b: boolean }[]): number => {
    asked.length = 0;
    document.value = { list };
    query.apply([change]);
    return asked.length;
  };
  let { list } = document.value;
  const step = (change: QueryChange, next: typeof list): number => askedFor(change, (list = next));
  const added = { a: 50, b: true };
  expect(step({ op: 'add', segments: ['list', 100] }, [...list, added])).toBe(1);
  expect(step({ op: 'add', segments: ['list', 3] }, list.toSpliced(3, 0, added))).toBe(1);
  expect(step({ op: 'remove', segments: ['list', 3] }, list.toSpliced(3, 1))).toBe(0);
  const moved = list.toSpliced(3, 1).toSpliced(50, 0, list[3]!);
  const move = { op: 'move', fromSegments: ['list', 3], segments: ['list', 50] } as const;
  expect(step(move, moved)).toBe(0);
  expect(query.length).toBe(99);
  // At the element itself, or before it, everything is tested again
  expect(step({ op: 'add', segments: ['list', 2] }, list.toSpliced(2, 0, added))).toBe(102);
  expect(query.length).toBe(list.filter(({ a }) => a >= 50).length);
  expect(step({ op: 'remove', segments: ['list', 0] }, list.toSpliced(0, 1))).toBe(101);
  expect(query.values).toEqual(list.filter(({ a }) => a >= list[2]!.a));
});

test('IQ7: a query reads only its own fixed prefix and the absolute paths of its filters', () => {
  const document = watched({ limit: { max: 2 }, list: [1, 2, 3], other: 1 });
  const query = new IncrementalQuery('$.list[?@ <= $.limit.max]', document);
  expect(document.reads).toEqual(['/list', '/limit/max']);
  document.reads.length = 0;
  query.reset();
  expect(document.reads).toEqual(['/list', '/limit/max']);
});

test('IQ10: children that are tested again, and those of a replaced container, count as visited', () => {
  const rows = numbers(10);
  const query = (text: string, document: ReturnType<typeof watched<unknown>>) =>
    new IncrementalQuery(text, document, { maxNodes: 10 });
  const document = watched<unknown>({ limit: 5, rows });
  const filtered = query('$.rows[?@ < $.limit]', document);
  for (let call = 0; call < 3; call++) filtered.apply([replace('limit')]);
  document.value = { limit: 5, rows: [...rows, 10] };
  filtered.apply([{ op: 'add', segments: ['rows', 10] }]);
  expect(() => filtered.apply([replace('limit')])).toThrow(PathLimitError);
  for (const wrap of [Array.from, (values: number[]) => Object.fromEntries(values.entries())]) {
    const other = watched<unknown>(wrap(rows));
    const all = query('$[*]', other);
    for (let call = 0; call < 3; call++) all.apply([replace()]);
    other.value = wrap(numbers(11));
    expect(() => all.apply([replace()])).toThrow(PathLimitError);
  }
  // The elements of a slice were not counted
  for (const text of ['$[:]', '$[::-1]', '$[1:]']) {
    const other = watched<unknown>(rows);
    const slice = query(text, other);
    for (let call = 0; call < 3; call++) slice.apply([replace()]);
    other.value = numbers(12);
    expect(() => slice.apply([replace()])).toThrow(PathLimitError);
  }
});

test('IQ14: a change concerns a query only if it lies at, above or below a place that the query reads', () => {
  const query = new IncrementalQuery('$.rows[1][?@.n < $.limit]', watched({}));
  const concerned = (...segments: Segments): boolean => query.concerns(replace(...segments));
  const yes = [[], ['rows'], ['rows', 1], ['rows', 7, 0, 'n'], ['limit'], ['limit', 'max']];
  expect(yes.map((segments) => concerned(...segments))).toEqual(yes.map(() => true));
  const no = [['title'], ['limits'], ['row', 1]];
  expect(no.map((segments) => concerned(...segments))).toEqual(no.map(() => false));
});

test('IQ15: values at many levels are taken from that of the topmost marked item, which is read once', () => {
  const depth = 100;
  const nested = (leaf: number): unknown => {
    let value: unknown = leaf;
    for (let at = 0; at < depth; at++) value = { a: value };
    return value;
  };
  const document = watched({ above: { deep: nested(1) } });
  const query = new IncrementalQuery('$.above.deep..a', document);
  document.value = { above: { deep: nested(2) } };
  document.reads.length = 0;
  const path = ['above', 'deep', ...Array.from({ length: depth }, () => 'a')];
  expect(query.apply([replace(...path)]).changed.length).toBe(depth);
  // Once for the result /above/deep/a, and once for the item of the descent at the same location
  expect(document.reads).toEqual(['/above/deep/a', '/above/deep/a']);
});

test('IQ16: filters are not tested in a folded container that is the same object as before, or that is removed and holds no results', () => {
  const { asked, options } = noting((value) => (value as { on?: boolean } | null)?.on === true);
  const cells = numbers(100).map((id) => ({ id, list: [1, { on: id === 5 }] }));
  const document = {
    isPersistent: true,
    value: { cells },
    getAt: (segments: Segments): unknown =>
      segments.reduce<unknown>(resolveSegment, document.value),
  };
  const query = new IncrementalQuery('$..[?note(@)]', document, options);
  expect(query.length).toBe(1);
  asked.length = 0;
  document.value = { cells: cells.slice() };
  expect(query.apply([replace()]).isEmpty).toBe(true);
  // The list and each cell, not the four nodes in each cell
  expect(asked.length).toBe(101);
  asked.length = 0;
  document.value = { cells: cells.slice(1) };
  expect(query.apply([{ op: 'remove', segments: ['cells', 0] }]).removed).toEqual([]);
  // The list, which lies above the removed cell
  expect(asked.length).toBe(1);
});

test('SEAM1: a change with an index into an object, or a name into an array, concerns nothing', () => {
  const document = watched<unknown>({ list: [1, 2, 3], map: { 0: 1, a: 2 } });
  const wrong: QueryChange[] = [
    ...(['add', 'remove', 'replace'] as const).flatMap((op): QueryChange[] => [
      { op, segments: ['list', '0'] },
      { op, segments: ['list', '1'] },
      { op, segments: ['map', 0] },
      { op, segments: ['map', 1] },
      { op, segments: ['list', 'a', 'b'] },
    ]),
    { op: 'move', segments: ['list', '2'], fromSegments: ['list', '0'] },
    { op: 'move', segments: ['map', 1], fromSegments: ['map', 0] },
  ];
  for (const text of ['$.*[*]', '$.*[0]', '$.*[:9]', '$.*[-2:]', "$.*['0']", '$.*[?@ > 1]']) {
    const query = new IncrementalQuery(text, document);
    const { pointers, values } = query;
    document.reads.length = 0;
    for (const change of wrong) {
      const delta = query.apply([change]);
      // That query reads the member '0' of the map, which one of the changes could create or remove
      if (text !== "$.*['0']") expect([text, change, document.reads]).toEqual([text, change, []]);
      expect([text, change, delta.isEmpty]).toEqual([text, change, true]);
    }
    expect([query.pointers, query.values]).toEqual([pointers, values]);
  }
});

test('SEAM8: a child that is only tested is read by glimpseAt, and read again by getAt where it becomes a result', () => {
  const glimpses: string[] = [];
  const reads = watched([{ on: false, name: 'a' }]);
  const document = {
    getAt: (segments: Segments): unknown => reads.getAt(segments),
    glimpseAt: (segments: Segments): unknown => {
      glimpses.push(segments.join('/'));
      return segments.reduce<unknown>(resolveSegment, reads.value);
    },
  };
  const query = new IncrementalQuery('$[?@.on == true]', document);
  reads.reads.length = 0;
  query.apply([replace(0, 'on')]);
  expect([glimpses, reads.reads]).toEqual([['0'], []]);
  reads.value = [{ on: true, name: 'a' }];
  query.apply([replace(0, 'on')]);
  expect([glimpses, reads.reads]).toEqual([['0', '0'], ['/0']]);
  expect(query.values[0]).toBe(reads.value[0]);
});

test('IQ11: elements that moved in a container which the same batch removed or replaced have not moved', () => {
  const edits: [text: string, before: unknown, after: unknown, changes: QueryChange[]][] = [
    [
      '$.list[*]',
      { list: [1, 2, 3] },
      { list: 0 },
      [{ op: 'move', segments: ['list', 2], fromSegments: ['list', 0] }, replace('list')],
    ],
    [
      '$.list[*]',
      { list: [1, 2, 3] },
      { list: { a: 1 } },
      [{ op: 'remove', segments: ['list', 0] }, replace('list')],
    ],
    [
      '$[*][*]',
      [[1, 2, 3]],
      [],
      [
        { op: 'move', segments: [0, 2], fromSegments: [0, 0] },
        { op: 'remove', segments: [0] },
      ],
    ],
    [
      '$.a[*][*]',
      { a: [[1, 2, 3]] },
      { a: 0 },
      [{ op: 'remove', segments: ['a', 0, 0] }, replace('a')],
    ],
  ];
  for (const [text, before, after, changes] of edits) {
    const document = watched(before);
    const query = new IncrementalQuery(text, document);
    document.value = after;
    const delta = query.apply(changes);
    expect([text, delta.shift, delta.moved]).toEqual([text, 'none', []]);
  }
});

test('IQ11: shift is places after an insertion or removal, and order after a move', () => {
  const document = watched([1, 2, 3, 4]);
  const query = new IncrementalQuery('$[*]', document);
  document.value = [2, 3, 4];
  const { shift, moved } = query.apply([{ op: 'remove', segments: [0] }]);
  expect([shift, moved.length]).toEqual(['places', 3]);
  document.value = [3, 4, 2];
  expect(query.apply([{ op: 'move', segments: [2], fromSegments: [0] }]).shift).toBe('order');
});

test('IQ11: results are shifted by the net number of elements inserted and removed in front of them, selected or not', () => {
  const no = { on: false };
  const yes = { on: true };
  const add = (at: number): QueryChange => ({ op: 'add', segments: [at] });
  const remove = (at: number): QueryChange => ({ op: 'remove', segments: [at] });
  const cases: [before: unknown[], after: unknown[], changes: QueryChange[], moved: number[][]][] =
    [
      // An insertion and a removal in front of the result: its index is the same
      [[no, yes], [no, yes], [add(0), remove(1)], []],
      [[no, no, yes], [yes], [remove(0), remove(0)], [[2, 0]]],
      [[yes, no, yes], [no, yes, yes], [add(0), remove(2)], [[0, 1]]],
      // An element that is inserted and removed in the same batch does not count
      [[yes], [no, yes], [add(0), add(1), remove(1)], [[0, 1]]],
      [[yes], [no, yes], [add(1), add(0), remove(2)], [[0, 1]]],
      [[no, yes], [no, yes], [add(0), remove(0)], []],
    ];
  for (const [before, after, changes, expected] of cases) {
    const document = watched(before);
    const query = new IncrementalQuery('$[?@.on == true]', document);
    document.value = after;
    const delta = query.apply(changes);
    const isMoved = expected.length > 0;
    expect([delta.shift, delta.isEmpty]).toEqual([isMoved ? 'places' : 'none', !isMoved]);
    expect(delta.moved.map(({ from, pointer }) => [from, pointer])).toEqual(
      expected.map(([from, to]) => [`/${from}`, `/${to}`]),
    );
  }
});

test('IQ13: the names at the end of a query form its tail, back to the last one that could be an index', () => {
  const lastLines = (text: string): string[] =>
    new IncrementalQuery(text, watched({})).explain().split('\n').slice(-2);
  const result = (names: string): string =>
    `result: ${names}; incremental: changes outside it are ignored`;
  expect(lastLines('$.a.b')).toEqual([result('/a/b')]);
  expect(lastLines('$.a')).toEqual([result('/a')]);
  expect(lastLines("$.a['0'].b")).toEqual(['segment 2: name "0"; incremental', result('/b')]);
  expect(lastLines("$.a['10'].b.c")).toEqual(['segment 2: name "10"; incremental', result('/b/c')]);
});

test('IQ5: an insertion or removal visits only the elements that enter or leave a slice', () => {
  const list = numbers(10_000);
  const document = watched(list);
  const texts = ['$[:5000]', '$[-5000:]', '$[100:5100]', '$[1:]', '$[7]', '$[-1]'];
  const queries = texts.map((text) => new IncrementalQuery(text, document));
  let listed = 0;
  const apply = (change: QueryChange): void => {
    listed += pushes(() => {
      for (const query of queries) query.apply([change]);
    });
  };
  for (const at of [0, 3, 50, 2000, 4999, 5001, 9000, list.length - 1]) {
    list.splice(at, 0, -at);
    apply({ op: 'add', segments: [at] });
    list.splice(at + 1, 1);
    apply({ op: 'remove', segments: [at + 1] });
  }
  expect(listed).toBeLessThan(1000);
  expect(queries.map(({ values }) => values)).toEqual(
    texts.map((text) => compile(text).values(list)),
  );
});

test('IQ5: the moved nodes of an insertion or move are listed without a visit to the elements that the filter refused', () => {
  const document = watched(numbers(10_000));
  const query = new IncrementalQuery('$[?@ == 77 || @ == 5000]', document);
  const movedBy = (change: QueryChange): unknown => {
    const delta = query.apply([change]);
    // All 10,000 were visited in their former order
    expect(pushes(() => void delta.moved)).toBeLessThan(100);
    return delta.moved.map(({ from, pointer, fromIndex, index }) => [
      from,
      pointer,
      fromIndex,
      index,
    ]);
  };
  document.value = [-1, ...document.value];
  expect(movedBy({ op: 'add', segments: [0] })).toEqual([
    ['/77', '/78', 0, 0],
    ['/5000', '/5001', 1, 1],
  ]);
  document.value = document.value.toSpliced(78, 1).toSpliced(9000, 0, 77);
  expect(movedBy({ op: 'move', fromSegments: [78], segments: [9000] })).toEqual([
    ['/5001', '/5000', 1, 0],
    ['/78', '/9000', 0, 1],
  ]);
  document.value = document.value.toReversed();
  query.apply([{ op: 'replace', segments: [], permutation: numbers(10_001).toReversed() }]);
  expect(query.values).toEqual([77, 5000]);
});

test('IQ17: the nodes that were moved past others are told without a visit to those between', () => {
  const rows = numbers(10_000);
  const document = watched({ rows });
  const query = new IncrementalQuery('$.rows[*]', document);
  document.value = { rows: rows.toSpliced(7, 1).toSpliced(9000, 0, 7) };
  const move: QueryChange = { op: 'move', segments: ['rows', 9000], fromSegments: ['rows', 7] };
  const delta = query.apply([move]);
  let lifted: ReturnType<typeof delta.lifted>;
  expect(pushes(() => (lifted = delta.lifted()))).toBeLessThan(10);
  expect(lifted).toEqual([
    { index: 9000, pointer: '/rows/9000', value: 7, fromIndex: 7, from: '/rows/7' },
  ]);
  expect(delta.moved).toHaveLength(8994);
  // Nothing was moved past others
  expect(query.apply([]).lifted()).toEqual([]);
  expect(() => delta.lifted()).toThrow(StaleDeltaError);
});

test('IQ17: a node that was lifted and is back at its index is told, since others have moved past it', () => {
  const document = watched<unknown>(['a', 'b', 'c']);
  const query = new IncrementalQuery('$[*]', document);
  document.value = ['c', 'b', 'a'];
  const lifted = query
    .apply([
      { op: 'move', segments: [2], fromSegments: [1] },
      { op: 'move', segments: [2], fromSegments: [0] },
    ])
    .lifted();
  // Without b, the list of those that stay would be a and b, and b is in front of a now
  expect(lifted?.map(({ fromIndex, index }) => [fromIndex, index])).toEqual([
    [1, 1],
    [0, 2],
  ]);
});
