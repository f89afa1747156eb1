import { NO_TAIL, type VectorState } from './append.ts';
import { type Leaf, locate, NO_TREE } from './node.ts';

/**
 * Walks over a vector leaf by leaf. A step within a leaf is an array read, and a step to the next leaf one of the branch
 * above it; only the next branch is looked up from the root, which costs O(log n) once for up to 1,024 elements and
 * needs no stack.
 */
export class VectorIterator<T> implements IterableIterator<T> {
  /** What `next` returns for every element, so that a step allocates nothing. */
  declare private readonly result: { done: boolean; value: T | undefined };
  /** Nothing once the end was told: it stays the end, whatever a transient gets afterwards. */
  declare private vector: Readonly<VectorState<T>>;
  /** How many elements of the tree, and then of the tail, come before the end of the leaf. */
  declare private passed: number;
  /** The leaves of the branch that was looked up last, and which of them comes next. */
  declare private leaves: readonly Leaf<T>[];
  declare private following: number;
  /** The leaf, where in it the next element is, and where its elements end. */
  declare leaf: Leaf<T>;
  declare at: number;
  declare end: number;

  /** Starts with the element at an index, which may be behind the last. */
  constructor(vector: Readonly<VectorState<T>>, start = 0) {
    const { length, tree, tail } = vector;
    this.vector = vector;
    this.passed = start + tree.offset;
    this.leaves = NO_LEAVES;
    this.following = 0;
    this.result = { done: false, value: undefined };
    // All fields exist before `nextLeaf` writes to them, so that it meets one shape only.
    this.leaf = tail;
    this.at = start;
    this.end = length;
    // The tail is all of a small vector
    if (tree.size > 0) this.nextLeaf();
    else this.passed = length;
  }

  next(): IteratorResult<T, undefined> {
    const { result } = this;
    if (this.at < this.end || this.nextLeaf()) {
      result.value = this.leaf[this.at++] as T;
    } else {
      this.vector = NOTHING;
      result.done = true;
      result.value = undefined;
    }
    return result as IteratorResult<T, undefined>;
  }

  /** Goes to the next leaf, if there is one. */
  nextLeaf(): boolean {
    const { passed } = this;
    const { length, tree, tail } = this.vector;
    if (passed >= tree.size) {
      this.leaf = tail;
      this.at = passed - tree.size;
      this.end = length + tree.offset - tree.size;
      this.passed = length + tree.offset;
      return this.at < this.end;
    }
    let i = this.following;
    let at = 0;
    if (i === this.leaves.length) ({ leaves: this.leaves, i, at } = locate(tree, passed));
    const leaf = this.leaves[i]!;
    this.following = i + 1;
    this.leaf = leaf;
    this.at = at;
    this.end = leaf.length;
    this.passed = passed + leaf.length - at;
    return true;
  }

  [Symbol.iterator](): this {
    return this;
  }
}

const NO_LEAVES: Leaf<never>[] = [];
/** What a vector without elements consists of. */
export const NOTHING: VectorState<never> = { length: 0, tree: NO_TREE, tail: NO_TAIL };
