/**
 * The first nodes of a nodelist in the order of a comparison, kept up to date.
 *
 * To keep all n nodes sorted would cost O(n) memory and time, although a view with a limit shows only k of them. So the ranking
 * holds a *front*: the first nodes in order, a few more than k. Every other node comes behind the last one of the front, and
 * nothing else is known about it. Without a limit, all nodes are in the front.
 *
 *     front, sorted: k to 2 (k + √n) nodes                 | behind: any order, only their number is known
 *     k nodes that the view shows  | a reserve             |
 *
 * The front is two parallel lists: the values, and the indexes of their nodes in the nodelist. The index identifies a node, and
 * equal nodes stand in the order of the nodelist.
 *
 * A delta is planned first, and then carried out. The plan finds the places of the nodes that leave, by their previous values,
 * and the places of those that arrive, among the nodes that stay. A node whose value changed does both. That takes O(m log n)
 * comparisons for a delta that names m nodes. Carrying it out shifts what lies between these places. If nodes entered or left
 * the nodelist, it also renumbers the indexes: one pass over integers, O(front).
 *
 * A node that would arrive behind the last one that stays is behind the front. If fewer than k nodes would be left, one pass
 * over the nodelist selects k + √n anew; if there are more than twice as many, the last ones are dropped. So there are at
 * least √n changes between two passes over the nodelist, and a change costs O(k + √n) amortized, whatever the changes are.
 * A node that was moved past others in the nodelist leaves and arrives, too. If these are many, the front is selected anew.
 */
import type {
  AddedNode,
  ChangedNode,
  IncrementalQuery,
  QueryDelta,
  RemovedNode,
} from '@data-map/path';

export type Compare = (a: unknown, b: unknown) => number;

/** A node that leaves the front, and its place there before. */
export interface Departure {
  readonly place: number;
  readonly node: RemovedNode | ChangedNode;
}

/** A node that arrives in the front, and its place there afterwards. */
export interface Arrival {
  readonly place: number;
  readonly node: AddedNode | ChangedNode;
}

/** What a delta does to the front. Both lists are sorted by place. */
export interface Edits {
  readonly leaving: readonly Departure[];
  readonly arriving: readonly Arrival[];
  /** Maps the indexes of nodes that stay; `undefined` if all of them keep theirs. */
  readonly renumber: Renumber | undefined;
}

/** Consecutive nodes that stay, and stay consecutive: their first place before and after. */
export interface Run {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

interface Placed {
  readonly place: number;
}

/** Maps an index in the nodelist before a delta to that after it; -1 for a node that left. */
type Renumber = (index: number) => number;

export class Ranking {
  /** The values of the front, in order. */
  values: unknown[] = [];
  /** The indexes of their nodes in the nodelist. */
  indexes: number[] = [];
  readonly #nodes: IncrementalQuery;
  readonly #compare: Compare | undefined;
  readonly #limit: number;
  /** The number of nodes behind the front. */
  #behind = 0;

  /** @param compare if it is `undefined`, the nodes are in the order of the nodelist */
  constructor(nodes: IncrementalQuery, compare: Compare | undefined, limit: number) {
    this.#nodes = nodes;
    this.#compare = compare;
    this.#limit = limit;
    this.#select();
  }

