import { expect } from 'vitest';
import type { ArrayScript, Item } from '../src/array-script.ts';
import type { Branch } from '../src/prefix-trie.ts';
import { childCount, forEachChild, keyOf, nameOf, Wide } from '../src/prefix-trie.ts';

/**
 * Checks a trie, and returns its keys: every branch but the root has a child, the form of a branch fits its number of
 * children, and the names on the path to a key are its segments.
 */
export function checkTrie(root: Branch): string[] {
  const keys: string[] = [];
  const pending: [Branch, string][] = [[root, '']];
  for (let next; (next = pending.pop()) !== undefined;) {
    const [branch, path] = next;
    const key = keyOf(branch);
    if (key !== undefined) {
      expect(key).toBe(path);
      keys.push(key);
    }
    if (branch !== root) expect(childCount(branch)).toBeGreaterThan(0);
    if (branch instanceof Wide) expect(childCount(branch)).toBeGreaterThanOrEqual(9);
    else expect(childCount(branch)).toBeLessThanOrEqual(16);
    forEachChild(
      branch,
      (leaf) => {
        expect(leaf).toBe(`${path}/${nameOf(leaf)}`);
        keys.push(leaf);
      },
      (below, name) => pending.push([below, `${path}/${name}`]),
    );
  }
  return keys;
}

/**
 * Checks an edit script: sums are those of the subtrees, the end item is the last one and the only one with an infinite
 * gap, and `shifts` is the number of items that are not kept.
 */
export function checkScript(script: ArrayScript<unknown>): void {
  const { items } = script;
  const inOrder: Item<unknown>[] = [];
  const pending: [Item<unknown>, boolean][] = [[script.top, false]];
  const sums = new Map<Item<unknown> | undefined, number>([[undefined, 0]]);
  for (let next; (next = pending.pop()) !== undefined;) {
    const [item, isLeftDone] = next;
    const { left, right, gap, kind } = item;
    if (isLeftDone) {
      inOrder.push(item);
      continue;
    }
    if (right !== undefined) pending.push([right, false]);
    pending.push([item, true]);
    if (left !== undefined) pending.push([left, false]);
    expect(gap).toBeGreaterThanOrEqual(0);
    sums.set(item, gap + (kind === 'removed' ? 0 : 1));
  }
  for (const item of sums.keys()) {
    if (item === undefined) continue;
    const { left, right } = item;
    expect(item.sum).toBe((left?.sum ?? 0) + sums.get(item)! + (right?.sum ?? 0));
  }
  expect(inOrder.length).toBe(sums.size - 1);
  expect(inOrder.pop()).toMatchObject({ gap: Infinity, kind: 'removed' });
  expect(inOrder.every((item, at) => item === items[at] && item.gap < Infinity)).toBe(true);
  expect(inOrder.length).toBe(items.length);
  expect(script.shifts).toBe(items.filter(({ kind }) => kind !== 'kept').length);
}
