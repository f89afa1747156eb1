import { formatPointer, type Segments } from '@data-map/path';
import type { ChangeRecord, EventKind, SubscriptionEvent } from '@data-map/subscriptions';
import { isDeepStrictEqual } from 'node:util';
import { locations, valueAt } from './model-store.ts';
import { naiveMatch } from './naive.ts';

/** Whether a Change touches a location, word for word as defined above SUB11. */
function touches(change: ChangeRecord, at: Segments): boolean {
  const { op, segments, fromSegments } = change;
  if (op === 'move' && fromSegments !== undefined) {
    const [from, to] = [fromSegments.at(-1), segments.at(-1)];
    const array = segments.slice(0, -1);
    if (
      typeof from === 'number' &&
      typeof to === 'number' &&
      isDeepStrictEqual(fromSegments.slice(0, -1), array)
    ) {
      const index = at[array.length];
      return (
        isDeepStrictEqual(at.slice(0, array.length), array) &&
        typeof index === 'number' &&
        index >= Math.min(from, to) &&
        index <= Math.max(from, to)
      );
    }
    return shiftTouches(fromSegments, at) || shiftTouches(segments, at);
  }
  if (op === 'replace') return isDeepStrictEqual(at.slice(0, segments.length), segments);
  return shiftTouches(segments, at);
}

function shiftTouches(segments: Segments, at: Segments): boolean {
  const last = segments.at(-1);
  if (typeof last !== 'number') return isDeepStrictEqual(at.slice(0, segments.length), segments);
  const index = at[segments.length - 1];
  const array = segments.slice(0, -1);
  return (
    isDeepStrictEqual(at.slice(0, array.length), array) &&
    typeof index === 'number' &&
    index >= last
  );
}

export interface Listener {
  readonly target: string;
  readonly deep: boolean;
}

export type Told = Pick<SubscriptionEvent, 'kind' | 'segments' | 'value' | 'previous'>;

/** Returns the events that a subscription must get, by pointer, from a comparison of every location of both documents. */
export function expected(
  { target, deep }: Listener,
  before: unknown,
  after: unknown,
  changes: ChangeRecord[],
): Map<string, Told> {
  const told = new Map<string, Told>();
  // `after` comes last, so that a location in both documents gets the segments that it has in `after`
  for (const segments of [...locations(before), ...locations(after)]) {
    const pointer = formatPointer(segments);
    if (!naiveMatch(target, pointer)) continue;
    const [previous, value] = [resolve(before, pointer), resolve(after, pointer)];
    if (isDeepStrictEqual(previous, value)) continue;
    const isTouched = changes.some((change) => touches(change, segments));
    const kind: EventKind =
      previous === undefined ? 'add' : value === undefined ? 'remove' : 'replace';
    const known = told.get(pointer);
    if (isTouched) told.set(pointer, { kind, segments, value, previous });
    else if (deep && known === undefined)
      told.set(pointer, { kind: 'update', segments, value, previous });
  }
  return told;
}

function resolve(root: unknown, pointer: string): unknown {
  for (const segments of locations(root)) {
    if (formatPointer(segments) === pointer) return valueAt(root, segments);
  }
  return undefined;
}
