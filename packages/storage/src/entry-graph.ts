/**
 * The tree of entries: how a write stays cheap while everything that was handed out stays unchanged.
 *
 * Entries cover the containers in use, from the root down; below the last entry on a path the document is plain JSON. The
 * container of an entry (`plain`) may be edited in place only while the entry is *owned*, that is, while it is a copy that
 * nobody outside has seen. Copying it makes the slot that holds it in the parent's container stale. Repairing that slot at
 * once would copy every ancestor at every write. Instead the repair is queued: the entry joins the queue of its parent, the
 * parent becomes dirty and joins the queue of its own parent, and so on up to the first ancestor that is dirty already.
 * `settle` makes all queued repairs at and below a container when somebody asks for it.
 *
 * Invariants:
 * - An owned entry is dirty. An entry with a queue is dirty. A dirty entry is in its parent's queue.
 * - So all entries below a clean entry are clean: its `plain` is the current value, and no part of it will be edited.
 * - A slot whose entry is not queued holds the `plain` of that entry.
 *
 * Cost: a write marks only its clean ancestors, and each of them is settled, and copied, at most once before it is clean
 * again. Neither depends on the size of the document.
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

/** The container of every dropped entry: a memo may still refer to the entry, and must not keep the deleted one alive. */
const NOTHING: Container = [];

/**
 * Marks an entry, whose own slots are about to be written, and its clean ancestors as dirty. Must be called before the
 * write: if the stack overflows in between, a mark without a write does no harm, a write without a mark would be lost. For
 * the same reason it calls no function, so that the stack cannot overflow half-way.
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

/**
 * Drops the entry at a key, if there is one, and all entries below it. Their stamps become -1, which invalidates the memos
 * that refer to them. O(the entries dropped).
 */
export function drop(parent: Entry, key: Key, originals: Originals | undefined): void {
  const child = parent.childAt(key);
  if (child === undefined) return;
  if ((child.flags & Flag.Queued) !== 0) unqueue(parent, child);
  parent.children = parent.children && withoutSlot(parent.children, child.slot);
  const pending: Entry[] = [child];
  for (let entry; (entry = pending.pop()) !== undefined;) {
    for (const below of entriesOf(entry.children)) pending.push(below);
    originals?.detach(entry);
    entry.parent = entry.children = entry.firstQueued = undefined;
    entry.plain = NOTHING;
    entry.original = undefined;
    entry.stamp = -1;
  }
}

/**
 * Returns the current container of an entry, which nobody will edit any more. Makes the queued repairs at and below the
 * entry in post-order, and so copies each dirty container there at most once.
 */
export function settle(wanted: Entry): Container {
  let entry = wanted;
  while ((wanted.flags & Flag.Dirty) !== 0) {
    const child = entry.firstQueued;
    if (child === undefined) {
      if (entry.original === undefined || !restoreOriginal(entry, entry.original)) entry.rebuild();
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

/** Replaces the container by its original if the two are equal; says whether it did. */
function restoreOriginal(entry: Entry, original: Container): boolean {
  if ((entry.flags & Flag.Kept) === 0) entry.original = undefined;
  if (!entry.equals(original)) return false;
  entry.plain = original;
  return true;
}

/** The version of the last change at or below an entry. O(the dirty entries there). */
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
