import { resolvePointer } from '@data-map/path';
import { expect } from 'vitest';
import { isTicking, type Node } from '../src/anchor.ts';
import type { AnchorIndex } from '../src/anchor-index.ts';

/** Checks the invariants of an index of anchors (`anchor-index.ts`), and that its entries lead to values of the document. */
export function checkAnchors(index: AnchorIndex, document: unknown): void {
  let entries = 0;
  const visit = (node: Node): void => {
    const below = [...(node.below?.values() ?? [])];
    const segments = below.map(({ segment }) => segment);
    expect(new Set(segments.map((segment) => typeof segment)).size).toBeLessThan(2);
    expect(new Set(segments).size).toBe(segments.length);
    expect(segments).not.toContain(-1);
    const ticking = node.ticking?.map(({ segment }) => segment) ?? [];
    expect(ticking).toEqual(ticking.toSorted((a, b) => (a < b ? -1 : 1)));
    for (const child of node.ticking ?? []) expect(below).toContain(child);
    for (const child of below) {
      expect(child.parent).toBe(node);
      if (isTicking(child)) expect(node.ticking).toContain(child);
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
