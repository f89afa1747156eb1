/** Bottleneck 7 as the founding plan found it: every version is an array of its own, so that a push copies all. O(n). */
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
