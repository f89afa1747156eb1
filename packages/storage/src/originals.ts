/**
 * What applying the inverses of Changes does not restore: the order of an object's members, and the identity of containers
 * that somebody outside may hold. Between `FlatStore.keepOriginals(true)` and `(false)` both are recorded, for a rollback.
 *
 * The first edit in or below a clean container (which somebody may hold) records that container in its entry, as the
 * `original`. Nothing is compared at that time. When the entry is settled, and its container holds what the original holds,
 * the original is handed out instead (`settle` of `entry-graph.ts`). A container that was edited and then removed or moved
 * has lost its entry; its original is then found by the container itself, should that be put back.
 *
 * Cost: O(1) for each container that is edited in or below, and one comparison of its members when it is next read after
 * a rollback, in addition to the copy that the edit made.
 */

import type { Container } from './container.ts';
import type { Entry } from './entry.ts';
import * as Flag from './flag.ts';
import type { SavedOrders } from './member-order.ts';

export class Originals {
  readonly savedOrders: SavedOrders = new Map();
  /** Whether any Change was taken back. */
  rolledBack = false;
  /** The entries that were given an original; an entry may be listed more than once. */
  readonly #entries: Entry[] = [];
  /** The originals of containers that have lost their entry, by container; undefined in most transactions. */
  #detached: Map<Container, Container> | undefined = undefined;

  /** Records the originals of a container and of those above it. Must be called before its own slots are edited. */
  note(edited: Entry): void {
    for (let entry = edited; entry.parent !== undefined; entry = entry.parent) {
      const { flags, original, plain } = entry;
      // A dirty entry was recorded before, with all above it, or nobody holds its container. The exception is an original
      // left over from an earlier recording: unless it is recorded again, the next settling discards it
      if ((flags & Flag.Dirty) !== 0 && ((flags & Flag.Kept) !== 0 || original === undefined))
        return;
      this.addOriginal(entry, original ?? this.#detached?.get(plain) ?? plain);
    }
  }

  /** Records that the container of an entry may become equal to `original` again. */
  addOriginal(entry: Entry, original: Container): void {
    entry.original = original;
    entry.flags |= Flag.Kept;
    this.#entries.push(entry);
  }

  /** Keeps the original of an entry that is about to be dropped, by its container. */
  detach({ original, plain }: Entry): void {
    if (original !== undefined) (this.#detached ??= new Map()).set(plain, original);
  }

  /** The same for all entries, before the whole document is replaced. */
  detachAll(): void {
    for (const entry of this.#entries) this.detach(entry);
  }

  /**
   * Ends the recording. After a rollback, the originals of entries that are still dirty stay: whether they are equal again
   * is only known when they are settled.
   */
  release(): void {
    for (const entry of this.#entries) {
      entry.flags &= ~Flag.Kept;
      if (!this.rolledBack || (entry.flags & Flag.Dirty) === 0) entry.original = undefined;
    }
  }
}
