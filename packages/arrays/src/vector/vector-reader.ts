import { check } from '../indices.ts';
import { VectorIterator } from './iterator.ts';
import { BITS, type Leaf, locate, MASK, type Node } from './node.ts';

/** What a persistent vector and a transient one have in common: all that reads and changes nothing. */
export abstract class VectorReader<T> implements Iterable<T> {
  /** How many elements there are. */
  declare readonly length: number;
  // What these are stands at `VectorState`.
  /** @internal */
  declare readonly tailStart: number;
  /** @internal */
  declare readonly offset: number;
  /** @internal */
  declare readonly shift: number;
  /** @internal */
  declare readonly root: Node<T>;
  /** @internal */
  declare readonly tail: Leaf<T>;

  /** @internal */
  constructor(
    length: number,
    tailStart: number,
    offset: number,
    shift: number,
    root: Node<T>,
    tail: Leaf<T>,
  ) {
    this.length = length;
    this.tailStart = tailStart;
    this.offset = offset;
    this.shift = shift;
    this.root = root;
    this.tail = tail;
  }

  /**
   * The element at an index; `undefined` for anything but an integer from 0 to `length - 1`. O(log n).
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * const vector = PersistentVector.of('a', 'b');
   * console.log(vector.get(1), vector.get(-1)); // -> b undefined
   * ```
   */
  get(index: number): T | undefined {
    if (index >>> 0 !== index || index >= this.length) return undefined;
    const inTail = index - this.tailStart;
    if (inTail >= 0) return this.tail[inTail] as T;
    index += this.offset;
    let { root, shift } = this;
    if (!Array.isArray(root)) {
      const { leaf, at } = locate(root, shift, index);
      return leaf[at] as T;
    }
    // `locate` once more, without an object for the place: this is the hottest loop of all.
    for (; shift > 0; shift -= BITS) root = (root as Leaf<T>[])[(index >> shift) & MASK]!;
    return root[index & MASK] as T;
  }

  /**
   * As `Array.prototype.at`: a negative index counts from the end. O(log n).
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * console.log(PersistentVector.of('a', 'b').at(-1)); // -> b
   * ```
   */
  at(index: number): T | undefined {
    index = Math.trunc(index) || 0;
    return this.get(index < 0 ? index + this.length : index);
  }

  /**
   * Calls a function with each element and its index. O(n).
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * PersistentVector.of('a', 'b').forEach((value, index) => console.log(index, value));
   * // -> 0 a
   * // -> 1 b
   * ```
   */
  forEach(visit: (value: T, index: number) => void): void {
    const elements = new VectorIterator(this);
    let index = 0;
    do {
      const { leaf, at, end } = elements;
      for (let i = at; i < end; i++) visit(leaf[i] as T, index++);
    } while (elements.nextLeaf());
  }

  /**
   * The index of the first element that passes a test, or -1. O(n).
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * console.log(PersistentVector.of(3, 8).findIndex((value) => value > 5)); // -> 1
   * ```
   */
  findIndex(test: (value: T, index: number) => unknown): number {
    const elements = new VectorIterator(this);
    let index = 0;
    do {
      const { leaf, at, end } = elements;
      for (let i = at; i < end; i++, index++) if (test(leaf[i] as T, index)) return index;
    } while (elements.nextLeaf());
    return -1;
  }

  /**
   * The first element that passes a test; `undefined` if none does. O(n).
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * console.log(PersistentVector.of(3, 8).find((value) => value > 5)); // -> 8
   * ```
   */
  find(test: (value: T, index: number) => unknown): T | undefined {
    return this.get(this.findIndex(test));
  }

  /**
   * The index of the first element that is `===` to a value, or -1. O(n).
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * console.log(PersistentVector.of('a', 'b').indexOf('b')); // -> 1
   * ```
   */
  indexOf(value: T): number {
    return this.findIndex((element) => element === value);
  }

  /**
   * Whether a value is among the elements; `NaN` is found, as by `Array.prototype.includes`. O(n).
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * console.log(PersistentVector.of(1, NaN).includes(NaN)); // -> true
   * ```
   */
  includes(value: T): boolean {
    return (
      this.findIndex((element) => element === value || (element !== element && value !== value)) >=
      0
    );
  }

  /**
   * The elements in order. A step within a leaf of 32 is an array read and allocates nothing: `next` returns one and the
   * same object each time, as `for … of`, spreading and destructuring allow.
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * let sum = 0;
   * for (const value of PersistentVector.of(1, 2, 3)) sum += value;
   * console.log(sum); // -> 6
   * ```
   */
  [Symbol.iterator](): IterableIterator<T, undefined> {
    return new VectorIterator(this);
  }

  /**
   * A new array of the elements. O(n).
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * console.log(PersistentVector.of(1, 2).toArray()); // -> [ 1, 2 ]
   * ```
   */
  toArray(): T[] {
    if (this.tailStart === 0) return this.tail.slice(0, this.length) as T[];
    // oxlint-disable-next-line unicorn/no-new-array -- the length is known, and `push` would copy the array as it grows
    const array = new Array<T>(this.length);
    const elements = new VectorIterator(this);
    let index = 0;
    do {
      const { leaf, at, end } = elements;
      for (let i = at; i < end; i++) array[index++] = leaf[i] as T;
    } while (elements.nextLeaf());
    return array;
  }

  /**
   * What `JSON.stringify` takes for this vector: the array of its elements. O(n).
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * console.log(JSON.stringify({ list: PersistentVector.of(1, 2) })); // -> {"list":[1,2]}
   * ```
   */
  toJSON(): T[] {
    return this.toArray();
  }

  /**
   * Whether another vector has equal elements in the same order, by `Object.is` or by another comparison. Leaves that both
   * share are not looked at. O(n).
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * const vector = PersistentVector.of(1, 2);
   * console.log(vector.equals(vector.push(3).pop()), vector.equals(vector.set(0, 9))); // -> true false
   * ```
   */
  equals(other: VectorReader<T>, same: (a: T, b: T) => boolean = Object.is): boolean {
    if (this.length !== other.length) return false;
    const mine = new VectorIterator(this);
    const others = new VectorIterator(other);
    do {
      if (others.at === others.end) others.nextLeaf();
      const count = Math.min(mine.end - mine.at, others.end - others.at);
      if (mine.leaf !== others.leaf || mine.at !== others.at) {
        for (let i = 0; i < count; i++) {
          if (!same(mine.leaf[mine.at + i] as T, others.leaf[others.at + i] as T)) return false;
        }
      }
      mine.at += count;
      others.at += count;
    } while (mine.at < mine.end || mine.nextLeaf());
    return true;
  }
}

/** Throws unless `count` elements lie between `index` and the end. */
export function checkRange(index: number, count: number, length: number): void {
  check('Index', index, length - 1);
  check('Count', count, length - index);
}
