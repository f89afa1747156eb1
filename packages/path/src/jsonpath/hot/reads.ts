/* oxlint-disable unicorn/consistent-function-scoping -- one scope is what can be copied, see README.md */
import type { Getter } from '../closures.ts';
import { isPlain } from '../json.ts';

/** Reads: one step down from what another getter gives. */
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

  /** An element of an array, counted from the end when negative. */
  function element(of: Getter, index: number): Getter {
    return (node, run) => {
      const array = of(node, run);
      if (!Array.isArray(array)) return undefined;
      const at = index < 0 ? array.length + index : index;
      return at >= 0 && at < array.length ? array[at] : undefined;
    };
  }

  return { member, element };
}

export type Reads = ReturnType<typeof createReads>;

type Members = Readonly<Record<string, unknown>>;
