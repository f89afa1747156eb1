/**
 * Who must hear of a commit, and what.
 *
 * A Change *touches* the location that it names and everything below it; an insertion or removal in an array touches its
 * positions from the index on, and everything below them. A subscription hears of every place that its target
 * matches, that was touched, and that holds another value than before; a deep one also of every place that its target
 * matches and below which such a place lies.
 *
 * The regions of the commit (`regions.ts`) are the touched places; each is looked at in three directions:
 *
 * - at and below it, exact targets: `PrefixIndex.walk`, along the targets and the two versions of the region;
 * - at and below it, patterns: `walk.ts`, along the automaton and the two versions;
 * - above it, deep subscriptions: a memo of the pointer (`Channels.audience`).
 *
 * Cost for a region that holds leaves: one lookup. The two versions of a region are put together only where somebody
 * is there to compare them.
 *
 * A `**` has no end of places where a region contains itself: such patterns are told of nothing below it, whoever wrote
 * gets the error, and the others are told.
 */

import { jsonEqual, PathLimitError, type Pointer, type Segments } from '@data-map/path';
import { shifts, type ChangeRecord, type DocumentReader } from './change.ts';
import type { State } from './automaton.ts';
import type { Channel } from './channel.ts';
import type { Channels, DeepPlace } from './channels.ts';
import { isContainer, kindOf, memberOf } from './container.ts';
import type { Notice } from './delivery.ts';
import { eventKind, type SubscriptionEvent } from './event.ts';
import { eventAt, placeOf, type Place } from './far-event.ts';
import { Matcher } from './matcher.ts';
import { isSame, pairBelow, pointerOf, topPair, type Pair, type Top } from './pair.ts';
import { regionsOf, type Region } from './regions.ts';
import type { Subscription } from './subscription.ts';
import { undo } from './undo.ts';
import { UpdateEvent } from './update-event.ts';
import { walk, type Finding } from './walk.ts';
import { Written } from './written.ts';

/** Up to here sorting the notices is faster than sorting their subscriptions. */
const FEW_NOTICES = 64;

/** So many positions are looked at one by one: what is found for the array goes through all targets below it. */
const FEW_POSITIONS = 8;

/** The notices of a commit, in order of subscription; what could not be found out goes to `errors`. */
export function noticesOf(
  channels: Channels,
  reader: DocumentReader,
  changes: readonly ChangeRecord[],
  errors: unknown[],
): readonly Notice[] {
  const [only] = changes;
  const search = new Search(channels, reader, changes, errors);
  if (changes.length === 1 && only !== undefined && isWhole(only)) {
    search.whole(only, only.previous, only.value);
  } else if (changes.every(isLeafWrite)) {
    // No location can lie below another one, and no position shifts
    for (const [first, last] of leavesOf(changes)) search.whole(first, first.previous, last.value);
  } else {
    for (const region of regionsOf(changes)) search.region(region);
  }
  return search.finish();
}

/** Whether a Change writes one leaf over another, or creates or deletes one that shifts nothing. */
export function isLeafWrite(change: ChangeRecord): boolean {
  const { value, previous } = change;
  return (
    (typeof value !== 'object' || value === null) &&
    (typeof previous !== 'object' || previous === null) &&
    isWhole(change)
  );
}

function isWhole({ op, segments }: ChangeRecord): boolean {
  return op !== 'move' && !shifts(op, segments);
}

/** The first and the last Change of every location. */
function leavesOf(
  changes: readonly ChangeRecord[],
): Iterable<[first: ChangeRecord, last: ChangeRecord]> {
  const leaves = new Map<Pointer, [ChangeRecord, ChangeRecord]>();
  for (const change of changes) {
    const known = leaves.get(change.pointer);
    if (known === undefined) leaves.set(change.pointer, [change, change]);
    else known[1] = change;
  }
  return leaves.values();
}

/** A place above what was written. */
interface Update {
  readonly pointer: Pointer;
  /** The location of what was written; so many segments of it lead to the place. */
  readonly way: Segments;
  readonly depth: number;
  isUnequal: boolean;
}

/** A way down to exact targets, and the last one on it that is itself a target. */
interface ExactStep {
  readonly found: Pair;
  readonly above: ExactFinding | undefined;
}

interface ExactFinding extends ExactStep {
  readonly channel: Channel;
  readonly pointer: Pointer;
  /** Whether the JSON values are unequal; otherwise only the references are. */
  differs: boolean;
}

class Search {
  readonly #channels: Channels;
  readonly #reader: DocumentReader;
  readonly #changes: readonly ChangeRecord[];
  readonly #errors: unknown[];
  readonly #notices: Notice[] = [];
  #lastOrder = 0;
  #isSorted = true;
  /** Made for the first event that may ask. */
  #written: Written | undefined = undefined;
  /** The deep places above the regions, by pointer: several regions may lie below one. */
  #updates: Map<Channel, Map<Pointer, Update>> | undefined = undefined;
  #lastRead: { way: Segments; depth: number; value: unknown } | undefined = undefined;

