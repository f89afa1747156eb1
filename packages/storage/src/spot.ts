import type { ArrayScript } from './array-script.ts';
import type { Change } from './change.ts';
import { unchanged } from './container.ts';
import { FlatStore } from './flat-store.ts';

/** What a list of Changes did to one place: a node of the tree that `compose-changes.ts` and `written-among.ts` fold the list into. */
export class Spot {
  /** Whether the place was written as a whole; then what lies below it is in `#after`. */
  written = false;
  before: unknown = undefined;
  members: Map<string, Spot> | undefined = undefined;
  script: ArrayScript<Spot> | undefined = undefined;
  #after: unknown = undefined;
  /** Where writes below a written place are applied. */
  #scratch: FlatStore | undefined = undefined;

  get after(): unknown {
    return this.#scratch === undefined ? this.#after : this.#scratch.toObject();
  }

  write(before: unknown, after: unknown): this {
    this.before = this.written ? this.before : before;
    this.#after = after;
    this.written = !unchanged(this.before, after);
    this.members = this.script = this.#scratch = undefined;
    return this;
  }

  /** Applies a Change below a written place, at which its segments start. */
  fold(change: Change): void {
    this.#scratch ??= new FlatStore(this.#after, { freeze: false });
    this.#scratch.apply(change);
  }

  forget(): void {
    this.written = false;
    this.members = this.script = this.#scratch = undefined;
  }
}

/** The place of a member; from now on there is one. */
export function memberOf(spot: Spot, name: string): Spot {
  spot.members ??= new Map();
  let member = spot.members.get(name);
  if (member === undefined) spot.members.set(name, (member = new Spot()));
  return member;
}
