/**
 * The order of an object's members over time, so that a rollback can put a removed member back where it stood.
 *
 * Saving the order for the first time lists the names, O(members). From then on the object logs each name that is added or
 * removed, O(1). Replaying a prefix of that log gives the order at that time: a logged name that is present was removed,
 * any other one was added, at the end. When the log is longer than the list, the object drops both, and lists its names
 * again if its order is saved again. So saving an order is O(1) amortised, and an object whose order is not saved any more
 * stops logging.
 */

import type { Segments } from '@data-map/path';

export interface MemberOrder {
  readonly names: readonly string[];
  /** The log: each name added or removed since `names` was listed. */
  readonly toggled: string[];
}

/** The order of an object's members at one moment. */
export interface SavedOrder {
  readonly order: MemberOrder;
  /** The length of the log at that moment. */
  readonly toggles: number;
}

/**
 * The order of an object's members before one was removed. The key is the location of the removal as its Change has it: the
 * `segments` of a `remove`, the `fromSegments` of a `move`. It is compared by identity, since several removals may be at
 * equal locations.
 */
export type SavedOrders = Map<Segments, SavedOrder>;

/** The names in the saved order. O(members). */
export function namesAt({ order, toggles }: SavedOrder): Iterable<string> {
  const names = new Set(order.names);
  for (const name of order.toggled.slice(0, toggles)) if (!names.delete(name)) names.add(name);
  return names;
}
