/**
 * The results of a live query in another order, cut after a number of them, told apart by a key.
 *
 * Below lies the nodelist of an `IncrementalQuery`. The view keeps one *entry* for each of its nodes, an object that is
 * the node's identity: when the nodelist's delta says that a node moved, its entry moves with it. The rows of the view
 * are the entries in the order of `sort` (equal ones in the order of the document), as many as `limit` allows. A delta
 * of the view is the comparison of its rows before and after, paired by entry, or by what `key` gives.
 *
 * Cost of a commit that changes m results: O(1) for each changed node that is beyond the limit before and after; else
 * one pass over the nodelist, and its sorting, or (with a limit k) O(m + k log k) in the usual case that few of the
 * nodes are better than the k best that were seen before them.
 */
import { type IncrementalQuery, jsonEqual, type Pointer, type QueryDelta } from '@data-map/path';

/** How the results of a live query are presented. */
export interface LiveQueryOptions {
  /** Puts the results into this order; equal ones stay in the order of the document. */
  readonly sort?: ((a: never, b: never) => number) | undefined;
  /** Keeps the first results only, after sorting; a whole number, at least 0. */
  readonly limit?: number | undefined;
  /**
   * Who is who: a result that goes and one that comes in the same commit with the same key are one that has changed.
   * Without it, a result is the same as long as it is the same place, wherever that is moved.
   */
  readonly key?: ((value: never) => unknown) | undefined;
}

/** A result in a view: of `added` where it is now, of `removed` where it was. */
export interface ViewNode {
  readonly index: number;
  readonly pointer: Pointer;
  readonly value: unknown;
}

/** What a commit did to the results of a live query. The lists are in the order of `index`. */
export interface LiveQueryDelta {
  readonly added: readonly ViewNode[];
  readonly removed: readonly ViewNode[];
  readonly changed: readonly (ViewNode & { readonly previous: unknown })[];
  /** What stayed and has another pointer, or another place among those that stayed. */
  readonly moved: readonly (ViewNode & { readonly from: Pointer; readonly fromIndex: number })[];
}

/** The identity of a node. */
interface Entry {
  value: unknown;
}

interface Row {
  readonly id: unknown;
  readonly value: unknown;
  readonly pointer: Pointer;
}

type Compare = (a: unknown, b: unknown) => number;

export class OrderedView {
  readonly #nodes: IncrementalQuery;
  readonly #compare: Compare | undefined;
  readonly #limit: number;
  readonly #key: ((value: unknown) => unknown) | undefined;
  /** One for each node of the nodelist, in its order. */
  #entries: Entry[];
  #rows: readonly Row[];
  #values: readonly unknown[] | undefined;
  #pointers: readonly Pointer[] | undefined;

  constructor(nodes: IncrementalQuery, { sort, limit, key }: LiveQueryOptions) {
    this.#nodes = nodes;
    this.#compare = sort as Compare | undefined;
    this.#limit = limit ?? Number.POSITIVE_INFINITY;
    this.#key = key as ((value: unknown) => unknown) | undefined;
    this.#entries = nodes.values.map((value) => ({ value }));
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
    const isBeyond = this.#isBeyond(delta);
    this.#entries = align(this.#entries, delta);
    if (isBeyond) return NOTHING;
    const before = this.#rows;
    this.#rows = this.#present();
    this.#values = undefined;
    this.#pointers = undefined;
    return compareRows(before, this.#rows);
  }

  /** Whether everything that the delta names is behind the last row, before and after, and nothing has shifted. */
  #isBeyond({ added, removed, changed, moved }: QueryDelta): boolean {
    const compare = this.#compare;
    const last = this.#rows.at(-1);
    if (compare === undefined || last === undefined || this.#rows.length < this.#limit)
      return false;
    const isBehind = (value: unknown): boolean => compare(value, last.value) > 0;
    return (
      moved.length === 0 &&
      added.every(({ value }) => isBehind(value)) &&
      removed.every(({ value }) => isBehind(value)) &&
      changed.every(({ value, previous }) => isBehind(value) && isBehind(previous))
    );
  }

  #present(): Row[] {
    const entries = this.#entries;
    const order = this.#order(entries);
    const pointers = order.length < entries.length ? undefined : this.#nodes.pointers;
    return order.map((index) => {
      const entry = entries[index] as Entry;
      const { value } = entry;
      const pointer = pointers === undefined ? this.#nodes.at(index)?.pointer : pointers[index];
      return {
        id: this.#key === undefined ? entry : this.#key(value),
        value,
        pointer: pointer ?? '',
      };
    });
  }

  /** The positions in the nodelist of the rows, in their order. */
  #order(entries: readonly Entry[]): number[] {
    const compare = this.#compare;
    const limit = Math.min(this.#limit, entries.length);
    if (compare === undefined) return Array.from({ length: limit }, (_, index) => index);
    const byValue = (i: number, j: number): number =>
      compare(entries[i]?.value, entries[j]?.value) || i - j;
    if (limit === entries.length) return Array.from(entries.keys()).sort(byValue);
    const best: number[] = [];
    if (limit === 0) return best;
    for (let index = 0; index < entries.length; index++) {
      const worst = best[limit - 1];
      if (worst !== undefined && byValue(index, worst) >= 0) continue;
      let low = 0;
      for (let high = best.length; low < high;) {
        const middle = (low + high) >>> 1;
        if (byValue(best[middle] as number, index) < 0) low = middle + 1;
        else high = middle;
      }
      best.splice(low, 0, index);
      if (best.length > limit) best.pop();
    }
    return best;
  }
}

const NOTHING: LiveQueryDelta = { added: [], removed: [], changed: [], moved: [] };

/** The entries of the nodelist after a delta: those that stayed are the same objects, in the same list if all did. */
function align(entries: Entry[], { added, removed, changed, moved }: QueryDelta): Entry[] {
  let aligned = entries;
  if (added.length + removed.length + moved.length > 0) {
    const leaving = new Set<number>();
    const arriving = new Map<number, Entry>();
    for (const { index } of removed) leaving.add(index);
    for (const { fromIndex } of moved) leaving.add(fromIndex);
    for (const { index, value } of added) arriving.set(index, { value });
    for (const { index, fromIndex } of moved) arriving.set(index, entries[fromIndex] as Entry);
    const staying = entries.filter((_, index) => !leaving.has(index)).values();
    aligned = Array.from(
      { length: entries.length - leaving.size + arriving.size },
      (_, index) => arriving.get(index) ?? (staying.next().value as Entry),
    );
  }
  for (const { index, value } of changed) (aligned[index] as Entry).value = value;
  return aligned;
}

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
    const origin = fromIndex === undefined ? undefined : before[fromIndex];
    if (fromIndex === undefined || origin === undefined) {
      added.push({ index, pointer, value });
      return;
    }
    if (!jsonEqual(origin.value, value))
      changed.push({ index, pointer, value, previous: origin.value });
    if (origin.pointer !== pointer || ranks.get(fromIndex) !== rank) {
      moved.push({ index, pointer, value, from: origin.pointer, fromIndex });
    }
    rank++;
  });
  return { added, removed, changed, moved };
}
