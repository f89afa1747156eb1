import type { Getter } from './closures.ts';
import { childOf, isInherited, memberOf } from './json.ts';
import type { ClosureFactories } from './closure-factories.ts';
import type { LookupPath } from './plan.ts';

/** Longer paths are walked by a loop: the length of a query must not decide how deep closures nest. */
const MAX_CHAIN = 8;

/** Returns the node itself. */
export const self: Getter = (node) => node;

/** Compiles a getter of the value at the end of a path that starts at the value of `from`. */
export function compilePath(
  path: LookupPath,
  factories: ClosureFactories,
  from: Getter = self,
): Getter {
  if (path.length > MAX_CHAIN) return walkPath(path, from);
  let getter = from;
  for (const key of path) getter = compileKey(key, factories, getter);
  return getter;
}

function compileKey(key: string | number, factories: ClosureFactories, of: Getter): Getter {
  if (typeof key === 'number') return factories.element(of, key);
  if (isInherited(key)) return (node, run) => memberOf(of(node, run), key);
  return factories.member(of, interned(key));
}

/**
 * Returns the same string, internalized: the one instance that V8 uses for property names and literals. A name sliced from the
 * text of a query is another instance, with which every property read and every `===` would compare characters instead of two
 * addresses.
 */
export function interned(name: string): string {
  return Object.keys({ [name]: true })[0] ?? name;
}

/** Does the same as `compilePath` with a single closure: slower, for paths that are long or read once per evaluation. */
export function walkPath(path: LookupPath, from: Getter = self): Getter {
  return (node, run) => {
    let value = from(node, run);
    for (let at = 0; at < path.length && value !== undefined; at++) {
      value = childOf(value, path[at] as string | number);
    }
    return value;
  };
}
