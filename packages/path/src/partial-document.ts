/**
 * A part of a document, for a reader that needs only some paths of it: a query with its fixed prefix, a filter with what it reads
 * from the root (`$.limit` in `$.items[?@.price < $.limit]`).
 *
 * Asking for the whole document would make a store bring every container up to date, the array of 100,000 items included. So only
 * what is at the certain names of each path is asked for, and put into a document that has nothing else.
 */

import { pathUntil, type LookupPath } from './jsonpath/plan.ts';
import { parseArrayIndex } from './pointer.ts';

/** A document that has at the paths what the real one has, and nothing that they do not lead to. */
export function partialDocument(
  paths: readonly LookupPath[],
  read: (location: readonly string[]) => unknown,
): unknown {
  const locations = paths.map(certainNames);
  const root: Tree = Object.create(null);
  for (const location of locations) {
    if (locations.some((other) => leadsTo(other, location))) continue;
    const name = location.at(-1);
    if (name === undefined) return read([]);
    let tree = root;
    for (const above of location.slice(0, -1)) {
      tree = (tree[above] ??= Object.create(null)) as Tree;
    }
    tree[name] = read(location);
  }
  return root;
}

/** Without a prototype, so that every name is an ordinary one. */
interface Tree {
  [name: string]: unknown;
}

/** The names at the start of a path, up to the first that could also be an index. */
function certainNames(path: LookupPath): readonly string[] {
  return pathUntil(
    path,
    (key) => typeof key === 'number' || parseArrayIndex(key) >= 0,
  ) as readonly string[];
}

/** Whether one location is above the other. */
function leadsTo(above: readonly string[], location: readonly string[]): boolean {
  return above.length < location.length && above.every((name, at) => name === location[at]);
}
