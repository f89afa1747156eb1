import type { ArrayScript } from './array-script.ts';
import type { Change } from './change.ts';
import { unchanged } from './container.ts';
import { FlatStore } from './flat-store.ts';

/**
 * What a list of Changes did to one place: a node of the tree into which `compose-changes.ts` and `written-among.ts` fold
 * the list. The children of a node are in `members` below an object, in `script` below an array.
 */
export class Spot {
  /** Whether the place was written as a whole. Then there are no children: writes below it are part of `after`. */
  written = false;
  /** The value before the first write of a written place. */
  before: unknown = undefined;
  members: Map<string, Spot> | undefined = undefined;
  script: ArrayScript<Spot> | undefined = undefined;
  #after: unknown = undefined;
  /** Holds `#after` from the first write below a written place on, and takes these writes. */
  #scratch: FlatStore | undefined = undefined;

  /** The value after the last write at or below a written place. */
  get after(): unknown {
    return this.#scratch === undefined ? this.#after : this.#scratch.toObject();
  }

  /** Records a write of the whole place. The first `before` stays; an `after` equal to it undoes the place. */
  write(before: unknown, after: unknown): this {
    this.before = this.written ? this.before : before;
    this.#after = after;
    this.written = !unchanged(this.before, after);
    this.members = this.script = this.#scratch = undefined;
    return this;
  }

  /** Applies a Change below a written place. Its segments are relative to the place. */
  applyBelow(change: Change): void {
    this.#scratch ??= new FlatStore(this.#after, { freeze: false });
    this.#scratch.apply(change);
  }

  /** Makes the place, and all below it, untouched again. */
  forget(): void {
    this.written = false;
    this.members = this.script = this.#scratch = undefined;
  }
}

/** The spot of a member, created if there is none. */
export function memberOf(spot: Spot, name: string): Spot {
  spot.members ??= new Map();
  let member = spot.members.get(name);
  if (member === undefined) spot.members.set(name, (member = new Spot()));
  return member;
}
