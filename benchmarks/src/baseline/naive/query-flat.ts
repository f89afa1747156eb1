import { compile } from '@data-map/path';

import type { NaiveFlatStore } from './flat-store.ts';

/** Names and indexes only: `$.users[5].name`. */
const SIMPLE = /^\$(?:\.\w+|\[\d+\])*$/;

/**
 * Bottleneck 2: a query that names one pointer reads it; any other rebuilds the whole document and is then evaluated on
 * it. The evaluation itself is ours, compiled once, so that only the rebuilding makes a difference.
 */
export class NaiveQuery {
  readonly #pointer: string | undefined;
  readonly #compiled: { values(document: unknown): unknown[] };

  constructor(path: string) {
    this.#pointer = SIMPLE.test(path)
      ? path.replaceAll(/\.(\w+)|\[(\d+)\]/g, '/$1$2').slice(1)
      : undefined;
    this.#compiled = compile(path);
  }

  values(store: NaiveFlatStore): unknown[] {
    if (this.#pointer !== undefined) return [store.get(this.#pointer)];
    return this.#compiled.values(store.toObject());
  }
}
