import type { VectorState } from './append.ts';
import { type Leaf, locate } from './node.ts';

/**
 * Walks over a vector leaf by leaf. A step within a leaf is an array read; the next leaf is looked up from the root,
 * which costs O(log n) once for 32 elements and needs no stack of branches.
 */
export class VectorIterator<T> implements IterableIterator<T, undefined> {
  /** What `next` returns for every element, so that a step allocates nothing. */
  declare private readonly result: { done: false; value: T };
  declare private readonly state: Readonly<VectorState<T>>;
  /** How many elements come before the end of the leaf. */
  declare private passed: number;
  /** The leaf, where in it the next element is, and where its elements end. */
  declare leaf: Leaf<T>;
  declare at: number;
  declare end: number;

  /** Starts with the element at an index, which may be behind the last. */
  constructor(state: Readonly<VectorState<T>>, start = 0) {
    this.state = state;
    this.passed = start;
    this.result = { done: false, value: undefined as T };
    this.nextLeaf();
  }

  // One way out for all elements, and no call of itself: that way a loop over a vector takes it in whole.
  next(): IteratorResult<T, undefined> {
    let { at } = this;
    if (at >= this.end) {
      if (!this.nextLeaf()) return { done: true, value: undefined };
      at = this.at;
    }
    this.at = at + 1;
    const { result } = this;
    result.value = this.leaf[at] as T;
    return result;
  }

  /** Goes to the next leaf, if there is one. */
  nextLeaf(): boolean {
    const { length, tailStart, offset, shift, root, tail } = this.state;
    const { passed } = this;
    if (passed < tailStart) {
      const { leaf, at } = locate(root, shift, passed + offset);
      this.leaf = leaf;
      this.at = at;
      this.end = leaf.length;
    } else {
      this.leaf = tail;
      this.at = passed - tailStart;
      this.end = length - tailStart;
    }
    this.passed = passed + this.end - this.at;
    return this.at < this.end;
  }

  [Symbol.iterator](): this {
    return this;
  }
}
