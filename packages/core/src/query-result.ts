import type { CompiledQuery, Pointer } from '@data-map/path';

/**
 * What a query found in the document as it was when it was asked. Values and pointers are worked out when they are
 * first read, because a pointer costs many times what a value does.
 *
 * @example
 * ```ts
 * import { createDataMap } from '@data-map/core';
 * const store = createDataMap({ list: [1, 5, 9] });
 * const found = store.query('$.list[?@ > 3]');
 * console.log(found.length, found.first, found.pointers); // -> 2 5 [ '/list/1', '/list/2' ]
 * ```
 */
export class QueryResult implements Iterable<unknown> {
  readonly #query: CompiledQuery;
  readonly #document: unknown;
  #values: unknown[] | undefined;
  #pointers: Pointer[] | undefined;

  constructor(query: CompiledQuery, document: unknown) {
    this.#query = query;
    this.#document = document;
  }

  /** The values, in the order of RFC 9535. */
  get values(): readonly unknown[] {
    return (this.#values ??= this.#query.values(this.#document));
  }

  /** Where they are, as JSON Pointers, in the same order. */
  get pointers(): readonly Pointer[] {
    return (this.#pointers ??= this.#query.pointers(this.#document));
  }

  /** The first value; `undefined` when nothing was found. */
  get first(): unknown {
    return this.#values === undefined ? this.#query.first(this.#document) : this.#values[0];
  }

  get length(): number {
    return this.values.length;
  }

  [Symbol.iterator](): IterableIterator<unknown> {
    return this.values[Symbol.iterator]();
  }
}
