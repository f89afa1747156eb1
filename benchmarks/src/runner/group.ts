import { register } from './registry.ts';
import type { Contender } from './registry.ts';
import type { Target } from './target.ts';

export type { Contender } from './registry.ts';

export interface GroupOptions<C extends Contender = Contender> {
  /** Operations that one call of `run()` does; the results are per operation. */
  readonly operations: number;
  /** Place on the size axis: the same name may be registered once for each size. */
  readonly size?: number;
  /** What was promised of ours in absolute figures; a run in which it is missed ends with exit code 1. */
  readonly target?: Target;
  /** Throws where this contender does not do the same work, correctly. Runs before the clock. */
  check(contender: C, name: string): void | Promise<void>;
}

/**
 * Registers implementations that are timed against each other. The first one is ours. A factory is called once, and what
 * it does outside `run()` is not timed. `run()` may return a promise, which is then awaited under the clock.
 */
export function group<C extends Contender = Contender>(
  name: string,
  options: GroupOptions<C>,
  contenders: Readonly<Record<string, () => C | Promise<C>>>,
): void {
  const { operations, size, target } = options;
  if (!Number.isInteger(operations) || operations < 1) {
    throw new RangeError(
      `Expected a positive number of operations in "${name}", found ${operations}`,
    );
  }
  const checked = new Map<string, () => Promise<Contender>>();
  for (const [contender, make] of Object.entries(contenders)) {
    checked.set(contender, async () => {
      const made = await make();
      await options.check(made, contender);
      return made;
    });
  }
  register({ kind: 'time', name, operations, size, target, contenders: checked });
}
