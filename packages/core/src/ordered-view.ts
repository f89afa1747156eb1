/**
 * The results of a live query in the order of `sort`, cut off after `limit` of them, and identified by `key`.
 *
 *     nodelist (IncrementalQuery) ──> ranking: the nodes in the order of `sort` ──> rows: the first `limit` of the ranking
 *
 * A delta of the nodelist makes a few nodes leave the ranking and a few arrive in it (`ranking.ts`). The delta of the view
 * can only name those of them that are rows, and the rows that these push across the limit, in either direction. A row that
 * goes and one that comes are paired if they are the same node, or have the same key. What remains unpaired was removed or
 * added; a pair with different values has changed.
 *
 * A row that the delta does not name has moved if it has another pointer, or another rank among the rows that stay. Moved rows
 * are listed when they are first read, except in a view with a limit, whose few pointers are known.
 *
 * All rows go and come if the ranking must be rebuilt, or if a key stands in several rows, since then the row to be paired may
 * be one that the delta does not name.
 *
 * Cost of a commit for which the delta of the nodelist names m nodes, with a limit k over n results: that of the ranking, plus
 * O(m) here; with a limit, another O(k) if rows are affected or elements were shifted.
 */
import {
  type IncrementalQuery,
  jsonEqual,
  type MovedNode,
  type Pointer,
  QueryDelta,
  StaleDeltaError,
} from '@data-map/path';
import { type Compare, type Edits, partitionPoint, Ranking, type Run, runsOf } from './ranking.ts';

/** How `liveQuery` presents its results, whose values are of type `E`. */
export interface LiveQueryOptions<E = unknown> {
  /** Compares two values: puts the results into this order. Equal ones stay in the order of the document. */
  readonly sort?: ((a: E, b: E) => number) | undefined;
  /** Keeps only the first results, after sorting. An integer of at least 0. */
  readonly limit?: number | undefined;
  /**
   * Returns the identity of a result. If a result leaves and one with the same key enters in the same commit, they are one
   * result that changed or moved. Without `key`, the identity of a result is its element or member, wherever that moves.
   */
  readonly key?: ((value: E) => unknown) | undefined;
}

/** A result of a live query: in `added` as it is now, in `removed` as it was. */
export interface ViewNode<E = unknown> {
  /** The index among the results. */
  readonly index: number;
  /** The place in the document. */
  readonly pointer: Pointer;
  /** The value there. */
  readonly value: E;
}

/** What a commit did to the results of a live query. Each list is sorted by `index`. */
export interface LiveQueryDelta<E = unknown> {
  /** The results that entered. */
  readonly added: readonly ViewNode<E>[];
  /** The results that left. */
  readonly removed: readonly ViewNode<E>[];
  /** The results that stayed, and have another value. */
  readonly changed: readonly (ViewNode<E> & { readonly previous: E })[];
  /** The results that stayed, and have another pointer or another rank among those that stayed. */
  readonly moved: readonly (ViewNode<E> & { readonly from: Pointer; readonly fromIndex: number })[];
}

/** A row that goes, as it was, or a row that comes, as it is now. */
interface Row {
  /** The index among the rows, before or after. */
  readonly place: number;
  /** The identity: the key, or, without `key`, anything that is the same for the same node only. */
  readonly id: unknown;
  readonly value: unknown;
  /** The current index of its node in the nodelist; -1 if the node is gone. */
  readonly node: number;
  /** The current pointer of its node; the last one if the node is gone. */
  readonly pointer: Pointer;
}

/** What a delta of the nodelist does to the rows. Each list is sorted by place, `pairs` by the place before. */
interface Exchange {
  readonly removed: readonly Row[];
  readonly added: readonly Row[];
  /** Rows that stay, but were named by the delta. */
  readonly pairs: readonly (readonly [was: Row, is: Row])[];
  /** Rows that the delta does not name. */
  readonly runs: readonly Run[];
}

