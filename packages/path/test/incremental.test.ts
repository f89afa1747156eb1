import { expect, test, vi } from 'vitest';
import {
  compile,
  defineFunction,
  IncrementalQuery,
  PathLimitError,
  PathSyntaxError,
  resolveSegment,
  StaleDeltaError,
  type QueryChange,
  type Segments,
} from '@data-map/path';
import { Evaluation } from '../src/jsonpath/evaluation.ts';
import { randomFrom } from './random-documents.ts';
import { numbers, replace, watched } from './watched.ts';

test('IQ3: an element keeps its identity when others are inserted or removed, and when it is moved or reordered', () => {
  const document = watched(['a', 'b', 'c']);
  const query = new IncrementalQuery('$[*]', document);
  document.value = ['x', 'a', 'b', 'c'];
  const inserted = query.apply([{ op: 'add', segments: [0] }]);
  expect(inserted.added).toEqual([{ index: 0, pointer: '/0', value: 'x' }]);
  expect([inserted.removed, inserted.changed]).toEqual([[], []]);
  expect(inserted.moved.map(({ from, pointer }) => [from, pointer])).toEqual([
    ['/0', '/1'],
    ['/1', '/2'],
    ['/2', '/3'],
  ]);
  document.value = ['c', 'x', 'a', 'b'];
  const moved = query.apply([{ op: 'move', fromSegments: [3], segments: [0] }]);
  expect([moved.added, moved.removed, moved.changed]).toEqual([[], [], []]);
  expect(moved.moved[0]).toEqual({ index: 0, pointer: '/0', value: 'c', fromIndex: 3, from: '/3' });
  document.value = ['b', 'a', 'x', 'c'];
  const reversed = query.apply([{ op: 'replace', segments: [], permutation: [3, 2, 1, 0] }]);
  expect([reversed.added, reversed.removed, reversed.changed]).toEqual([[], [], []]);
  expect(reversed.moved.length).toBe(4);
  expect(query.values).toEqual(['b', 'a', 'x', 'c']);
});

