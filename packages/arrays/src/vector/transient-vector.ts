import { check } from '../indices.ts';
import type { PersistentVector } from '../persistent-vector.ts';
import { push, type VectorState } from './append.ts';
import { concat, insert, pop, remove, set } from './edits.ts';
import { TransientError } from './errors.ts';
import { checkRange, VectorReader } from './vector-reader.ts';

type Persist = <T>(state: VectorState<T>) => PersistentVector<T>;

/**
 * A vector under construction: its methods change it in place. It copies a node when it first writes to it, and owns the copy from then on,
 * so that many writes cost one copy of each node. The vector that it was made of is not touched.
 *
 * Made by `PersistentVector.asTransient`, ended by `asPersistent`, in O(1) each.
 */
export class TransientVector<T> extends VectorReader<T> {
  #owned: Set<unknown> | undefined = new Set();
  readonly #persist: Persist;

  /** @internal */
  constructor(state: VectorState<T>, persist: Persist) {
    const { length, tailStart, offset, shift, root, tail } = state;
    super(length, tailStart, offset, shift, root, tail);
    this.#persist = persist;
  }

  /** Replaces the element at an index. */
  set(index: number, value: T): this {
    const owned = this.#writable();
    check('Index', index, this.length - 1);
    set(this, index, value, owned);
    return this;
  }

  push(...values: T[]): this {
    this.#writable();
    for (let i = 0; i < values.length; i++) push(this, values[i]!);
    return this;
  }

  pop(): this {
    this.#writable();
    if (this.length > 0) pop(this);
    return this;
  }

  insert(index: number, ...values: T[]): this {
    this.#writable();
    check('Index', index, this.length);
    insert(this, index, values);
    return this;
  }

  remove(index: number, count = 1): this {
    this.#writable();
    checkRange(index, count, this.length);
    remove(this, index, count);
    return this;
  }

  concat(other: PersistentVector<T>): this {
    this.#writable();
    concat(this, other);
    return this;
  }

  /** Ends the writing, in O(1). A later write throws; reading goes on. */
  asPersistent(): PersistentVector<T> {
    this.#writable();
    this.#owned = undefined;
    return this.#persist(this);
  }

  #writable(): Set<unknown> {
    if (this.#owned === undefined) throw new TransientError();
    return this.#owned;
  }
}
