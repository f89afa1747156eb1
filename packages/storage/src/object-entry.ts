import type { Segment } from '@data-map/path';
import {
  addMember,
  copyWide,
  fromMembers,
  membersOf,
  readMember,
  WIDE,
  WIDEST,
} from './container.ts';
import type { Members } from './container.ts';
import { Entry, work } from './entry.ts';
import type { Key } from './entry.ts';
import * as Flag from './flag.ts';

/** An object is calm while less than one in so many of its members are written before it is handed out again. */
const BUSY = 8;
/** So many times calm, and a wide object leaves its Map. */
const CALM = 4;

/**
 * The entry of an object.
 *
 * Up to `WIDE` members its container is copied as a whole. Beyond, that depends on how the engine keeps the object: with
 * a hidden class it is copied in a moment, as a dictionary in twenty times as long. Which it is cannot be asked, but what
 * makes a dictionary is known: members that come and go, and more members than a hidden class can have (`WIDEST`). So an
 * object whose members come and go, or that has too many, is kept in a Map while it is written to; so is one of which
 * many members are written at a time, because that is faster in a Map.
 */
export class ObjectEntry extends Entry {
  override plain: Members;
  /**
   * The members of an object that is kept in a Map; private, so it is never copied. While the entry is owned it is ahead
   * of `plain`, which is made again from it when somebody asks.
   */
  members: Map<string, unknown> | undefined = undefined;

  /** At most so many members there are; -1 before they were counted. */
  #count = -1;
  /** Writes since the container became ours; one that changes the set of members counts as many. */
  #writes = 0;
  /** How often in a row the container was calm in its Map. */
  #calm = 0;

  constructor(plain: Members, stamp: number) {
    super(stamp);
    this.plain = plain;
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
    this.#writes++;
    if (this.members === undefined) this.plain[key] = value;
    else this.members.set(key as string, value);
  }

  remove(key: Key): void {
    this.#count--;
    this.#writes += WIDEST;
    if (this.members === undefined) delete this.plain[key];
    else this.members.delete(key as string);
  }

  override add(key: Key, value: unknown): void {
    this.#count++;
    this.#writes += WIDEST;
    if (this.members === undefined) addMember(this.plain, key as string, value);
    else this.members.set(key as string, value);
  }

  override own(): void {
    if ((this.flags & Flag.Owned) !== 0) return;
    this.flags |= Flag.Owned;
    if (this.members === undefined) {
      work.copies++;
      if (this.#count < 0) this.#count = Object.keys(this.plain).length;
      if (this.#count <= WIDE) this.plain = { ...this.plain };
      else if (this.#isCalm()) this.plain = copyWide(this.plain);
      else this.members = membersOf(this.plain);
    }
    if (this.members !== undefined) this.flags |= Flag.Recent;
    this.#writes = 0;
  }

  override rebuild(): void {
    if (this.members === undefined || (this.flags & Flag.Owned) === 0) return;
    work.copies++;
    this.plain = fromMembers(this.members);
    this.#count = this.members.size;
    this.#calm = this.#isCalm() ? this.#calm + 1 : 0;
    if (this.#calm < CALM && this.#count >= WIDE / 2) return;
    this.members = undefined;
    this.#calm = 0;
  }

  #isCalm(): boolean {
    return this.#count <= WIDEST && this.#writes * BUSY < this.#count;
  }

  override slotOf(key: Key): Key {
    return key;
  }

  override keyAt(slot: Key): Key {
    return slot;
  }
}
