/* oxlint-disable unicorn/consistent-function-scoping -- one scope is what can be copied, see README.md */
import type { Getter } from '../closures.ts';
import { isPlain } from '../json.ts';

/** Reads: what nearly every query needs, and most of all. */
export function createReads() {
  /** A member of a plain object. Not for names that every object inherits. */
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      // `__proto__` costs nothing where V8 knows the shape, `getPrototypeOf` a call; a member of that name is no prototype
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
