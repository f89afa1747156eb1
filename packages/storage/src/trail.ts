import type { Segment, Segments } from '@data-map/path';

/**
 * The way down from some place, as a list that shares its beginning with those of its neighbours: a walk that carried arrays of
 * segments would copy them at each step, and so cost the square of the depth.
 */
export type Trail = readonly [above: Trail, segment: Segment] | undefined;

/** The location to which a trail leads from a place. */
export function follow(from: Segments, trail: Trail): Segment[] {
  const below: Segment[] = [];
  for (let step = trail; step !== undefined; [step] = step) below.push(step[1]);
  return [...from, ...below.reverse()];
}
