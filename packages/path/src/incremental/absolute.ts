/**
 * What filters read from the root of the document (`$.limit` in `$.items[?@.price < $.limit]`), and how to read it without reading
 * the rest.
 *
 * Asking for the whole document would make a store copy every container on the way to the last change, the array of 100,000 items
 * included. So only what is at the certain names of each such path is asked for, and put into a document that has nothing else.
 */

import type { LookupPath } from '../jsonpath/plan.ts';
import { parseArrayIndex } from '../pointer.ts';
import type { DocumentReader } from './document.ts';

/** A document that has at the paths what the real one has, and nothing that they do not lead to. */
export function partialDocument(paths: readonly LookupPath[], document: DocumentReader): unknown {
  const locations = paths.map(certainNames);
  const root: Tree = Object.create(null);
  for (const location of locations) {
    if (locations.some((other) => leadsTo(other, location))) continue;
    const name = location.at(-1);
    if (name === undefined) return document.getAt([]);
    let tree = root;
    for (const above of location.slice(0, -1)) {
      tree = (tree[above] ??= Object.create(null)) as Tree;
    }
    tree[name] = document.getAt(location);
  }
  return root;
}

/** Without a prototype, so that every name is an ordinary one. */
interface Tree {
  [name: string]: unknown;
}

/** The names at the start of a path, up to the first that could also be an index. */
function certainNames(path: LookupPath): string[] {
  const names: string[] = [];
  for (const key of path) {
    if (typeof key === 'number' || parseArrayIndex(key) >= 0) break;
    names.push(key);
  }
  return names;
}

/** Whether one location is above the other. */
function leadsTo(above: readonly string[], location: readonly string[]): boolean {
  return above.length < location.length && above.every((name, at) => name === location[at]);
}
