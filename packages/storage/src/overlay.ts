/**
 * The overlay: reading one plain tree by pointer, and the caches that keep it fast and small.
 *
 * There are two caches. *Entries* (`entry.ts`) stand for the containers in use. A *memo* maps the text of a pointer to an
 * entry and a key in it, with the value found there.
 *
 *     get('/users/7/name') ──► memo { entry, key: 'name', value: 'Ada', stamp }      one Map lookup
 *                                        │
 *     base ──► root ──► users ──► element 7                                          the tree of entries
 *
 * A memo is valid as long as the stamp of its entry is the one that the memo has stored. So a read by a known pointer costs
 * one lookup of the string and one comparison. If the stamp differs, the memo is refreshed from its entry. Only if that
 * entry was dropped, or elements of an array above it were shifted (`#epoch`), the pointer is followed again.
 *
 * The first memo of a leaf is *loose*: it belongs to the highest clean entry above the leaf, mostly that of the root. No
 * entry has to be created for it, and it is valid until something is written at or below that entry. If it is read again
 * after that, it is replaced by one that belongs to the container of the leaf, to which writes elsewhere do nothing.
 *
 * Which pointers will be read again is not known. Therefore every second read without a memo creates one: a pointer that is
 * read often soon has a memo, and a pointer that is read once costs little. Each *sweep* shows that more is read
 * than can be remembered, and halves that share, down to one in 64.
 *
 * A sweep runs when more than `LIMIT` memos and entries were created. It drops the older half of the memos, and every entry
 * that is only a cache: clean, and neither used by a memo nor above an entry that must stay. So reading alone never keeps
 * more than `LIMIT` of them, and what was written stays until it has been read. Dropping all memos would make a
 * set of pointers that is a little too large cost as much as one without memos.
 */

import { parsePointer, resolvePointer, resolveSegment } from '@data-map/path';
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

/** How many memos and entries may be created before a sweep, unless the options of the store say otherwise. */
export const LIMIT = 32_768;

/** The epoch of a memo with no array above its entry: no shift invalidates it. */
const EVER = 2 ** 30;

/** The key of a loose memo: no key in any entry. */
const LOOSE = -1;

/** What a pointer leads to. */
export interface Memo {
  /** For a leaf, the entry of the container that holds it, or one above if loose; for a container, its own entry. */
  readonly entry: Entry;
  /** The key of the leaf in `entry`, or `LOOSE`; undefined for a container. */
  readonly key: Key | undefined;
  /** The location as in a Change; computed for the first Change. */
  segments: Segments | undefined;
  /** The epoch of the overlay when the memo was created, or `EVER`. */
  readonly epoch: number;
  /** The stamp of `entry` for which `value` is valid. */
  stamp: number;
  /** The leaf; a container is read from its entry. */
  value: unknown;
  /** The last answer of `versionAt` for a leaf, and the leaf that it was given for; undefined after a write. */
  asked: { readonly value: unknown; readonly version: number } | undefined;
}

/** The memo of a leaf. */
export interface LeafMemo extends Memo {
  readonly key: Key;
}

export class Overlay {
  /** Holds the root as its only element, so that the root has a parent and a key like every other place. */
  readonly base: ArrayEntry;
  /** Grows with every change. */
  version = 0;
  /** The last moment while it is pending: edits must be noted there. */
  moment: Moment | undefined = undefined;
  /** The entry of the container that was last written: `glimpseAt` is most often asked for it, and climbs from it faster than down to it. */
  last: Entry | undefined = undefined;
  /** Defined while everything must be recorded that a rollback needs. */
  originals: Originals | undefined = undefined;
  #memos = new Map<Pointer, Memo>();
  /** Grows whenever elements that have entries were shifted; memos of an older epoch are invalid. */
  #epoch = 0;
  /** How many pointers without a memo were offered. */
  #misses = 0;
  /** One offer in `#reluctance + 1`, a power of two, creates a memo. */
  #reluctance = 1;
  /** How many memos and entries there are at most. */
  #made = 0;
  /** The result of `#follow` and `#open`: an entry and a key in it. Fields, since a returned pair would be allocated. */
  #entry: Entry;
  #key: Key = 0;
  /** The child entry at that key, for `#below`. */
  #child: Entry | undefined = undefined;
  /** How many memos and entries reading alone may keep. */
  readonly #bound: number;
  /** A sweep runs when `#made` exceeds this: the bound, or more if the last sweep had to keep many entries. */
  #limit: number;

