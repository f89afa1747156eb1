/* oxlint-disable unicorn/consistent-function-scoping -- the scope is what makes the copies equal, see below */
import type { Getter, Predicate, Step } from './closures.ts';
import { isPlain } from './json.ts';

/**
 * The hot closures: what runs once per node.
 *
 * V8 keeps the type feedback of a closure (which shapes and names its reads see, whom its calls reach)
 * with the source of the closure, shared by all that come from the same place. Two queries whose
 * closures come from one literal therefore spoil each other's feedback: after a few queries over different
 * shapes every read goes through the megamorphic cache and nothing is inlined any more, which costs a
 * factor of 4 to 7. Code generation would avoid that, but is forbidden where a Content Security Policy is
 * in force. So the source exists several times: this file is the original, `lanes/` holds copies made by
 * `scripts/copy-lanes.ts`, and `lanes.ts` deals them out. A closure that has a copy to itself runs as fast as
 * generated code, since V8 then inlines the whole chain into its loop.
 *
 * All is inside of one function, so that minified copies are equal byte by byte and compress to almost nothing.
 */
export function createLane() {
  /** A member of a plain object. Not for names that every object inherits. */
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (typeof object !== 'object' || object === null) return undefined;
      const value = (object as Readonly<Record<string, unknown>>)[name];
      // Whether the object is plain is asked second: behind the read its shape, and so the answer, is known
      return value !== undefined && isPlain(object) ? value : undefined;
    };
  }

  function exists(get: Getter): Predicate {
    return (node, run) => get(node, run) !== undefined;
  }

  function equal(get: Getter, literal: unknown): Predicate {
    return (node, run) => get(node, run) === literal;
  }

  function below(get: Getter, limit: number): Predicate {
    return (node, run) => {
      const value = get(node, run);
      return typeof value === 'number' && value < limit;
    };
  }

  function above(get: Getter, limit: number): Predicate {
    return (node, run) => {
      const value = get(node, run);
      return typeof value === 'number' && value > limit;
    };
  }

  function atMost(get: Getter, limit: number): Predicate {
    return (node, run) => {
      const value = get(node, run);
      return typeof value === 'number' && value <= limit;
    };
  }

  function atLeast(get: Getter, limit: number): Predicate {
    return (node, run) => {
      const value = get(node, run);
      return typeof value === 'number' && value >= limit;
    };
  }

  function and(left: Predicate, right: Predicate): Predicate {
    return (node, run) => left(node, run) && right(node, run);
  }

  function or(left: Predicate, right: Predicate): Predicate {
    return (node, run) => left(node, run) || right(node, run);
  }

  function not(operand: Predicate): Predicate {
    return (node, run) => !operand(node, run);
  }

  /** One node, if it is there. */
  function lookup(get: Getter, next: Step): Step {
    return (node, out, run) => {
      const value = get(node, run);
      return value !== undefined && next(value, out, run);
    };
  }

  /** All children that pass the test, and of each what the getter reads. */
  function each(test: Predicate, get: Getter, next: Step): Step {
    return (node, out, run) => {
      if (typeof node !== 'object' || node === null) return false;
      if (Array.isArray(node)) {
        run.visit(node.length);
        for (let index = 0; index < node.length; index++) {
          const child: unknown = node[index];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      } else if (isPlain(node)) {
        const keys = Object.keys(node);
        run.visit(keys.length);
        for (let index = 0; index < keys.length; index++) {
          const child = (node as Readonly<Record<string, unknown>>)[keys[index] as string];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      }
      return false;
    };
  }

  /** A node and its descendants, each before its children, handed to a selector one after the other. */
  function descend(select: Step): Step {
    return (node, out, run) => {
      const stack: unknown[] = [node];
      const depths: number[] = [0];
      while (stack.length > 0) {
        const top = stack.pop();
        const depth = (depths.pop() as number) + 1;
        if (typeof top !== 'object' || top === null) continue;
        if (select(top, out, run)) return true;
        if (Array.isArray(top)) {
          run.visit(top.length);
          for (let index = top.length - 1; index >= 0; index--) {
            const child: unknown = top[index];
            if (typeof child === 'object' && child !== null) {
              stack.push(child);
              depths.push(depth);
            }
          }
        } else if (isPlain(top)) {
          const keys = Object.keys(top);
          run.visit(keys.length);
          for (let index = keys.length - 1; index >= 0; index--) {
            const child = (top as Readonly<Record<string, unknown>>)[keys[index] as string];
            if (typeof child === 'object' && child !== null) {
              stack.push(child);
              depths.push(depth);
            }
          }
        }
      }
      return false;
    };
  }

  return {
    member,
    exists,
    equal,
    below,
    above,
    atMost,
    atLeast,
    and,
    or,
    not,
    lookup,
    each,
    descend,
  };
}

export type Lane = ReturnType<typeof createLane>;
