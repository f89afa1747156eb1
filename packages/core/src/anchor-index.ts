/**
 * The index of the elements that refs follow. By it, a write finds the refs that it moves without looking at any others.
 *
 * Refs to the same element share an *anchor*. Anchors hang in a trie of the segments of their locations, and the location of
 * an anchor is read by walking up to the root. Below an array the keys are indexes at first. Once an element is inserted or
 * removed there, they are slots of an `IndirectionLayer`, so that such a shift changes the layer and nothing else, however
 * many refs are behind it:
 *
 *     refs to /list/1 and /list/2/name        the same refs after insert('/list', 2, …): now /list/1 and /list/3/name
 *
 *     root ── list ── 1 ●                     root ── list ── 1 ●              index   0 1 2 3
 *                 └── 2 ── name ●                         └── 2 ── name ●      slot    0 1 3 2
 *
 * Ticks. A computed or effect that reads the location of an anchor depends on its *tick*, a signal of a number, which is
 * incremented when the element moves. Each node lists its children that lead to anchors with ticks, sorted by segment
 * (`ticking`), so that a shift finds those behind it by binary search.
 *
 * Invariants: the keys below a node are either all numbers (an array) or all strings (an object). `ticking` is sorted, and
 * every anchor with a tick is reached from the root by following it.
 *
 * Lifetime. The trie holds anchors weakly. They are held by their refs and, while an effect depends on one, by its tick, which
 * the trie holds. Entries of anchors that were collected or disposed are counted, and when they are more than half of all,
 * one pass removes them (`#sweep`): O(1) amortized for each, and the index is never more than twice as large as what is in
 * use. Within one task nothing is collected, so refs that are created and dropped at one place within one task share one
 * anchor.
 *
 * Rollback. A failed transaction applies inverse Changes, and by following them, shifted anchors return to their places. Two
 * kinds of anchors do not: those of an element that was removed, since the trie has forgotten them; and those whose array was
 * replaced, since an element that was found there by identity need not be found on the way back. So inside a transaction
 * the location of such an anchor is noted beforehand, once for each savepoint. The location of an anchor that is created
 * inside is noted as well, since it had none when the transaction began. A savepoint is a position in the list of notes, and
 * costs nothing. To restore a note, its location is followed back through the Changes that were made before it.
 */
import { resolveSegment, type Segments } from '@data-map/path';
import { signal } from '@data-map/signals';
import { type Change, invertChange } from '@data-map/storage';
import {
  Anchor,
  attachChild,
  childOf,
  detachChild,
  ensureChild,
  type Entry,
  forEachEntry,
  isTicking,
  locationOf,
  lowerBound,
  markTicking,
  Node,
  slotsOf,
} from './anchor.ts';
import type { Restore } from './write-path.ts';

/** Counters of work, for tests that assert cost. */
export const work = { visits: 0 };

/** Up to this many elements of a replaced container are searched for one by one; for more of them, arrays are indexed. */
const FEW = 8;

/** Written before a Change is followed that may increment ticks; nobody reads it. */
const guard = /* @__PURE__ */ signal(0);

/** Where an anchor was when it was created or lost inside a transaction, and the length of the journal at that time. */
interface Note {
  readonly entry: Entry;
  readonly location: Segments;
  readonly mark: number;
}

/**
 * The anchors of one store.
 *
 * | operation | cost |
 * | --- | --- |
 * | `anchorAt` | O(k log n) |
 * | `follow` of an insertion, a removal, a move | O(k log n + anchors removed + anchors moved that somebody depends on) |
 * | the first of these in an array | also O(anchors in the array) |
 * | `follow` of a write that moves nothing | O(1); O(k log n) if refs have subscribers |
 * | `follow` of a sort | O(length of the array) |
 * | `follow` of the replacement of a container | O(k) for each anchor below it; O(length) for an array in which an element has another index |
 * | `save` | O(1) |
 * | `release`, collection | O(1) amortized |
 *
 * k: segments of the location, n: length of an array on the path.
 */
export class AnchorIndex {
  /** Anchors with subscribers whose element may have changed since this was last emptied. */
  readonly touched = new Set<Anchor>();
  /** The number of anchors whose refs have subscribers. */
  watched = 0;
  #root = new Node(undefined, '');
  /** The number of entries in the trie, dead ones included. */
  size = 0;
  #dead = 0;
  /** The current savepoint: incremented by each `save`, and by each rollback. */
  #savepoint = 0;
  /** Sorted by `mark`. */
  readonly #notes: Note[] = [];
  /** Entries that have moved, but whose ticks were not incremented yet: incrementing may throw, updating the trie must not. */
  #moved: Entry[] = [];
  #collected: FinalizationRegistry<undefined> | undefined = undefined;

