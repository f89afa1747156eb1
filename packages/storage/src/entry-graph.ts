/**
 * How a write stays cheap, and what was handed out unchanged.
 *
 * Below the last entry on the way down the document is plain JSON. An entry's own container (`plain`) may be
 * edited in place only while it is *owned*: copied since anybody outside could last see it. When it is edited, the slot that
 * holds it in its parent's container becomes stale. To repair that at once would copy every ancestor at every write. So it
 * is noted: the entry joins its parent's queue, the parent is dirty, and so on up to the first ancestor that already is.
 * `settle` repairs all of it when somebody asks for a container.
 *
 * Invariants:
 * - an entry that is owned is dirty; an entry with a queue is dirty; a dirty entry is in its parent's queue;
 * - so below a clean entry all is clean: its `plain` is the true value, and nobody will edit anything in it;
 * - a slot whose entry is not queued holds that entry's `plain`.
 *
 * Cost: a write marks only ancestors that are clean, and each of these is settled, and copied, at most once before it is
 * clean again. Neither depends on the size of the document.
 *
 * The queue is a doubly linked list through the entries themselves, so that an entry that is dropped leaves it in O(1):
 *
 *     parent.firstQueued ──► c ⇄ b ⇄ a
 *     drop(b)            ──► c ⇄ a
 */

import type { Container } from './container.ts';
import { work } from './entry.ts';
import type { Entry, Key } from './entry.ts';
import * as Flag from './flag.ts';
import type { Originals } from './originals.ts';
import { entriesOf, withoutSlot } from './slot-table.ts';

/** What a dropped entry holds, so that nobody keeps the deleted container alive through it. */
const NOTHING: Container = [];

/**
 * Notes a write to an entry's own slots. To be called before that is made: where the stack ends in between, what is marked
 * and was not written does no harm. For the same reason it calls nothing.
 */
export function touch(written: Entry, version: number): void {
  written.stamp = version;
  let entry = written;
  while ((entry.flags & Flag.Dirty) === 0) {
    entry.flags |= Flag.Dirty;
    entry.stamp = version;
    work.marks++;
    const { parent } = entry;
    if (parent === undefined) return;
    if ((entry.flags & Flag.Queued) === 0) {
      const first = parent.firstQueued;
      entry.flags |= Flag.Queued;
      entry.nextQueued = first;
      entry.previousQueued = undefined;
      if (first !== undefined) first.previousQueued = entry;
      parent.firstQueued = entry;
    }
    entry = parent;
  }
}

/** Forgets the entry at a place, if there is one, with all below it; what they cached is invalid from now on. */
export function drop(parent: Entry, key: Key, originals: Originals | undefined): void {
  const child = parent.childAt(key);
  if (child === undefined) return;
  if ((child.flags & Flag.Queued) !== 0) unqueue(parent, child);
  parent.children = parent.children && withoutSlot(parent.children, child.slot);
  const pending: Entry[] = [child];
  for (let entry; (entry = pending.pop()) !== undefined;) {
    for (const below of entriesOf(entry.children)) pending.push(below);
    originals?.lose(entry);
    entry.parent = entry.children = entry.firstQueued = undefined;
    entry.plain = NOTHING;
    entry.original = undefined;
    entry.stamp = -1;
  }
}

/** The container as it is now, not to be edited any more by anybody. Each dirty container below is copied once. */
export function settle(wanted: Entry): Container {
  let entry = wanted;
  while ((wanted.flags & Flag.Dirty) !== 0) {
    const child = entry.firstQueued;
    if (child === undefined) {
      if (entry.original === undefined || !reunite(entry, entry.original)) entry.rebuild();
      entry.flags &= ~(Flag.Dirty | Flag.Owned);
      if (entry !== wanted) entry = entry.parent!;
    } else if ((child.flags & Flag.Dirty) !== 0) {
      entry = child;
    } else {
      entry.own();
      entry.write(entry.keyAt(child.slot), child.plain);
      unqueue(entry, child);
      if (child.stamp > entry.stamp) entry.stamp = child.stamp;
    }
  }
  return wanted.plain;
}

/** Makes the container its original again, if it holds the same. */
function reunite(entry: Entry, original: Container): boolean {
  if ((entry.flags & Flag.Kept) === 0) entry.original = undefined;
  if (!entry.equals(original)) return false;
  entry.plain = original;
  return true;
}

/** The version of the last change at or below. */
export function lastChange(top: Entry): number {
  let latest = top.stamp;
  const pending: Entry[] = [top];
  for (let entry; (entry = pending.pop()) !== undefined;) {
    if (entry.stamp > latest) latest = entry.stamp;
    for (let child = entry.firstQueued; child !== undefined; child = child.nextQueued) {
      pending.push(child);
    }
  }
  return latest;
}

function unqueue(parent: Entry, child: Entry): void {
  const { nextQueued, previousQueued } = child;
  child.flags &= ~Flag.Queued;
  if (nextQueued !== undefined) nextQueued.previousQueued = previousQueued;
  if (previousQueued === undefined) parent.firstQueued = nextQueued;
  else previousQueued.nextQueued = nextQueued;
  child.nextQueued = child.previousQueued = undefined;
}