  /** Returns what a delta does to the front, which is not changed yet; `undefined` if it must be selected anew (`renew`). */
  plan(delta: QueryDelta): Edits | undefined {
    const { added, removed } = delta;
    const lifted = delta.lifted();
    if (lifted === undefined) return undefined;
    const left = removed.map(indexOf);
    const arrived = added.map(indexOf);
    const places = new Map(lifted.map(({ fromIndex, index }) => [fromIndex, index]));
    const formers = new Map(lifted.map(({ fromIndex, index }) => [index, fromIndex]));
    const renumber = renumbering(left, arrived, places);
    const former = renumbering(arrived, left, formers);
    // A node that was moved past others leaves and arrives, too
    const isChanged = new Set(delta.changed.map(indexOf));
    const changed = [...delta.changed];
    for (const node of lifted)
      if (!isChanged.has(node.index)) changed.push({ ...node, previous: node.value });
    const leaving: Departure[] = [];
    const leave = (node: RemovedNode | ChangedNode, index: number, value: unknown): void => {
      const place = this.#placeOf(index, value);
      if (place >= 0) leaving.push({ place, node });
    };
    for (const node of removed) leave(node, node.index, node.value);
    for (const node of changed) leave(node, former?.(node.index) ?? node.index, node.previous);
    leaving.sort((a, b) => a.place - b.place);

    const staying = this.values.length - leaving.length;
    const arriving: Arrival[] = [];
    const candidates = [...added, ...changed].sort(
      (a, b) => this.#compare?.(a.value, b.value) || a.index - b.index,
    );
    for (const node of candidates) {
      const rank = partitionPoint(staying, (nth) => {
        const place = nth + partitionPoint(leaving.length, (at) => leaving[at]!.place - at <= nth);
        const order = this.#compare?.(this.values[place], node.value);
        if (order) return order < 0;
        const index = this.indexes[place]!;
        return (renumber?.(index) ?? index) < node.index;
      });
      // It is compared with none of those behind the front, so its place among them is not known
      if (rank === staying && this.#behind > 0) break;
      // An inconsistent comparison may return a place before that of the last arrival; any order will do then
      const least = arriving.length === 0 ? 0 : arriving.at(-1)!.place + 1;
      arriving.push({ place: Math.max(least, rank + arriving.length), node });
    }
    const isShort = staying + arriving.length < Math.min(this.#limit, this.#nodes.length);
    return isShort ? undefined : { leaving, arriving, renumber };
  }

  /** Carries out a plan. */
  carry(edits: Edits): void {
    const { leaving, arriving, renumber } = edits;
    const { values, indexes } = this;
    const runs = runsOf(edits, values.length);
    if (renumber !== undefined) {
      for (let place = 0; place < indexes.length; place++) {
        indexes[place] = renumber(indexes[place]!);
      }
    }
    const length = values.length - leaving.length + arriving.length;
    while (values.length < length) {
      values.push(undefined);
      indexes.push(0);
    }
    // Runs that shift to the front are moved from the first on, the others from the last on, so that none overwrites another
    for (const run of runs) if (run.to < run.from) this.#shift(run);
    for (const run of runs.toReversed()) if (run.to > run.from) this.#shift(run);
    for (const { place, node } of arriving) {
      values[place] = node.value;
      indexes[place] = node.index;
    }
    const capacity = this.#capacity;
    values.length = indexes.length = length > 2 * capacity ? capacity : length;
    this.#behind = this.#nodes.length - values.length;
  }

  /** Selects the front anew. Returns the new indexes of the nodes that were in it; -1 for those that left the nodelist. */
  renew(delta: QueryDelta): readonly number[] {
    const { added, removed, shift } = delta;
    const moved = shift === 'order' ? delta.moved : [];
    const renumber = renumbering(
      removed.map(indexOf),
      added.map(indexOf),
      new Map(moved.map(({ fromIndex, index }) => [fromIndex, index])),
    );
    const indexes = this.indexes.map((index) => renumber?.(index) ?? index);
    this.#select(indexes);
    return indexes;
  }

  /**
   * Selects the front. O(n log (k + √n)) comparisons; without a limit O(n) if the former front, with its indexes renumbered, is
   * still sorted except for a few nodes.
   */
  #select(former: readonly number[] = []): void {
    const { values } = this.#nodes;
    const capacity = this.#capacity;
    const compare = this.#compare;
    const order = (a: number, b: number): number => compare?.(values[a], values[b]) || a - b;
    const isKnown = new Set<number>();
    let front: number[] = [];
    if (this.#limit === Infinity) {
      front = former.filter((index) => index >= 0);
      for (const index of front) isKnown.add(index);
    }
    let worst: number | undefined;
    for (let index = 0; index < values.length; index++) {
      if (isKnown.has(index) || (worst !== undefined && order(index, worst) >= 0)) continue;
      front.push(index);
      if (front.length < 2 * capacity) continue;
      front = front.sort(order).slice(0, capacity);
      worst = front.at(-1);
    }
    this.indexes = front.sort(order).slice(0, capacity);
    this.values = this.indexes.map((index) => values[index]);
    this.#behind = values.length - this.values.length;
  }

  get #capacity(): number {
    const { length } = this.#nodes;
    return Math.min(length, this.#limit + Math.ceil(Math.sqrt(length)));
  }

  /** The place of a node in the front; -1 if it is behind. Falls back to a scan, since an inconsistent comparison misleads the search. */
  #placeOf(index: number, value: unknown): number {
    const { values, indexes } = this;
    const place = partitionPoint(values.length, (at) => {
      const order = this.#compare?.(values[at], value);
      return order ? order < 0 : indexes[at]! < index;
    });
    return indexes[place] === index ? place : indexes.indexOf(index);
  }

