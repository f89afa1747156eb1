/**
 * The overlay: reading by pointer over one plain tree, and the bookkeeping that keeps it fast and small.
 *
 * Two things lie over the tree. Entries (`entry.ts`) stand for the containers in use. A *memo* remembers where a pointer
 * leads: an entry and a place in it, with the value found there. A memo is good as long as its entry's stamp is the one
 * it saw, so reading by a known pointer costs one lookup of the whole string and one comparison; otherwise it is resolved
 * again from its entry, and only if that is gone, or an array above it was shifted (`#epoch`), from the pointer.
 *
 * Nobody says which pointers will be read again, so about every fourth read that finds no memo makes one: what is read
 * often has one soon, what is read once costs nothing most of the time. When more is read than can be remembered, which
 * sweeps tell, it becomes fewer, down to every 64th. When more than `LIMIT` memos and entries were
 * made, a *sweep* drops all memos, and every entry that only caches: clean, and with nothing below it that must stay. So
 * reading alone never keeps more than `LIMIT` of them, and what was written stays until it has been read.
 */

import { parsePointer, resolveSegment } from '@data-map/path';
import type { Pointer, Segment, Segments } from '@data-map/path';
import { ArrayEntry } from './array-entry.ts';
import { isContainer } from './container.ts';
import { lastChange, settle } from './entry-graph.ts';
import { Entry, type Key } from './entry.ts';
import * as Flag from './flag.ts';
import type { Moment } from './moment.ts';
import { ObjectEntry } from './object-entry.ts';
import type { Originals } from './originals.ts';
import { entriesOf, withoutSlot } from './slot-table.ts';

/** So many memos and entries may be made before a sweep, unless a store is told otherwise. */
export const LIMIT = 32_768;

/** The epoch of a memo with no array above it: no shift makes it invalid. */
const EVER = 2 ** 30;

/** Where a pointer leads. */
export interface Memo {
  /** With a `key`, the container around a leaf; without, the container itself. */
  readonly entry: Entry;
  readonly key: Key | undefined;
  /** As in a Change; made when the first Change is. */
  segments: Segments | undefined;
  readonly epoch: number;
  stamp: number;
  /** The leaf; a container is read from its entry. */
  value: unknown;
  /** Which leaf was there when its version was asked for, and what the answer was; not there after a write. */
  asked: { readonly value: unknown; readonly version: number } | undefined;
}

export interface LeafMemo extends Memo {
  readonly key: Key;
}

export class Overlay {
  /** Holds the root as its only element, so that the root is a place like all others. */
  readonly base: ArrayEntry;
  /** Grows with every change. */
  version = 0;
  /** The last moment, as long as it is pending: edits have to be noted. */
  moment: Moment | undefined = undefined;
  /** Kept as long as somebody may want to take Changes back. */
  originals: Originals | undefined = undefined;
  #memos = new Map<Pointer, Memo>();
  #epoch = 0;
  #misses = 0;
  /** One less than the power of two of which one offer is taken. */
  #reluctance = 3;
  #made = 0;
  /** Where `#follow` came to. */
  #entry: Entry;
  #key: Key = 0;
  readonly #bound: number;
  /** When to sweep: at the bound, or later when much had to stay. */
  #limit: number;

  constructor(root: unknown, bound: number = LIMIT) {
    this.#bound = this.#limit = bound;
    this.base = this.#entry = new ArrayEntry([root], 0);
  }

  /** How many memos and entries there may be now: an upper bound, exact after a sweep. */
  get made(): number {
    return this.#made;
  }

  get(pointer: Pointer): unknown {
    const memo = this.#memos.get(pointer);
    if (memo !== undefined && memo.stamp === memo.entry.stamp && memo.epoch >= this.#epoch) {
      return memo.key === undefined ? memo.entry.plain : memo.value;
    }
    return this.#resolve(pointer, memo);
  }

