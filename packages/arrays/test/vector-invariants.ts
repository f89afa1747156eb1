import assert from 'node:assert/strict';
import type { PersistentVector, TransientVector } from '../src/index.ts';
import { BITS, FREE, LEAST, type Leaf, type Node, Relaxed, WIDTH } from '../src/vector/node.ts';

/**
 * Checks the invariants of a vector, as `src/vector/node.ts`, `rows.ts` and `append.ts` state them, at every node and
 * every slot of a leaf.
 */
export function checkVector<T>(vector: PersistentVector<T> | TransientVector<T>): void {
  const { length, tree, tail } = vector;
  const { root, shift, size, offset } = tree;
  const tailStart = size - offset;
  const inTail = length - tailStart;
  if (length === 0) assert.equal(inTail, 0);
  else assert.ok(inTail >= 1 && inTail <= WIDTH, `the tail holds ${inTail}`);
  assert.ok(tail.length >= inTail && tail.length <= WIDTH, `a tail of ${tail.length} slots`);
  assert.ok(!tail.slice(0, inTail).includes(FREE), 'a slot of the vector is free');
  assert.ok(offset >= 0 && offset <= tailStart, `${offset} of ${size} are left behind`);
  assert.ok(shift >= BITS && shift % BITS === 0);
  if (size === 0) {
    assert.equal(shift, BITS, 'an empty tree is low');
    assert.deepEqual(root, []);
    return;
  }
  if (shift > BITS) {
    assert.ok(count(root, shift, size) > 1, 'a root has one subtree only');
    assert.ok(LEAST ** (shift / BITS) <= size, `height ${shift / BITS} of ${size} elements`);
  }
  checkNode(root, shift, size, true, true);
}

function count<T>(node: Node<T>, shift: number, size: number): number {
  return node instanceof Relaxed ? node.nodes.length : Math.ceil(size / 2 ** shift);
}

/**
 * Checks a node, and returns whether it is a leaf or a radix branch. `edge` tells whether it is on the right edge of
 * the tree.
 */
function checkNode<T>(
  node: Node<T>,
  shift: number,
  size: number,
  isRoot: boolean,
  edge: boolean,
): boolean {
  const width = count(node, shift, size);
  const least = isRoot || edge ? 1 : LEAST;
  if (width > WIDTH || width < least) assert.fail(`a node at shift ${shift} holds ${width}`);
  if (shift === 0) {
    const leaf = node as Leaf<T>;
    if (leaf.length !== size) assert.fail(`a leaf of ${size} has ${leaf.length} slots`);
    if (leaf.includes(FREE)) assert.fail('a leaf has a free slot');
    return true;
  }
  if (node instanceof Relaxed) {
    assert.equal(node.ends.length, width);
    assert.equal(node.ends.at(-1), size);
    let radix = true;
    for (let i = 0; i < width; i++) {
      const last = i === width - 1;
      const part = node.ends[i]! - node.start(i);
      const below = checkNode(node.nodes[i]!, shift - BITS, part, false, edge && last);
      if (!below || (!last && part !== 2 ** shift)) radix = false;
    }
    assert.ok(!radix, 'a relaxed branch could be a radix branch');
    return false;
  }
  const nodes = node as Node<T>[];
  // Only on the right edge can a branch hold more than the vector knows of.
  if (!edge) assert.equal(nodes.length, width);
  for (let i = 0; i < width; i++) {
    const last = i === width - 1;
    const part = last ? size - i * 2 ** shift : 2 ** shift;
    const radix = checkNode(nodes[i]!, shift - BITS, part, false, edge && last);
    if (!radix) assert.fail('a relaxed branch lies below a radix branch');
  }
  return true;
}