  constructor(
    channels: Channels,
    reader: DocumentReader,
    changes: readonly ChangeRecord[],
    errors: unknown[],
  ) {
    this.#channels = channels;
    this.#reader = reader;
    this.#changes = changes;
    this.#errors = errors;
  }

  finish(): readonly Notice[] {
    if (this.#updates !== undefined) {
      for (const [channel, places] of this.#updates) {
        for (const update of places.values()) this.#noticeUpdate(channel, update);
      }
    }
    const notices = this.#notices;
    if (this.#isSorted) return notices;
    if (notices.length > FEW_NOTICES) return inOrder(notices);
    return notices.sort((a, b) => a.subscription.order - b.subscription.order);
  }

  region(region: Region): void {
    const { edits, segments, shifted } = region;
    const [edit] = edits;
    if (shifted !== undefined) this.#positions(region, shifted.from, shifted.to);
    else if (edits.length === 1 && edit !== undefined)
      this.whole(region, edit.previous, edit.value);
    else {
      const after = this.#reader.getAt(segments);
      this.whole(region, undo(after, edits, segments.length), after);
    }
  }

  /** A location that was written as a whole. */
  whole(top: Top, before: unknown, after: unknown): void {
    if (isSame(before, after)) return;
    const { pointer, segments } = top;
    const { state, here, deep } = this.#channels.audience(pointer);
    const isBranch = isContainer(before) || isContainer(after);
    const isAsked = isBranch && (here.length > 0 || deep.length > 0);
    const isUnequal = !isAsked || !jsonEqual(before, after);
    for (const channel of here) this.#notice(channel, isUnequal, pointer, segments, before, after);
    if (isBranch) this.#below(top, topPair(before, after, 0), state);
    for (const place of deep) {
      if (place.end < pointer.length) this.#update(place, top, isUnequal);
    }
  }

  /** The positions of an array that were shifted. */
  #positions({ pointer, segments, edits }: Region, from: number, to: number): void {
    const top: Top = { pointer, segments };
    const { deep, state } = this.#channels.audience(pointer);
    if (deep.length === 0 && !this.#leadsOn(pointer, state)) return;
    const after = this.#elements(top, from, to);
    const before = undo(after, edits, segments.length, from);
    if (!Array.isArray(before)) return;
    if (before.length === after.length && before.every((value, at) => isSame(value, after[at])))
      return;
    const length = Math.max(before.length, after.length);
    if (length <= FEW_POSITIONS) {
      for (let at = 0; at < length; at++) {
        const position = from + at;
        const place = { pointer: `${pointer}/${position}`, segments: [...segments, position] };
        this.whole(place, before[at], after[at]);
      }
      if (before.length === after.length) return;
      // An element that is `undefined` is nothing, but counts in the length of the array
      for (const place of deep) this.#update(place, top, true);
      return;
    }
    this.#below(top, topPair(before, after, from), state);
    if (deep.length === 0) return;
    const isUnequal = !jsonEqual(before, after);
    for (const place of deep) this.#update(place, top, isUnequal);
  }

  /** The elements of an array between two positions. The array itself is read only where they are many. */
  #elements({ pointer, segments }: Top, from: number, to: number): unknown[] {
    const length = this.#reader.arrayLength?.(pointer);
    const few = length === undefined ? Infinity : Math.max(0, Math.min(to + 1, length) - from);
    if (few <= FEW_POSITIONS)
      return Array.from({ length: few }, (_, at) => this.#reader.getAt([...segments, from + at]));
    const array = this.#reader.getAt(segments);
    return Array.isArray(array) ? array.slice(from, to + 1) : [];
  }

  /** Whether anybody may listen below a location. */
  #leadsOn(pointer: Pointer, state: State<Channel>): boolean {
    return state.isOpen || state.width > 0 || this.#channels.exact.hasBelow(pointer);
  }

