import { NO_TAIL, type VectorState } from './append.ts';
import { type Leaf, locate, NO_TREE } from './node.ts';

/**
 * Walks over a vector leaf by leaf. A step within a leaf is an array read, and so is the step to the next leaf of the
 * same branch. Only the next branch is looked up from the root, which costs O(log n) once for up to 1,024 elements and
 * needs no stack.
 */
export class VectorIterator<T> implements IterableIterator<T> {
  /** The one object that `next` returns every time, so that a step allocates nothing. */
  declare private readonly result: { done: boolean; value: T | undefined };
  /** `NOTHING` once `next` has reported the end, which is final: a transient may be appended to afterwards. */
  declare private vector: Readonly<VectorState<T>>;
  /** The number of elements, counted from the beginning of the tree, up to the end of the current leaf. */
  declare private passed: number;
  /** The leaves of the branch that was looked up last, and the index of the next one. */
  declare private leaves: readonly Leaf<T>[];
  declare private following: number;
  /** The current leaf, the index in it of the next element, and where its elements end. */
  declare leaf: Leaf<T>;
  declare at: number;
  declare end: number;

  /** Creates an iterator that starts at an index, which may be the length of the vector. */
  constructor(vector: Readonly<VectorState<T>>, start = 0) {
    const { length, tree, tail } = vector;
    this.vector = vector;
    this.passed = start + tree.offset;
    this.leaves = NO_LEAVES;
    this.following = 0;
    this.result = { done: false, value: undefined };
    // All fields are set before `nextLeaf` writes to them, so that it sees one hidden class only
    this.leaf = tail;
    this.at = start;
    this.end = length;
    // A small vector is nothing but its tail
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

  /** Goes to the next leaf. Returns false if there is none. */
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
/** The state of a vector without elements. */
export const NOTHING: VectorState<never> = { length: 0, tree: NO_TREE, tail: NO_TAIL };
