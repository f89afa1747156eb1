import type { Getter } from './closures.ts';
import { elementOf, isInherited, memberOf } from './json.ts';
import type { Deal } from './lanes.ts';
import type { LookupPath } from './plan.ts';

/** Longer paths are walked by a loop: the nesting of closures must not be the user's. */
const MAX_CHAIN = 8;

/** What a node itself is. */
export const self: Getter = (node) => node;

/** Reads the value at the end of a path, from the node that another getter gives. */
export function compilePath(path: LookupPath, deal: Deal, from: Getter = self): Getter {
  if (path.length > MAX_CHAIN) return walk(path, from);
  let getter = from;
  for (const key of path) getter = compileKey(key, deal, getter);
  return getter;
}

function compileKey(key: string | number, deal: Deal, of: Getter): Getter {
  if (typeof key === 'number') return (node, run) => elementOf(of(node, run), key);
  if (isInherited(key)) return (node, run) => memberOf(of(node, run), key);
  return deal('member').member(of, key);
}

function walk(path: LookupPath, from: Getter): Getter {
  return (node, run) => {
    let value = from(node, run);
    for (let at = 0; at < path.length && value !== undefined; at++) {
      const key = path[at] as string | number;
      value = typeof key === 'number' ? elementOf(value, key) : memberOf(value, key);
    }
    return value;
  };
}
