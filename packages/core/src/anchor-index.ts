/**
 * Where the elements are that refs follow. From this index a write finds the refs that it moves, and looks at no others.
 *
 * Refs to the same element share an _anchor_. Anchors hang in a trie of the segments that lead to them, and the location of
 * an anchor is read off the way up. Below an array the segments are slots of an `IndirectionLayer`, as soon as something is
 * inserted or removed there, so that this changes nothing but the layer, however many refs are behind it:
 *
 *     refs to /list/1 and /list/2/name, and after insert('/list', 2, …):
 *
 *     root ── list ── 1 ●                     root ── list ── 1 ●              positions 0 1 2 3
 *                 └── 2 ── name ●                         └── 2 ── name ●      slots     0 1 3 2
 *
 * Whoever depends on where an element is must hear of the move. The way to their anchors is listed, at each node by location
 * (`loud`), so that an insertion finds those behind it.
 *
 * Invariants: the keys below a node are all numbers (below an array) or all strings; what is listed as loud is sorted and leads
 * to every anchor with a tick.
 *
 * The trie holds anchors weakly. They are held by their refs; while an effect depends on one, also by its tick, which the trie
 * holds. Anchors that were collected or disposed of are counted. When they are more than half of all, one pass removes them
 * (`#sweep`): O(1) for each, and the index is never more than twice as large as what is in use. In a single task nothing is
 * collected, so refs that are made and dropped at one place in one task share one anchor.
 *
 * Rolling back: a transaction that fails applies inverse Changes, and these take shifted anchors back to where they were. But they
 * do not bring back the anchors of an element that was removed, nor all anchors that are found again by the identity of their
 * element when its array was replaced. So while a transaction is open, the location of such an anchor is noted before that, once for
 * each savepoint; also that of an anchor that is made inside, which had no location when the transaction began. A savepoint is a
 * mark in the list of notes, and costs nothing. The way back from a note leads through the Changes that were made before it.
 */
import { resolveSegment, type Segments } from '@data-map/path';
import { type Change, invertChange } from '@data-map/storage';
import {
  Anchor,
  childOf,
  each,
  ensureChild,
  type Entry,
  hang,
  isLoud,
  listen,
  locationOf,
  Node,
  seek,
  slotsOf,
  unhang,
} from './anchor.ts';
import type { Restore } from './write-path.ts';

/** Counts of work, for tests that assert them. */
export const work = { visits: 0 };

/** So many elements of a container that was replaced are looked for one by one. */
const FEW = 8;

/** Where an anchor was in a transaction when it was made or lost, and how long the journal was. */
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
 * | the first one in an array | also O(anchors in it) |
 * | `follow` of a write that moves nothing | O(1), or O(k log n) where refs have subscribers |
 * | `follow` of a sort | O(length of the array) |
 * | `follow` of the replacement of a container | O(k) for each anchor below it, O(array) where an element stands elsewhere |
 * | `save` | O(1) |
 * | `release`, collection | O(1), amortised |
 *
 * k: segments of the location, n: length of an array on the way.
 */
export class AnchorIndex {
  /** Anchors with subscribers whose element may have another value than when this was last emptied. */
  readonly touched = new Set<Anchor>();
  /** How many anchors are watched. */
  watched = 0;
  #root = new Node(undefined, '');
  /** Entries in the trie, and how many of them at least lead nowhere; the second may be too large, never too small. */
  size = 0;
  #dead = 0;
  /** Grows with each savepoint, and with each that is gone back to. */
  #savepoint = 0;
  /** By their marks. */
  readonly #notes: Note[] = [];
  /** Those that have moved, but whose signal has not been written yet: that may throw, the way there must not. */
  #moved: Entry[] = [];
  #collected: FinalizationRegistry<undefined> | undefined = undefined;

  get root(): Node {
    return this.#root;
  }

  /** Nothing is to be followed, and nothing to be forgotten. */
  get idle(): boolean {
    return this.size + this.watched + this.#notes.length === 0;
  }

