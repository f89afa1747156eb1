/**
 * Partial documents, for evaluations that need only some paths of a document: a query with its fixed prefix (`$.items` in
 * `$.items[?@.price < $.limit]`), a filter with what it reads from the root (`$.limit`).
 *
 * Asking a store for the whole document would make it bring every container up to date, an array of 100,000 items included. So
 * only the values at the certain part of each path are read, and grafted into an otherwise empty document:
 *
 *     paths ['items'], ['config', 'limit']   ->   { items: <read>, config: { limit: <read> } }
 *
 * A path is certain up to the first key whose container decides what it means. A name that could also be an index is not certain,
 * since it exists in an object only. An index is certain if the length of the array is known and the index is within it.
 */

import type { LookupPath } from './jsonpath/plan.ts';
import { parseArrayIndex, type Segment, type Segments } from './pointer.ts';

/**
 * Returns a document that agrees with the real one at and below all the paths, and contains nothing else.
 *
 * @param paths consist of names, and of indexes that count from the start
 * @param read returns the value at a location
 * @param lengthAt returns the length of the array at a location, `undefined` if there is none or it is unknown
 */
export function partialDocument(
  paths: readonly LookupPath[],
  read: (location: Segments) => unknown,
  lengthAt?: (location: Segments) => number | undefined,
): unknown {
  const locations = paths.map((path) => certainLocation(path, lengthAt));
  // Shorter ones first, so that a location below another one, whose value contains it, is not read again
  if (locations.length > 1) locations.sort((left, right) => left.length - right.length);
  const top: Tree = { root: Object.create(null) };
  const places: (readonly [container: Tree, key: Segment, location: Segments])[] = [];
  for (const location of locations) {
    let tree = top;
    let key: Segment = 'root';
    for (const next of location) {
      if (isSettled(tree, key)) break;
      const isIndex = typeof next === 'number';
      // An index in any of the paths proves that there is an array, so names in the same container exist nowhere
      if (tree[key] === undefined || (isIndex && !Array.isArray(tree[key]))) {
        tree[key] = isIndex ? [] : Object.create(null);
      }
      tree = tree[key] as Tree;
      key = next;
    }
    if (isSettled(tree, key)) continue;
    tree[key] = TO_READ;
    places.push([tree, key, location]);
  }
  for (const [container, key, location] of places) container[key] = read(location);
  return top['root'];
}

/** Stands for a value that is going to be read. */
const TO_READ = {};

/** A container of the partial document: an object without a prototype, so that `__proto__` is a name like any other, or a sparse array. */
interface Tree {
  [key: Segment]: unknown;
}

/** Whether a location that leads to or through a key needs no read: its value is going to be read, or it is a name in an array. */
function isSettled(container: Tree, key: Segment): boolean {
  return container[key] === TO_READ || (typeof key === 'string' && Array.isArray(container));
}

/** Returns the longest prefix of a path that is certain, see above. */
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
