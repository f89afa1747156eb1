import { expect } from 'vitest';
import type { Branch } from '../src/prefix-trie.ts';
import { childCount, forEachChild, keyOf, Wide } from '../src/prefix-trie.ts';

/** No branch but the root is empty or has a key alone; sizes fit the form; names lead to the keys below them. */
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
    if (branch instanceof Wide) expect(childCount(branch)).toBeGreaterThanOrEqual(5);
    else expect(childCount(branch)).toBeLessThanOrEqual(8);
    forEachChild(branch, (name, child) => {
      const below = `${path}/${name}`;
      if (typeof child === 'string') {
        expect(child).toBe(below);
        keys.push(child);
      } else {
        pending.push([child, below]);
      }
    });
  }
  return keys;
}
