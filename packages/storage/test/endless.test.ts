/** Documents that contain themselves: every operation ends, with an answer or a named error. */
import { PathLimitError } from '@data-map/path';
import { FlatStore, composeChanges, toPatch } from '@data-map/storage';
import { describe, expect, test } from 'vitest';

type Node = Record<string, unknown>;

/** Factories of documents with cycles. Two documents of one factory are equal if their leaves are. */
const RINGS: Record<string, (leaf: number) => unknown> = {
  'an object in itself': (leaf) => {
    const node: Node = { leaf };
    node['self'] = node;
    return node;
  },
  'an array in itself': (leaf) => {
    const list: unknown[] = [leaf];
    list.push(list, 2);
    return list;
  },
  'a ring of 3,000': (leaf) => {
    const first: Node = { leaf };
    let last = first;
    for (let at = 1; at < 3000; at++) last = (last['next'] = { at }) as Node;
    last['next'] = first;
    return first;
  },
  'a ring below 5,000 levels': (leaf) => {
    const node: Node = { leaf };
    node['self'] = [node];
    let value: unknown = node;
    for (let level = 0; level < 5000; level++) value = level % 2 === 0 ? [value] : { value };
    return value;
  },
  'two rings through each other': (leaf) => {
    const node: Node = { leaf };
    Object.assign(node, { one: node, two: [node, { node }] });
    return { node };
  },
  'four containers that all hold all': (leaf) => {
    const nodes: Node[] = [{ leaf }, {}, {}, {}];
    for (const node of nodes)
      Object.assign(node, Object.fromEntries(nodes.map((each, at) => [`n${at}`, each])));
    return nodes;
  },
};

const open = (document: unknown): FlatStore => new FlatStore(document, { freeze: false });

describe.each(Object.entries(RINGS))('%s', (_, make) => {
  // Regression: each of these ran until memory was full
  test('STO30: operations that would list it without end throw, and name the place', () => {
    const store = open({ x: make(1) });
    const snapshot = store.snapshot();
    for (const list of [
      () => store.size,
      () => [...store.keys()],
      () => [...store.entries('/x')],
      () => store.sortedKeys(),
      () => store.getPointersMatchingPattern('/**'),
      () => store.getPointersMatchingPattern('/x/**/nothing'),
      () => [...snapshot.keys()],
      () => snapshot.getPointersMatchingPattern('/**'),
    ]) {
      expect(list).toThrow(PathLimitError);
      expect(list).toThrow(
        /^Expected a value that ends but found a container that contains itself at "\/x\/.{5,80}"$/,
      );
    }
    expect(store.keys().next().done).toBe(false);
    expect(store.getPointersMatchingPattern('/*')).toEqual(['/x']);
  });

  test('STO30: it can be read, written, frozen, removed and restored', () => {
    const store = new FlatStore({ a: 1 }, { freeze: true });
    expect(store.size).toBe(1);
    const before = store.snapshot();
    const value = make(1);
    const [change] = store.set('/x', value);
    expect(store.get('/x')).toBe(value);
    expect(Object.isFrozen(value)).toBe(true);
    expect(() => store.size).toThrow(PathLimitError);
    store.set('/a', 2);
    expect(toPatch([change!])).toEqual([{ op: 'add', path: '/x', value }]);
    store.delete('/x');
    expect(store.size).toBe(1);
    store.restore(before);
    expect(store.toObject()).toEqual({ a: 1 });
  });

  test('STO30: setDeep changes nothing if the two are equal, and replaces the whole otherwise', () => {
    const store = open({ x: make(1), y: 1 });
    const same = store.get('/x');
    expect(store.setDeep('/x', make(1))).toEqual([]);
    expect(store.get('/x')).toBe(same);
    const other = make(2);
    expect(store.setDeep('/x', other)).toHaveLength(1);
    expect(store.get('/x')).toBe(other);
    store.set('/x', { leaf: 1 });
    store.setDeep('/x', other);
    expect(store.get('/y')).toBe(1);
    expect(store.setDeep('/x', { leaf: 5 }).length).toBeGreaterThan(0);
    expect(store.get('/x')).toEqual({ leaf: 5 });
  });

  test('CHG3: a replacement by an equal copy is no net Change', () => {
    const store = open({ x: make(1), list: [make(1)] });
    expect(composeChanges([...store.set('/x', make(1)), ...store.set('/y', 1)])).toHaveLength(1);
    const other = [...store.delete('/list/0'), ...store.insert('/list', 0, make(1))];
    expect(composeChanges(other)).toEqual([]);
  });
});

test('STO30: a container in several places is counted and listed in each', () => {
  const part = { a: [1, { b: 2 }] };
  let document: unknown = { list: Array.from({ length: 50 }, () => part), part };
  for (let level = 0; level < 200; level++) document = { document };
  const store = open(document);
  expect(store.size).toBe(102);
  expect([...store.keys()]).toHaveLength(102);
  const copy: unknown = JSON.parse(JSON.stringify(document));
  expect(store.getPointersMatchingPattern('/**')).toEqual(
    open(copy).getPointersMatchingPattern('/**'),
  );
  expect(store.setDeep('', copy)).toEqual([]);
});

test('STO26: 100,000 levels are counted and listed', () => {
  let document: unknown = 1;
  for (let level = 0; level < 100_000; level++) document = [document];
  const store = open({ document });
  expect(store.size).toBe(1);
  expect([...store.keys()]).toHaveLength(1);
  expect(store.getPointersMatchingPattern('/document/**/-')).toEqual([]);
});
