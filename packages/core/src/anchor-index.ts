/**
 * Where the elements are that refs follow. From this index a write finds the refs that it moves, and looks at no others.
 *
 * Refs to the same element share an _anchor_. Anchors hang in a trie of the segments that lead to them, and the location of
 * an anchor is read off the way up, so that an insertion changes one number for each of the elements behind it that has
 * refs in or below it:
 *
 *     refs to /list/1 and /list/2/name, and after insert('/list', 2, …):
 *
 *     root ── list ── 1 ●                     root ── list ── 1 ●
 *                 └── 2 ── name ●                         └── 3 ── name ●
 *
 * Invariant: the nodes below a node are sorted by their keys, which are all numbers (below an array) or all strings.
 *
 * The trie holds anchors weakly. They are held by their refs; while an effect depends on one, also by its tick, which the trie
 * holds. Anchors that were collected or disposed of are counted. When they are more than half of all, one pass removes them
 * (`#sweep`): O(1) for each, and the index is never more than twice as large as what is in use. In a single task nothing is
 * collected, so refs that are made and dropped at one place in one task share one anchor.
 *
 * Rolling back: a transaction that fails applies inverse Changes, and these take shifted anchors back to where they were. But they
 * do not bring back the anchors of an element that was removed, nor all anchors that were found again by the identity of their
 * element when its array was replaced. So while a transaction is open, the location of an anchor is noted before the first Change
 * that concerns it. A savepoint is a mark in the list of notes, and costs nothing. An anchor that is made inside of the transaction
 * had no location when the transaction began: its note is the location at which it was made, followed back through the Changes
 * that the transaction had made by then.
 */
import { resolveSegment, type Segments } from '@data-map/path';
import { type Change, invertChange } from '@data-map/storage';
import { Anchor, childOf, each, type Entry, locationOf, Node, seek } from './anchor.ts';
import type { Restore } from './write-path.ts';

/** Counts of work, for tests that assert them. */
export const work = { visits: 0 };

/** An anchor that was made inside of a transaction: where, and how long the journal was. */
interface Birth {
  readonly anchor: Anchor;
  readonly location: Segments;
  readonly mark: number;
}