  /**
   * The anchor of the element at a location: the one that is there, or a new one.
   *
   * @param mark the length of the journal while a transaction is open
   */
  anchorAt(location: Segments, mark?: number): Anchor {
    // Nothing was followed while it was empty, so the nodes that are left may be wrong
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
    this.#collected ??= new FinalizationRegistry(() => this.#fade());
    this.#collected.register(made, undefined);
    return made;
  }

  /** One ref less. */
  release(anchor: Anchor): void {
    if (--anchor.refs > 0) return;
    anchor.entry.node = undefined;
    this.#fade();
  }

  /** @param mark the length of the journal before the Change, where that can be rolled back */
  follow(change: Change, mark?: number): void {
    const { op, segments, fromSegments, permutation } = change;
    if (this.watched > 0) {
      this.#touchAlong(segments);
      if (fromSegments !== undefined) this.#touchAlong(fromSegments);
    }
    if (op === 'add') {
      this.#shift(segments, 1);
    } else if (op === 'remove') {
      const gone = this.#take(segments);
      if (gone !== undefined) this.size -= each(gone, (entry) => this.#lose(entry, mark));
      this.#shift(segments, -1);
    } else if (fromSegments !== undefined) {
      const moved = this.#take(fromSegments);
      this.#shift(fromSegments, -1);
      this.#shift(segments, 1);
      if (moved !== undefined) this.#graft(moved, segments);
    } else if (permutation !== undefined) {
      this.#permute(segments, permutation);
    } else if (typeof change.previous === 'object') {
      this.#replace(change, mark);
    }
    if (this.#moved.length > 0) this.#announce();
  }

  /** Begins a savepoint. What this returns goes back to it, after the inverse Changes have been followed. */
  save(): Restore {
    const { length } = this.#notes;
    this.#savepoint++;
    return (taken, mark) => this.#revive(taken, mark, length);
  }

  /**
   * Puts back those that were noted since the mark, all but the first ones, unless their elements were not there, either. They are
   * led back through the Changes before them together, each from where it was then.
   */
  #revive(taken: readonly Change[], mark: number, first: number): void {
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
    // Of several notes of an anchor, from savepoints inside this one, the oldest counts
    for (const [entry, { isThere, entry: at }] of new Map(led)) {
      if (!isThere || !((entry.anchor.deref()?.refs ?? 0) > 0)) continue;
      const location = locationOf(at.node);
      this.#note(entry, location, mark);
      this.#putBack(entry, location);
    }
    this.#announce();
  }

  /** Nothing can be rolled back any more. */
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

  /** An element is put in at a location, or was taken out there; what is behind it in the same array gets another index. */
  #shift(at: Segments, by: 1 | -1): void {
    const index = at.at(-1);
    if (typeof index !== 'number') return;
    const array = this.#find(at, at.length - 1);
    if (array?.below === undefined) return;
    const slots = slotsOf(array);
    if (index >= slots.length) return;
    if (by > 0) slots.allocate(index);
    else slots.deallocate(index);
    if (index >= slots.length) return;
    array.stir();
    const { loud } = array;
    if (loud === undefined) return;
    for (let i = seek(loud, index); i < loud.length; i++) this.#tell(loud[i]!);
  }

