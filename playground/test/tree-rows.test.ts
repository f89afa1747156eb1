import { createDataMap, resolvePointer } from '@data-map/core';
import { describe, expect, test } from 'vitest';
import { TreeRows } from '../src/tree-rows.ts';

const document = { a: { b: [1, { c: 2 }] }, '': { 'x/y': null }, z: 'leaf' };

function rowsOf(tree: TreeRows): string[] {
  return tree.rows.map(({ pointer, depth, place, siblings }) =>
    [pointer, depth, `${place}/${siblings}`].join(' '),
  );
}

describe('the rows of the tree', () => {
  test('begin with the root and its children', () => {
    const tree = new TreeRows(createDataMap<unknown>(document));
    expect(rowsOf(tree)).toEqual([' 0 1/1', '/a 1 1/3', '/ 1 2/3', '/z 1 3/3']);
  });

  test('are those in expanded containers; a container that is expanded again shows the same rows as before', () => {
    const tree = new TreeRows(createDataMap<unknown>(document));
    tree.expand('/a');
    tree.expand('/a/b');
    tree.expand('/');
    expect(rowsOf(tree)).toEqual([
      ' 0 1/1',
      '/a 1 1/3',
      '/a/b 2 1/1',
      '/a/b/0 3 1/2',
      '/a/b/1 3 2/2',
      '/ 1 2/3',
      '//x~1y 2 1/1',
      '/z 1 3/3',
    ]);
    const before = rowsOf(tree);
    tree.collapse('/a');
    expect(tree.indexOf('/a/b')).toBe(-1);
    tree.expand('/a');
    expect(rowsOf(tree)).toEqual(before);
  });

  test('include a revealed place, with all containers around it expanded', () => {
    const tree = new TreeRows(createDataMap<unknown>(document));
    tree.reveal('/a/b/1/c');
    const row = tree.rows[tree.indexOf('/a/b/1/c')];
    expect(row).toMatchObject({ key: 'c', depth: 4, place: 1, siblings: 1 });
  });

  test('are read again from the document by `rebuild`', () => {
    const store = createDataMap<unknown>(document);
    const tree = new TreeRows(store);
    tree.expand('/a');
    store.set('/a', ['new']);
    tree.rebuild();
    expect(tree.indexOf('/a/0')).toBe(2);
    store.set('/a', 5);
    tree.rebuild();
    expect(rowsOf(tree)).toEqual([' 0 1/1', '/a 1 1/3', '/ 1 2/3', '/z 1 3/3']);
  });

  test('can be 100,000 in number and 10,000 levels deep', () => {
    const wide = Array.from({ length: 100_000 }, (_, index) => index);
    const tree = new TreeRows({ peek: (pointer) => resolvePointer(wide, pointer) });
    expect(tree.rows).toHaveLength(100_001);
    let deep: unknown = 'end';
    for (let level = 0; level < 10_000; level++) deep = [deep];
    const values = new Map<string, unknown>();
    let pointer = '';
    for (let value = deep; Array.isArray(value); [value] = value) {
      values.set(pointer, value);
      pointer += '/0';
    }
    const well = new TreeRows({ peek: (at) => values.get(at) });
    well.reveal(pointer);
    expect(well.rows).toHaveLength(10_001);
  });
});
