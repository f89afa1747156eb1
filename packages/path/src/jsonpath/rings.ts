import { PathLimitError } from './errors.ts';

/** Most documents are not as deep, and are not to pay. */
const NEAR = 16;

/**
 * Notices that a descent goes round in a container that contains itself, long before a limit would.
 *
 * A descent meets every container before those in it. So the last one that it met at a depth is above all that it
 * meets further down, until it is back at that depth. The last one at each depth that is a power of two is kept, and what is less than
 * twice as deep is compared with it: the algorithm of Brent (1980) for sequences that come round. A way without end does so,
 * since there are only so many containers, and is noticed within four times as many levels, and `NEAR`. O(1) for each container.
 *
 * @param marks of this descent, empty at first: by the exponent of the depth, the last container that was met there
 * @throws PathLimitError when the container is known to be in itself
 */
export function meet(container: unknown, depth: number, marks: unknown[]): void {
  if (depth < NEAR) return;
  const exponent = 31 - Math.clz32(depth);
  if (depth === 1 << exponent) marks[exponent] = container;
  else if (marks[exponent] === container)
    throw new PathLimitError('The query descends without end in a container that contains itself');
}
