/**
 * The results of a live query in another order, cut after a number of them, told apart by a key.
 *
 * Below lies the nodelist of an `IncrementalQuery`, and over it a ranking, which knows the first nodes in the order of
 * `sort` (`ranking.ts`). The rows of the view are the first of the ranking, as many as `limit` allows. What a delta of the nodelist
 * does to the ranking is a few departures and arrivals; those among the rows, and the rows that these push over the limit or
 * pull across it, are all that the delta of the view can name as added, removed or changed. A row that went and one that came are
 * paired where they are the same node, or have the same `key`; what is left over was removed, or added.
 *
 * Rows that nothing was done to have moved where their pointer is another one, or their rank among those that stay. That is listed when it is
 * first asked for, but for views with a limit, whose few pointers are known.
 *
 * Where the ranking is made anew, and where a key stands in several rows, so that the pairs may be others far away, all rows go and come.
 *
 * Cost of a commit of which the delta of the nodelist names m nodes, with a limit k over n results: that of the ranking, and O(m) here;
 * with a limit O(k) more where the rows are concerned, or elements were shifted.
 */
import {
  type IncrementalQuery,
  jsonEqual,
  type MovedNode,
  type Pointer,
  QueryDelta,
  StaleDeltaError,
} from '@data-map/path';
import { type Compare, type Edits, partition, Ranking, type Run, runsOf } from './ranking.ts';

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

/** A row that goes, or one that comes. */
interface Row {
  /** Its place among the rows, before or after. */
  readonly place: number;
  /** Who it is: its key, or what stands for its node. */
  readonly id: unknown;
  readonly value: unknown;
  /** The index of its node in the nodelist now, -1 for a node that is gone. */
  readonly node: number;
  /** Where its node is now, or was when it went. */
  readonly pointer: Pointer;
}

/** What a delta of the nodelist does to the rows. The lists are in the order of their places, the pairs in that from before. */
interface Exchange {
  readonly removed: readonly Row[];
  readonly added: readonly Row[];
  /** Rows that stay, although something was done to them. */
  readonly pairs: readonly (readonly [was: Row, is: Row])[];
  /** Rows that nothing was done to. */
  readonly runs: readonly Run[];
}

/** Gives where a row was before a delta. */
type Origin = (row: Pick<Row, 'place' | 'node' | 'pointer'>) => Pointer;

export class OrderedView {
  readonly #nodes: IncrementalQuery;
  readonly #ranking: Ranking;
  readonly #limit: number;
  readonly #key: ((value: unknown) => unknown) | undefined;
  /** With a key: in how many rows each stands. */
  readonly #counts = new Map<unknown, number>();
  #values: readonly unknown[] | undefined;
  /** Those of the rows; with a limit they are always known. */
  #pointers: readonly Pointer[] | undefined;
  /** Counts the deltas, so that one can tell whether it is still the last. */
  #version = 0;

  constructor(nodes: IncrementalQuery, { sort, limit, key }: LiveQueryOptions<never>) {
    this.#nodes = nodes;
    this.#limit = limit ?? Infinity;
    this.#ranking = new Ranking(nodes, sort as Compare | undefined, this.#limit);
    this.#key = key as ((value: unknown) => unknown) | undefined;
    if (this.#isLimited) void this.pointers;
    if (this.#key !== undefined) this.#count([], this.#rows());
  }

  /** The values in the order of the view; the same array until it changes. */
  get values(): readonly unknown[] {
    return (this.#values ??= this.#ranking.values.slice(0, this.#limit));
  }

  /** Where they are, in the same order; the same array until it changes. */
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

  /** Takes what happened to the nodelist, and says what that did to the view. */
  apply(delta: QueryDelta): QueryDelta {
    this.#version++;
    const origin = originsOf(this.#pointers, delta);
    const edits = this.#ranking.plan(delta);
    let exchange = edits && this.#exchange(edits);
    if (edits === undefined || exchange === undefined) exchange = this.#exchangeAll(delta);
    else this.#ranking.carry(edits);
    return this.#conclude(exchange, delta, origin);
  }

  /** Which rows go and come; `undefined` where others may have to be paired anew. */
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
    // Others are pushed over the limit, or pulled across it
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

  /** Makes the ranking anew, and exchanges all rows. */
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

  /** All rows as they are now. */
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

  /** What has happened, once the ranking has followed. */
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
    let hasMoved = isShifted;
    if (!isShifted) {
      hasMoved = pairs.some(
        ([was, is]) =>
          rankBeside(removed, was.place) !== rankBeside(added, is.place) ||
          was.pointer !== is.pointer,
      );
    } else if (
      this.#isLimited ||
      delta.shift === 'order' ||
      (added.length + removed.length + changed.length === 0 &&
        delta.added.length + delta.removed.length + delta.changed.length > 0)
    ) {
      // Whether any row has moved cannot be told in another way
      moved = list();
      hasMoved = moved.length > 0;
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

  /** The rows that stayed and are elsewhere in the document, or among themselves. */
  #moved(exchange: Exchange, isShifted: boolean, origin: Origin): readonly MovedNode[] {
    const { values, indexes } = this.#ranking;
    const { removed, added, pairs, runs } = exchange;
    const moved: MovedNode[] = [];
    const take = (fromIndex: number, from: Pointer, index: number, pointer: Pointer): void => {
      if (from === pointer && rankBeside(removed, fromIndex) === rankBeside(added, index)) return;
      moved.push({ index, pointer, value: values[index], fromIndex, from });
    };
    for (const { from, to, count } of runs) {
      // All of a run go as far
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

  /** Keeps the counts of the keys; false where one of these rows shares its key with a row that nothing is done to. */
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
  let moved: ReadonlyMap<number, Pointer> | undefined;
  return ({ place, node, pointer }) => {
    if (node < 0) return pointer;
    const known = pointers?.[place];
    if (known !== undefined) return known;
    moved ??= new Map(delta.moved.map(({ index, from }) => [index, from]));
    return moved.get(node) ?? pointer;
  };
}

/** Pairs the first row of an id that goes with the first that comes, the second with the second, and so on. */
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

/** The rank of a place among the others that are not in a list. */
function rankBeside(others: readonly Row[], place: number): number {
  return place - partition(others.length, (at) => others[at]!.place < place);
}

/** The pointers of the rows, where those that stay have kept theirs. */
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
