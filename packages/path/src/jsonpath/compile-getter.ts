import type { Getter } from './closures.ts';
import { childOf, isInherited, memberOf } from './json.ts';
import type { Deal } from './deal.ts';
import type { LookupPath } from './plan.ts';

/** Longer paths are walked by a loop: the nesting of closures must not be the user's. */
const MAX_CHAIN = 8;

/** What a node itself is. */
export const self: Getter = (node) => node;

/** Reads the value at the end of a path, from the node that another getter gives. */
export function compilePath(path: LookupPath, deal: Deal, from: Getter = self): Getter {
  if (path.length > MAX_CHAIN) return walkPath(path, from);
  let getter = from;
  for (const key of path) getter = compileKey(key, deal, getter);
  return getter;
}

function compileKey(key: string | number, deal: Deal, of: Getter): Getter {
  if (typeof key === 'number') return deal.element(of, key);
  if (isInherited(key)) return (node, run) => memberOf(of(node, run), key);
  return deal.member(of, interned(key));
}

/**
 * The same string, in the one copy that V8 keeps for names and literals. A slice of a text is another string at
 * another place: with it every read and test would compare characters where it compares two addresses.
 */
export function interned(name: string): string {
  return Object.keys({ [name]: true })[0] ?? name;
}

/** The same by a loop: slower, but without closures of its own, for what is long or read once per evaluation. */
export function walkPath(path: LookupPath, from: Getter = self): Getter {
  return (node, run) => {
    let value = from(node, run);
    for (let at = 0; at < path.length && value !== undefined; at++) {
      value = childOf(value, path[at] as string | number);
    }
    return value;
  };
}
