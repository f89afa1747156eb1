/**
 * Moments: how a snapshot is taken in O(1), though the document of the store is edited in place.
 *
 * To have the document of a moment as a plain tree, the containers that are dirty must be copied, wide ones too, for
 * somebody who may never look: most versions of an undo history are never gone back to. So a moment begins *pending*.
 * Until the next edit the store itself is its document. Then every edit is noted, and when somebody asks, the document is
 * made from the next later one by taking the notes back, the last one first. The next later document is that of the store or
 * of a later moment. This is how Baker makes arrays persistent (Shallow binding makes functional arrays fast, 1991): the
 * newest version is the plain one, an older one knows how it differs from a newer.
 *
 *     moment ──notes──► moment ──notes──► store
 *
 * A note is a Change, taken back by its inverse; that of a member that leaves an object says where it stood (`member-order.ts`).
 * But a container that was clean when it was edited has been seen, and has to be the very same one in the document of the
 * moment. Putting it back, the highest clean one around the edit, takes the edit back, so this is the note.
 *
 * Bounds, in proportion to what copying the dirty containers would cost: after so many notes a moment's document is made; and
 * a moment is not left pending when the notes of those before it, which its document would put an end to, are too many. So
 * a moment keeps few notes alive, and an old one has few of them to take back.
 *
 * Cost: taking one O(1), amortised: at most `MOST` entries are looked at, and few are made at once; an edit while one is pending O(1), and O(k) for the
 * first one in a container; asking for the document what copying the dirty containers costs, once, and O(k) for each note.
 */

import { formatPointer } from '@data-map/path';
import type { Pointer, Segments } from '@data-map/path';
import { ArrayEntry } from './array-entry.ts';
import type { Change } from './change.ts';
import type { Entry } from './entry.ts';
import * as Flag from './flag.ts';
import type { Standing, Standings } from './member-order.ts';
import { ObjectEntry } from './object-entry.ts';
import type { Overlay } from './overlay.ts';
import { rewind } from './replay.ts';

/** How many notes there may be for each container, or sixteen elements or one member of a wide one, that is dirty. */
export const NOTES = { ofOne: 4, ofChain: 16 };

/** Whatever is dirty counts as no more than this. */
const MOST = 64;

/** What can be read by pointer: a store, as long as it is in the moment. */
export interface Readable {
  get(pointer: Pointer): unknown;
  getAt(segments: Segments): unknown;
}

/** What a moment needs from its store. */
export interface Present {
  readonly overlay: Overlay;
  readonly store: Readable;
  handOut(value: unknown): unknown;
}

export class Moment {
  readonly version: number;
  /** The document, once it was made. */
  #document: unknown = undefined;
  /** Undefined once the document was made. */
  #present: Present | undefined;
  /** In the order of the edits; undefined when there are none. */
  #notes: Change[] | undefined = undefined;
  /** Where members stood that were taken out. */
  #standings: Standings | undefined = undefined;
  /** The next later moment; undefined for the last one and for those whose document was made. */
  #next: Moment | undefined = undefined;
  /** How many notes the moments before this one need, back to the last one with a document. */
  readonly #chain: number;
  /** How many notes this one may have. */
  readonly #limit: number;

  /** The moment that the store is in. */
  static now(present: Present): Moment {
    const { overlay } = present;
    const last = overlay.moment;
    if (last !== undefined && last.#notes === undefined) return last;
    const chain = last === undefined ? 0 : last.#chain + (last.#notes?.length ?? 0);
    const cost = costOf(overlay.base);
    const moment = new Moment(present, chain, NOTES.ofOne * cost);
    if (last !== undefined) last.#next = moment;
    overlay.moment = moment;
    if (cost === 0 || chain > NOTES.ofChain * cost) moment.make();
    return moment;
  }

  private constructor(present: Present, chain: number, limit: number) {
    this.#present = present;
    this.#chain = chain;
    this.#limit = limit;
    this.version = present.overlay.version;
  }

  /** The store, if it is still in the moment and can be read in its place without making the document. */
  get now(): Readable | undefined {
    const present = this.#present;
    return present?.overlay.moment === this && this.#notes === undefined
      ? present.store
      : undefined;
  }

  /** The document, made when somebody asks for the first time. */
  make(): unknown {
    if (this.#present === undefined) return this.#document;
    const { overlay } = this.#present;
    const notes: Change[] = this.#notes?.slice() ?? [];
    const standings: Standings = new Map(this.#standings);
    let later = this.#next;
    for (; later !== undefined && later.#present !== undefined; later = later.#next) {
      notes.push(...(later.#notes ?? []));
      for (const [removal, standing] of later.#standings ?? []) standings.set(removal, standing);
    }
    const from = later === undefined ? overlay.getAt([]) : later.#document;
    const document = notes.length === 0 ? from : rewind(from, notes, standings);
    this.#document = this.#present.handOut(document);
    if (overlay.moment === this) overlay.moment = undefined;
    this.#present = this.#next = undefined;
    this.#notes = this.#standings = undefined;
    return this.#document;
  }

  /**
   * To be called before a container's own slots are edited. With `whole` the inverse of the edit would not do, or would take
   * too long, so that the document has to be made first.
   *
   * @returns whether the edit need not be noted any more
   */
  before(edited: Entry, whole: boolean): boolean {
    if (this.#present === undefined) return true;
    const { overlay } = this.#present;
    if ((edited.flags & Flag.Dirty) !== 0) {
      if (whole) this.make();
      return whole;
    }
    let top = edited;
    while (top.parent !== undefined && (top.parent.flags & Flag.Dirty) === 0) top = top.parent;
    if (top.parent?.parent === undefined && this.#notes === undefined) {
      this.make();
    } else {
      const { parent, plain } = top;
      const segments =
        parent === undefined ? [] : overlay.segmentsOf(parent, parent.keyAt(top.slot));
      const previous = parent === undefined ? overlay.base.plain[0] : plain;
      const pointer = formatPointer(segments);
      this.note({ op: 'replace', pointer, segments, value: undefined, previous });
    }
    return true;
  }

  /** Notes the Change of an edit that was made; with how the members stood before, if it took one out of an object. */
  note(change: Change, standing?: Standing): void {
    if (this.#present === undefined) return;
    if (standing !== undefined) (this.#standings ??= new Map()).set(change.segments, standing);
    this.noteAll([change]);
  }

  noteAll(changes: readonly Change[]): void {
    if (this.#present === undefined) return;
    this.#notes ??= [];
    this.#notes.push(...changes);
    if (this.#notes.length > this.#limit) this.make();
  }
}

/** What has to be copied, or put into its slot again: 0 if nothing has, and `MOST` at most. Looks at no more entries than that. */
function costOf(base: Entry): number {
  let cost = 0;
  const pending: Entry[] = [base];
  for (let entry; (entry = pending.pop()) !== undefined;) {
    for (let child = entry.firstQueued; child !== undefined; child = child.nextQueued) {
      cost++;
      if ((child.flags & Flag.Dirty) !== 0) {
        cost += widthOf(child);
        pending.push(child);
      }
      if (cost >= MOST) return MOST;
    }
  }
  return cost;
}

function widthOf(entry: Entry): number {
  if (entry instanceof ArrayEntry) return entry.length / 16;
  return entry instanceof ObjectEntry && entry.members !== undefined ? entry.members.size : 0;
}
