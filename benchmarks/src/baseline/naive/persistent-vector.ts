/** Bottleneck 7 as the founding plan found it: every version is an array, so a push copies all elements. O(n). */
export class NaivePersistentVector<T> {
  readonly #items: readonly T[];

  constructor(items: readonly T[] = []) {
    this.#items = items;
  }

  get length(): number {
    return this.#items.length;
  }

  get(index: number): T | undefined {
    return this.#items[index];
  }

  push(value: T): NaivePersistentVector<T> {
    return new NaivePersistentVector([...this.#items, value]);
  }
}
