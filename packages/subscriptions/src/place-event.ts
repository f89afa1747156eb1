/**
 * Events for locations, except the updates of deep subscriptions: plain objects. Down to a depth of `MAX_EAGER_DEPTH` they
 * hold their segments; below it a getter computes the segments when they are first read.
 */

import type { Pattern, Pointer, Segments } from '@data-map/path';
import type { EventKind, SubscriptionEvent } from './event.ts';
import { segmentsOf, type Pair, type Top } from './pair.ts';

/** An event at a location with more segments than this computes them lazily. */
export const MAX_EAGER_DEPTH = 64;

/** The segments of a location, or a function that returns them. */
export type LazySegments = Segments | (() => Segments);

/** Returns the segments of a pair, lazy ones if it is deep. O(`MAX_EAGER_DEPTH`). */
export function lazySegmentsOf(pair: Pair, top: Top): LazySegments {
  if (top.segments.length + pair.depth <= MAX_EAGER_DEPTH) return segmentsOf(pair, top);
  let known: Segments | undefined;
  return () => (known ??= segmentsOf(pair, top));
}

/**
 * Returns an event without Changes. The segments of a deep location are lazy: on a path of n levels each level can have an event,
 * and n arrays of up to n segments would not fit into memory. They are an own property of the event, so that copies of the event
 * have them. The cost of a getter (see `UpdateEvent`) is small beside what an event at a deep location costs anyway.
 */
export function eventAt(
  kind: Exclude<EventKind, 'update'>,
  pointer: Pointer,
  segments: LazySegments,
  value: unknown,
  previous: unknown,
  target: Pattern,
): SubscriptionEvent {
  const isLazy = typeof segments === 'function';
  const event = { kind, pointer, segments: isLazy ? [] : segments, value, previous, target };
  if (isLazy) defineLazySegments(event, segments);
  return event;
}

/** Defines the `segments` of an event as a getter that calls `make` when they are first read. */
export function defineLazySegments(event: object, make: () => Segments): void {
  let known: Segments | undefined;
  Object.defineProperty(event, 'segments', {
    get: () => (known ??= make()),
    enumerable: true,
    configurable: true,
  });
}