/** Returns the pointer that a row had before a delta; `guess` if that would take a pass over all rows. */
type Origin = (row: Pick<Row, 'place' | 'node' | 'pointer'>, guess?: Pointer) => Pointer;

export class OrderedView {
  readonly #nodes: IncrementalQuery;
  readonly #ranking: Ranking;
  readonly #limit: number;
  readonly #key: ((value: unknown) => unknown) | undefined;
  /** With `key`: the number of rows in which each key stands. */
  readonly #counts = new Map<unknown, number>();
  #values: readonly unknown[] | undefined;
  /** The pointers of the rows; with a limit they are always known. */
  #pointers: readonly Pointer[] | undefined;
  /** Counts the deltas, so that a delta can tell whether it is still the latest. */
  #version = 0;

  constructor(nodes: IncrementalQuery, { sort, limit, key }: LiveQueryOptions<never>) {
    this.#nodes = nodes;
    this.#limit = limit ?? Infinity;
    this.#ranking = new Ranking(nodes, sort as Compare | undefined, this.#limit);
    this.#key = key as ((value: unknown) => unknown) | undefined;
    if (this.#isLimited) void this.pointers;
    if (this.#key !== undefined) this.#count([], this.#rows());
  }

  /** The values of the rows; the same array until they change. */
  get values(): readonly unknown[] {
    return (this.#values ??= this.#ranking.values.slice(0, this.#limit));
  }

  /** The pointers of the rows; the same array until they change. */
  get pointers(): readonly Pointer[] {
    if (this.#pointers === undefined) {
      const indexes = this.#ranking.indexes.slice(0, this.#limit);
      const all = indexes.length < this.#nodes.length ? undefined : this.#nodes.pointers;
      this.#pointers = indexes.map((index) => all?.[index] ?? this.#pointerAt(index));
    }
    return this.#pointers;
  }

  get #isLimited(): boolean {
    return this.#limit < Infinity;
  }

  /** Takes a delta of the nodelist, and returns the delta of the view. */
  apply(delta: QueryDelta): QueryDelta {
    this.#version++;
    const origin = originsOf(this.#pointers, delta);
    const edits = this.#ranking.plan(delta);
    let exchange = edits && this.#exchange(edits);
    if (edits === undefined || exchange === undefined) exchange = this.#exchangeAll(delta);
    else this.#ranking.carry(edits);
    return this.#conclude(exchange, delta, origin);
  }

  /** Returns which rows go and come; `undefined` if other rows may have to be paired, too. */
  #exchange(edits: Edits): Exchange | undefined {
    const { values, indexes } = this.#ranking;
    const { leaving, arriving, renumber } = edits;
    const before = Math.min(this.#limit, values.length);
    const after = Math.min(this.#limit, values.length - leaving.length + arriving.length);
    const gone: Row[] = [];
    const come: Row[] = [];
    for (const { place, node } of leaving) {
      if (place >= before) break;
      const value = values[place];
      const at = 'previous' in node ? node.index : -1;
      gone.push({ place, id: this.#idOf(value, node), value, node: at, pointer: node.pointer });
    }
    for (const { place, node } of arriving) {
      if (place >= after) break;
      const { value, index, pointer } = node;
      come.push({ place, id: this.#idOf(value, node), value, node: index, pointer });
    }
    // Rows that are pushed behind the limit, or pulled before it
    for (const { from, to, count } of this.#isLimited ? runsOf(edits, values.length) : []) {
      for (let i = Math.max(0, Math.min(before - from, after - to)); i < count; i++) {
        if (from + i >= before && to + i >= after) break;
        const index = indexes[from + i]!;
        const node = renumber?.(index) ?? index;
        const value = values[from + i];
        const row = { id: this.#idOf(value, {}), value, node, pointer: this.#pointerAt(node) };
        if (from + i < before) gone.push({ ...row, place: from + i });
        else come.push({ ...row, place: to + i });
      }
    }
    if (!this.#count(gone, come)) return undefined;
    gone.sort(byPlace);
    come.sort(byPlace);
    return exchangeOf(gone, come, before);
  }

  /** Rebuilds the ranking, and exchanges all rows. */
  #exchangeAll(delta: QueryDelta): Exchange {
    const { values, indexes } = this.#ranking;
    const former = this.#pointers;
    const nodes = this.#ranking.renew(delta);
    const removed = new Map(delta.removed.map(({ index, pointer }) => [index, pointer]));
    const all = this.#isLimited ? undefined : this.#nodes.pointers;
    const gone = values.slice(0, this.#limit).map((value, place): Row => {
      const node = nodes[place]!;
      const pointer = former?.[place] ?? removed.get(indexes[place]!) ?? all?.[node] ?? '';
      return { place, id: this.#idOf(value, node), value, node, pointer };
    });
    this.#values = undefined;
    this.#pointers = undefined;
    const come = this.#rows();
    this.#counts.clear();
    this.#count([], come);
    return exchangeOf(gone, come, gone.length);
  }

  /** Returns all current rows. */
  #rows(): Row[] {
    const { pointers } = this;
    return this.values.map((value, place) => {
      const node = this.#ranking.indexes[place]!;
      return { place, id: this.#idOf(value, node), value, node, pointer: pointers[place]! };
    });
  }

  #idOf(value: unknown, node: unknown): unknown {
    return this.#key === undefined ? node : this.#key(value);
  }

  /** Builds the delta of the view, after the ranking was updated. */
  #conclude(exchange: Exchange, delta: QueryDelta, origin: Origin): QueryDelta {
    const { removed, added, pairs } = exchange;
    const isShifted = delta.shift !== 'none';
    if (removed.length + added.length + pairs.length === 0 && !isShifted) return NOTHING;
    const former = this.#pointers;
    this.#values = undefined;
    this.#pointers = undefined;
    if (this.#isLimited) {
      if (former !== undefined && !isShifted) this.#pointers = respliced(former, exchange);
      void this.pointers;
    }
    const changed = pairs
      .map(([was, { place, pointer, value }]) => ({
        index: place,
        pointer,
        value,
        previous: was.value,
      }))
      .filter(({ previous, value }) => !jsonEqual(previous, value))
      .sort((a, b) => a.index - b.index);
    const list = (): readonly MovedNode[] => this.#moved(exchange, isShifted, origin);
    let moved: readonly MovedNode[] | undefined;
    let hasMoved = pairs.some(
      ([was, is]) =>
        rankBeside(removed, was.place) !== rankBeside(added, is.place) ||
        origin(was, isShifted ? is.pointer : was.pointer) !== is.pointer,
    );
    if (isShifted && !hasMoved) {
      hasMoved = true;
      if (
        this.#isLimited ||
        delta.shift === 'order' ||
        (added.length + removed.length + changed.length === 0 &&
          delta.added.length + delta.removed.length + delta.changed.length > 0)
      ) {
        // Only the list itself tells whether any row has moved
        moved = list();
        hasMoved = moved.length > 0;
      }
    }
    const come = added.map((row) => nodeOf(row, row.pointer));
    const left = removed.map((row) => nodeOf(row, origin(row)));
    if (!hasMoved) return new QueryDelta(come, left, changed);
    const version = this.#version;
    return new QueryDelta(come, left, changed, 'order', () => {
      if (moved === undefined && version !== this.#version) throw new StaleDeltaError();
      return moved ?? list();
    });
  }

  /** Lists the rows that stayed, and have another pointer or another rank among those that stayed. */
  #moved(exchange: Exchange, isShifted: boolean, origin: Origin): readonly MovedNode[] {
    const { values, indexes } = this.#ranking;
    const { removed, added, pairs, runs } = exchange;
    const moved: MovedNode[] = [];
    const take = (fromIndex: number, from: Pointer, index: number, pointer: Pointer): void => {
      if (from === pointer && rankBeside(removed, fromIndex) === rankBeside(added, index)) return;
      moved.push({ index, pointer, value: values[index], fromIndex, from });
    };
    for (const { from, to, count } of runs) {
      // All rows of a run have shifted equally
      if (!isShifted && rankBeside(removed, from) === rankBeside(added, to)) continue;
      for (let i = 0; i < count; i++) {
        const node = indexes[to + i]!;
        const pointer = this.#pointers?.[to + i] ?? this.#pointerAt(node);
        take(from + i, origin({ place: from + i, node, pointer }), to + i, pointer);
      }
    }
    for (const [was, is] of pairs) take(was.place, origin(was), is.place, is.pointer);
    return moved.sort((a, b) => a.index - b.index);
  }

  #pointerAt(node: number): Pointer {
    return this.#nodes.at(node)?.pointer ?? '';
  }

  /** Updates the counts of the keys. Returns `false` if one of these rows shares its key with a row that the delta does not name. */
  #count(gone: readonly Row[], come: readonly Row[]): boolean {
    if (this.#key === undefined) return true;
    for (const { id } of gone) this.#add(id, -1);
    if ([...gone, ...come].some(({ id }) => this.#counts.has(id))) return false;
    for (const { id } of come) this.#add(id, 1);
    return true;
  }

  #add(id: unknown, count: number): void {
    const sum = (this.#counts.get(id) ?? 0) + count;
    if (sum === 0) this.#counts.delete(id);
    else this.#counts.set(id, sum);
  }
}

const NOTHING = new QueryDelta([], [], []);

function originsOf(pointers: readonly Pointer[] | undefined, delta: QueryDelta): Origin {
  const lifted = new Map(delta.lifted()?.map(({ index, from }) => [index, from]));
  let moved: ReadonlyMap<number, Pointer> | undefined;
  return ({ place, node, pointer }, guess) => {
    if (node < 0) return pointer;
    const known = pointers?.[place] ?? lifted.get(node) ?? guess;
    if (known !== undefined) return known;
    moved ??= new Map(delta.moved.map(({ index, from }) => [index, from]));
    return moved.get(node) ?? pointer;
  };
}

/** Pairs rows by identity: the first that goes with the first that comes, the second with the second, and so on. */
function exchangeOf(gone: readonly Row[], come: readonly Row[], before: number): Exchange {
  const waiting = new Map<unknown, Row[]>();
  for (const row of come.toReversed()) {
    const others = waiting.get(row.id);
    if (others === undefined) waiting.set(row.id, [row]);
    else others.push(row);
  }
  const pairs: [was: Row, is: Row][] = [];
  const removed: Row[] = [];
  for (const row of gone) {
    const other = waiting.get(row.id)?.pop();
    if (other === undefined) removed.push(row);
    else pairs.push([row, other]);
  }
  const staying = new Set(pairs.map(([, is]) => is));
  const added = come.filter((row) => !staying.has(row));
  return { pairs, removed, added, runs: runsOf({ leaving: gone, arriving: come }, before) };
}

function nodeOf({ place, value }: Row, pointer: Pointer): ViewNode {
  return { index: place, pointer, value };
}

/** The rank of a place among the places that are not in a sorted list. */
function rankBeside(others: readonly Row[], place: number): number {
  return place - partitionPoint(others.length, (at) => others[at]!.place < place);
}

/** The pointers of all rows, if those in the runs have kept theirs. */
function respliced(pointers: readonly Pointer[], { runs, pairs, added }: Exchange): Pointer[] {
  const result: Pointer[] = [];
  const rows = [...added, ...pairs.map(([, is]) => is)].sort(byPlace);
  let next = 0;
  for (const { from, to, count } of runs) {
    while (rows[next] !== undefined && rows[next]!.place < to) result.push(rows[next++]!.pointer);
    for (let i = 0; i < count; i++) result.push(pointers[from + i]!);
  }
  for (; next < rows.length; next++) result.push(rows[next]!.pointer);
  return result;
}

function byPlace(a: Row, b: Row): number {
  return a.place - b.place;
}
