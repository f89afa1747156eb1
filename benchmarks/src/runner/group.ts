import { register } from './registry.ts';
import type { Contender } from './registry.ts';
import type { Target } from './target.ts';

export type { Contender } from './registry.ts';

export interface GroupOptions<C extends Contender = Contender> {
  /** The number of operations in one call of `run()`; results are per operation. */
  readonly operations: number;
  /** The position on the size axis: the same name may be registered once for each size. */
  readonly size?: number;
  /** An absolute figure that our contender promises. A run that misses it ends with exit code 1. */
  readonly target?: Target;
  /** Throws if this contender does not do the same work, correctly. Runs before the measurement. */
  check(contender: C, name: string): void | Promise<void>;
}

/**
 * Registers implementations that are timed against each other. The first one is ours. Each factory is called once, and only
 * `run()` is timed. If `run()` returns a promise, the time includes awaiting it.
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
