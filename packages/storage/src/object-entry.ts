import { parseArrayIndex, setMember } from '@data-map/path';
import type { Segment } from '@data-map/path';
import { fromMembers, membersOf, readMember, unchanged, UNSTEADY, WIDE } from './container.ts';
import type { Members } from './container.ts';
import { Entry, work } from './entry.ts';
import type { Key } from './entry.ts';
import * as Flag from './flag.ts';
import type { MemberOrder, SavedOrder } from './member-order.ts';

/**
 * The entry of an object.
 *
 * Up to `WIDE` members (`UNSTEADY`, if members are added or removed or have indices for names), the first write after a
 * read copies the object by spreading. A wider object is copied into a Map once, at its first write. From then on writes go
 * to the Map, so that reading and writing single members costs O(1) whatever the width. `rebuild` makes a plain object of
 * the Map when somebody reads the object as a whole, and drops the Map if the object has shrunk to half the bound.
 */
export class ObjectEntry extends Entry {
  override plain: Members;
  /**
   * The members of a wide object, from its first write on. The Map is never handed out, so it is never copied. While the
   * entry is owned, it is newer than `plain`.
   */
  members: Map<string, unknown> | undefined = undefined;

  /** How many members may be added before they must be counted again; negative: count at the next copy. */
  #room = -1;
  /** With more members than this the object is wide. */
  #bound = WIDE;
  /** The log of added and removed names, once the order was saved (`member-order.ts`). */
  #order: MemberOrder | undefined = undefined;

  constructor(plain: Members, stamp: number) {
    super(stamp);
    this.plain = plain;
  }

  override get isPlain(): boolean {
    return this.members === undefined;
  }

  override keyOf(segment: Segment): Key | undefined {
    return typeof segment === 'string' ? segment : undefined;
  }

  override read(key: Key): unknown {
    return this.members === undefined
      ? readMember(this.plain, key as string)
      : this.members.get(key as string);
  }

  override write(key: Key, value: unknown): void {
    if (this.members === undefined) this.plain[key] = value;
    else this.members.set(key as string, value);
  }

  remove(key: Key): void {
    this.#toggle(key as string);
    this.#markUnsteady();
    if (this.members === undefined) delete this.plain[key];
    else this.members.delete(key as string);
  }

  override add(key: Key, value: unknown): void {
    this.#room--;
    this.#toggle(key as string);
    this.#markUnsteady();
    if (this.members === undefined) setMember(this.plain, key as string, value);
    else this.members.set(key as string, value);
  }

  override own(): void {
    if ((this.flags & Flag.Owned) !== 0) return;
    if (this.members === undefined) {
      work.copies++;
      if (this.#room < 0) this.#count();
      if (this.#room < 0) this.members = membersOf(this.plain);
      else {
        this.plain = { ...this.plain };
        this.renewed();
      }
    }
    this.flags |= this.members === undefined ? Flag.Owned : Flag.Owned | Flag.Recent;
  }

  override rebuild(): void {
    if (this.members === undefined || (this.flags & Flag.Owned) === 0) return;
    work.copies++;
    this.plain = fromMembers(this.members);
    this.renewed();
    if (this.members.size < this.#bound / 2) this.members = undefined;
  }

  override equals(other: Members): boolean {
    const { members, plain } = this;
    // A member that is `undefined` counts as absent: undoing a write over it removes it
    const names = Object.keys(other).filter((name) => other[name] !== undefined);
    // An object lists array indices before other names, a Map lists them in the order of insertion
    const isInOrder = members !== undefined && parseArrayIndex(names[0] ?? '') < 0;
    const own = isInOrder ? members.keys() : Object.keys(members ? fromMembers(members) : plain);
    let count = 0;
    for (const name of own) {
      const a = members === undefined ? plain[name] : members.get(name);
      if (a === undefined) continue;
      // Both have an own member of this name, so nothing inherited is read
      if (name !== names[count++]) return false;
      if (a !== other[name] && !unchanged(a, other[name])) return false;
    }
    return count === names.length;
  }

  /** Saves the order of the members. O(1) amortised. */
  saveOrder(): SavedOrder {
    if (this.#order === undefined) {
      const names = this.members === undefined ? Object.keys(this.plain) : [...this.members.keys()];
      this.#order = { names, toggled: [] };
    }
    return { order: this.#order, toggles: this.#order.toggled.length };
  }

  /** Logs a name that is added or removed; drops the log once it is longer than a new list of all names. */
  #toggle(name: string): void {
    const order = this.#order;
    if (order === undefined) return;
    if (order.toggled.length > order.names.length) this.#order = undefined;
    else order.toggled.push(name);
  }

  #count(): void {
    const names = Object.keys(this.plain);
    // Array indices are listed first, so the first name tells whether there are any
    if (names.length > 0 && parseArrayIndex(names[0]!) >= 0) this.#bound = UNSTEADY;
    this.#room = this.#bound - names.length;
  }

  /** Lowers the bound: an object whose members are added or removed is a dictionary, or about to become one. */
  #markUnsteady(): void {
    if (this.#bound === UNSTEADY) return;
    this.#bound = UNSTEADY;
    this.#room = -1;
  }

  override slotOf(key: Key): Key {
    return key;
  }

  override keyAt(slot: Key): Key {
    return slot;
  }
}
