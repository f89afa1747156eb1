/**
 * A part of a document, for a reader that needs only some paths of it: a query with its fixed prefix, a filter with what it reads
 * from the root (`$.limit` in `$.items[?@.price < $.limit]`).
 *
 * Asking for the whole document would make a store bring every container up to date, the array of 100,000 items included. So only
 * what is at the certain keys of each path is asked for, and put into a document that has nothing else. A name that could also be an
 * index is not certain; an index is where the length of the array is known.
 */

import type { LookupPath } from './jsonpath/plan.ts';
import { parseArrayIndex, type Segment, type Segments } from './pointer.ts';

/**
 * A document that has at the paths what the real one has, and nothing that they do not lead to.
 *
 * @param paths of names, and indices that count from the start
 * @param lengthAt the length of the array at a location, `undefined` where none is or nobody knows
 */
export function partialDocument(
  paths: readonly LookupPath[],
  read: (location: Segments) => unknown,
  lengthAt?: (location: Segments) => number | undefined,
): unknown {
  const locations = paths.map((path) => certainLocation(path, lengthAt));
  const top: Tree = { root: Object.create(null) };
  for (const location of locations) {
    if (locations.some((other) => leadsTo(other, location))) continue;
    let tree = top;
    let key: Segment = 'root';
    for (const next of location) {
      if (isNameOfNothing(tree, key)) break;
      const isIndex = typeof next === 'number';
      // There is an array where one path goes on with an index, whatever another one looks for
      if (tree[key] === undefined || (isIndex && !Array.isArray(tree[key]))) {
        tree[key] = isIndex ? [] : Object.create(null);
      }
      tree = tree[key] as Tree;
      key = next;
    }
    if (!isNameOfNothing(tree, key)) tree[key] = read(location);
  }
  return top['root'];
}

/** Without a prototype, so that every name is an ordinary one; or an array with holes. */
interface Tree {
  [key: Segment]: unknown;
}

/** Whether the key is a name, and the container an array. */
function isNameOfNothing(container: Tree, key: Segment): boolean {
  return typeof key === 'string' && Array.isArray(container);
}

/** Where the start of a path leads for certain. */
function certainLocation(
  path: LookupPath,
  lengthAt: ((location: Segments) => number | undefined) | undefined,
): Segments {
  const location: Segment[] = [];
  for (const key of path) {
    const isCertain =
      typeof key === 'string' ? parseArrayIndex(key) < 0 : key < (lengthAt?.(location) ?? 0);
    if (!isCertain) break;
    location.push(key);
  }
  return location;
}

/** Whether one location is above the other. */
function leadsTo(above: Segments, location: Segments): boolean {
  return above.length < location.length && above.every((key, at) => key === location[at]);
}
