import { expect } from 'vitest';
import type { PersistentVector, TransientVector } from '../src/index.ts';
import { BITS, FREE, LEAST, type Leaf, type Node, Relaxed, WIDTH } from '../src/vector/node.ts';

/** What `checkNode` found below a node. */
interface Found {
  readonly size: number;
  readonly radix: boolean;
}

/**
 * The invariants of a vector, as `src/vector/node.ts`, `rows.ts` and `append.ts` state them. It looks at every node once
 * and at every slot of a leaf.
 */
export function checkVector<T>(vector: PersistentVector<T> | TransientVector<T>): void {
  const { length, tailStart, offset, shift, root, tail } = vector;
  const inTail = length - tailStart;
  const treeSize = tailStart + offset;
  expect(offset, 'more is left behind than is kept').toBeLessThanOrEqual(tailStart);
  if (length === 0) expect(inTail).toBe(0);
  else expect(inTail, 'the tail holds 1 to 32').toSatisfy((n: number) => n >= 1 && n <= WIDTH);
  expect(tail.length).toBeLessThanOrEqual(WIDTH);
  expect(tail.slice(0, inTail), 'no slot of the vector is free').not.toContain(FREE);
  expect(tail.length).toBeGreaterThanOrEqual(inTail);
  expect(shift % BITS).toBe(0);
  expect(shift).toBeGreaterThanOrEqual(BITS);
  if (treeSize === 0) {
    expect(shift, 'an empty tree is flat').toBe(BITS);
    expect(root).toEqual([]);
    return;
  }
  const width = count(root, shift, treeSize);
  if (shift > BITS) {
    expect(width, 'a root has two subtrees or more').toBeGreaterThan(1);
    expect(shift / BITS, 'height').toBeLessThanOrEqual(Math.log(treeSize) / Math.log(LEAST));
  }
  expect(checkNode(root, shift, treeSize, true, true).size).toBe(treeSize);
}

function count<T>(node: Node<T>, shift: number, size: number): number {
  return node instanceof Relaxed ? node.nodes.length : Math.ceil(size / 2 ** shift);
}

function checkNode<T>(
  node: Node<T>,
  shift: number,
  size: number,
  isRoot: boolean,
  edge: boolean,
): Found {
  const width = count(node, shift, size);
  if (width > WIDTH || width < (isRoot || edge ? 1 : LEAST)) {
    expect.fail(`a node at height ${shift / BITS} holds ${width}`);
  }
  if (shift === 0) {
    const leaf = node as Leaf<T>;
    if (leaf.length !== size) expect.fail(`a leaf of ${size} has ${leaf.length} slots`);
    if (leaf.includes(FREE)) expect.fail('a leaf has a free slot');
    return { size, radix: true };
  }
  if (node instanceof Relaxed) {
    expect(node.ends.length).toBe(width);
    expect(node.ends.at(-1)).toBe(size);
    let start = 0;
    let regular = true;
    for (const [i, end] of node.ends.entries()) {
      const last = i === width - 1;
      const found = checkNode(node.nodes[i]!, shift - BITS, end - start, false, edge && last);
      if (!found.radix || (!last && found.size !== 2 ** shift)) regular = false;
      start = end;
    }
    expect(regular, 'a relaxed branch could not be a radix branch').toBe(false);
    return { size, radix: false };
  }
  const nodes = node as Node<T>[];
  // Only a branch on the right edge can hold more than the vector knows of.
  if (!edge) expect(nodes.length).toBe(width);
  for (let i = 0; i < width; i++) {
    const last = i === width - 1;
    const part = last ? size - i * 2 ** shift : 2 ** shift;
    expect(checkNode(nodes[i]!, shift - BITS, part, false, edge && last).radix).toBe(true);
  }
  return { size, radix: true };
}
