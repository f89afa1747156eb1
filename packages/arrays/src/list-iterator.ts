/** What is iterated: it may change its length and how it is held meanwhile. */
interface List<T> {
  readonly length: number;
  get(index: number): T | undefined;
}

/** Iterates as an array does: by index, up to the length that there is by then. A generator takes twice as long. */
export class ListIterator<T> implements IterableIterator<T> {
  /** Undefined from the end on, so that it stays at its end whatever is appended. */
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
