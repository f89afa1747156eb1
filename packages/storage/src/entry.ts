/**
 * An entry stands for one container of the document that was written through or is read again and again. Entries form a
 * tree over the plain one; `entry-graph.ts` says how they keep it true. What an entry does depends on its container:
 * `object-entry.ts`, `array-entry.ts`.
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
  /** Undefined for the base, and once the entry was dropped. */
  parent: Entry | undefined = undefined;
  /** Where it hangs in its parent: a member's name, or the physical slot of an element. */
  slot: Key = 0;
  flags = 0;
  /**
   * The version of the last write to the container's own slots, or of the first write below since it was clean, whichever came
   * later; -1 once dropped. Further writes below come up here when it is settled: see `lastChange`.
   */
  stamp: number;
  abstract plain: Container;
  /** A container that somebody may hold, and that this one may be again: see `originals.ts`. */
  original: Container | undefined = undefined;
  /** By slot; undefined when there are none. */
  children: SlotTable | undefined = undefined;
  firstQueued: Entry | undefined = undefined;
  nextQueued: Entry | undefined = undefined;
  previousQueued: Entry | undefined = undefined;

  constructor(stamp: number) {
    this.stamp = stamp;
    work.entries++;
  }

  /** Whether what is written to its own slots stands in `plain`. */
  abstract get isPlain(): boolean;

  /** The place that a segment names, whether or not anything is there; undefined where nothing can be. */
  abstract keyOf(segment: Segment): Key | undefined;
  /** What the slot holds, stale if its entry is queued; undefined where nothing is. */
  abstract read(key: Key): unknown;
  /** Puts a value into a slot that exists. The entry must be owned. */
  abstract write(key: Key, value: unknown): void;
  /** Puts a value into a slot that is new. The entry must be owned. */
  abstract add(key: Key, value: unknown): void;
  /** Makes the container editable: a copy, unless it is owned. */
  abstract own(): void;
  abstract slotOf(key: Key): Key;
  abstract keyAt(slot: Key): Key;
  /** Brings `plain` up to date with what was written elsewhere. */
  abstract rebuild(): void;
  /** Whether this holds what the other one does, in the same order. */
  abstract equals(other: Container): boolean;

  childAt(key: Key): Entry | undefined {
    return this.children === undefined ? undefined : findSlot(this.children, this.slotOf(key));
  }

  attach(key: Key, child: Entry): void {
    child.parent = this;
    child.slot = this.slotOf(key);
    this.children = withSlot(this.children, child);
  }
}
