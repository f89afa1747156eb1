/**
 * An entry stands for one container of the document that was written through or is read again and again. Entries form a
 * sparse tree over the plain one. `entry-graph.ts` describes how the two are kept consistent; `object-entry.ts` and
 * `array-entry.ts` hold what differs between the two kinds of container.
 */

import type { Segment } from '@data-map/path';
import type { Container } from './container.ts';
import { findSlot, withSlot } from './slot-table.ts';
import type { SlotTable } from './slot-table.ts';

/** A place in a container: a member's name, or an index. */
export type Key = string | number;

/** Counts of work, for tests that assert them. */
export const work = { copies: 0, marks: 0, entries: 0, moves: 0 };

export abstract class Entry {
  /** Undefined for the base (the parent of the root), and once the entry was dropped. */
  parent: Entry | undefined = undefined;
  /** Where it is attached in its parent: at a member's name, or at the physical slot of an element. */
  slot: Key = 0;
  /** Bits of `flag.ts`. */
  flags = 0;
  /**
   * The version of the last write to the container's own slots, or of the first write below it since it was clean, whichever
   * came later; -1 once dropped. Later writes below reach it when the entry is settled: see `lastChange`.
   */
  stamp: number;
  /** The container. A slot is stale while its child is queued; all of it is, while the entry is owned and not `isPlain`. */
  abstract plain: Container;
  /** A container that somebody may hold, to be handed out again if this one becomes equal to it: see `originals.ts`. */
  original: Container | undefined = undefined;
  /** The child entries by slot; undefined when there are none. */
  children: SlotTable | undefined = undefined;
  /** The head of the queue of children whose slot in `plain` is stale, and this entry's links in its parent's queue. */
  firstQueued: Entry | undefined = undefined;
  nextQueued: Entry | undefined = undefined;
  previousQueued: Entry | undefined = undefined;

  constructor(stamp: number) {
    this.stamp = stamp;
    work.entries++;
  }

  /** Whether writes go to `plain`, and not to a working copy in another form: a Map of members, elements by slot. */
  abstract get isPlain(): boolean;

  /** The key that a segment names, whether or not anything is there; undefined where nothing can be. */
  abstract keyOf(segment: Segment): Key | undefined;
  /** The value at a key, stale if a child entry is queued there; undefined if nothing is there. */
  abstract read(key: Key): unknown;
  /** Replaces the value at a key that exists. The entry must be owned. */
  abstract write(key: Key, value: unknown): void;
  /** Adds a value at a key that does not exist. The entry must be owned. */
  abstract add(key: Key, value: unknown): void;
  /** Makes the container editable in place, by a shallow copy unless the entry is owned. */
  abstract own(): void;
  /** The slot at which the child entry of a key is attached; it stays the same when elements shift. */
  abstract slotOf(key: Key): Key;
  /** The inverse of `slotOf`. */
  abstract keyAt(slot: Key): Key;
  /** Rebuilds `plain` from the working copy, if writes went there. */
  abstract rebuild(): void;
  /** Whether the container holds what the other one does, in the same order. */
  abstract equals(other: Container): boolean;

  /** The child entry at a key, if there is one. */
  childAt(key: Key): Entry | undefined {
    return this.children === undefined ? undefined : findSlot(this.children, this.slotOf(key));
  }

  /**
   * To be called for a new `plain`. If this is the root, puts that into the slot of the base (`Overlay.base`), which is read only
   * while the root has no entry: nobody else would ever repair it, and it would keep the first version of the document alive.
   */
  protected renewed(): void {
    const { parent } = this;
    if (parent !== undefined && parent.parent === undefined) parent.write(0, this.plain);
  }

  /** Attaches a child entry at a key that has none. */
  attach(key: Key, child: Entry): void {
    child.parent = this;
    child.slot = this.slotOf(key);
    this.children = withSlot(this.children, child);
  }
}
