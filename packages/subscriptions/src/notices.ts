/**
 * Determines the notices of a commit: which subscriptions are notified, and with which events.
 *
 * A Change *touches* the location that it names and everything below it. An insertion into an array or a removal from it touches
 * the positions from its index on, a move inside an array those between its two ends, and everything below them. A subscription
 * gets an event for every touched location that its target matches and whose value differs from before. A deep subscription
 * also gets one for every location that its target matches and whose value differs because of a write below it.
 *
 * The touched locations are the regions of the commit (`regions.ts`). For each region the search looks in three directions:
 *
 * - exact targets at and below it: `PrefixIndex.walk`, along the targets and the two versions of the region;
 * - patterns at and below it: `walk.ts`, along the automaton and the two versions;
 * - deep subscriptions above it: the audience of its pointer (`Channels.audience`).
 *
 * Cost for a region that holds leaves before and after: one lookup of its audience. The version before the commit is computed only
 * if a subscription requires the comparison.
 *
 * If a region contains itself, a `**` matches an unlimited number of locations in it. Targets with a `**` are then not notified of
 * locations below the region, the writer gets the error, and all other targets are notified as usual.
 */

import {
  jsonEqual,
  parseArrayIndex,
  PathLimitError,
  type Pointer,
  type Segments,
} from '@data-map/path';
import { shifts, type ChangeRecord, type DocumentReader, type Edit } from './change.ts';
import type { State } from './automaton.ts';
import type { Channel } from './channel.ts';
import type { Channels, DeepPlace } from './channels.ts';
import { isContainer, kindOf, memberOf } from './container.ts';
import type { Notice } from './delivery.ts';
import { EditIndex } from './edit-index.ts';
import { eventKind, type SubscriptionEvent } from './event.ts';
import { Matcher } from './matcher.ts';
import { isSame, pairBelow, pointerOf, topPair, type Pair, type Top } from './pair.ts';
import { eventAt, lazySegmentsOf, type LazySegments } from './place-event.ts';
import { regionsOf, type Region } from './regions.ts';
import type { Subscription } from './subscription.ts';
import { undo, undoAt } from './undo.ts';
import { UpdateEvent } from './update-event.ts';
import { walk, type Finding } from './walk.ts';

/** Up to this many notices, sorting them is faster than grouping them by subscription first. */
const FEW_NOTICES = 64;

/** Up to this many shifted positions are searched one by one, because a search from the array visits all exact targets below it. */
const FEW_POSITIONS = 8;

/** Returns the notices of a commit, in order of subscription, and adds to `errors` what could not be determined. */
export function noticesOf(
  channels: Channels,
  reader: DocumentReader,
  changes: readonly ChangeRecord[],
  errors: unknown[],
): readonly Notice[] {
  const [only] = changes;
  const search = new Search(channels, reader, changes, errors);
  if (changes.length === 1 && only !== undefined && shiftsNothing(only)) {
    search.searchLocation(only, only.previous, only.value);
  } else if (changes.every(isLeafWrite)) {
    // No location is below another one and no position shifts, so regions are not needed
    for (const [first, last] of leavesOf(changes))
      search.searchLocation(first, first.previous, last.value);
  } else {
    for (const region of regionsOf(changes)) search.searchRegion(region);
  }
  return search.finish();
}

/** Whether a Change writes one leaf over another, or creates or deletes one that shifts nothing. */
export function isLeafWrite(change: ChangeRecord): boolean {
  const { value, previous } = change;
  return (
    (typeof value !== 'object' || value === null) &&
    (typeof previous !== 'object' || previous === null) &&
    shiftsNothing(change)
  );
}

/** By how many elements an edit makes an array longer, whose location has `depth` segments. */
function growthBy({ op, segments }: Edit, depth: number): number {
  if (op === 'replace' || segments.length > depth + 1) return 0;
  return op === 'add' ? 1 : -1;
}

/** Whether a Change writes one location as a whole and shifts no position. */
function shiftsNothing({ op, segments }: ChangeRecord): boolean {
  return op !== 'move' && !shifts(op, segments);
}

/** Returns the first and the last Change of every location. */
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

/** A location above a region, with a deep channel. */
interface Update {
  readonly pointer: Pointer;
  /** The segments of the region, whose first `depth` segments are those of the location. */
  readonly path: Segments;
  readonly depth: number;
  /** Whether the JSON values are unequal; if not, only the references differ. */
  isUnequal: boolean;
}

/** A location at or above exact targets. */
interface ExactStep {
  readonly found: Pair;
  /** The nearest exact target at or above the location; for a target itself the nearest one above. */
  readonly above: ExactFinding | undefined;
}

/** An exact target whose reference has changed. */
interface ExactFinding extends ExactStep {
  readonly channel: Channel;
  readonly pointer: Pointer;
  /** Whether the JSON values are unequal; if not, only the references differ. */
  differs: boolean;
}