  constructor(root: unknown, bound: number = LIMIT) {
    this.#bound = this.#limit = bound;
    this.base = this.#entry = new ArrayEntry([root], 0);
  }

  /** How many memos and entries there may be now: an upper bound, exact after a sweep. */
  get made(): number {
    return this.#made;
  }

  /** The value at a pointer, a container settled; undefined if nothing is there. */
  get(pointer: Pointer): unknown {
    const memo = this.#memos.get(pointer);
    if (memo !== undefined && memo.stamp === memo.entry.stamp && memo.epoch >= this.#epoch) {
      return memo.key === undefined ? memo.entry.plain : memo.value;
    }
    return this.#resolve(pointer, memo);
  }

  /** Whether a valid memo tells that there is something at a pointer. */
  knows(pointer: Pointer): boolean {
    const memo = this.#memos.get(pointer);
    return memo !== undefined && memo.stamp === memo.entry.stamp && memo.epoch >= this.#epoch;
  }

  /** The valid memo of a leaf, if there is one that is not loose. It is refreshed if only another member of the container was written. */
  leafAt(pointer: Pointer): LeafMemo | undefined {
    const memo = this.#memos.get(pointer);
    if (memo === undefined || memo.epoch < this.#epoch) return undefined;
    const { entry, key } = memo;
    if (key === undefined || key === LOOSE) return undefined;
    if (memo.stamp !== entry.stamp) {
      if (entry.stamp < 0) return undefined;
      const value = entry.read(key);
      if (value === undefined || isContainer(value)) return undefined;
      memo.value = value;
      memo.stamp = entry.stamp;
    }
    return memo as LeafMemo;
  }

  /** The value at a location, a container settled; undefined if nothing is there. Creates no entry. */
  getAt(segments: Segments): unknown {
    const found = this.#find(segments);
    return found instanceof Entry ? settle(found) : found;
  }

  /**
   * The value at a location, valid only until the next write: an owned container is returned without settling it, and may
   * be edited in place afterwards.
   */
  glimpseAt(segments: Segments): unknown {
    const { last } = this;
    const found = last !== undefined && this.#isAt(last, segments) ? last : this.#find(segments);
    if (!(found instanceof Entry)) return found;
    // Without a queue, every slot of the container is current
    return found.firstQueued === undefined && found.isPlain ? found.plain : settle(found);
  }

  /** The value at a location; undefined also for a container that is dirty. Settles nothing. */
  settledAt(segments: Segments): unknown {
    const found = this.#find(segments);
    return found instanceof Entry ? undefined : found;
  }

  /** The length of the array at a location; undefined where none is. Settles nothing. */
  lengthAt(segments: Segments): number | undefined {
    const found = this.#find(segments);
    return found instanceof ArrayEntry || Array.isArray(found) ? found.length : undefined;
  }

  /** The value at a location, where only its kind matters: a container may be stale. Settles nothing. */
  peekAt(segments: Segments): unknown {
    const found = this.#find(segments);
    return found instanceof Entry ? found.plain : found;
  }

  /** The same location with a number for each element of an array; undefined if nothing is there. Settles nothing. */
  locate(tokens: Segments): Segments | undefined {
    const known = this.#follow(tokens);
    if (known < 0) return undefined;
    const segments: Segment[] = [...this.segmentsOf(this.#entry, this.#key)];
    // Below the last dirty entry, follow the plain tree
    let value = this.#below();
    for (const token of tokens.slice(known)) {
      segments.push(Array.isArray(value) ? Number(token) : token);
      value = resolveSegment(value, token);
    }
    return value === undefined ? undefined : segments;
  }

  /**
   * A version that has grown whenever the value at the pointer has changed. Expects to be asked for it again: creates the
   * entries on the way and, for a leaf, a memo, so that writes there can be told from writes elsewhere.
   */
  versionAt(pointer: Pointer): number {
    const segments = parsePointer(pointer);
    const isOpen = this.#open(segments);
    const child = isOpen ? this.enter(this.#entry, this.#key) : undefined;
    let latest = child === undefined ? this.#entry.stamp : lastChange(child);
    for (let at: Entry | undefined = this.#entry; at !== undefined; at = at.parent) {
      if (at instanceof ArrayEntry && at.shiftedAt > latest) latest = at.shiftedAt;
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

  /** The value at a key of an entry, a container settled. */
  valueAt(entry: Entry, key: Key): unknown {
    const child = entry.childAt(key);
    return child === undefined ? entry.read(key) : settle(child);
  }

  /** The location of a key of an entry. */
  segmentsOf(entry: Entry, key: Key): Segments {
    const segments: Key[] = [intern(key)];
    for (let at = entry; at.parent !== undefined; at = at.parent) {
      segments.push(intern(at.parent.keyAt(at.slot)));
    }
    // The first one is the index of the root in the base
    return segments.reverse().slice(1);
  }

  /** The entry of the container at a key, created if there is none; undefined where no container is. */
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

  /** Must be called when elements changed their index. Invalidates the memos with an array above their entry, if need be. */
  shift(array: ArrayEntry): void {
    array.shiftedAt = this.version;
    if (array.children !== undefined) this.#epoch++;
  }

  /** Replaces the whole document and drops all entries and memos. */
  reset(root: unknown): void {
    this.#memos = new Map();
    this.last = undefined;
    this.#made = 0;
    this.base.children = this.base.firstQueued = undefined;
    this.base.write(0, root);
  }

  /**
   * Runs a sweep if it is due. Must be called at the end of an operation, when the caller holds no entry: the sweep detaches
   * entries from their parents. O(entries), amortised over their creation.
   */
  tidy(): void {
    if (this.#made <= this.#limit) return;
    this.last = undefined;
    const used = this.#keepNewer();
    const order: Entry[] = [this.base];
    for (let i = 0; i < order.length; i++) {
      for (const child of entriesOf(order[i]!.children)) order.push(child);
    }
    let kept = 0;
    for (let i = order.length - 1; i > 0; i--) {
      const entry = order[i]!;
      const needed = entry.flags !== 0;
      entry.flags &= ~(Flag.Recent | Flag.Used);
      const { parent } = entry;
      if (needed || entry.children !== undefined) kept++;
      else if (parent?.children !== undefined) {
        parent.children = withoutSlot(parent.children, entry.slot);
      }
    }
    this.#made = kept + this.#memos.size;
    const written = kept - used;
    this.#limit = Math.max(this.#bound, written) + written;
    this.#reluctance = Math.min(63, 2 * this.#reluctance + 1);
  }

  /**
   * Drops the older half of the memos, or more, so that the others and their entries are at most half as many as the bound.
   * Marks these entries as used, and returns how many they are.
   */
  #keepNewer(): number {
    const memos = this.#memos;
    this.#memos = new Map();
    let older = memos.size / 2;
    let used = 0;
    for (const [pointer, memo] of memos) {
      if (--older >= 0 || memo.entry.stamp < 0 || memo.epoch < this.#epoch) continue;
      let count = used;
      for (let at = memo.entry; !isUsed(at); at = at.parent!) count++;
      if (count + this.#memos.size >= this.#bound / 2) break;
      for (let at = memo.entry; !isUsed(at); at = at.parent!) at.flags |= Flag.Used;
      used = count;
      this.#memos.set(pointer, memo);
    }
    return used;
  }

  /** Reads a pointer that has no valid memo: refreshes its memo from the entry if possible, else follows the pointer. */
  #resolve(pointer: Pointer, memo: Memo | undefined): unknown {
    if (memo !== undefined && memo.entry.stamp >= 0 && memo.epoch >= this.#epoch) {
      const { entry, key } = memo;
      const value = key === undefined ? settle(entry) : key === LOOSE ? undefined : entry.read(key);
      if (key === undefined || (value !== undefined && !isContainer(value))) {
        memo.stamp = entry.stamp;
        if (key !== undefined) memo.value = value;
        else if (pointer === '') this.#relax();
        return value;
      }
    }
    const root = this.#find([]);
    const value =
      root instanceof Entry ? this.getAt(parsePointer(pointer)) : resolvePointer(root, pointer);
    if (value === undefined) {
      if (memo !== undefined) this.#memos.delete(pointer);
    } else if (memo !== undefined) {
      this.#remember(pointer, parsePointer(pointer));
    } else if (this.#earnsMemo()) {
      this.#remember(pointer, parsePointer(pointer), isContainer(value) ? undefined : value);
    }
    if (pointer === '') this.#relax();
    else this.tidy();
    return value;
  }

  /** Offers a pointer that leads somewhere and has no memo: one in `#reluctance + 1` offers creates one. */
  offer(pointer: Pointer, tokens: Segments): void {
    if (this.#earnsMemo()) this.#remember(pointer, tokens);
  }

  #earnsMemo(): boolean {
    return (this.#misses++ & this.#reluctance) === 0;
  }

  /** Creates the memo of a pointer, and the entries on the way. If the leaf there is given, the memo may be loose. */
  #remember(pointer: Pointer, tokens: Segments, leaf?: unknown): void {
    // A pointer may lead nowhere for a reader, such as one with "-", by which an element was appended
    if (!this.#open(tokens, leaf !== undefined)) return;
    const key = this.#key;
    const self = leaf === undefined ? this.enter(this.#entry, key) : undefined;
    const entry = self ?? this.#entry;
    let epoch = EVER;
    for (let at = entry.parent; at !== undefined && at !== this.base; at = at.parent) {
      if (at instanceof ArrayEntry) epoch = this.#epoch;
    }
    // The next read must settle a dirty container, so its memo gets a stamp that no entry has
    const stamp = self !== undefined && (self.flags & Flag.Dirty) !== 0 ? -2 : entry.stamp;
    const { size } = this.#memos;
    this.#memos.set(pointer, {
      entry,
      key: self === undefined ? intern(key) : undefined,
      segments: undefined,
      epoch,
      stamp,
      value: leaf === undefined && self === undefined ? entry.read(key) : leaf,
      asked: undefined,
    });
    this.#made += this.#memos.size - size;
  }

  /**
   * Creates the entries down to the container that holds a location, and leaves that one in `#entry` and the key in `#key`.
   * Returns false if a container is missing on the way; then `#entry` is the last one that is there. With `loose`, a clean
   * entry further up is enough; then `#key` is `LOOSE`.
   */
  #open(segments: Segments, loose = false): boolean {
    this.#entry = this.base;
    this.#key = 0;
    for (let i = 0; i < segments.length; i++) {
      const next = this.enter(this.#entry, this.#key);
      if (next === undefined) return false;
      this.#entry = next;
      if (loose && i < segments.length - 1 && (next.flags & Flag.Dirty) === 0) {
        this.#key = LOOSE;
        return true;
      }
      const segment = segments[i]!;
      const key = next.keyOf(segment);
      if (key === undefined) return false;
      this.#key = key;
    }
    return true;
  }

  /**
   * Follows a location down the dirty entries, and leaves the last one and the key in it in `#entry` and `#key`. Returns how
   * many segments that took: all of them, or fewer if nothing at that key is dirty. Returns -1 if nothing can be there.
   */
  #follow(segments: Segments): number {
    let entry: Entry = this.base;
    let key: Key | undefined = 0;
    let known = 0;
    let child = entry.childAt(key);
    while (known < segments.length && child !== undefined && (child.flags & Flag.Dirty) !== 0) {
      entry = child;
      key = entry.keyOf(segments[known++]!);
      if (key === undefined) return -1;
      child = entry.childAt(key);
    }
    this.#entry = entry;
    this.#key = key;
    this.#child = child;
    return known;
  }

  /** The entry at a location if it is dirty, or else the value, found in the plain tree below the last dirty entry. */
  #find(segments: Segments): unknown {
    let at = this.#follow(segments);
    if (at < 0) return undefined;
    let value = this.#below();
    if (value instanceof Entry) return value;
    for (; at < segments.length && value !== undefined; at++) {
      value = resolveSegment(value, segments[at]!);
    }
    return value;
  }

  /** Whether an entry, which was not swept, is that of the container at a location. */
  #isAt(entry: Entry, segments: Segments): boolean {
    let at = entry;
    for (let i = segments.length - 1; i >= 0; i--) {
      const { parent } = at;
      if (parent === undefined || parent.keyAt(at.slot) !== segments[i]) return false;
      at = parent;
    }
    return at.parent === this.base;
  }

  /** What is at the place that `#follow` has found: an entry if it is dirty, or else the value. */
  #below(): unknown {
    const child = this.#child;
    if (child === undefined) return this.#entry.read(this.#key);
    return (child.flags & Flag.Dirty) === 0 ? child.plain : child;
  }

  /** Called when the whole document was settled: every entry is only a cache now, so the limit falls back to the bound. */
  #relax(): void {
    this.#limit = this.#bound;
    this.tidy();
  }
}

/**
 * Returns a key as the one instance that V8 keeps of a name. A name sliced from a pointer is another one for each memo, which takes
 * memory, and a cache miss wherever it is compared.
 */
function intern(key: Key): Key {
  return typeof key === 'number' ? key : (Object.keys({ [key]: 0 })[0] ?? key);
}

/** Whether the sweep that is running keeps the entry for a memo, or in any case, as the base. */
function isUsed({ flags, parent }: Entry): boolean {
  return parent === undefined || (flags & Flag.Used) !== 0;
}
