/** What is iterated. Its length and its representation may change meanwhile. */
interface List<T> {
  readonly length: number;
  get(index: number): T | undefined;
}

/**
 * Iterates as the iterator of an array does: by index, up to the length at the time of each step. A generator would
 * take twice as long.
 */
export class ListIterator<T> implements IterableIterator<T> {
  /** Undefined once the end was reached: elements that are appended afterwards are not iterated, as with an array. */
  #list: List<T> | undefined;
  #index = 0;

  constructor(list: List<T>) {
    this.#list = list;
  }

  next(): IteratorResult<T, undefined> {
    const list = this.#list;
    const index = this.#index++;
    if (list !== undefined && index < list.length) {
      return { value: list.get(index) as T, done: false };
    }
    this.#list = undefined;
    return { value: undefined, done: true };
  }

  [Symbol.iterator](): this {
    return this;
  }
}
