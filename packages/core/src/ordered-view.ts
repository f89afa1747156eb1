/**
 * The results of a live query in another order, cut after a number of them, told apart by a key.
 *
 * Below lies the nodelist of an `IncrementalQuery`, and over it a ranking, which knows the first nodes in the order of
 * `sort` (`ranking.ts`). The rows of the view are the first of the ranking, as many as `limit` allows. A delta of the
 * view is the comparison of its rows before and after, paired by the entry of the ranking, which is a node's identity, or by what
 * `key` gives.
 *
 * Cost of a commit, with a limit k over n results: that of the ranking, O(k + √n) in the mean, and O(k) more only where one of
 * the first k is concerned. Without a limit O(n).
 */
import { type IncrementalQuery, jsonEqual, type Pointer, type QueryDelta } from '@data-map/path';
import { type Compare, Ranking } from './ranking.ts';

/** How the results of a live query, values of type `E`, are presented. */
export interface LiveQueryOptions<E = unknown> {
  /** Puts the results into this order; equal ones stay in the order of the document. */
  readonly sort?: ((a: E, b: E) => number) | undefined;
  /** Keeps the first results only, after sorting; a whole number, at least 0. */
  readonly limit?: number | undefined;
  /**
   * Who is who: a result that goes and one that comes in the same commit with the same key are one that has changed.
   * Without it, a result is the same as long as it is the same place, wherever that is moved.
   */
  readonly key?: ((value: E) => unknown) | undefined;
}

/** A result in a view: of `added` where it is now, of `removed` where it was. */
export interface ViewNode<E = unknown> {
  /** Its place among the results, from 0. */
  readonly index: number;
  /** Its place in the document. */
  readonly pointer: Pointer;
  /** What is there, or was. */
  readonly value: E;
}

/** What a commit did to the results of a live query. The lists are in the order of `index`. */
export interface LiveQueryDelta<E = unknown> {
  /** What is a result now and was none before. */
  readonly added: readonly ViewNode<E>[];
  /** What was a result before and is none any more. */
  readonly removed: readonly ViewNode<E>[];
  /** What stayed, and has another value. */
  readonly changed: readonly (ViewNode<E> & { readonly previous: E })[];
  /** What stayed and has another pointer, or another place among those that stayed. */
  readonly moved: readonly (ViewNode<E> & { readonly from: Pointer; readonly fromIndex: number })[];
}

interface Row {
  readonly id: unknown;
  readonly value: unknown;
  readonly pointer: Pointer;
}

export class OrderedView {
  readonly #nodes: IncrementalQuery;
  readonly #ranking: Ranking;
  readonly #limit: number;
  readonly #key: ((value: unknown) => unknown) | undefined;
  #rows: readonly Row[];
  #values: readonly unknown[] | undefined;
  #pointers: readonly Pointer[] | undefined;

  constructor(nodes: IncrementalQuery, { sort, limit, key }: LiveQueryOptions<never>) {
    this.#nodes = nodes;
    this.#limit = limit ?? Infinity;
    this.#ranking = new Ranking(nodes, sort as Compare | undefined, this.#limit);
    this.#key = key as ((value: unknown) => unknown) | undefined;
    this.#rows = this.#present();
  }

  /** The values in the order of the view; the same array until it changes. */
  get values(): readonly unknown[] {
    return (this.#values ??= this.#rows.map(({ value }) => value));
  }

  get pointers(): readonly Pointer[] {
    return (this.#pointers ??= this.#rows.map(({ pointer }) => pointer));
  }

  /** Takes what happened to the nodelist, and says what that did to the view. */
  apply(delta: QueryDelta): LiveQueryDelta {
    const first = this.#ranking.apply(delta);
    if (first >= this.#limit && delta.shift === 'none') return NOTHING;
    const before = this.#rows;
    this.#rows = this.#present();
    this.#values = undefined;
    this.#pointers = undefined;
    return compareRows(before, this.#rows);
  }

  #present(): Row[] {
    const nodes = this.#nodes;
    const entries = this.#ranking.entries.slice(0, this.#limit);
    const pointers = entries.length < nodes.length ? undefined : nodes.pointers;
    return entries.map((entry) => {
      const { index, value } = entry;
      entry.pointer ??= pointers === undefined ? nodes.at(index)?.pointer : pointers[index];
      const id = this.#key === undefined ? entry : this.#key(value);
      return { id, value, pointer: entry.pointer ?? '' };
    });
  }
}

const NOTHING: LiveQueryDelta = { added: [], removed: [], changed: [], moved: [] };

/** Pairs the rows by identity: the first row of an id with the first, the second with the second, and so on. */
function compareRows(before: readonly Row[], after: readonly Row[]): LiveQueryDelta {
  const waiting = new Map<unknown, number[]>();
  before.forEach(({ id }, index) => {
    const indexes = waiting.get(id);
    if (indexes === undefined) waiting.set(id, [index]);
    else indexes.push(index);
  });
  for (const indexes of waiting.values()) indexes.reverse();
  const origins = after.map(({ id }) => waiting.get(id)?.pop());
  const staying = new Set(origins);
  const ranks = new Map<number, number>();
  const removed: ViewNode[] = [];
  before.forEach(({ pointer, value }, index) => {
    if (staying.has(index)) ranks.set(index, ranks.size);
    else removed.push({ index, pointer, value });
  });
  const added: ViewNode[] = [];
  const changed: (ViewNode & { previous: unknown })[] = [];
  const moved: (ViewNode & { from: Pointer; fromIndex: number })[] = [];
  let rank = 0;
  after.forEach(({ pointer, value }, index) => {
    const fromIndex = origins[index];
    if (fromIndex === undefined) {
      added.push({ index, pointer, value });
      return;
    }
    const origin = before[fromIndex]!;
    if (!jsonEqual(origin.value, value))
      changed.push({ index, pointer, value, previous: origin.value });
    if (origin.pointer !== pointer || ranks.get(fromIndex) !== rank) {
      moved.push({ index, pointer, value, from: origin.pointer, fromIndex });
    }
    rank++;
  });
  return { added, removed, changed, moved };
}
