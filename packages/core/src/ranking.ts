/**
 * The best nodes of a nodelist, in order, kept while it changes.
 *
 * Sorting all of n nodes would cost their number in memory and time, although a view may show the first k of them only. So the
 * ranking holds a *front*: the best nodes in order, a few more than k. Whoever is not in it comes behind its last one, and
 * nothing else is known about the others. Without a limit the front is all there is.
 *
 * The front is two lists: the values, and the indexes of their nodes in the nodelist. So a node is known by its index alone, and
 * equal nodes stand in the order of the nodelist.
 *
 * A change is planned first, and carried out then. The plan looks up the places of the nodes that leave, by the values that they had,
 * and the places of those that arrive, among those that stay. A node that has another value does both. That takes O(m log n)
 * comparisons, where m is how many nodes the change names. Carrying it out shifts what lies between these places. Where nodes
 * came into the nodelist or left it, it also renumbers the indexes: one pass over integers, O(front).
 *
 * Whoever would arrive behind the last one that stays is behind the front. When fewer than k would be left, one pass over the
 * nodelist selects k + √n anew; when there are twice as many, the worst are let go. So there are at least √n changes between two
 * passes, and a change costs O(k + √n) in the mean, however they are chosen. Where the order of the nodelist itself changed, the
 * front is selected anew.
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

/** A node that comes into the front, and its place there afterwards. */
export interface Arrival {
  readonly place: number;
  readonly node: AddedNode | ChangedNode;
}

/** What a change does to the front; both lists are in the order of the places. */
export interface Edits {
  readonly leaving: readonly Departure[];
  readonly arriving: readonly Arrival[];
  /** The new index of a node that stays; `undefined` where all indexes stay. */
  readonly renumber: Renumber | undefined;
}

/** Neighbours that stay neighbours: their first place before and after. */
export interface Run {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

interface Placed {
  readonly place: number;
}

/** Gives for an index before a change that after it, -1 for what left. */
type Renumber = (index: number) => number;

export class Ranking {
  /** The values of the front, in order. */
  values: unknown[] = [];
  /** The indexes of their nodes in the nodelist. */
  indexes: number[] = [];
  readonly #nodes: IncrementalQuery;
  readonly #compare: Compare | undefined;
  readonly #limit: number;
  /** How many nodes are behind the front. */
  #behind = 0;

  /** @param compare without it, the nodes stand in the order of the nodelist */
  constructor(nodes: IncrementalQuery, compare: Compare | undefined, limit: number) {
    this.#nodes = nodes;
    this.#compare = compare;
    this.#limit = limit;
    this.#select();
  }

  /** What a delta does to the front; `undefined` where it has to be made anew. Nothing is changed yet. */
  plan({ added, removed, changed, shift }: QueryDelta): Edits | undefined {
    if (shift === 'order') return undefined;
    const renumber = renumbering(removed.map(indexOf), added.map(indexOf));
    const former = renumbering(added.map(indexOf), removed.map(indexOf));
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
      const rank = partition(staying, (nth) => {
        const place = nth + partition(leaving.length, (at) => leaving[at]!.place - at <= nth);
        const order = this.#compare?.(this.values[place], node.value);
        if (order) return order < 0;
        const index = this.indexes[place]!;
        return (renumber?.(index) ?? index) < node.index;
      });
      // Behind it are only those about whom nothing is known
      if (rank === staying && this.#behind > 0) break;
      // A comparison that contradicts itself gets some order, too
      const least = arriving.length === 0 ? 0 : arriving.at(-1)!.place + 1;
      arriving.push({ place: Math.max(least, rank + arriving.length), node });
    }
    const isShort = staying + arriving.length < Math.min(this.#limit, this.#nodes.length);
    return isShort ? undefined : { leaving, arriving, renumber };
  }

  /** Carries out what was planned. */
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
    // No run comes to lie over one that still has to go the same way
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

  /** Makes the front anew, and gives the new indexes of the nodes that were in it, -1 for those that left. */
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
   * Selects the front. O(n log (k + √n)) comparisons; without a limit O(n) where the former front, its indexes renumbered, is still in order
   * but for a few.
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

  /** The place of a node in the front, -1 where it is behind. A comparison that contradicts itself hides nobody. */
  #placeOf(index: number, value: unknown): number {
    const { values, indexes } = this;
    const place = partition(values.length, (at) => {
      const order = this.#compare?.(values[at], value);
      return order ? order < 0 : indexes[at]! < index;
    });
    return indexes[place] === index ? place : indexes.indexOf(index);
  }

  /** Begins at the end from which nothing is overwritten that still has to be copied. */
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

/** The runs of those that stay, in order, in a list that had this length. O(those that do not). */
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
 * How a change numbers nodes anew, whose indexes left and arrived, in ascending order; `undefined` where all stay.
 *
 * @param targets the new indexes of those that moved past others
 */
function renumbering(
  left: readonly number[],
  arrived: readonly number[],
  targets: ReadonlyMap<number, number> = NOWHERE,
): Renumber | undefined {
  if (left.length + arrived.length + targets.size === 0) return undefined;
  const leaving = [...left, ...targets.keys()].sort(ascending);
  const arriving = [...arrived, ...targets.values()].sort(ascending);
  if (leaving.length + arriving.length === 1) {
    const [gone = Infinity] = leaving;
    const [come = Infinity] = arriving;
    // The commonest case, of every node in the front
    return (index) => (index === gone ? -1 : index + Number(index >= come) - Number(index > gone));
  }
  return (index) => {
    const target = targets.size > 0 ? targets.get(index) : undefined;
    if (target !== undefined) return target;
    const before = partition(leaving.length, (at) => leaving[at]! < index);
    if (leaving[before] === index) return -1;
    // Those who stay fill the places that nobody arrives at, in their order
    const rank = index - before;
    return rank + partition(arriving.length, (at) => arriving[at]! - at <= rank);
  };
}

const NOWHERE: ReadonlyMap<number, number> = new Map();

function indexOf({ index }: { readonly index: number }): number {
  return index;
}

function ascending(a: number, b: number): number {
  return a - b;
}

/** How many of the first whole numbers fulfil what the others do not. O(log n). */
export function partition(length: number, isBefore: (at: number) => boolean): number {
  let low = 0;
  for (let high = length; low < high;) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