  /** The places below the top, or below positions of it. */
  #below(top: Top, pair: Pair, state: State<Channel>): void {
    const { exact, wild } = this.#channels;
    if (exact.size > 0) {
      for (const { channel, pointer, found, differs } of this.#exactBelow(top, pair)) {
        const { before, after } = found;
        this.#notice(channel, differs, pointer, placeOf(found, top), before, after);
      }
    }
    if (!state.isOpen && state.width === 0) return;
    for (const { pair: found, values, differs } of this.#findings(top, pair, wild, state)) {
      const pointer = pointerOf(found, top);
      const place = placeOf(found, top);
      for (const channel of values) {
        this.#notice(channel, differs, pointer, place, found.before, found.after);
      }
    }
  }

  /**
   * The exact targets below the top, those further up first, and whether each holds something else than before. They are compared from
   * the last to the first, which spares comparisons: a place that holds one that differs, differs too, and a part that was found
   * equal is skipped in the comparison of the place that holds it.
   */
  #exactBelow(top: Top, pair: Pair): readonly ExactFinding[] {
    const { exact } = this.#channels;
    const findings: ExactFinding[] = [];
    const start: ExactStep = { found: pair, above: undefined };
    exact.walk(top.pointer, start, (step, name, pointer) => {
      const found = pairBelow(step.found, name);
      if (found === undefined) return undefined;
      let { above } = step;
      const channel = pointer === undefined ? undefined : exact.get(pointer);
      if (channel !== undefined && pointer !== undefined) {
        above = { channel, pointer, found, above, differs: false };
        findings.push(above);
      }
      return isContainer(found.before) || isContainer(found.after) ? { found, above } : undefined;
    });
    const equal = new Map<unknown, unknown>();
    for (let i = findings.length; i-- > 0;) {
      const finding = findings[i]!;
      const { found, above } = finding;
      finding.differs ||= !jsonEqual(found.before, found.after, undefined, equal);
      if (above === undefined) continue;
      if (finding.differs) above.differs = true;
      else equal.set(found.before, found.after);
    }
    return findings;
  }

  #findings(
    top: Top,
    pair: Pair,
    matcher: Matcher<Channel>,
    state: State<Channel>,
  ): readonly Finding<Channel>[] {
    try {
      return walk(matcher, pair, state, top).findings;
    } catch (error) {
      if (!(error instanceof PathLimitError)) throw error;
      // One says it for all places
      this.#errors[0] ??= error;
      const others = new Matcher<Channel>();
      for (const channel of matcher.valuesWithin(state)) {
        const { target } = channel;
        if (!target.split('/').includes('**')) others.add(target, channel);
      }
      return walk(others, pair, others.find(top.pointer).state, top).findings;
    }
  }

  #notice(
    channel: Channel,
    isUnequal: boolean,
    pointer: Pointer,
    place: Place,
    previous: unknown,
    value: unknown,
  ): void {
    const { target } = channel;
    let event: SubscriptionEvent | undefined;
    for (let to = channel.first; to !== undefined; to = to.after) {
      if (!isUnequal && to.extras?.equals === undefined) continue;
      event ??= eventAt(eventKind(previous, value), pointer, place, value, previous, target);
      this.#push(to, event);
    }
  }

  /** Something below a place to which somebody listens deeply has changed, or at least its references have. */
  #update({ channel, depth, end }: DeepPlace, top: Top, isUnequal: boolean): void {
    const pointer = top.pointer.slice(0, end);
    this.#updates ??= new Map();
    let places = this.#updates.get(channel);
    if (places === undefined) {
      places = new Map();
      this.#updates.set(channel, places);
    }
    const known = places.get(pointer);
    if (known !== undefined) known.isUnequal ||= isUnequal;
    else places.set(pointer, { pointer, way: top.segments, depth, isUnequal });
  }

  #noticeUpdate(channel: Channel, update: Update): void {
    let event: SubscriptionEvent | undefined;
    for (let to = channel.first; to !== undefined; to = to.after) {
      if (!to.isDeep || (!update.isUnequal && to.extras?.equals === undefined)) continue;
      event ??= this.#updateEvent(channel, update);
      this.#push(to, event);
    }
  }

  #updateEvent(channel: Channel, { pointer, way, depth }: Update): SubscriptionEvent {
    const value = this.#valueAt(way, depth);
    const written = (this.#written ??= new Written(this.#changes));
    return new UpdateEvent(pointer, way, depth, value, channel.target, written);
  }

  /** Places on one way, those further up first, are read on the way down and not each from the root. */
  #valueAt(way: Segments, depth: number): unknown {
    const last = this.#lastRead;
    let value: unknown;
    if (last?.way === way && last.depth <= depth) {
      ({ value } = last);
      for (let at = last.depth; at < depth; at++)
        value = memberOf(value, kindOf(value), way[at]!, 0);
    } else {
      value = this.#reader.getAt(way.slice(0, depth));
    }
    this.#lastRead = { way, depth, value };
    return value;
  }

  #push(subscription: Subscription, event: SubscriptionEvent): void {
    const { order } = subscription;
    if (order < this.#lastOrder) this.#isSorted = false;
    this.#lastOrder = order;
    this.#notices.push({ subscription, event });
  }
}

/**
 * The notices in order of subscription, those of one subscription as they were. Sorts the subscriptions and not the
 * notices: a commit may have many places for the same few subscriptions.
 */
function inOrder(notices: readonly Notice[]): readonly Notice[] {
  const bySubscription = new Map<Subscription, Notice[]>();
  for (const notice of notices) {
    const known = bySubscription.get(notice.subscription);
    if (known === undefined) bySubscription.set(notice.subscription, [notice]);
    else known.push(notice);
  }
  const groups = [...bySubscription].toSorted(([a], [b]) => a.order - b.order);
  return groups.flatMap(([, group]) => group);
}