  get root(): Node {
    return this.#root;
  }

  /** Whether there is nothing to follow, and no note to discard. */
  get idle(): boolean {
    return this.size + this.watched + this.#notes.length === 0;
  }

  /**
   * Returns the anchor of the element at a location, which is created if there is none.
   *
   * @param mark inside a transaction, the length of the journal
   */
  anchorAt(location: Segments, mark?: number): Anchor {
    // While the index was empty, no Change was followed, so the nodes that are left may be wrong
    if (this.size === 0) this.#root = new Node(undefined, '');
    const node = this.#ensure(location);
    for (const entry of node.anchors) {
      const known = entry.node === node ? entry.anchor.deref() : undefined;
      if (known !== undefined) return known;
    }
    this.size -= node.anchors.length;
    node.anchors = [];
    const made = new Anchor();
    this.#note(made.entry, location, mark);
    this.#attach(made.entry, node);
    this.#collected ??= new FinalizationRegistry(() => this.#countDead());
    this.#collected.register(made, undefined);
    return made;
  }

  /** Called when a ref is disposed. */
  release(anchor: Anchor): void {
    if (--anchor.refs > 0) return;
    anchor.entry.node = undefined;
    this.#countDead();
  }

  /**
   * Moves anchors along with their elements.
   *
   * @param mark inside a transaction, the length of the journal before the Change
   * @throws CycleError where effects write without end; then nothing has been moved
   */
  follow(change: Change, mark?: number): void {
    const { op, segments, fromSegments, permutation } = change;
    const canMove = op !== 'replace' || typeof change.previous === 'object';
    // Throws where writing a tick would. That would be too late: elements may have lost their anchors by then
    if (canMove && isTicking(this.#root)) guard.value = guard.peek() + 1;
    if (this.watched > 0) {
      this.#touchPath(segments);
      if (fromSegments !== undefined) this.#touchPath(fromSegments);
    }
    if (op === 'add') {
      this.#shift(segments, 1);
    } else if (op === 'remove') {
      const gone = this.#detach(segments);
      if (gone !== undefined) this.size -= forEachEntry(gone, (entry) => this.#lose(entry, mark));
      this.#shift(segments, -1);
    } else if (fromSegments !== undefined) {
      const moved = this.#detach(fromSegments);
      // Within one array, only the elements between the two positions move
      const from = fromSegments.at(-1);
      const to = segments.at(-1);
      const isWithin =
        typeof from === 'number' &&
        typeof to === 'number' &&
        fromSegments.length === segments.length &&
        fromSegments.every((each, at) => at === segments.length - 1 || each === segments[at]);
      this.#shift(fromSegments, -1, isWithin ? to : Infinity);
      this.#shift(segments, 1, isWithin ? from + 1 : Infinity);
      if (moved !== undefined) this.#graft(moved, segments);
    } else if (permutation !== undefined) {
      this.#permute(segments, permutation);
    } else if (canMove) {
      this.#replace(change, mark);
    }
    if (this.#moved.length > 0) this.#incrementTicks();
  }

  /**
   * Begins a savepoint. Returns the function that restores it, to be called after the inverse Changes were followed.
   *
   * @param isOutermost whether there is no savepoint around it: then former notes are of no use any more
   */
  save(isOutermost: boolean): Restore {
    if (isOutermost) this.settle();
    const { length } = this.#notes;
    this.#savepoint++;
    return (taken, mark) => this.#restore(taken, mark, length);
  }

  /**
   * Restores the entries that were noted since a savepoint, unless their elements did not exist then.
   *
   * A second index follows the inverse Changes from the last note to the savepoint. At the mark of each note, an anchor is put
   * into it at the location that was noted. So all notes are led back in one pass.
   *
   * @param first how many notes there were at the savepoint
   */
  #restore(taken: readonly Change[], mark: number, first: number): void {
    this.#savepoint++;
    const back = new AnchorIndex();
    const led: [Entry, Anchor][] = [];
    const notes = this.#notes.splice(first);
    let left = (notes.at(-1)?.mark ?? 0) - mark;
    const lead = (until: number): void => {
      while (left > until) back.follow(invertChange(taken[--left]!));
    };
    for (const { entry, location, mark: noted } of notes.reverse()) {
      lead(noted - mark);
      led.push([entry, back.anchorAt(location)]);
    }
    lead(0);
    // An anchor has several notes if there were savepoints inside this one. The oldest, which comes last here, wins
    for (const [entry, { isThere, entry: at }] of new Map(led)) {
      if (!isThere || !((entry.anchor.deref()?.refs ?? 0) > 0)) continue;
      const location = locationOf(at.node);
      this.#note(entry, location, mark);
      this.#putBack(entry, location);
    }
    this.#incrementTicks();
  }

  /** Discards the notes, when nothing can be rolled back any more. */
  settle(): void {
    this.#notes.length = 0;
  }

  clear(): void {
    this.#root = new Node(undefined, '');
    this.size = 0;
    this.watched = 0;
    this.touched.clear();
    this.settle();
  }

  /**
   * Shifts the elements of an array behind a location at which one was inserted (1) or removed (-1).
   *
   * @param end from this index on, the elements are shifted back
   */
  #shift(at: Segments, by: 1 | -1, end = Infinity): void {
    const index = at.at(-1);
    if (typeof index !== 'number') return;
    const array = this.#find(at, at.length - 1);
    if (array?.below === undefined) return;
    const slots = slotsOf(array);
    if (index >= slots.length) return;
    if (by > 0) slots.allocate(index);
    else slots.deallocate(index);
    if (index >= slots.length) return;
    array.markMoved();
    const { ticking } = array;
    if (ticking === undefined) return;
    const stop = end < Infinity ? lowerBound(ticking, end) : ticking.length;
    for (let i = lowerBound(ticking, index); i < stop; i++) this.#visitTicking(ticking[i]!);
  }

  /** Follows a sort or a reversal of an array. */
  #permute(at: Segments, permutation: ArrayLike<number>): void {
    const array = this.#find(at);
    if (array?.below === undefined) return;
    const before = array.ticking?.map((node) => [node, node.segment] as const) ?? [];
    slotsOf(array, permutation.length).permute(permutation);
    array.markMoved();
    for (const [node, segment] of before) if (node.segment !== segment) this.#visitTicking(node);
    array.ticking?.sort((a, b) => (a.segment as number) - (b.segment as number));
  }

  /** Takes all anchors below a replaced container out, and puts each in again where its element is found in the new value. */
  #replace(change: Change, mark: number | undefined): void {
    const top = this.#find(change.segments);
    if (top?.below === undefined) return;
    // A stand-in for `top` as their parent: it lets their old locations be read until they are attached again
    const former = new Node(top.parent, top.key);
    former.below = top.below;
    former.slots = top.slots;
    const found: Entry[] = [];
    for (const node of top.below.values()) {
      node.parent = former;
      this.size -= forEachEntry(node, (entry) => found.push(entry));
    }
    top.below = top.slots = top.ticking = undefined;
    const find = finder(change, found.length > FEW);
    for (const entry of found) {
      if (entry.anchor.deref() === undefined) continue;
      const location = locationOf(entry.node);
      // Being found here does not mean that the element is found on the way back
      this.#note(entry, location, mark);
      const next = find(location);
      if (next === null) {
        this.#lose(entry, mark);
      } else {
        if (next !== location) this.#visit(entry);
        this.#attach(entry, this.#ensure(next));
      }
    }
  }

