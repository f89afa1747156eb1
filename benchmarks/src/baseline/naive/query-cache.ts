/**
 * Bottleneck 5 as the founding plan found it: the order of use is an array of keys, and every access removes the key with `filter`
 * and appends it again. O(capacity) for each access.
 */
export class NaiveQueryCache<V> {
  readonly #capacity: number;
  readonly #make: (text: string) => V;
  readonly #values = new Map<string, V>();
  #order: string[] = [];

  constructor(capacity: number, make: (text: string) => V) {
    this.#capacity = capacity;
    this.#make = make;
  }

  get size(): number {
    return this.#values.size;
  }

  compile(text: string): V {
    const known = this.#values.get(text);
    this.#order = this.#order.filter((key) => key !== text);
    this.#order.push(text);
    if (known !== undefined) return known;
    const made = this.#make(text);
    this.#values.set(text, made);
    const oldest = this.#order[0];
    if (this.#values.size > this.#capacity && oldest !== undefined) {
      this.#order.shift();
      this.#values.delete(oldest);
    }
    return made;
  }
}
