/**
 * What the inverses of Changes do not bring back: how the members of an object stood, and which very containers somebody
 * holds. Whoever wants to take Changes back has both kept from then on (`FlatStore.keepOriginals`).
 *
 * The first edit in or below a container that is clean, so that somebody may hold it, notes it in its entry as the
 * `original`. Nothing is compared at once: when the container is asked for again, and holds what the original holds, it is
 * the original that is given (`settle`). A container that went, as when it was removed or moved after an edit, has lost
 * its entry; what was noted there is found by the container itself, should it come back.
 *
 * Cost: O(1) for each container that is edited in or below; and, for one that is read after something was taken back, a comparison
 * of its members, once, beside the copy that was made to edit it.
 */

import type { Container } from './container.ts';
import type { Entry } from './entry.ts';
import * as Flag from './flag.ts';
import type { Standings } from './member-order.ts';

export class Originals {
  readonly standings: Standings = new Map();
  /** Whether anything was taken back. */
  taken = false;
  /** Those that have an original, some more than once. */
  readonly #entries: Entry[] = [];
  /** The originals of containers that went; in most transactions none does. */
  #gone: Map<Container, Container> | undefined = undefined;

  /** To be called before a container's own slots are edited. */
  note(edited: Entry): void {
    for (let entry = edited; entry.parent !== undefined; entry = entry.parent) {
      const { flags, original, plain } = entry;
      // One that is dirty was noted with all above it, or nobody holds it; or it waits for a look since the last time
      if ((flags & Flag.Dirty) !== 0 && ((flags & Flag.Kept) !== 0 || original === undefined))
        return;
      this.expect(entry, original ?? this.#gone?.get(plain) ?? plain);
    }
  }

  /** The container of an entry may be this one again. */
  expect(entry: Entry, original: Container): void {
    entry.original = original;
    entry.flags |= Flag.Kept;
    this.#entries.push(entry);
  }

  /** A container goes, and its entry with it. */
  lose({ original, plain }: Entry): void {
    if (original !== undefined) (this.#gone ??= new Map()).set(plain, original);
  }

  /** All that there is goes. */
  loseAll(): void {
    for (const entry of this.#entries) this.lose(entry);
  }

  /** Ends it: an original is still wanted where something was taken back and nobody has looked since. */
  release(): void {
    for (const entry of this.#entries) {
      entry.flags &= ~Flag.Kept;
      if (!this.taken || (entry.flags & Flag.Dirty) === 0) entry.original = undefined;
    }
  }
}
