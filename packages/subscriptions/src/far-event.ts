/**
 * The events that tell what a place holds now, without Changes: plain objects near the root, and far from it with segments that
 * are made when they are read.
 */

import type { Pattern, Pointer, Segments } from '@data-map/path';
import type { EventKind, SubscriptionEvent } from './event.ts';
import { segmentsOf, type Pair, type Top } from './pair.ts';

/** Places with more segments are far. */
export const FAR = 64;

/** Where a place is: its segments, or of a far one what gives them. */
export type Place = Segments | (() => Segments);

/** The place of a pair. O(`FAR`). */
export function placeOf(pair: Pair, top: Top): Place {
  if (top.segments.length + pair.depth <= FAR) return segmentsOf(pair, top);
  let known: Segments | undefined;
  return () => (known ??= segmentsOf(pair, top));
}

/**
 * An event without Changes. The segments of a far place are made when they are read: a way of n levels has an event at
 * each of them, and n arrays of up to n segments would not fit into memory. They stay a property of the event itself, so that
 * copies have it. What a getter costs (see `UpdateEvent`) is little beside what a far place costs anyway.
 */
export function eventAt(
  kind: EventKind,
  pointer: Pointer,
  place: Place,
  value: unknown,
  previous: unknown,
  target: Pattern,
): SubscriptionEvent {
  const isFar = typeof place === 'function';
  const event = { kind, pointer, segments: isFar ? [] : place, value, previous, target };
  if (isFar) farSegments(event, place);
  return event;
}

/** Gives an event segments that are made when they are read first. */
export function farSegments(event: object, make: () => Segments): void {
  let known: Segments | undefined;
  Object.defineProperty(event, 'segments', {
    get: () => (known ??= make()),
    enumerable: true,
    configurable: true,
  });
}
