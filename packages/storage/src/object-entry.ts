import { parseArrayIndex, setMember } from '@data-map/path';
import type { Segment } from '@data-map/path';
import { fromMembers, membersOf, readMember, unchanged, UNSTEADY, WIDE } from './container.ts';
import type { Members } from './container.ts';
import { Entry, work } from './entry.ts';
import type { Key } from './entry.ts';
import * as Flag from './flag.ts';
import type { MemberOrder, Standing } from './member-order.ts';

/** The entry of an object. */
export class ObjectEntry extends Entry {
  override plain: Members;
  /**
   * The members of a wide object, from its first write on; private, so it is never copied. While the entry is owned it
   * is ahead of `plain`, which is made again from it when somebody asks.
   */
  members: Map<string, unknown> | undefined = undefined;

  /** So many members may come before they must be counted again, to see whether the object is wide. */
  #room = -1;
  /** With more members than this the object is wide. */
  #bound = WIDE;
  /** Once somebody has asked how the members stand. */
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
    this.#unsettle();
    if (this.members === undefined) delete this.plain[key];
    else this.members.delete(key as string);
  }

  override add(key: Key, value: unknown): void {
    this.#room--;
    this.#toggle(key as string);
    this.#unsettle();
    if (this.members === undefined) setMember(this.plain, key as string, value);
    else this.members.set(key as string, value);
  }

  override own(): void {
    if ((this.flags & Flag.Owned) !== 0) return;
    if (this.members === undefined) {
      work.copies++;
      if (this.#room < 0) this.#count();
      if (this.#room < 0) this.members = membersOf(this.plain);
      else this.plain = { ...this.plain };
    }
    this.flags |= this.members === undefined ? Flag.Owned : Flag.Owned | Flag.Recent;
  }

  override rebuild(): void {
    if (this.members === undefined || (this.flags & Flag.Owned) === 0) return;
    work.copies++;
    this.plain = fromMembers(this.members);
    if (this.members.size < this.#bound / 2) this.members = undefined;
  }

  override equals(other: Members): boolean {
    const { members, plain } = this;
    const names = Object.keys(other);
    // Names that are indices come first in an object, and in a Map when they came
    const isInOrder = members !== undefined && parseArrayIndex(names[0] ?? '') < 0;
    const own = isInOrder ? members.keys() : Object.keys(members ? fromMembers(members) : plain);
    let count = 0;
    for (const name of own) {
      // Both have a member of this name, so nothing inherited is read
      if (name !== names[count++]) return false;
      const a = members === undefined ? plain[name] : members.get(name);
      if (a !== other[name] && !unchanged(a, other[name])) return false;
    }
    return count === names.length;
  }

  /** How the members stand now, to be told later. O(1), amortised. */
  standing(): Standing {
    if (this.#order === undefined) {
      const names = this.members === undefined ? Object.keys(this.plain) : [...this.members.keys()];
      this.#order = { names, toggled: [] };
    }
    return { order: this.#order, moment: this.#order.toggled.length };
  }

  /** Notes a name that comes or goes, as long as that is less than listing all of them anew. */
  #toggle(name: string): void {
    const order = this.#order;
    if (order === undefined) return;
    if (order.toggled.length > order.names.length) this.#order = undefined;
    else order.toggled.push(name);
  }

  #count(): void {
    const names = Object.keys(this.plain);
    // Names that are indices come first
    if (names.length > 0 && parseArrayIndex(names[0]!) >= 0) this.#bound = UNSTEADY;
    this.#room = this.#bound - names.length;
  }

  /** Members come and go: now the object is a dictionary, or about to become one. */
  #unsettle(): void {
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