/**
 * The anchors of one store.
 *
 * | operation | cost |
 * | --- | --- |
 * | `anchorAt` | O(k log m); the first anchor at a place also moves those behind it in a list of m |
 * | `follow` | a Change that moves nothing O(1), or O(k log m) where refs have subscribers; any other O(k log m + anchors moved) |
 * | `follow` of a sort | O(length of the array) |
 * | `follow` of the replacement of a container | O(k) for each anchor below it, O(array) where its element stands elsewhere |
 * | `save` | O(1) |
 * | `release`, collection | O(1), amortised |
 *
 * k: segments of the location, m: elements of one container that have anchors in or below them.
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
  /** The savepoint that is open, 0 for none, and how many there were. While one is open, a commit has to end it. */
  savepoint = 0;
  #savepoints = 0;
  #notes: (readonly [Entry, Segments])[] = [];
  /** By their marks. */
  readonly #births: Birth[] = [];
  /** Those that have moved, but whose signal has not been written yet: that may throw, the way there must not. */
  #moved: Entry[] = [];
  #collected: FinalizationRegistry<undefined> | undefined = undefined;

  get root(): Node {
    return this.#root;
  }

  /** Nothing is to be followed, and no savepoint to be settled. */
  get idle(): boolean {
    return this.size + this.watched + this.savepoint + this.#births.length === 0;
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
    const made = new Anchor(this.#savepoints);
    if (mark !== undefined) this.#births.push({ anchor: made, location, mark });
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

  follow(change: Change): void {
    const { op, segments, fromSegments, permutation } = change;
    if (this.watched > 0) {
      this.#touchAlong(segments);
      if (fromSegments !== undefined) this.#touchAlong(fromSegments);
    }
    if (op === 'add') {
      this.#shift(segments, 0, 1);
    } else if (op === 'remove') {
      const gone = this.#take(segments);
      if (gone !== undefined) this.size -= each(gone, (entry) => this.#lose(entry));
      this.#shift(segments, 1, -1);
    } else if (fromSegments !== undefined) {
      const moved = this.#take(fromSegments);
      if (moved !== undefined) each(moved, (entry) => this.#stir(entry));
      this.#shift(fromSegments, 1, -1);
      this.#shift(segments, 0, 1);
      if (moved !== undefined) this.#graft(moved, segments);
    } else if (permutation !== undefined) {
      this.#permute(segments, permutation);
    } else if (typeof change.previous === 'object') {
      this.#replace(change);
    }
    if (this.#moved.length > 0) this.#announce();
  }

  /** Begins a savepoint. What this returns goes back to it, after the inverse Changes have been followed. */
  save(): Restore {
    const births = this.#births.length;
    if (this.size === 0) return (taken, mark) => this.#revive(taken, mark, births);
    const { length } = this.#notes;
    const savepoint = ++this.#savepoints;
    this.savepoint = savepoint;
    return (taken, mark) => {
      // Of several notes of an anchor, from savepoints inside this one, the oldest counts
      for (const [entry, location] of new Map(this.#notes.splice(length).toReversed())) {
        const anchor = entry.anchor.deref();
        if (anchor !== undefined && anchor.born < savepoint && anchor.refs > 0)
          this.#putBack(entry, location);
      }
      this.savepoint = ++this.#savepoints;
      this.#revive(taken, mark, births);
    };
  }

  /**
   * Puts back those made since the mark, all but the first ones, unless their elements were, too. They are led back through
   * the Changes before them together, each from where it was made.
   */
  #revive(taken: readonly Change[], mark: number, first: number): void {
    const births = this.#births;
    const back = new AnchorIndex();
    const made: [Anchor, Anchor][] = [];
    let left = (births.at(-1)?.mark ?? 0) - mark;
    const lead = (until: number): void => {
      while (left > until) back.follow(invertChange(taken[--left]!));
    };
    while (births.length > first) {
      const { anchor, location, mark: born } = births.pop()!;
      lead(born - mark);
      made.push([anchor, back.anchorAt(location)]);
    }
    lead(0);
    for (const [anchor, { isThere, entry }] of made.reverse()) {
      if (!isThere || anchor.refs === 0) continue;
      const location = locationOf(entry.node);
      this.#putBack(anchor.entry, location);
      births.push({ anchor, location, mark });
    }
    this.#announce();
  }

  /** Nothing can be rolled back any more. */
  settle(): void {
    this.savepoint = 0;
    this.#notes = [];
    this.#births.length = 0;
  }

  clear(): void {
    this.#root = new Node(undefined, '');
    this.size = 0;
    this.watched = 0;
    this.touched.clear();
    this.settle();
  }

  /** What is at or behind the index of a location, plus `offset`, in the same array gets another index. */
  #shift(at: Segments, offset: number, by: number): void {
    const index = at.at(-1);
    if (typeof index !== 'number') return;
    const below = this.#find(at, at.length - 1)?.below ?? [];
    const stir = (entry: Entry): void => this.#stir(entry);
    for (let i = seek(below, index + offset); i < below.length; i++) {
      const node = below[i]!;
      each(node, stir);
      node.key = (node.key as number) + by;
    }
  }

  #permute(at: Segments, permutation: ArrayLike<number>): void {
    const below = this.#find(at)?.below ?? [];
    if (below.length === 0) return;
    const places = new Uint32Array(permutation.length);
    for (let i = 0; i < places.length; i++) places[permutation[i]!] = i;
    for (const node of below) {
      const key = places[node.key as number]!;
      if (key === node.key) continue;
      each(node, (entry) => this.#stir(entry));
      node.key = key;
    }
    below.sort((a, b) => (a.key as number) - (b.key as number));
  }

  /** Everything below is taken out, and put where it is found again. */
  #replace(change: Change): void {
    const top = this.#find(change.segments);
    if (top === undefined) return;
    const found: Entry[] = [];
    for (const node of top.below) this.size -= each(node, (entry) => found.push(entry));
    top.below = [];
    for (const entry of found) {
      if (entry.anchor.deref() === undefined) continue;
      const location = locationOf(entry.node);
      const next = foundAgain(location, change);
      if (next === null) {
        this.#lose(entry);
      } else {
        if (next !== location) this.#stir(entry);
        this.#attach(entry, this.#ensure(next));
      }
    }
  }

  /** Called before a location changes. */
  #stir(entry: Entry): void {
    this.#visit(entry);
    entry.known = undefined;
  }

  #lose(entry: Entry): void {
    this.#visit(entry);
    entry.known = entry.pointer;
    entry.node = undefined;
  }

  #visit(entry: Entry): void {
    work.visits++;
    this.#note(entry);
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

  #note(entry: Entry): void {
    if (this.savepoint === 0 || entry.noted === this.savepoint) return;
    entry.noted = this.savepoint;
    this.#notes.push([entry, locationOf(entry.node)]);
  }

  #putBack(entry: Entry, location: Segments): void {
    const node = this.#ensure(location);
    if (entry.node === node) return;
    if (entry.node !== undefined) this.#dead++;
    this.#attach(entry, node);
    entry.known = undefined;
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
    for (const key of way) {
      const at = seek(node.below, key);
      if (node.below[at]?.key !== key) node.below.splice(at, 0, new Node(node, key));
      node = node.below[at]!;
    }
    return node;
  }

  /** Takes a node out of the trie, which its parent does not know any more. */
  #take(way: Segments): Node | undefined {
    const node = this.#find(way);
    if (node?.parent !== undefined) node.parent.below.splice(seek(node.parent.below, node.key), 1);
    return node;
  }

  /** Hangs a node in at a place where no element with refs is; what may be left there of an earlier one goes. */
  #graft(node: Node, way: Segments): void {
    const parent = this.#ensure(way.slice(0, -1));
    const key = way.at(-1)!;
    const at = seek(parent.below, key);
    parent.below.splice(at, parent.below[at]?.key === key ? 1 : 0, node);
    node.parent = parent;
    node.key = key;
  }

  #attach(entry: Entry, node: Node): void {
    entry.node = node;
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
    for (let i = 0; i < nodes.length; i++) for (const node of nodes[i]!.below) nodes.push(node);
    this.#dead = 0;
    this.size = 0;
    for (const node of nodes.toReversed()) {
      node.below = node.below.filter(({ below, anchors }) => below.length + anchors.length > 0);
      node.anchors = node.anchors.filter(
        (entry) => entry.node === node && entry.anchor.deref() !== undefined,
      );
      this.size += node.anchors.length;
    }
  }
}

/**
 * The location of an element below a container that was replaced, or `null`: it lives on only where the new value holds the same
 * object, at the same place or at another index of the same array. The same list where it is the same place.
 */
function foundAgain(location: Segments, { segments, previous, value }: Change): Segments | null {
  const way = location.slice(segments.length);
  const element = resolve(previous, way);
  if (Object.is(resolve(value, way), element)) return element === undefined ? null : location;
  const container = resolve(value, way.slice(0, -1));
  if (!Array.isArray(container) || typeof element !== 'object') return null;
  const index = container.indexOf(element);
  return index < 0 ? null : [...location.slice(0, -1), index];
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
