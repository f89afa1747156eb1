/* oxlint-disable unicorn/consistent-function-scoping -- one scope is what can be copied, see README.md */
import type { Getter } from '../closures.ts';
import { isPlain } from '../json.ts';

/** Creates the factory of member reads: nearly every query needs several of them, so there are more copies than of anything else. */
export function createReads() {
  /** Reads a member of a plain object. Not for names that objects inherit from `Object.prototype`. */
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      // Reading `__proto__` is free if V8 knows the shape, `getPrototypeOf` is a call; an own member `__proto__` leads to the slow test
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

export type Reads = ReturnType<typeof createReads>;

type Members = Readonly<Record<string, unknown>>;
