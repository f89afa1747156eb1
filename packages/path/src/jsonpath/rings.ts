import type { Pointer } from '../pointer.ts';
import { PathLimitError } from './errors.ts';

/** Most documents are not as deep, and are not to pay. */
const NEAR = 16;

/** So much of a pointer is shown. */
const SHOWN = 80;

/**
 * Notices that a descent goes round in a container that contains itself, long before a limit would, or the memory.
 *
 * A descent meets every container before those in it. So the last one that it met at some depth holds all that it meets further
 * down, until it is back at that depth. At each depth that is a power of two the last container is kept, and those that are
 * deeper, but less than twice as deep, are compared with it: the algorithm of Brent (1980) for sequences that come round. A way down
 * without an end comes round, since there are only so many containers, and this is noticed within four times as many levels and
 * `NEAR`. O(1) for each container. One that only stands in several places is never taken for one that is in itself.
 *
 * @param depth one more than that of the container around it
 * @param marks of this descent, empty at first: by the exponent of the depth, the last container that was met there
 * @returns whether the container is known to be in itself
 * @example
 * ```ts
 * import { endless, goesRound } from '@data-map/path';
 * const ring: { next?: unknown } = {};
 * ring.next = ring;
 * const marks: unknown[] = [];
 * try {
 *   for (let at = ring, depth = 1; ; at = at.next as typeof ring, depth++) {
 *     if (goesRound(at, depth, marks)) throw endless('/next');
 *   }
 * } catch (error) {
 *   console.log(String(error)); // -> PathLimitError: Expected a value that ends but found a container that contains itself at "/next"
 * }
 * ```
 */
export function goesRound(container: unknown, depth: number, marks: unknown[]): boolean {
  if (depth < NEAR) return false;
  const exponent = 31 - Math.clz32(depth);
  if (depth > 1 << exponent) return marks[exponent] === container;
  marks[exponent] = container;
  return false;
}

/**
 * The error for a walk that would have no end, noticed at a place; of a long pointer 80 characters are shown.
 *
 * @example
 * ```ts
 * import { endless } from '@data-map/path';
 * console.log(endless('/a/b').message); // -> Expected a value that ends but found a container that contains itself at "/a/b"
 * ```
 */
export function endless(pointer: Pointer): PathLimitError {
  const shown = pointer.length > SHOWN ? `${pointer.slice(0, SHOWN)}…` : pointer;
  return new PathLimitError(
    `Expected a value that ends but found a container that contains itself at ${JSON.stringify(shown)}`,
  );
}

/** The same for the descents of a query. @throws PathLimitError when the container is known to be in itself */
export function meet(container: unknown, depth: number, marks: unknown[]): void {
  if (goesRound(container, depth, marks))
    throw new PathLimitError('The query descends without end in a container that contains itself');
}