  /** Visits the anchors with ticks at and below a node that has moved. */
  #visitTicking(top: Node): void {
    forEachEntry(top, (entry) => this.#visit(entry), true);
  }

  /** Forgets where an entry is: its element is gone. */
  #lose(entry: Entry, mark: number | undefined): void {
    this.#note(entry, undefined, mark);
    this.#visit(entry);
    // From now on this is the last pointer, which can be computed only while there is a node
    void entry.pointer;
    entry.node = undefined;
  }

  #visit(entry: Entry): void {
    work.visits++;
    this.#register(entry);
  }

  /** Registers an entry whose element has moved, for those who depend on its location or have subscribed. */
  #register(entry: Entry): void {
    if (entry.tick !== undefined) this.#moved.push(entry);
    if (entry.watched !== undefined) this.touched.add(entry.watched);
  }

  /** Notifies those who depend on the location of an entry that has moved. May throw a CycleError. */
  #incrementTicks(): void {
    const moved = this.#moved;
    this.#moved = [];
    for (const { tick } of moved) tick!.value = tick!.peek() + 1;
  }

  /** Notes where an entry is, once for each savepoint. @param location its location, if that is known already */
  #note(entry: Entry, location: Segments | undefined, mark: number | undefined): void {
    if (mark === undefined || entry.noted === this.#savepoint) return;
    entry.noted = this.#savepoint;
    this.#notes.push({ entry, location: location ?? locationOf(entry.node), mark });
  }

  /** Attaches an entry where its element is after a rollback. */
  #putBack(entry: Entry, location: Segments): void {
    const node = this.#ensure(location);
    if (entry.node === node) return;
    if (entry.node !== undefined) this.#dead++;
    this.#attach(entry, node);
    this.#register(entry);
  }

  /** Registers the anchors with subscribers at a location and above it. */
  #touchPath(way: Segments): void {
    let node: Node | undefined = this.#root;
    for (let depth = 0; node !== undefined; depth++) {
      for (const { watched } of node.anchors) if (watched !== undefined) this.touched.add(watched);
      node = depth < way.length ? childOf(node, way[depth]!) : undefined;
    }
  }

  #find(way: Segments, length: number = way.length): Node | undefined {
    let node: Node | undefined = this.#root;
    for (let i = 0; i < length && node !== undefined; i++) node = childOf(node, way[i]!);
    return node;
  }

  #ensure(way: Segments): Node {
    let node = this.#root;
    for (const segment of way) node = ensureChild(node, segment);
    return node;
  }

  /** Removes a node from the trie. The node still refers to its parent. */
  #detach(way: Segments): Node | undefined {
    const node = this.#find(way);
    if (node?.parent !== undefined) detachChild(node);
    return node;
  }

  /** Attaches a node at a location, and replaces what is left there of an earlier element. */
  #graft(node: Node, way: Segments): void {
    attachChild(this.#ensure(way.slice(0, -1)), way.at(-1)!, node);
    node.markMoved();
    if (!isTicking(node)) return;
    markTicking(node);
    this.#visitTicking(node);
  }

  #attach(entry: Entry, node: Node): void {
    entry.node = node;
    if (entry.tick !== undefined) markTicking(node);
    if (node.anchors.includes(entry)) return;
    node.anchors.push(entry);
    this.size++;
  }

  /** Counts an entry that leads to no anchor any more. */
  #countDead(): void {
    if (++this.#dead * 2 > this.size) this.#sweep();
  }

  /** Removes dead entries, and nodes without entries. O(nodes). */
  #sweep(): void {
    const nodes = [this.#root];
    for (let i = 0; i < nodes.length; i++)
      for (const node of nodes[i]!.below?.values() ?? []) nodes.push(node);
    this.#dead = 0;
    this.size = 0;
    for (const node of nodes.toReversed()) {
      for (const [key, { below, anchors }] of node.below ?? [])
        if ((below?.size ?? 0) + anchors.length === 0) node.below!.delete(key);
      node.ticking = node.ticking?.filter(isTicking);
      node.anchors = node.anchors.filter(
        (entry) => entry.node === node && entry.anchor.deref() !== undefined,
      );
      this.size += node.anchors.length;
    }
  }
}

