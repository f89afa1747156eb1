import { expect } from 'vitest';
import type { Branch } from '../src/prefix-trie.ts';
import { childCount, forEachChild, keyOf, nameOf, Wide } from '../src/prefix-trie.ts';

/** No branch but the root is without a child; sizes fit the form; names lead to the keys below them. */
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