  /** Moves a run, beginning at the end from which it overwrites nothing that is still to be copied. */
  #shift({ from, to, count }: Run): void {
    const { values, indexes } = this;
    const by = to - from;
    if (by < 0) {
      for (let place = from; place < from + count; place++) {
        values[place + by] = values[place];
        indexes[place + by] = indexes[place]!;
      }
    } else {
      for (let place = from + count - 1; place >= from; place--) {
        values[place + by] = values[place];
        indexes[place + by] = indexes[place]!;
      }
    }
  }
}

/** Returns the runs of what stays in a list that had this length. O(leaving + arriving). */
export function runsOf(
  {
    leaving,
    arriving,
  }: { readonly leaving: readonly Placed[]; readonly arriving: readonly Placed[] },
  length: number,
): Run[] {
  const runs: Run[] = [];
  let from = 0;
  let to = 0;
  for (let gone = 0, come = 0; ;) {
    const stop = leaving[gone]?.place ?? length;
    const next = arriving[come]?.place;
    const count = Math.min(stop - from, (next ?? Infinity) - to);
    if (count > 0) runs.push({ from, to, count });
    from += count;
    to += count;
    if (to === next) {
      to++;
      come++;
    } else if (gone < leaving.length) {
      from++;
      gone++;
    } else {
      return runs;
    }
  }
}

/**
 * Returns how a delta renumbers nodes; `undefined` if all of them keep their indexes.
 *
 * @param left the indexes of the nodes that left, before
 * @param arrived the indexes of the nodes that arrived, after
 * @param targets the new indexes of nodes that moved past others, by their old ones
 */
function renumbering(
  left: readonly number[],
  arrived: readonly number[],
  targets: ReadonlyMap<number, number> = NOWHERE,
): Renumber | undefined {
  if (left.length + arrived.length + targets.size === 0) return undefined;
  const leaving = [...left, ...targets.keys()].sort(ascending);
  const arriving = [...arrived, ...targets.values()].sort(ascending);
  if (leaving.length < 2 && arriving.length < 2) {
    const [gone = Infinity] = leaving;
    const [come = Infinity] = arriving;
    const target = targets.get(gone) ?? -1;
    // The most common case, called for every node in the front
    return (index) => {
      if (index === gone) return target;
      const rank = index - Number(index > gone);
      return rank + Number(rank >= come);
    };
  }
  return (index) => {
    const target = targets.size > 0 ? targets.get(index) : undefined;
    if (target !== undefined) return target;
    const before = partitionPoint(leaving.length, (at) => leaving[at]! < index);
    if (leaving[before] === index) return -1;
    // The nodes that stay fill, in their order, the places at which none arrives
    const rank = index - before;
    return rank + partitionPoint(arriving.length, (at) => arriving[at]! - at <= rank);
  };
}

const NOWHERE: ReadonlyMap<number, number> = new Map();

function indexOf({ index }: { readonly index: number }): number {
  return index;
}

function ascending(a: number, b: number): number {
  return a - b;
}

/** Binary search: the number of integers from 0 on for which `isBefore` holds, if it holds for none after the first failure. O(log length). */
export function partitionPoint(length: number, isBefore: (at: number) => boolean): number {
  let low = 0;
  for (let high = length; low < high;) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