  /** The memo of a leaf, if it is good; a neighbour that was written makes it read again, and no more. */
  leafAt(pointer: Pointer): LeafMemo | undefined {
    const memo = this.#memos.get(pointer);
    if (memo === undefined || memo.key === undefined || memo.epoch < this.#epoch) return undefined;
    const { entry, key } = memo;
    if (memo.stamp !== entry.stamp) {
      if (entry.stamp < 0) return undefined;
      const value = entry.read(key);
      if (value === undefined || isContainer(value)) return undefined;
      memo.value = value;
      memo.stamp = entry.stamp;
    }
    return memo as LeafMemo;
  }

  /** The value at a location, a container settled; undefined where nothing is. Makes no entry. */
  getAt(segments: Segments): unknown {
    const found = this.#find(segments);
    return found instanceof Entry ? settle(found) : found;
  }

  /**
   * The value at a location, for a look that is over before the next write: a container that nobody else has seen may be
   * edited in place afterwards.
   */
  glimpseAt(segments: Segments): unknown {
    const found = this.#find(segments);
    if (!(found instanceof Entry)) return found;
    // Its own slots are true; only what was written to entries below is not in them yet
    return found.firstQueued === undefined && found.isPlain ? found.plain : settle(found);
  }

  /** The value at a location; undefined also for a container that is not settled. */
  settledAt(segments: Segments): unknown {
    const found = this.#find(segments);
    if (!(found instanceof Entry)) return found;
    return (found.flags & Flag.Dirty) === 0 ? found.plain : undefined;
  }

  /** The length of the array at a location; undefined where none is. Settles nothing. */
  lengthAt(segments: Segments): number | undefined {
    const found = this.#find(segments);
    return found instanceof ArrayEntry || Array.isArray(found) ? found.length : undefined;
  }

  /** What is at a location, as far as its kind goes: a container may be stale. Settles nothing. */
  peekAt(segments: Segments): unknown {
    const found = this.#find(segments);
    return found instanceof Entry ? found.plain : found;
  }

  /** The location of what is at a location, with a number for each element of an array; undefined where nothing is. Settles nothing. */
  locate(tokens: Segments): Segments | undefined {
    const known = this.#follow(tokens);
    if (known < 0) return undefined;
    const segments: Segment[] = [...this.segmentsOf(this.#entry, this.#key)];
    // Below the last entry only the plain tree leads on
    let value = this.#entry.read(this.#key);
    for (const token of tokens.slice(known)) {
      segments.push(Array.isArray(value) ? Number(token) : token);
      value = resolveSegment(value, token);
    }
    return value === undefined ? undefined : segments;
  }

  /**
   * A version that has grown whenever the value at the pointer has changed. Who asks will ask again: containers get
   * entries and leaves memos, so that writes elsewhere are told from writes there.
   */
  versionAt(pointer: Pointer): number {
    const segments = parsePointer(pointer);
    const isOpen = this.#open(segments);
    const child = isOpen ? this.enter(this.#entry, this.#key) : undefined;
    let latest = child === undefined ? this.#entry.stamp : lastChange(child);
    for (let at: Entry | undefined = this.#entry; at !== undefined; at = at.parent) {
      if (at instanceof ArrayEntry && at.moved > latest) latest = at.moved;
    }
    const isLeaf = isOpen && child === undefined && this.#entry.read(this.#key) !== undefined;
    if (isLeaf && this.leafAt(pointer) === undefined) this.#remember(pointer, segments);
    const memo = this.#memos.get(pointer);
    if (memo !== undefined) {
      const { value, asked } = memo;
      if (isLeaf && asked !== undefined && asked.value === value) latest = asked.version;
      else memo.asked = isLeaf ? { value, version: latest } : undefined;
    }
    this.tidy();
    return latest;
  }

  valueAt(entry: Entry, key: Key): unknown {
    const child = entry.childAt(key);
    return child === undefined ? entry.read(key) : settle(child);
  }

  /** The location of a place. */
  segmentsOf(entry: Entry, key: Key): Segments {
    const segments: Key[] = [key];
    for (let at = entry; at.parent !== undefined; at = at.parent) {
      segments.push(at.parent.keyAt(at.slot));
    }
    // The last one is the place of the root in the base
    return segments.reverse().slice(1);
  }

  /** The entry of the container at a place, made if there is none; undefined where no container is. */
  enter(entry: Entry, key: Key): Entry | undefined {
    const known = entry.childAt(key);
    if (known !== undefined) return known;
    const value = entry.read(key);
    if (!isContainer(value)) return undefined;
    const { stamp } = entry;
    const made = Array.isArray(value)
      ? new ArrayEntry(value, stamp)
      : new ObjectEntry(value, stamp);
    entry.attach(key, made);
    this.#made++;
    return made;
  }

  /** Elements changed their places: what is remembered about pointers through arrays is not good any more. */
  shift(array: ArrayEntry): void {
    array.moved = this.version;
    if (array.children !== undefined) this.#epoch++;
  }

  /** Forgets all entries, because the whole document is another one. */
  reset(root: unknown): void {
    this.#memos = new Map();
    this.#made = 0;
    this.base.children = this.base.firstQueued = undefined;
    this.base.write(0, root);
  }

  /** To be called at the end of an operation: no entry may be held across it. */
  tidy(): void {
    if (this.#made <= this.#limit) return;
    this.#memos = new Map();
    const order: Entry[] = [this.base];
    for (let i = 0; i < order.length; i++) {
      for (const child of entriesOf(order[i]!.children)) order.push(child);
    }
    let kept = 0;
    for (let i = order.length - 1; i > 0; i--) {
      const entry = order[i]!;
      const needed = (entry.flags & (Flag.Dirty | Flag.Queued | Flag.Recent | Flag.Kept)) !== 0;
      entry.flags &= ~Flag.Recent;
      const { parent } = entry;
      if (needed || entry.children !== undefined) kept++;
      else if (parent?.children !== undefined) {
        parent.children = withoutSlot(parent.children, entry.slot);
      }
    }
    this.#made = kept;
    this.#limit = Math.max(this.#bound, 2 * kept);
    this.#reluctance = Math.min(63, 2 * this.#reluctance + 1);
  }

  #resolve(pointer: Pointer, memo: Memo | undefined): unknown {
    if (memo !== undefined && memo.entry.stamp >= 0 && memo.epoch >= this.#epoch) {
      const { entry, key } = memo;
      const value = key === undefined ? settle(entry) : entry.read(key);
      if (key === undefined || (value !== undefined && !isContainer(value))) {
        memo.stamp = entry.stamp;
        if (key !== undefined) memo.value = value;
        else if (pointer === '') this.#relax();
        return value;
      }
    }
    const segments = parsePointer(pointer);
    const value = this.getAt(segments);
    if (value === undefined) {
      if (memo !== undefined) this.#memos.delete(pointer);
    } else if (memo === undefined) {
      this.offer(pointer, segments);
    } else {
      this.#remember(pointer, segments);
    }
    if (pointer === '') this.#relax();
    else this.tidy();
    return value;
  }

  /** A pointer that leads somewhere and has no memo was used: now and then it gets one. */
  offer(pointer: Pointer, tokens: Segments): void {
    if ((this.#misses++ & this.#reluctance) === 0) this.#remember(pointer, tokens);
  }

  #remember(pointer: Pointer, tokens: Segments): void {
    // As after appending at "-", which leads nowhere for a reader
    if (!this.#open(tokens)) return;
    const key = this.#key;
    const self = this.enter(this.#entry, key);
    const entry = self ?? this.#entry;
    let epoch = EVER;
    for (let at = entry.parent; at !== undefined && at !== this.base; at = at.parent) {
      if (at instanceof ArrayEntry) epoch = this.#epoch;
    }
    // A dirty container is settled when it is read next: no stamp is like this one
    const stamp = self !== undefined && (self.flags & Flag.Dirty) !== 0 ? -2 : entry.stamp;
    const { size } = this.#memos;
    this.#memos.set(pointer, {
      entry,
      key: self === undefined ? key : undefined,
      segments: undefined,
      epoch,
      stamp,
      value: self === undefined ? entry.read(key) : undefined,
      asked: undefined,
    });
    this.#made += this.#memos.size - size;
  }

  /** Makes entries down to the container around a location: `#entry`, or how far it led where this is false. */
  #open(segments: Segments): boolean {
    this.#entry = this.base;
    this.#key = 0;
    for (const segment of segments) {
      const next = this.enter(this.#entry, this.#key);
      if (next === undefined) return false;
      this.#entry = next;
      const key = next.keyOf(segment);
      if (key === undefined) return false;
      this.#key = key;
    }
    return true;
  }

  /**
   * Follows a location down the entries, to the place in `#entry` and `#key`, and says how many segments lead there: all,
   * or so many that no entry is at the place. -1 where the location cannot be.
   */
  #follow(segments: Segments): number {
    let entry: Entry = this.base;
    let key: Key | undefined = 0;
    let known = 0;
    for (; known < segments.length; known++) {
      const next: Entry | undefined = entry.childAt(key);
      if (next === undefined) break;
      entry = next;
      key = next.keyOf(segments[known]!);
      if (key === undefined) {
        this.#entry = entry;
        return -1;
      }
    }
    this.#entry = entry;
    this.#key = key;
    return known;
  }

  /** The entry at a location, or else the value: where no entry is, only the plain tree leads on. */
  #find(segments: Segments): unknown {
    const known = this.#follow(segments);
    if (known < 0) return undefined;
    const entry = this.#entry;
    const key = this.#key;
    let value = (known === segments.length ? entry.childAt(key) : undefined) ?? entry.read(key);
    for (let i = known; i < segments.length && value !== undefined; i++) {
      value = resolveSegment(value, segments[i]!);
    }
    return value;
  }

  /** The whole document was settled: now all entries only cache, and those beyond the limit need not stay. */
  #relax(): void {
    this.#limit = this.#bound;
    this.tidy();
  }
}
