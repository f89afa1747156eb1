import type { VectorState } from './append.ts';
import { type Leaf, locate } from './node.ts';

/**
 * Walks over a vector leaf by leaf. A step within a leaf is an array read; the next leaf is looked up from the root, which
 * costs O(log n) once for 32 elements and needs no stack of branches.
 */
export class VectorIterator<T> implements IterableIterator<T, undefined> {
  readonly #state: Readonly<VectorState<T>>;
  /** How many elements come before the end of the leaf. */
  #passed = 0;
  /** Where the next element is, and where the elements of this vector end in the leaf. */
  leaf: Leaf<T> = [];
  at = 0;
  end = 0;

  constructor(state: Readonly<VectorState<T>>) {
    this.#state = state;
  }

  next(): IteratorResult<T, undefined> {
    return this.at < this.end || this.nextLeaf()
      ? { done: false, value: this.leaf[this.at++] as T }
      : { done: true, value: undefined };
  }

  /** Goes to the next leaf, if there is one. */
  nextLeaf(): boolean {
    const { length, root, shift, treeSize, tail } = this.#state;
    const start = this.#passed;
    this.at = 0;
    if (start < treeSize) {
      this.leaf = locate(root, shift, start).leaf;
      this.end = this.leaf.length;
    } else {
      this.leaf = tail;
      this.end = Math.max(0, length - start);
    }
    this.#passed = start + this.end;
    return this.end > 0;
  }

  [Symbol.iterator](): this {
    return this;
  }
}