/** Collects the notices of one commit. */
class Search {
  readonly #channels: Channels;
  readonly #reader: DocumentReader;
  readonly #changes: readonly ChangeRecord[];
  readonly #errors: unknown[];
  readonly #notices: Notice[] = [];
  /** The order of the subscription of the last notice. */
  #lastOrder = 0;
  /** Whether the notices are in order of subscription so far. */
  #isSorted = true;
  /** Created for the first update. */
  #editIndex: EditIndex | undefined = undefined;
  /** The locations above regions with deep channels, merged by pointer, because several regions can be below the same location. */
  #updates: Map<Channel, Map<Pointer, Update>> | undefined = undefined;
  /** The last location that `#valueAt` read. */
  #lastRead: { path: Segments; depth: number; value: unknown } | undefined = undefined;

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

  /** Returns the notices, in order of subscription. */
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

  /** Adds the notices of a region. */
  searchRegion(region: Region): void {
    const { edits, segments, shifted } = region;
    const [edit] = edits;
    if (shifted !== undefined) this.#searchPositions(region, shifted.from, shifted.to);
    else if (edits.length === 1 && edit !== undefined)
      this.searchLocation(region, edit.previous, edit.value);
    else {
      const after = this.#reader.getAt(segments);
      this.searchLocation(region, undo(after, edits, segments.length), after);
    }
  }

  /** Adds the notices of a location that was written as a whole. */
  searchLocation(top: Top, before: unknown, after: unknown): void {
    if (isSame(before, after)) return;
    const { pointer, segments } = top;
    const { state, here, deep } = this.#channels.audience(pointer);
    const isBranch = isContainer(before) || isContainer(after);
    const mustCompare = isBranch && (here.length > 0 || deep.length > 0);
    const isUnequal = !mustCompare || !jsonEqual(before, after);
    for (const channel of here) this.#notice(channel, isUnequal, pointer, segments, before, after);
    if (isBranch) this.#searchBelow(top, topPair(before, after, 0), state);
    for (const place of deep) {
      if (place.end < pointer.length) this.#update(place, top, isUnequal);
    }
  }

  /** Adds the notices of a range of shifted positions; `pointer` and `segments` are those of the array. */
  #searchPositions({ pointer, segments, edits }: Region, from: number, to: number): void {
    const top: Top = { pointer, segments };
    const { deep, state } = this.#channels.audience(pointer);
    if (deep.length === 0 && !this.#mayMatchBelow(pointer, state)) return;
    const positions = this.#targetedPositions(pointer, state, edits, from, to);
    const depth = segments.length;
    const growth = edits.reduce((sum, edit) => sum + growthBy(edit, depth), 0);
    if (positions !== undefined && (deep.length === 0 || growth !== 0)) {
      const read = (at: number): unknown => this.#reader.getAt([...segments, at]);
      for (const at of positions)
        this.#searchElement(top, at, undoAt(at, edits, depth, read), read(at));
      for (const place of deep) this.#update(place, top, true);
      return;
    }
    const after = this.#elements(top, from, to);
    const before = undo(after, edits, segments.length, from);
    if (!Array.isArray(before)) return;
    if (before.length === after.length && before.every((value, at) => isSame(value, after[at])))
      return;
    const length = Math.max(before.length, after.length);
    if (length <= FEW_POSITIONS) {
      for (let at = 0; at < length; at++)
        this.#searchElement(top, from + at, before[at], after[at]);
      if (before.length === after.length) return;
      // The array differs by its length, even if the added or removed element is `undefined` and so fires nothing above
      for (const place of deep) this.#update(place, top, true);
      return;
    }
    this.#searchBelow(top, topPair(before, after, from), state);
    if (deep.length === 0) return;
    const isUnequal = !jsonEqual(before, after);
    for (const place of deep) this.#update(place, top, isUnequal);
  }

