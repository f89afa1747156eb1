/* oxlint-disable unicorn/consistent-function-scoping -- one scope is what can be copied, see README.md */
import type { SliceSelector } from '../ast.ts';
import type { Getter, Step } from '../closures.ts';
import { descendDeep, MAX_RECURSION } from '../descend.ts';
import type { Evaluation } from '../evaluation.ts';
import { isPlain } from '../json.ts';
import { sliceRange } from '../slice.ts';

/** Creates the factories of everything else: reads of elements, lookups, unions, slices and descents. */
export function createWalks() {
  /** Reads an element of an array, counted from the end if negative. */
  function element(of: Getter, index: number): Getter {
    return (node, run) => {
      const array = of(node, run);
      if (!Array.isArray(array)) return undefined;
      const at = index < 0 ? array.length + index : index;
      return at >= 0 && at < array.length ? array[at] : undefined;
    };
  }

  /** Continues with what `get` reads, if it exists. */
  function lookup(get: Getter, next: Step): Step {
    return (node, out, run) => {
      const value = get(node, run);
      return value !== undefined && next(value, out, run);
    };
  }

  /** Applies two selectors to the same node. */
  function both(first: Step, second: Step): Step {
    return (node, out, run) => first(node, out, run) || second(node, out, run);
  }

  /** Continues with what `get` reads from each element of a range. */
  function slice(selector: SliceSelector, get: Getter, next: Step): Step {
    return (node, out, run) => {
      if (!Array.isArray(node)) return false;
      const { from, count, step } = sliceRange(selector, node.length);
      run.visit(count);
      for (let index = 0; index < count; index++) {
        const value = get(node[from + index * step], run);
        if (value !== undefined && next(value, out, run)) return true;
      }
      return false;
    };
  }

  /** Applies a selector to a node and its descendants, in pre-order. Recursive up to a limit, see `descend.ts`. */
  function descend(select: Step): Step {
    function walk(node: object, depth: number, out: unknown[], run: Evaluation): boolean {
      if (run.level >= MAX_RECURSION) return descendDeep(select, node, depth, out, run);
      run.enter(depth);
      if (select(node, out, run)) return true;
      if (Array.isArray(node)) {
        const { length } = node;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child: unknown = node[index];
          if (typeof child !== 'object' || child === null) continue;
          run.level++;
          const isEnough = walk(child, depth + 1, out, run);
          run.level--;
          if (isEnough) return true;
        }
        return false;
      }
      const isUsual = (node as Members)['__proto__'] === Object.prototype;
      if (isUsual || isPlain(node)) {
        const mayInherit = run.isPolluted || !isUsual;
        for (const key in node) {
          if (mayInherit && !Object.hasOwn(node, key)) continue;
          const child = (node as Members)[key];
          run.visit(1);
          if (typeof child !== 'object' || child === null) continue;
          run.level++;
          const isEnough = walk(child, depth + 1, out, run);
          run.level--;
          if (isEnough) return true;
        }
      }
      return false;
    }
    return (node, out, run) => {
      if (typeof node !== 'object' || node === null) return false;
      return walk(node, 1, out, run);
    };
  }

  return { element, lookup, both, slice, descend };
}

export type Walks = ReturnType<typeof createWalks>;

type Members = Readonly<Record<string, unknown>>;
