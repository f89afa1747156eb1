/* oxlint-disable unicorn/consistent-function-scoping -- one scope is what can be copied, see README.md */
import type { Comparator, Getter, Predicate } from '../closures.ts';

/** Creates the factories of predicates: the logical expressions of filters. */
export function createTests() {
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

  /** Compares two values by any comparator. */
  function pair(left: Getter, right: Getter, compare: Comparator): Predicate {
    return (node, run) => compare(left(node, run), right(node, run), run);
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

  return { exists, equal, below, above, atMost, atLeast, pair, and, or, not };
}

export type Tests = ReturnType<typeof createTests>;