  #searchElement({ pointer, segments }: Top, at: number, before: unknown, after: unknown): void {
    this.searchLocation(
      { pointer: `${pointer}/${at}`, segments: [...segments, at] },
      before,
      after,
    );
  }

  /**
   * Returns the shifted positions at or below which a target lies. `undefined` if patterns may match there, or if the targets are not
   * far fewer than the shifted positions: then these are compared as a whole.
   */
  #targetedPositions(
    pointer: Pointer,
    state: State<Channel>,
    edits: readonly Edit[],
    from: number,
    to: number,
  ): Set<number> | undefined {
    const length = this.#reader.arrayLength?.(pointer) ?? 0;
    const most = (Math.min(to + 1, length) - from) / edits.length / FEW_POSITIONS;
    if (state.hasWildcard || state.namedCount > 0 || most < 1) return undefined;
    const positions = new Set<number>();
    let count = 0;
    for (const target of this.#channels.exact.keys(pointer)) {
      if (target.length === pointer.length) continue;
      if (++count > most) return undefined;
      const position = parseArrayIndex(target.slice(pointer.length + 1).split('/', 1)[0]!);
      if (position >= from && position <= to) positions.add(position);
    }
    return positions;
  }

  /** Returns the elements of an array from one position to another. Reads the array itself only if these are many. */
  #elements({ pointer, segments }: Top, from: number, to: number): unknown[] {
    const length = this.#reader.arrayLength?.(pointer);
    const few = length === undefined ? Infinity : Math.max(0, Math.min(to + 1, length) - from);
    if (few <= FEW_POSITIONS)
      return Array.from({ length: few }, (_, at) => this.#reader.getAt([...segments, from + at]));
    const array = this.#reader.getAt(segments);
    return Array.isArray(array) ? array.slice(from, to + 1) : [];
  }

  /** Whether a target may match a location below this one. */
  #mayMatchBelow(pointer: Pointer, state: State<Channel>): boolean {
    return state.hasWildcard || state.namedCount > 0 || this.#channels.exact.hasBelow(pointer);
  }

  /** Adds the notices of the locations below a pair. */
  #searchBelow(top: Top, pair: Pair, state: State<Channel>): void {
    const { exact, wild } = this.#channels;
    if (exact.size > 0) {
      for (const { channel, pointer, found, differs } of this.#exactBelow(top, pair)) {
        const { before, after } = found;
        this.#notice(channel, differs, pointer, lazySegmentsOf(found, top), before, after);
      }
    }
    if (!state.hasWildcard && state.namedCount === 0) return;
    for (const { pair: found, values, differs } of this.#findBelow(top, pair, wild, state)) {
      const pointer = pointerOf(found, top);
      const segments = lazySegmentsOf(found, top);
      for (const channel of values) {
        this.#notice(channel, differs, pointer, segments, found.before, found.after);
      }
    }
  }

  /**
   * Returns the exact targets below a pair whose references have changed, in breadth-first order. They are compared from the last
   * to the first, that is, bottom up, so that no pair of containers is compared twice: a target above one that differs differs too,
   * and what was found equal is skipped when a target above it is compared.
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
    // Containers of `before` that were found equal, with their counterparts in `after`
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

  /** Returns the locations below a pair that patterns with wildcards match and whose references have changed. */
  #findBelow(
    top: Top,
    pair: Pair,
    matcher: Matcher<Channel>,
    state: State<Channel>,
  ): readonly Finding<Channel>[] {
    try {
      return walk(matcher, pair, state, top).findings;
    } catch (error) {
      if (!(error instanceof PathLimitError)) throw error;
      // A commit reports only its first such error
      this.#errors[0] ??= error;
      const others = new Matcher<Channel>();
      for (const channel of matcher.valuesWithin(state)) {
        const { target } = channel;
        if (!target.split('/').includes('**')) others.add(target, channel);
      }
      return walk(others, pair, others.find(top.pointer).state, top).findings;
    }
  }

  /**
   * Adds the notices of a location for one channel.
   *
   * @param isUnequal whether the JSON values differ; if not, only subscriptions with `equals` are notified, and their `equals` decides
   */
  #notice(
    channel: Channel,
    isUnequal: boolean,
    pointer: Pointer,
    segments: LazySegments,
    previous: unknown,
    value: unknown,
  ): void {
    const { target } = channel;
    let event: SubscriptionEvent | undefined;
    for (let to = channel.first; to !== undefined; to = to.after) {
      if (!isUnequal && to.extras?.equals === undefined) continue;
      event ??= eventAt(eventKind(previous, value), pointer, segments, value, previous, target);
      this.#push(to, event);
    }
  }

  /** Records that the references below a deep location have changed, and whether the JSON values have. */
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
    else places.set(pointer, { pointer, path: top.segments, depth, isUnequal });
  }

  /** Adds the notices of a deep location for one channel. */
  #noticeUpdate(channel: Channel, update: Update): void {
    let event: SubscriptionEvent | undefined;
    for (let to = channel.first; to !== undefined; to = to.after) {
      if (!to.isDeep || (!update.isUnequal && to.extras?.equals === undefined)) continue;
      event ??= this.#updateEvent(channel, update);
      this.#push(to, event);
    }
  }

  #updateEvent(channel: Channel, { pointer, path, depth }: Update): SubscriptionEvent {
    const value = this.#valueAt(path, depth);
    const editIndex = (this.#editIndex ??= new EditIndex(this.#changes));
    return new UpdateEvent(pointer, path, depth, value, channel.target, editIndex);
  }

  /** Returns the value of a location. Continues from the last location read if that is above it on the same path, instead of from the root. */
  #valueAt(path: Segments, depth: number): unknown {
    const last = this.#lastRead;
    let value: unknown;
    if (last?.path === path && last.depth <= depth) {
      ({ value } = last);
      for (let at = last.depth; at < depth; at++)
        value = memberOf(value, kindOf(value), path[at]!, 0);
    } else {
      value = this.#reader.getAt(path.slice(0, depth));
    }
    this.#lastRead = { path, depth, value };
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
 * Returns the notices in order of subscription; those of one subscription keep their order. Sorts the subscriptions instead of
 * the notices, because a commit may have many locations for the same few subscriptions.
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
