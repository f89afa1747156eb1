/**
 * The best nodes of a nodelist, in order, kept while it changes.
 *
 * Sorting all of n nodes would cost their number in memory and time, although a view shows the first k of them only. So the
 * ranking holds a *front*: the best nodes in order, a few more than k. Whoever is not in it comes behind its last one, and
 * nothing else is known about the others.
 *
 * A change takes the nodes that it names out of the front. Those whose new values come before the last node of the front are put
 * back; the others are behind. When fewer than k are left, one pass over the nodelist selects k + √n anew; when there are twice
 * as many, the worst are let go. So there are at least √n changes between two passes, and a change costs O(k + √n) in the mean,
 * however they are chosen, and O(log k) calls of the comparison. Without a limit the front holds all nodes.
 *
 * Equal nodes stand in the order of the nodelist, so a node in the front carries its index there. Insertions and removals elsewhere
 * shift the indexes and keep their order; where the order itself changed, the nodes are selected anew.
 */
import type { IncrementalQuery, Pointer, QueryDelta } from '@data-map/path';

export type Compare = (a: unknown, b: unknown) => number;

/** A node in the front: an object that is the node's identity as long as it is there. */
export interface Ranked {
  value: unknown;
  /** Where it is in the nodelist. */
  index: number;
  /** Where it is in the document, once somebody asked and as long as nothing has shifted. */
  pointer: Pointer | undefined;
}

/** From so many on, the nodes to be put back are appended and all is sorted. */
const MANY = 16;

export class Ranking {
  /** The front, in order. */
  entries: Ranked[] = [];
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

  /** Takes what happened to the nodelist; gives the first place at which another node stands, or one with another value. */
  apply(delta: QueryDelta): number {
    const { added, changed, shift } = delta;
    const renumber = renumbering(delta);
    const values = new Map(changed.map(({ index, value }) => [index, value]));
    const candidates: Ranked[] = added.map(({ index, value }) => entryOf(index, value));
    const kept: Ranked[] = [];
    let first = Infinity;
    for (const entry of this.entries) {
      if (shift !== 'none') entry.pointer = undefined;
      if (renumber !== undefined) entry.index = renumber(entry.index);
      const isChanged = values.has(entry.index);
      if (entry.index >= 0 && !isChanged) {
        kept.push(entry);
        continue;
      }
      first = Math.min(first, kept.length);
      if (!isChanged) continue;
      entry.value = values.get(entry.index);
      values.delete(entry.index);
      candidates.push(entry);
    }
    for (const [index, value] of values) candidates.push(entryOf(index, value));
    this.entries = kept;
    if (shift !== 'order') return Math.min(first, this.#admit(candidates));
    this.#select(candidates);
    return 0;
  }

  /** Puts those in who come before the last one; gives the first place that was taken. */
  #admit(candidates: readonly Ranked[]): number {
    const { entries } = this;
    const last = entries.at(-1);
    const admitted = candidates.filter(
      (entry) => this.#behind === 0 || (last !== undefined && this.#order(entry, last) < 0),
    );
    let first = Infinity;
    if (admitted.length > MANY) {
      for (const entry of admitted) entries.push(entry);
      entries.sort((a, b) => this.#order(a, b));
      first = 0;
    } else {
      for (const entry of admitted) {
        const place = this.#placeOf(entry);
        entries.splice(place, 0, entry);
        first = Math.min(first, place);
      }
    }
    const { length } = this.#nodes;
    if (entries.length < Math.min(this.#limit, length)) {
      first = Math.min(first, entries.length);
      this.#select(candidates);
    } else if (entries.length > 2 * this.#capacity) {
      entries.length = this.#capacity;
    }
    this.#behind = length - entries.length;
    return first;
  }

  /** Selects the front anew; nodes that were in it, or are among `others`, stay who they are. O(n log (k + √n)). */
  #select(others: readonly Ranked[] = []): void {
    const known = new Map<number, Ranked>();
    for (const entry of this.entries) known.set(entry.index, entry);
    for (const entry of others) known.set(entry.index, entry);
    const { values } = this.#nodes;
    const capacity = this.#capacity;
    const compare = this.#compare;
    const order = (a: number, b: number): number => compare?.(values[a], values[b]) || a - b;
    let front: number[] = [];
    let worst: number | undefined;
    for (let index = 0; index < values.length; index++) {
      if (worst !== undefined && order(index, worst) >= 0) continue;
      front.push(index);
      if (front.length < 2 * capacity) continue;
      front = front.sort(order).slice(0, capacity);
      worst = front.at(-1);
    }
    this.entries = front
      .sort(order)
      .slice(0, capacity)
      .map((index) => known.get(index) ?? entryOf(index, values[index]));
    this.#behind = values.length - this.entries.length;
  }

  get #capacity(): number {
    const { length } = this.#nodes;
    return Math.min(length, this.#limit + Math.ceil(Math.sqrt(length)));
  }

  /** Behind all that are not worse. */
  #placeOf(entry: Ranked): number {
    return countWhile(this.entries, (other) => this.#order(other, entry) < 0);
  }

  #order(a: Ranked, b: Ranked): number {
    return this.#compare?.(a.value, b.value) || a.index - b.index;
  }
}

function entryOf(index: number, value: unknown): Ranked {
  return { index, value, pointer: undefined };
}

/** Gives for an index before the delta that after it, -1 for a node that was removed; `undefined` where all stay. */
function renumbering(delta: QueryDelta): ((index: number) => number) | undefined {
  const { added, removed, shift } = delta;
  if (added.length + removed.length === 0 && shift !== 'order') return undefined;
  const moved = shift === 'order' ? delta.moved : [];
  const targets = new Map(moved.map(({ fromIndex, index }) => [fromIndex, index]));
  const leaving = [...removed.map(({ index }) => index), ...targets.keys()].sort(ascending);
  const arriving = [...added.map(({ index }) => index), ...targets.values()].sort(ascending);
  return (index) => {
    const target = targets.get(index);
    if (target !== undefined) return target;
    const before = countWhile(leaving, (other) => other < index);
    if (leaving[before] === index) return -1;
    // Those who stay fill the places that nobody arrives at, in their order
    const rank = index - before;
    return rank + countWhile(arriving, (place, nth) => place - nth <= rank);
  };
}

function ascending(a: number, b: number): number {
  return a - b;
}

/** How many at the head of a list fulfil what the others do not. O(log n). */
function countWhile<T>(list: readonly T[], isBefore: (element: T, at: number) => boolean): number {
  let low = 0;
  for (let high = list.length; low < high;) {
    const middle = (low + high) >>> 1;
    if (isBefore(list[middle] as T, middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