/**
 * Returns a function that finds the new location of an element below a replaced container. The element survives only where the
 * new value holds the same object, at the same place or at another index of the same array; otherwise the result is `null`.
 * For the same place the result is the very list that was passed.
 *
 * @param isIndexed whether to index arrays, since there are many elements to find
 */
function finder(
  { segments, previous, value }: Change,
  isIndexed: boolean,
): (location: Segments) => Segments | null {
  const indices = new Map<readonly unknown[], Map<unknown, number>>();
  const indexOf = (array: readonly unknown[], element: unknown): number => {
    if (!isIndexed) return array.indexOf(element);
    let known = indices.get(array);
    if (known === undefined) {
      known = new Map();
      for (let i = array.length; i-- > 0;) known.set(array[i], i);
      indices.set(array, known);
    }
    return known.get(element) ?? -1;
  };
  return (location) => {
    const way = location.slice(segments.length);
    const element = resolve(previous, way);
    if (Object.is(resolve(value, way), element)) return element === undefined ? null : location;
    const container = resolve(value, way.slice(0, -1));
    if (!Array.isArray(container) || typeof element !== 'object') return null;
    const index = indexOf(container, element);
    return index < 0 ? null : [...location.slice(0, -1), index];
  };
}

/** Returns what is at a location in a value. Numbers lead only into arrays, strings only into objects. */
function resolve(value: unknown, way: Segments): unknown {
  let at = value;
  for (const segment of way) {
    if (Array.isArray(at) !== (typeof segment === 'number')) return undefined;
    at = resolveSegment(at, segment);
  }
  return at;
}
