import { MOST_ARGUMENTS, type Sequence } from './sequence.ts';

/** The strategy `direct`: a plain array. Reads O(1), edits O(elements behind). */
export class DirectSequence<T> implements Sequence<T> {
  readonly strategy = 'direct';
  #items: T[];

  constructor(items: T[]) {
    this.#items = items;
  }

  get length(): number {
    return this.#items.length;
  }

  get(index: number): T {
    return this.#items[index] as T;
  }

  set(index: number, value: T): void {
    this.#items[index] = value;
  }

  push(value: T): void {
    this.#items.push(value);
  }

  pop(): T | undefined {
    return this.#items.pop();
  }

  splice(start: number, count: number, values: readonly T[]): T[] {
    const items = this.#items;
    // At the head V8 has faster methods than `splice`; `shift` often moves no element at all
    if (start === 0 && count === 1 && values.length === 0) return [items.shift() as T];
    if (values.length <= MOST_ARGUMENTS) {
      if (start > 0 || count > 0) return items.splice(start, count, ...values);
      items.unshift(...values);
      return [];
    }
    this.#items = items.slice(0, start).concat(values, items.slice(start + count));
    return items.slice(start, start + count);
  }

  move(from: number, to: number): void {
    const items = this.#items;
    const value = items[from] as T;
    const step = from < to ? 1 : -1;
    for (let index = from; index !== to; index += step) items[index] = items[index + step] as T;
    items[to] = value;
  }

  toArray(): T[] {
    return this.#items.slice();
  }
}