test('IQ3: a thousand sorted elements keep their identity through the moves that follow', () => {
  // A higher block with as many entries as blocks was taken for a lowest one without ghosts, so that other elements or none were found
  const random = randomFrom(54);
  const document = watched(numbers(1000));
  const query = new IncrementalQuery('$[*]', document);
  const keys = document.value.map(() => random(100));
  const permutation = numbers(1000).toSorted((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
  document.value = permutation.map((index) => document.value[index] as number);
  query.apply([{ op: 'replace', segments: [], permutation }]);
  for (let step = 0; step < 300; step++) {
    const from = random(1000);
    const to = random(1000);
    const [moved] = document.value.slice(from, from + 1) as [number];
    document.value = document.value.toSpliced(from, 1).toSpliced(to, 0, moved);
    const delta = query.apply([{ op: 'move', fromSegments: [from], segments: [to] }]);
    expect(query.values).toEqual(document.value);
    if (from !== to) expect(delta.moved.map(({ value }) => value)).toContain(moved);
  }
});

test('IQ3: elements keep their identity where few or all of an array are reordered, once or twice in a batch', () => {
  const random = randomFrom(71);
  const orders: ((length: number) => number[])[] = [
    (length) => numbers(length).toReversed(),
    (length) => [...numbers(length - 1).map((index) => index + 1), 0],
    (length) => [length - 1, ...numbers(length - 1)],
    (length) => [1, 0, ...numbers(length).slice(2)],
  ];
  const document = watched(numbers(300).map((name) => ({ on: random(3) > 0, name })));
  const query = new IncrementalQuery('$[?@.on].name', document);
  for (let step = 0; step < 60; step++) {
    const before = [...query.values];
    const changes: QueryChange[] = [];
    for (let times = 1 + random(2); times > 0; times--) {
      const permutation = (orders[random(4)] as (typeof orders)[0])(document.value.length);
      const list = document.value;
      document.value = permutation.map((index) => list[index] as (typeof list)[0]);
      changes.push({ op: 'replace', segments: [], permutation });
      if (random(2) === 0) continue;
      document.value = document.value.toSpliced(7, 1);
      changes.push({ op: 'remove', segments: [7] });
    }
    const { added, removed, changed, moved } = query.apply(changes);
    expect([added, changed]).toEqual([[], []]);
    expect(query.values).toEqual(compile('$[?@.on].name').values(document.value));
    expect(query.pointers).toEqual(compile('$[?@.on].name').pointers(document.value));
    expect(removed.map(({ index, value }) => before[index] === value)).not.toContain(false);
    expect(before.length - removed.length).toBe(query.length);
    for (const node of moved) {
      expect(before[node.fromIndex]).toBe(node.value);
      expect(query.at(node.index)).toEqual({ pointer: node.pointer, value: node.value });
    }
  }
});

test('IQ3: an element that is removed and added again is another node, and so is one that is moved to another container', () => {
  const document = watched<unknown>({ a: [1], b: {} });
  const query = new IncrementalQuery('$..*', document);
  const same = query.apply([
    { op: 'remove', segments: ['a', 0] },
    { op: 'add', segments: ['a', 0] },
  ]);
  expect(same.removed).toEqual([{ index: 2, pointer: '/a/0', value: 1 }]);
  expect(same.added).toEqual([{ index: 2, pointer: '/a/0', value: 1 }]);
  document.value = { a: [], b: { c: 1 } };
  const out = query.apply([{ op: 'move', fromSegments: ['a', 0], segments: ['b', 'c'] }]);
  expect(out.removed.map(({ pointer }) => pointer)).toEqual(['/a/0']);
  expect(out.added.map(({ pointer }) => pointer)).toEqual(['/b/c']);
});

test('IQ3: a move within an array below the root keeps the node, a move to a sibling array does not', () => {
  const document = watched<unknown>({ a: [1, 2, 3], b: [4] });
  const query = new IncrementalQuery('$.*[*]', document);
  document.value = { a: [2, 3, 1], b: [4] };
  const within = query.apply([{ op: 'move', fromSegments: ['a', 0], segments: ['a', 2] }]);
  expect([within.added, within.removed, within.moved.length]).toEqual([[], [], 3]);
  document.value = { a: [3, 1], b: [4, 2] };
  const beside = query.apply([{ op: 'move', fromSegments: ['a', 0], segments: ['b', 1] }]);
  expect(beside.removed).toEqual([{ index: 0, pointer: '/a/0', value: 2 }]);
  expect(beside.added).toEqual([{ index: 3, pointer: '/b/1', value: 2 }]);
  expect(query.values).toEqual([3, 1, 4, 2]);
});

test('IQ3: after a container was replaced, the nodes at equal locations are the same nodes with other values', () => {
  const document = watched<unknown>({ list: [{ n: 1 }, { n: 2 }, { n: 3 }] });
  const query = new IncrementalQuery('$.list[*].n', document);
  document.value = { list: [{ n: 1 }, { n: 5 }] };
  const delta = query.apply([replace('list')]);
  expect(delta.changed).toEqual([{ index: 1, pointer: '/list/1/n', value: 5, previous: 2 }]);
  expect(delta.removed).toEqual([{ index: 2, pointer: '/list/2/n', value: 3 }]);
  expect([delta.added, delta.moved]).toEqual([[], []]);
});

test('IQ4: a container has changed when a change was made below it, a leaf when its value is another', () => {
  const document = watched<unknown>({ a: { b: 1 }, c: 2 });
  const query = new IncrementalQuery('$[*]', document);
  const before = query.values[0];
  document.value = { a: { b: 3 }, c: 2 };
  const { changed } = query.apply([replace('a', 'b'), replace('c')]);
  expect(changed).toEqual([{ index: 0, pointer: '/a', value: { b: 3 }, previous: before }]);
});

test('IQ4: a change beside the results and what filters read reports nothing and reads nothing', () => {
  const document = watched({ users: [{ name: 'Ada', age: 1 }], other: 1 });
  const query = new IncrementalQuery('$.users[?@.name].name', document);
  const { values } = query;
  document.reads.length = 0;
  expect(query.apply([replace('other'), replace('users', 0, 'age')]).isEmpty).toBe(true);
  expect(query.apply([]).isEmpty).toBe(true);
  expect(document.reads).toEqual([]);
  expect(query.values).toBe(values);
});

test('IQ5: an insertion in front of 100,000 elements reads and tests only the new one', () => {
  let tests = 0;
  const isEven = defineFunction({
    parameters: ['ValueType'],
    result: 'LogicalType',
    evaluate: (value) => ++tests > 0 && Number(value) % 2 === 0,
  });
  const document = watched(numbers(100_000));
  const query = new IncrementalQuery('$[?even(@)]', document, { functions: { even: isEven } });
  expect([query.length, tests]).toEqual([50_000, 100_000]);
  document.reads.length = 0;
  document.value = [-2, ...document.value];
  const { added, removed } = query.apply([{ op: 'add', segments: [0] }]);
  expect([tests, document.reads]).toEqual([100_001, ['/0']]);
  expect([added, removed]).toEqual([[{ index: 0, pointer: '/0', value: -2 }], []]);
  expect(query.at(50_000)).toEqual({ pointer: '/99999', value: 99_998 });
  expect([query.at(-1), query.at(50_001), query.at(0.5)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  document.value = document.value.toReversed();
  const permutation = numbers(100_001).reverse();
  query.apply([{ op: 'replace', segments: [], permutation }]);
  expect([tests, query.values[0]]).toEqual([100_001, 99_998]);
});

test('IQ6: a filter is tested again only if a change concerns what it reads', () => {
  const asked: unknown[] = [];
  const seen = defineFunction({
    parameters: ['ValueType'],
    result: 'LogicalType',
    evaluate: (value) => asked.push(value) > 0 && value === true,
  });
  const document = watched({ list: numbers(1000).map((id) => ({ id, on: { now: true } })) });
  const query = new IncrementalQuery('$.list[?seen(@.on.now)].id', document, {
    functions: { seen },
  });
  asked.length = 0;
  document.reads.length = 0;
  query.apply([replace('list', 3, 'id')]);
  expect(asked).toEqual([]);
  query.apply([replace('list', 3, 'on')]);
  query.apply([replace('list', 4, 'on', 'now')]);
  expect(asked).toEqual([true, true]);
  expect(document.reads).toEqual(['/list/3/id', '/list/3', '/list/4']);
});

test('IQ6: a replaced element concerns filters that read that element; an insertion or removal, all that read from the array', () => {
  const asked: unknown[] = [];
  const seen = defineFunction({
    parameters: ['ValueType'],
    result: 'LogicalType',
    evaluate: (value) => asked.push(value) > 0,
  });
  const functions = { seen };
  const document = watched<unknown>({ list: [[1, 2]], limits: [5, 6], rest: [] });
  const local = new IncrementalQuery('$.list[?seen(@[0])]', document, { functions });
  const absolute = new IncrementalQuery('$.list[?seen($.limits[0])]', document, { functions });
  asked.length = 0;
  local.apply([replace('list', 0, 1)]);
  absolute.apply([replace('limits', 1)]);
  expect(asked).toEqual([]);
  document.value = { list: [[0, 1, 2]], limits: [6], rest: [5] };
  local.apply([{ op: 'add', segments: ['list', 0, 0] }]);
  absolute.apply([{ op: 'move', fromSegments: ['limits', 0], segments: ['rest', 0] }]);
  expect(asked).toEqual([0, 6]);
});

test('IQ6: an insertion below a child that passed its filter does not test the filter again', () => {
  let asked = 0;
  const passes = defineFunction({
    parameters: ['ValueType'],
    result: 'LogicalType',
    evaluate: (value) => ++asked > 0 && value === 1,
  });
  const document = watched([{ on: 1, tags: ['a'] }]);
  const query = new IncrementalQuery('$[?passes(@.on)].tags[*]', document, {
    functions: { passes },
  });
  document.value = [{ on: 1, tags: ['a', 'b'] }];
  query.apply([{ op: 'add', segments: [0, 'tags', 1] }]);
  expect([query.values, asked]).toEqual([['a', 'b'], 1]);
});

test('IQ7: a change of what a filter reads from the root tests all children again, and the rest of the document is not read', () => {
  const document = watched({ limit: { max: 2 }, list: [1, 2, 3], other: 1 });
  const query = new IncrementalQuery('$.list[?@ <= $.limit.max]', document);
  expect(query.values).toEqual([1, 2]);
  document.reads.length = 0;
  document.value = { ...document.value, limit: { max: 1 } };
  const { removed } = query.apply([replace('limit', 'max')]);
  expect(removed).toEqual([{ index: 1, pointer: '/list/1', value: 2 }]);
  expect(document.reads.toSorted()).toEqual(['/limit/max', '/list']);
  document.reads.length = 0;
  document.value = { ...document.value, list: [1, 0, 3] };
  query.apply([replace('list', 1)]);
  expect(query.values).toEqual([1, 0]);
  expect(document.reads).toEqual(['/list/1']);
});

test('IQ8: ".." walks only values that were added or replaced', () => {
  const document = watched<unknown>({ big: numbers(1000).map((id) => ({ id })), small: { id: 1 } });
  const query = new IncrementalQuery('$..id', document);
  document.reads.length = 0;
  document.value = { ...(document.value as object), small: { id: 1, more: [{ id: 2 }] } };
  const { added } = query.apply([{ op: 'add', segments: ['small', 'more'] }]);
  expect(added).toEqual([{ index: 1001, pointer: '/small/more/0/id', value: 2 }]);
  expect(document.reads).toEqual(['/small/more']);
});

/** A document of 100 containers of 10 nodes, which is changed by copies, and a query that counts the tests of its filter. */
function counted(isPersistent = true) {
  const cell = (id: number): unknown => ({
    id,
    list: [1, 2, { on: id % 10 === 0 }],
    more: { a: 1 },
  });
  const document = {
    isPersistent,
    value: { cells: numbers(100).map(cell) } as { cells: unknown[]; extra?: unknown },
    getAt: (segments: Segments): unknown =>
      segments.reduce<unknown>(resolveSegment, document.value),
  };
  let tests = 0;
  const functions = {
    counts: defineFunction({
      parameters: ['ValueType'],
      result: 'LogicalType',
      evaluate: (value) => {
        tests++;
        return (value as { on?: boolean } | undefined)?.on === true;
      },
    }),
  };
  const query = new IncrementalQuery('$..[?counts(@)]', document, { functions });
  return {
    document,
    query,
    cell,
    count: (act: () => void): number => {
      const before = tests;
      act();
      return tests - before;
    },
  };
}

test('IQ16: the first change in a folded container tests the filter in that container, later ones only for what they touch', () => {
  const { document, query, count } = counted();
  expect(query.length).toBe(10);
  const write = (on: boolean): void => {
    const cells = document.value.cells.with(5, { id: 5, list: [1, 2, { on }], more: { a: 1 } });
    document.value = { cells };
    const delta = query.apply([replace('cells', 5, 'list', 2, 'on')]);
    expect(delta.added.map(({ pointer }) => pointer)).toEqual(on ? ['/cells/5/list/2'] : []);
    expect(delta.removed.length).toBe(on ? 0 : 1);
  };
  // The container has 10 nodes: it is unfolded level by level, and at each level the siblings are folded again
  expect(count(() => write(true))).toBeLessThan(25);
  // The filter may read all of a node, so it is tested for each of the five nodes on the location
  expect(count(() => write(false))).toBe(5);
  expect(count(() => write(true))).toBe(5);
  expect(query.at(0)).toEqual({ pointer: '/cells/0/list/2', value: { on: true } });
  expect(query.at(1)).toEqual({ pointer: '/cells/5/list/2', value: { on: true } });
});

test('IQ16: the results in folded containers are reported as removed and moved like others', () => {
  const { document, query, cell } = counted();
  const { cells } = document.value;
  document.value = { cells: [cell(7), ...cells.slice(1)].toReversed() };
  const permutation = numbers(100).toReversed();
  const { removed, moved } = query.apply([
    { op: 'remove', segments: ['cells', 0] },
    { op: 'add', segments: ['cells', 0] },
    { op: 'replace', segments: ['cells'], permutation },
  ]);
  expect(removed).toEqual([{ index: 0, pointer: '/cells/0/list/2', value: { on: true } }]);
  expect(moved.map(({ from, fromIndex, index }) => [from, fromIndex, index])).toEqual(
    numbers(9).map((at) => [`/cells/${90 - 10 * at}/list/2`, 9 - at, at]),
  );
  expect(query.pointers).toEqual(compile('$..[?@.on == true]').pointers(document.value));
});

test('IQ16: a document that is replaced by a copy reports the results with other values, and stays folded', () => {
  const { document, query, count } = counted();
  const copy = JSON.parse(JSON.stringify(document.value)) as typeof document.value;
  Object.assign((copy.cells[20] as { list: object[] }).list[2] as object, { extra: 1 });
  document.value = copy;
  const { added, removed, changed } = query.apply([replace()]);
  expect([added, removed]).toEqual([[], []]);
  // As without folding, all results have changed: each is another container now
  expect(changed.map(({ index, pointer }) => [index, pointer])).toEqual(
    numbers(10).map((at) => [at, `/cells/${10 * at}/list/2`]),
  );
  expect(changed[2]?.value).toEqual({ on: true, extra: 1 });
  expect(changed[2]?.previous).toEqual({ on: true });
  expect(query.values[2]).toBe((copy.cells[20] as { list: unknown[] }).list[2]);
  const write = (at: number, id: number): number => {
    const cells = document.value.cells.with(at, { ...(document.value.cells[at] as object), id });
    document.value = { cells };
    return count(() => query.apply([replace('cells', at, 'id')]));
  };
  // The first write tests the nodes of the container, the second only the three on its location
  for (const at of [5, 20, 30]) {
    expect(write(at, -1)).toBeGreaterThan(9);
    expect(write(at, -2)).toBe(3);
  }
});

/** Counts the tests that the filter of `counted` takes for the first and the second write in a container of so many nodes. */
function asksFor(nodes: number, isPersistent = true): number[] {
  const { document, query, count } = counted(isPersistent);
  const list = numbers(nodes - 3);
  document.value = { ...document.value, extra: { list, x: 0 } };
  query.reset();
  return [1, 2].map((x) => {
    document.value = { ...document.value, extra: { list, x } };
    return count(() => query.apply([replace('extra', 'x')]));
  });
}

test('IQ16: containers of up to 64 nodes are folded, and only where the document is persistent', () => {
  // On the location are the container and its member
  for (const nodes of [65, 66, 1000]) expect(asksFor(nodes)).toEqual([2, 2]);
  for (const nodes of [4, 64]) expect(asksFor(nodes, false)).toEqual([2, 2]);
  for (const nodes of [10, 63, 64]) {
    const [first, second] = asksFor(nodes);
    expect(first).toBeGreaterThan(nodes - 3);
    expect(second).toBe(2);
  }
});

test('IQ16: where a replaced document has its results at other locations, the deltas are those without folding', () => {
  const filler = numbers(100);
  const cases: [query: string, before: unknown, after: unknown][] = [
    ['$..[?@.on == true]', { a: { on: true }, b: {} }, { a: {}, b: { on: true } }],
    ['$..on', { a: { on: 1 }, b: {} }, { a: {}, b: { on: 1 } }],
    ['$..on', { a: { on: 1 }, b: { on: 2 } }, { a: { on: 1 }, b: { on: 3 } }],
    ['$..on', { a: { on: 1 }, b: {} }, { a: { on: 1 }, b: { on: 1 } }],
    ['$..on', { a: { on: 1 } }, { a: {} }],
    // The same location, but by another selector
    ["$..['a', ?@.b, ?@.c]", { a: { b: 1 } }, { a: { c: 1 } }],
    ["$.*..['a', ?@.b, ?@.c]", { a: { b: 1 } }, { a: { c: 1 } }],
    ['$..[?@.b]..on', { a: { b: 1, x: { on: 1 } } }, { a: { x: { b: 1, on: 1 } } }],
    ["$..['a', 'a']", { a: 1 }, { a: 2 }],
    ['$..*..on', { a: { on: 1, x: { on: 2 } } }, { a: { on: 2, x: { on: 1 } } }],
    ['$..*..on', { a: { x: { on: 2 } } }, { a: { on: 1 } }],
    ['$..on.x', { on: { x: 1, on: { x: 2 } } }, { on: { x: 1, on: 3 } }],
    // The result takes another place among its siblings, which was not reported where its index in the nodelist is the same
    ['$..on', { a: { x: 0, on: 1 } }, { a: { on: 1, x: 0 } }],
    ['$..on', { a: [{ x: 0, b: { on: 1 } }] }, { a: [{ b: { on: 1 }, x: 0 }] }],
  ];
  for (const [text, before, after] of cases) {
    let value: unknown = { filler, at: before };
    const getAt = (segments: Segments): unknown => segments.reduce<unknown>(resolveSegment, value);
    const folded = new IncrementalQuery(text, { getAt, isPersistent: true });
    const plain = new IncrementalQuery(text, { getAt });
    expect(folded.values).toEqual(plain.values);
    for (const next of [after, before, after]) {
      value = { filler, at: next };
      const { added, removed, changed, moved } = plain.apply([replace('at')]);
      expect(folded.apply([replace('at')])).toMatchObject({ added, removed, changed, moved });
      expect(folded.pointers).toEqual(compile(text).pointers(value));
      expect(folded.values).toEqual(compile(text).values(value));
    }
  }
});

test('IQ16: maxDepth holds for what is folded as for an evaluation', () => {
  const nested = (levels: number): unknown => {
    let value: unknown = 1;
    for (let level = 0; level < levels; level++) value = { a: value };
    return value;
  };
  const filler = numbers(100);
  for (const [outer, inner, isTooDeep] of [
    [0, 3, false],
    [0, 9, true],
    [20, 40, false],
    [20, 60, true],
    [30, 60, true],
  ] as const) {
    let at = nested(inner);
    // From here on upwards there are too many nodes for a fold
    for (let level = 0; level < outer; level++) at = { a: at, filler };
    const value = { filler, at };
    const options = { maxDepth: outer === 0 ? 8 : 75 };
    const made = (): unknown =>
      new IncrementalQuery(
        '$..a',
        {
          getAt: (segments) => segments.reduce<unknown>(resolveSegment, value),
          isPersistent: true,
        },
        options,
      );
    if (isTooDeep) {
      expect(made).toThrow(PathLimitError);
      expect(() => compile('$..a', options).nodes(value)).toThrow(PathLimitError);
    } else {
      expect(made).not.toThrow();
    }
  }
});

test('IQ16: without isPersistent nothing is folded, so that a document may be edited in place', () => {
  const list: unknown[] = [{ a: [1] }, { a: [2] }];
  const query = new IncrementalQuery('$..a[0]', {
    getAt: (segments) => segments.reduce<unknown>(resolveSegment, list),
  });
  list.unshift({ a: [0] });
  (list[1] as { a: number[] }).a.push(7);
  (list[1] as { a: number[] }).a.shift();
  const { added, changed } = query.apply([
    { op: 'add', segments: [0] },
    { op: 'add', segments: [1, 'a', 1] },
    { op: 'remove', segments: [1, 'a', 0] },
  ]);
  expect(query.values).toEqual([0, 7, 2]);
  expect(added.map(({ value }) => value)).toEqual([0, 7]);
  expect(changed).toEqual([]);
});

test('IQ14: an element is followed although, within the batch, it is changed at an index that the query does not read', () => {
  const document = watched({ list: [{ a: 1 }, { a: 2 }] });
  const query = new IncrementalQuery('$.list[1].a', document);
  document.value = { list: [{ a: 1 }, { a: 3 }] };
  const changes: QueryChange[] = [
    { op: 'add', segments: ['list', 0] },
    replace('list', 2, 'a'),
    { op: 'remove', segments: ['list', 0] },
  ];
  expect(changes.map((change) => query.concerns(change))).toEqual([true, true, true]);
  expect(query.apply(changes).changed).toEqual([
    { index: 0, pointer: '/list/1/a', value: 3, previous: 2 },
  ]);
});

test('IQ9: 10,000 levels are built, followed and read without recursion', () => {
  const depth = 10_000;
  let value: unknown = {};
  for (let level = 0; level < depth; level++) value = { a: value };
  const path = Array.from({ length: depth }, () => 'a');
  const document = watched(value);
  const query = new IncrementalQuery('$..a', document);
  expect([query.length, query.pointers.length]).toEqual([depth, depth]);
  expect(query.at(depth - 1)?.pointer.length).toBe(2 * depth);
  document.value = {};
  expect(query.apply([{ op: 'remove', segments: ['a'] }]).removed.length).toBe(depth);
  const follower = new IncrementalQuery('$..b', {
    getAt: (segments) => (segments.length > depth ? 1 : value),
  });
  expect(follower.apply([{ op: 'add', segments: [...path, 'b'] }]).added.length).toBe(1);
  expect(follower.pointers[0]).toBe(`${'/a'.repeat(depth)}/b`);
});

test('IQ15: a change below a thousand nested results does not read each of them by its location from the root', () => {
  const depth = 1000;
  const nested = (leaf: number): unknown => {
    let value: unknown = leaf;
    for (let at = 0; at < depth; at++) value = { a: value };
    return value;
  };
  for (const text of ['$..*', '$..a', '$..[?@.a]', '$..[?@..a]']) {
    const document = watched(nested(1));
    const query = new IncrementalQuery(text, document);
    document.reads.length = 0;
    document.value = nested(2);
    const delta = query.apply([replace(...Array.from({ length: depth }, () => 'a'))]);
    const expected = compile(text).values(document.value);
    expect(delta.changed.map(({ index }) => index)).toEqual(numbers(expected.length));
    expect(query.values.every((value, index) => value === expected[index])).toBe(true);
    // With each result read by its own location, half a million names were read
    expect(document.reads.join('').split('/').length).toBeLessThan(3 * depth);
  }
});

test('IQ10: after a call that throws, the query throws until it is reset', () => {
  let fails = false;
  const fragile = defineFunction({
    parameters: ['ValueType'],
    result: 'LogicalType',
    evaluate: () => {
      if (fails) throw new Error('Fragile');
      return true;
    },
  });
  const document = watched([1, 2]);
  const query = new IncrementalQuery('$[?fragile(@)]', document, { functions: { fragile } });
  fails = true;
  expect(() => query.apply([replace(0)])).toThrow('Fragile');
  fails = false;
  expect(() => query.apply([])).toThrow('Fragile');
  expect(() => query.values).toThrow('Fragile');
  document.value = [3];
  query.reset();
  expect(query.values).toEqual([3]);
  document.value = [];
  expect(query.apply([{ op: 'remove', segments: [0] }]).removed.length).toBe(1);
});

test.for([new Error('Fragile'), undefined])(
  'IQ10: after a call has thrown %s, every read and call throws it, whatever was read before, until a reset succeeds',
  (thrown) => {
    let fails = false;
    const fragile = defineFunction({
      parameters: ['ValueType'],
      result: 'LogicalType',
      evaluate: () => {
        if (fails) throw thrown;
        return true;
      },
    });
    const document = watched([1, 2]);
    const query = new IncrementalQuery('$[?fragile(@)]', document, { functions: { fragile } });
    const reads = [
      () => query.values,
      () => query.pointers,
      () => query.length,
      () => query.at(0),
      () => query.apply([]),
    ];
    const outcomes = () => reads.map((read) => outcomeOf(read));
    const lost = reads.map(() => ({ thrown }));
    expect(outcomes()).not.toContainEqual({ thrown });
    fails = true;
    expect(outcomeOf(() => query.apply([replace(0)]))).toEqual({ thrown });
    expect(outcomes()).toEqual(lost);
    expect(outcomeOf(() => query.reset())).toEqual({ thrown });
    expect(outcomes()).toEqual(lost);
    fails = false;
    query.reset();
    expect([query.values, query.pointers, query.length]).toEqual([[1, 2], ['/0', '/1'], 2]);
    fails = true;
    expect(outcomeOf(() => query.reset())).toEqual({ thrown });
    expect(outcomes()).toEqual(lost);
  },
);

test('IQ10: the options of a compiled query are the defaults', () => {
  const even = defineFunction({
    parameters: ['ValueType'],
    result: 'LogicalType',
    evaluate: (value) => Number(value) % 2 === 0,
  });
  const compiled = compile('$[?even(@)]', { functions: { even }, maxNodes: 100 });
  const document = watched([1, 2, 3, 4]);
  expect(new IncrementalQuery(compiled, document, { maxNodes: 5 }).values).toEqual([2, 4]);
  expect(() => new IncrementalQuery(compiled, document, { maxNodes: 3 })).toThrow(PathLimitError);
  expect(() => new IncrementalQuery(compiled, watched(numbers(101)))).toThrow(PathLimitError);
});

test('IQ10: without a maxNodes, what an incremental query keeps is bounded', () => {
  // `$..a..a` over 10,000 levels ended the process: it visits 10,000,000 nodes, and keeps 600 bytes for each
  const kept = vi.spyOn(Evaluation.prototype, 'keep');
  const query = new IncrementalQuery('$..a', watched([{ a: 1 }, { a: 2 }]));
  // Of the array: the children, for the descent. Of each object: the member, and the children. And no member of the array
  expect(kept.mock.calls.map(([items]) => items).toSorted()).toEqual([0, 1, 1, 1, 1, 2]);
  kept.mockRestore();
  expect(query.length).toBe(2);
  const half = 8_000_000;
  const bounded = new Evaluation(undefined, {});
  bounded.keep(half);
  expect(() => bounded.keep(half)).toThrow(PathLimitError);
  bounded.restart();
  bounded.keep(half);
  expect(() => new Evaluation(undefined, { maxNodes: 1 }).keep(3 * half)).not.toThrow();
});

test('IQ10: the limits of the query hold for the first evaluation and for each call', () => {
  const document = watched(numbers(5));
  expect(() => new IncrementalQuery('$[*]', document, { maxNodes: 4 })).toThrow(PathLimitError);
  const circle: { self?: unknown } = {};
  circle.self = circle;
  let deep: unknown = 1;
  for (let level = 0; level < 200; level++) deep = [deep];
  expect(() => new IncrementalQuery('$..*', watched(deep), { maxDepth: 100 })).toThrow(
    'more than 100 levels',
  );
  expect(() => new IncrementalQuery('$..*', watched(circle), { maxNodes: 100 })).toThrow(
    PathLimitError,
  );
  // The first evaluation allowed one level more than an evaluation without increments
  for (const text of ['$..*', '$..a', '$.a..a', '$..[?@..a]', '$.*.*']) {
    for (let levels = 1; levels < 4; levels++) {
      const nested = JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`) as object;
      for (let maxDepth = 1; maxDepth < 5; maxDepth++) {
        const outcome = (run: () => number): number => {
          try {
            return run();
          } catch {
            return -1;
          }
        };
        expect([
          text,
          levels,
          maxDepth,
          outcome(() => new IncrementalQuery(text, watched(nested), { maxDepth }).length),
        ]).toEqual([
          text,
          levels,
          maxDepth,
          outcome(() => compile(text, { maxDepth }).values(nested).length),
        ]);
      }
    }
  }
  const query = new IncrementalQuery('$[*][*]', document, { maxNodes: 5 });
  for (let call = 0; call < 20; call++) query.apply([replace(call % 5)]);
  expect(() => new IncrementalQuery('$[', document)).toThrow(PathSyntaxError);
});

test('IQ11: moved is computed on the first read, and throws when first read after a further call', () => {
  const document = watched([1, 2]);
  const query = new IncrementalQuery('$[*]', document);
  document.value = [0, 1, 2];
  const read = query.apply([{ op: 'add', segments: [0] }]);
  expect(read.moved.length).toBe(2);
  document.value = [9, 0, 1, 2];
  const unread = query.apply([{ op: 'add', segments: [0] }]);
  query.apply([]);
  expect(read.moved.length).toBe(2);
  expect(() => unread.moved).toThrow(StaleDeltaError);
});

test('IQ11: results that are added or removed at the end move nothing; an insertion in front of one does', () => {
  const document = watched([{ on: true }, { on: true }]);
  const query = new IncrementalQuery('$[?@.on]', document);
  document.value = [{ on: true }, { on: true }, { on: true }];
  const pushed = query.apply([{ op: 'add', segments: [2] }]);
  expect([pushed.added.length, pushed.shift, pushed.moved]).toEqual([1, 'none', []]);
  document.value = [{ on: true }, { on: true }];
  const popped = query.apply([{ op: 'remove', segments: [2] }]);
  expect([popped.removed.length, popped.shift, popped.moved]).toEqual([1, 'none', []]);
  document.value = [{ on: true }, { on: true }, { on: true }];
  const inserted = query.apply([{ op: 'add', segments: [1] }]);
  expect([inserted.added.length, inserted.shift, inserted.moved.length]).toEqual([1, 'places', 1]);
});

test('IQ12: members are in the order of the document, names that look like indexes first', () => {
  const document = watched<unknown>({ b: 1, 5: 2 });
  const query = new IncrementalQuery('$[*]', document);
  document.value = { b: 1, 5: 2, 3: 3, a: 4, 10: 5 };
  query.apply([
    { op: 'add', segments: ['3'] },
    { op: 'add', segments: ['a'] },
    { op: 'add', segments: ['10'] },
  ]);
  expect(query.pointers).toEqual(['/3', '/5', '/10', '/b', '/a']);
  document.value = { a: 4, b: 1 };
  const { moved } = query.apply([replace()]);
  expect(query.pointers).toEqual(['/a', '/b']);
  expect(moved.length).toBeGreaterThan(0);
});

test('SEAM1: a number leads to an element and a string to a member, never the other way round', () => {
  const document = watched<unknown>({ list: [1], map: { 0: 2 } });
  const member = new IncrementalQuery("$.*['0']", document);
  const element = new IncrementalQuery('$.*[0]', document);
  expect([member.pointers, element.pointers]).toEqual([['/map/0'], ['/list/0']]);
  document.value = { list: [3], map: { 0: 4 } };
  const changes = [replace('list', 0), replace('map', '0')];
  expect(member.apply(changes).changed.map(({ value }) => value)).toEqual([4]);
  expect(element.apply(changes).changed.map(({ value }) => value)).toEqual([3]);
});

test('SEAM7: the root is replaced by a change without segments', () => {
  const document = watched<unknown>({ a: 1 });
  const queries = ['$', '$.a', '$[*]', '$..a'].map((text) => new IncrementalQuery(text, document));
  document.value = [{ a: 2 }];
  for (const query of queries) query.apply([replace()]);
  expect(queries.map(({ values }) => values)).toEqual([[[{ a: 2 }]], [], [{ a: 2 }], [2]]);
});

test('IQ13: explain says how each selector is kept up to date', () => {
  const query = new IncrementalQuery("$.a[?@.b < $.c, 1:3]..['x', 'y'].z", watched({}));
  expect(query.explain().split('\n')).toEqual([
    'segment 1: name "a"; incremental',
    'segment 2: filter; incremental, tests only the touched child; a change to what it reads from the root retests all children',
    'segment 2: slice; incremental, reselected when the order of the array changes',
    'segment 3: name "x"; incremental',
    'segment 3: name "y"; incremental',
    'segment 3: descendants; incremental, walks only what was added or replaced',
    'result: /z; incremental: changes outside it are ignored',
  ]);
  expect(new IncrementalQuery('$', watched(1)).explain()).toBe(
    'result: the node itself; incremental: any change at or below it',
  );
});

test('IQ1: a compiled query brings its functions along', () => {
  const two = defineFunction({ parameters: [], result: 'ValueType', evaluate: () => 2 });
  const query = new IncrementalQuery(
    compile('$[?@ == two()]', { functions: { two } }),
    watched([1, 2]),
  );
  expect([query.values, query.ast.segments.length]).toEqual([[2], 1]);
});

/** Returns what a call returned or threw; `undefined` can be thrown, too. */
function outcomeOf(call: () => unknown): { value: unknown } | { thrown: unknown } {
  try {
    return { value: call() };
  } catch (thrown) {
    return { thrown };
  }
}

test('IQ2, IQ11: exactly the elements that stayed and have another index after the batch are moved, whatever happened within it', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = randomFrom(seed);
    let list = Array.from({ length: 1 + random(60) }, (_, id) => ({ id }));
    const query = new IncrementalQuery('$[*].id', {
      getAt: (at) => at.reduce((value: any, key) => value?.[key], list),
    });
    for (let call = 0; call < 5; call++) {
      const before = list.slice();
      const changes: QueryChange[] = [];
      const reversal = (): void => {
        list.reverse();
        const permutation = list.map((_, index) => list.length - 1 - index);
        changes.push({ op: 'replace', segments: [], permutation });
      };
      const move = (from: number, to: number): void => {
        list.splice(to, 0, ...list.splice(from, 1));
        changes.push({ op: 'move', segments: [to], fromSegments: [from] });
      };
      for (let edits = random(4); edits >= 0; edits--) {
        const [from, to] = [random(list.length), random(list.length)];
        if (random(3) === 0) {
          reversal();
          if (random(2) === 0) reversal();
        } else if (random(2) === 0) {
          move(from, to);
          if (random(2) === 0) move(to, from);
        } else if (random(2) === 0 || list.length === 1) {
          list.splice(to, 0, { id: seed * 1000 + call * 10 + edits });
          changes.push({ op: 'add', segments: [to] });
        } else {
          list.splice(from, 1);
          changes.push({ op: 'remove', segments: [from] });
        }
      }
      const delta = query.apply(changes);
      const expected = list.flatMap((element, index) => {
        const fromIndex = before.indexOf(element);
        return fromIndex < 0 || fromIndex === index ? [] : [{ index, fromIndex }];
      });
      expect(delta.moved.map(({ index, fromIndex }) => ({ index, fromIndex }))).toEqual(expected);
      const { added, removed } = delta;
      expect(delta.isEmpty).toBe(added.length + removed.length + expected.length === 0);
      list = list.slice();
    }
  }
});

// Each weight was added up to the root by itself: 15 seconds at 20,000 levels, and here longer than the time limit of a test
test('IQ15: where nested results are all added or removed at once, each item above them is updated once', () => {
  const levels = 50_000;
  let nested: unknown = 0;
  for (let level = 0; level < levels; level++) nested = level % 3 === 0 ? [nested] : { a: nested };
  let document = { on: false, nested };
  const query = new IncrementalQuery('$..[?$.on == true]', {
    getAt: (at) => at.reduce((value: any, key) => value?.[key], document),
  });
  for (const on of [true, false, true]) {
    document = { on, nested };
    const { added, removed } = query.apply([{ op: 'replace', segments: ['on'] }]);
    expect([added.length, removed.length]).toEqual(on ? [levels + 2, 0] : [0, levels + 2]);
  }
  expect(query.length).toBe(compile('$..[?$.on == true]').nodes(document).length);
  expect(query.at(2)?.pointer).toBe('/nested/a');
});
