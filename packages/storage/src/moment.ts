/**
 * Moments: how a snapshot is taken in O(1), although the document of the store is edited in place.
 *
 * A plain tree of the document at a moment would need a copy of every dirty container, wide ones included, and most
 * snapshots are never read: few versions of an undo history are ever restored. So a moment starts *pending*. Until the next
 * edit, the store itself is its document. From then on every edit is noted as a Change. When somebody asks for the document,
 * it is *materialized*: computed from the next later document by undoing the notes, last one first. The next later document
 * is that of a later moment, or the current one of the store. This is how Baker makes arrays persistent ("Shallow binding
 * makes functional arrays fast", 1991): the newest version is plain, and an older version stores how it differs from the
 * next newer one.
 *
 *     moment ──notes──► moment ──notes──► store
 *
 * A note is undone by the inverse of its Change. If the Change removes a member of an object, the note also stores where the
 * member stood (`member-order.ts`). One kind of edit needs another note: a container that was clean when it was edited has
 * been handed out, and the document of the moment must hold the identical container. So that note is a `replace` whose
 * `previous` is the highest clean container around the edit. Putting that back undoes the edit as well.
 *
 * Two bounds keep notes cheaper than the copy that they avoid. Both are in proportion to what copying the dirty containers
 * would cost. A moment with too many notes is materialized. And a new moment is materialized at once when the chain of
 * pending moments before it has too many notes, so that an old moment never has to undo more than these.
 *
 * Cost: taking a moment is O(1) amortised, since it looks at `MOST` entries at most and is rarely materialized at once. An
 * edit while a moment is pending costs O(1), and O(k) for the first one in a clean container. Materializing copies the dirty
 * containers, copies each container in which it undoes notes once more, and costs O(k) for each note.
 */

import { formatPointer } from '@data-map/path';
import type { Pointer, Segments } from '@data-map/path';
import { ArrayEntry } from './array-entry.ts';
import type { Change } from './change.ts';
import type { Entry } from './entry.ts';
import * as Flag from './flag.ts';
import type { SavedOrder, SavedOrders } from './member-order.ts';
import { ObjectEntry } from './object-entry.ts';
import type { Overlay } from './overlay.ts';
import { rewind } from './replay.ts';

/**
 * How many notes are allowed for each unit of `costOf`: `ofOne` for a moment, `ofChain` for the chain of pending moments
 * before a new one.
 */
export const NOTES = { ofOne: 4, ofChain: 16 };

/** The most that `costOf` returns. */
const MOST = 64;

/** What a snapshot reads from instead of a plain document: the store, as long as it has not changed since. */
export interface Readable {
  get(pointer: Pointer): unknown;
  getAt(segments: Segments): unknown;
}

/** What a moment needs from its store. */
export interface MomentHost {
  readonly overlay: Overlay;
  readonly store: Readable;
  handOut(value: unknown): unknown;
}

export class Moment {
  readonly version: number;
  /** The document, once materialized. */
  #document: unknown = undefined;
  /** Undefined once materialized. */
  #host: MomentHost | undefined;
  /** The edits since this moment and before the next one, in order; undefined when there are none. */
  #notes: Change[] | undefined = undefined;
  /** The member order before each noted removal of a member. */
  #savedOrders: SavedOrders | undefined = undefined;
  /** The next later moment; undefined for the last one, and once materialized. */
  #next: Moment | undefined = undefined;
  /** How many notes the pending moments right before this one have in all. */
  readonly #chain: number;
  /** How many notes this moment may have before it is materialized. */
  readonly #limit: number;

  /** The current moment of a store: the last one if nothing was written since, or a new one. */
  static now(host: MomentHost): Moment {
    const { overlay } = host;
    const last = overlay.moment;
    if (last !== undefined && last.#notes === undefined) return last;
    const chain = last === undefined ? 0 : last.#chain + (last.#notes?.length ?? 0);
    const cost = costOf(overlay.base);
    const moment = new Moment(host, chain, NOTES.ofOne * cost);
    if (last !== undefined) last.#next = moment;
    overlay.moment = moment;
    if (cost === 0 || chain > NOTES.ofChain * cost) moment.materialize();
    return moment;
  }

  private constructor(host: MomentHost, chain: number, limit: number) {
    this.#host = host;
    this.#chain = chain;
    this.#limit = limit;
    this.version = host.overlay.version;
  }

  /** The store, if nothing was written since this moment, so that it can be read instead of the document. */
  get now(): Readable | undefined {
    const host = this.#host;
    return host?.overlay.moment === this && this.#notes === undefined ? host.store : undefined;
  }

  /** Returns the document, which the first call materializes. */
  materialize(): unknown {
    if (this.#host === undefined) return this.#document;
    const { overlay } = this.#host;
    const notes: Change[] = this.#notes?.slice() ?? [];
    const savedOrders: SavedOrders = new Map(this.#savedOrders);
    let later = this.#next;
    for (; later !== undefined && later.#host !== undefined; later = later.#next) {
      notes.push(...(later.#notes ?? []));
      for (const [removal, savedOrder] of later.#savedOrders ?? [])
        savedOrders.set(removal, savedOrder);
    }
    const from = later === undefined ? overlay.getAt([]) : later.#document;
    const document = notes.length === 0 ? from : rewind(from, notes, savedOrders);
    this.#document = this.#host.handOut(document);
    if (overlay.moment === this) overlay.moment = undefined;
    this.#host = this.#next = undefined;
    this.#notes = this.#savedOrders = undefined;
    return this.#document;
  }

  /**
   * Must be called before a container's own slots are edited. A dirty container is left to the caller, who notes the Change,
   * unless `whole` says that this would cost too much: then the document is materialized first. A clean container is noted
   * here, by the highest clean container around the edit.
   *
   * @returns whether the edit is accounted for; if not, the caller must `note` its Change
   */
  beforeEdit(edited: Entry, whole: boolean): boolean {
    if (this.#host === undefined) return true;
    const { overlay } = this.#host;
    if ((edited.flags & Flag.Dirty) !== 0) {
      if (whole) this.materialize();
      return whole;
    }
    let top = edited;
    while (top.parent !== undefined && (top.parent.flags & Flag.Dirty) === 0) top = top.parent;
    if (top.parent?.parent === undefined && this.#notes === undefined) {
      // The root is clean: it is the document of this moment
      this.materialize();
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

  /** Notes the Change of an edit; with the member order before the edit, if it removed a member of an object. */
  note(change: Change, savedOrder?: SavedOrder): void {
    if (this.#host === undefined) return;
    if (savedOrder !== undefined)
      (this.#savedOrders ??= new Map()).set(change.segments, savedOrder);
    this.noteAll([change]);
  }

  noteAll(changes: readonly Change[]): void {
    if (this.#host === undefined) return;
    this.#notes ??= [];
    this.#notes.push(...changes);
    if (this.#notes.length > this.#limit) this.materialize();
  }
}

/**
 * What materializing the current document would cost: 1 for each stale slot, and for each dirty container 1 for 16 elements
 * of an array or one member of a wide object. 0 if no slot is stale. Stops at `MOST`, so that it visits no more entries.
 */
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
