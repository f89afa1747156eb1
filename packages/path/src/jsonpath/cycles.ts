import type { Pointer } from '../pointer.ts';
import { PathLimitError } from './errors.ts';

/** Containers above this depth are not checked: most documents are less deep, and pay nothing. */
const MIN_DEPTH = 16;

/** How many characters of a pointer an error message quotes. */
const MAX_QUOTED = 80;

/**
 * Detects that a depth-first walk is inside a container that contains itself, long before a limit or the memory would end the walk.
 * Call it for every container that the walk enters, in pre-order.
 *
 * It is Brent's cycle detection (1980), applied to the path from the root to the current container. `marks` keeps the container most
 * recently entered at each depth that is a power of two. Since the walk enters a container before everything in it, that container
 * is an ancestor of the current one as long as the walk is deeper. Each container is compared with the mark of the greatest power
 * of two below its depth; if the two are the same, the container contains itself. A container that merely occurs in several
 * places is never mistaken for one, because only ancestors are compared.
 *
 *     depth     16   17 … 31        32   33 … 63        64   …
 *               mark compared       mark compared       mark
 *
 * An endless path is periodic, since there are finitely many containers. The cycle is detected within four times as many levels as
 * there are containers, plus 16. O(1) per container.
 *
 * @param depth the depth of the container: one more than that of the container around it
 * @param marks the state of one walk; pass an empty array to the first call, and the same array to all others
 * @returns whether the container is known to contain itself
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
  if (depth < MIN_DEPTH) return false;
  const exponent = 31 - Math.clz32(depth);
  if (depth > 1 << exponent) return marks[exponent] === container;
  marks[exponent] = container;
  return false;
}

/**
 * Creates the error for a walk that would not end, found by `goesRound` at a pointer. The message quotes at most 80 characters of it.
 *
 * @example
 * ```ts
 * import { endless } from '@data-map/path';
 * console.log(endless('/a/b').message); // -> Expected a value that ends but found a container that contains itself at "/a/b"
 * ```
 */
export function endless(pointer: Pointer): PathLimitError {
  const shown = pointer.length > MAX_QUOTED ? `${pointer.slice(0, MAX_QUOTED)}…` : pointer;
  return new PathLimitError(
    `Expected a value that ends but found a container that contains itself at ${JSON.stringify(shown)}`,
  );
}

/** Checks a container that the descent of a query enters. @throws PathLimitError when it is known to contain itself */
export function refuseCycle(container: unknown, depth: number, marks: unknown[]): void {
  if (goesRound(container, depth, marks))
    throw new PathLimitError('The query descends without end in a container that contains itself');
}
