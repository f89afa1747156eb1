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
      // Asked behind the read, and in this form, since V8 then knows the shape, and the answer with it
      return Object.getPrototypeOf(object) === Object.prototype || isPlain(object)
        ? value
        : undefined;
    };
  }

  return { member };
}

export type Reads = ReturnType<typeof createReads>;

type Members = Readonly<Record<string, unknown>>;
