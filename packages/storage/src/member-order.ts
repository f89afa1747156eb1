/**
 * The order of an object's members, for those who may put a removed one back where it stood.
 *
 * The names are listed once, O(members). From then on the object notes each name that comes or goes, O(1), so that every
 * later order can be told: a name that is there goes, any other one comes, at the end. When more were noted than were
 * listed, the object forgets the list and makes another one if it is asked again. So noting where a member stands is O(1),
 * amortised, and an object that nobody asks any more stops noting.
 */

import type { Segments } from '@data-map/path';

export interface MemberOrder {
  readonly names: readonly string[];
  /** What has come or gone since, in that order. */
  readonly toggled: string[];
}

/** An order at one moment: when so many names had come or gone. */
export interface Standing {
  readonly order: MemberOrder;
  readonly moment: number;
}

/**
 * How the members of an object stood before one was taken out, by the location of the removal as its Change has it: the
 * `segments` of a `remove`, the `fromSegments` of a `move`, the very array.
 */
export type Standings = Map<Segments, Standing>;

/** The names in their order then. O(members). */
export function namesAt({ order, moment }: Standing): Iterable<string> {
  const names = new Set(order.names);
  for (const name of order.toggled.slice(0, moment)) if (!names.delete(name)) names.add(name);
  return names;
}
