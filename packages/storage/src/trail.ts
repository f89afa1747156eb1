import type { Segment, Segments } from '@data-map/path';

/**
 * A relative path as a linked list from its last segment up; undefined is the empty path. Paths of siblings share the list
 * above them. A walk that carried arrays of segments would copy one at each step, and so cost the square of the depth.
 */
export type Trail = readonly [above: Trail, segment: Segment] | undefined;

/** The location that a trail leads to from `from`. */
export function follow(from: Segments, trail: Trail): Segment[] {
  const below: Segment[] = [];
  for (let step = trail; step !== undefined; [step] = step) below.push(step[1]);
  return [...from, ...below.reverse()];
}