  #permute(at: Segments, permutation: ArrayLike<number>): void {
    const array = this.#find(at);
    if (array?.below === undefined) return;
    const before = array.loud?.map((node) => [node, node.segment] as const) ?? [];
    slotsOf(array, permutation.length).permute(permutation);
    array.stir();
    for (const [node, segment] of before) if (node.segment !== segment) this.#tell(node);
    array.loud?.sort((a, b) => (a.segment as number) - (b.segment as number));
  }

  /** Everything below is taken out, and put where it is found again. */
  #replace(change: Change, mark: number | undefined): void {
    const top = this.#find(change.segments);
    if (top?.below === undefined) return;
    // What is below can say where it was until it is put in again
    const former = new Node(top.parent, top.key);
    former.below = top.below;
    former.slots = top.slots;
    const found: Entry[] = [];
    for (const node of top.below.values()) {
      node.parent = former;
      this.size -= each(node, (entry) => found.push(entry));
    }
    top.below = top.slots = top.loud = undefined;
    const find = finder(change, found.length > FEW);
    for (const entry of found) {
      if (entry.anchor.deref() === undefined) continue;
      const location = locationOf(entry.node);
      // Where it is found now it need not be found on the way back
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

  /** What is at and below a node has moved. */
  #tell(top: Node): void {
    each(top, (entry) => this.#visit(entry), true);
  }

  #lose(entry: Entry, mark: number | undefined): void {
    this.#note(entry, undefined, mark);
    this.#visit(entry);
    void entry.pointer;
    entry.node = undefined;
  }

  #visit(entry: Entry): void {
    work.visits++;
    this.#report(entry);
  }

  /** Who depends on where it is will hear. */
  #report(entry: Entry): void {
    if (entry.tick !== undefined) this.#moved.push(entry);
    if (entry.watched !== undefined) this.touched.add(entry.watched);
  }

  #announce(): void {
    const moved = this.#moved;
    this.#moved = [];
    for (const { tick } of moved) tick!.value = tick!.peek() + 1;
  }

  /** @param location where it is not known yet, it is looked for */
  #note(entry: Entry, location: Segments | undefined, mark: number | undefined): void {
    if (mark === undefined || entry.noted === this.#savepoint) return;
    entry.noted = this.#savepoint;
    this.#notes.push({ entry, location: location ?? locationOf(entry.node), mark });
  }

  #putBack(entry: Entry, location: Segments): void {
    const node = this.#ensure(location);
    if (entry.node === node) return;
    if (entry.node !== undefined) this.#dead++;
    this.#attach(entry, node);
    this.#report(entry);
  }

  #touchAlong(way: Segments): void {
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

  /** Takes a node out of the trie, which its parent does not know any more. */
  #take(way: Segments): Node | undefined {
    const node = this.#find(way);
    if (node?.parent !== undefined) unhang(node);
    return node;
  }

  /** Hangs a node in at a place where no element with refs is; what may be left there of an earlier one goes. */
  #graft(node: Node, way: Segments): void {
    hang(this.#ensure(way.slice(0, -1)), way.at(-1)!, node);
    node.stir();
    if (!isLoud(node)) return;
    listen(node);
    this.#tell(node);
  }

  #attach(entry: Entry, node: Node): void {
    entry.node = node;
    if (entry.tick !== undefined) listen(node);
    if (node.anchors.includes(entry)) return;
    node.anchors.push(entry);
    this.size++;
  }

  /** An entry leads nowhere any more. */
  #fade(): void {
    if (++this.#dead * 2 > this.size) this.#sweep();
  }

  /** Removes entries that lead nowhere, and nodes without any. O(nodes). */
  #sweep(): void {
    const nodes = [this.#root];
    for (let i = 0; i < nodes.length; i++)
      for (const node of nodes[i]!.below?.values() ?? []) nodes.push(node);
    this.#dead = 0;
    this.size = 0;
    for (const node of nodes.toReversed()) {
      for (const [key, { below, anchors }] of node.below ?? [])
        if ((below?.size ?? 0) + anchors.length === 0) node.below!.delete(key);
      node.loud = node.loud?.filter(isLoud);
      node.anchors = node.anchors.filter(
        (entry) => entry.node === node && entry.anchor.deref() !== undefined,
      );
      this.size += node.anchors.length;
    }
  }
}

/**
 * Finds the location of an element below a container that was replaced, or `null`: it lives on only where the new value holds the same
 * object, at the same place or at another index of the same array. The same list where it is the same place.
 *
 * @param isIndexed whether so much is to be found that arrays are gone through once and not for each
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

/** What is at a location in a value, where numbers lead into arrays only, and names into objects. */
function resolve(value: unknown, way: Segments): unknown {
  let at = value;
  for (const segment of way) {
    if (Array.isArray(at) !== (typeof segment === 'number')) return undefined;
    at = resolveSegment(at, segment);
  }
  return at;
}
