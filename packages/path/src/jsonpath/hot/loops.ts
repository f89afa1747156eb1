/* oxlint-disable unicorn/consistent-function-scoping -- one scope is what can be copied, see README.md */
import type { Getter, Predicate, Step } from '../closures.ts';
import { isPlain } from '../json.ts';

/** Creates the factories of loops over children. */
export function createLoops() {
  /** Continues with what `get` reads from each child that passes the test. */
  function each(test: Predicate, get: Getter, next: Step): Step {
    return (node, out, run) => {
      if (Array.isArray(node)) {
        const { length } = node;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child: unknown = node[index];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      } else if (typeof node === 'object' && node !== null && isPlain(node)) {
        const keys = Object.keys(node);
        const { length } = keys;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child = (node as Members)[keys[index] as string];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      }
      return false;
    };
  }

  return { each };
}

export type Loops = ReturnType<typeof createLoops>;

type Members = Readonly<Record<string, unknown>>;
