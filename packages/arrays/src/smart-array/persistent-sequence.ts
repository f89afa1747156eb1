import { PersistentVector } from '../persistent-vector.ts';
import { MOST_ARGUMENTS, type Sequence } from './sequence.ts';

/** The strategy `persistent`: the latest version of a PersistentVector. Reads and edits O(log n), snapshots O(1). */
export class PersistentSequence<T> implements Sequence<T> {
  readonly strategy = 'persistent';
  vector: PersistentVector<T>;

  constructor(items: T[]) {
    this.vector = PersistentVector.from(items);
  }

  get length(): number {
    return this.vector.length;
  }

  get(index: number): T {
    return this.vector.get(index) as T;
  }

  set(index: number, value: T): void {
    this.vector = this.vector.set(index, value);
  }

  push(value: T): void {
    this.vector = this.vector.push(value);
  }

  pop(): T | undefined {
    const value = this.vector.get(this.length - 1);
    this.vector = this.vector.pop();
    return value;
  }

  splice(start: number, count: number, values: readonly T[]): T[] {
    const { vector } = this;
    const removed = count === 1 ? [this.get(start)] : vector.slice(start, start + count).toArray();
    const kept = count > 0 ? vector.remove(start, count) : vector;
    if (values.length === 0) this.vector = kept;
    else if (values.length <= MOST_ARGUMENTS) this.vector = kept.insert(start, ...values);
    else this.vector = kept.slice(0, start).concat(values, kept.slice(start));
    return removed;
  }

  move(from: number, to: number): void {
    this.vector = this.vector.remove(from).insert(to, this.get(from));
  }

  toArray(): T[] {
    return this.vector.toArray();
  }
}
