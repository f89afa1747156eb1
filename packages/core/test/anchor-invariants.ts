import { resolvePointer } from '@data-map/path';
import { expect } from 'vitest';
import type { Node } from '../src/anchor.ts';
import type { AnchorIndex } from '../src/anchor-index.ts';

/** What holds of an index of anchors after every operation, and that its nodes have the keys of the document. */
export function checkAnchors(index: AnchorIndex, document: unknown): void {
  let entries = 0;
  const visit = (node: Node): void => {
    const keys = node.below.map(({ key }) => key);
    expect(new Set(keys.map((key) => typeof key)).size).toBeLessThan(2);
    expect(keys).toEqual(keys.toSorted((a, b) => (a < b ? -1 : 1)));
    expect(new Set(keys).size).toBe(keys.length);
    for (const child of node.below) {
      expect(child.parent).toBe(node);
      visit(child);
    }
    entries += node.anchors.length;
    for (const entry of node.anchors) {
      if (entry.node !== node || entry.anchor.deref() === undefined) continue;
      expect(resolvePointer(document, entry.pointer)).not.toBeUndefined();
    }
  };
  if (index.size > 0) visit(index.root);
  expect(index.size).toBe(entries);
}
