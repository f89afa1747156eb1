import { register } from './registry.ts';

export interface MemoryOptions<T = unknown> {
  /** How many items a factory builds; the results are bytes per item. At least some ten thousand. */
  readonly items: number;
  readonly size?: number;
  /** Throws where what this contender built is not what the others built. */
  check(held: T, name: string): void | Promise<void>;
}

/**
 * Registers structures that are weighed against each other: each is built in a fresh process of its own, and what the
 * heap and the array buffers gained while it is held, after a full collection, is divided by `items`. A factory must
 * return all that it wants to be weighed and must leave nothing else behind.
 */
export function memory<T = unknown>(
  name: string,
  options: MemoryOptions<T>,
  contenders: Readonly<Record<string, (items: number) => T | Promise<T>>>,
): void {
  const { items, size } = options;
  if (!Number.isInteger(items) || items < 1) {
    throw new RangeError(`Expected a positive number of items in "${name}", found ${items}`);
  }
  register({
    kind: 'memory',
    name,
    items,
    size,
    contenders: new Map(
      Object.entries(contenders).map(([contender, make]) => [
        contender,
        async (count: number) => {
          const built = await make(count);
          return { built, check: () => options.check(built, contender) };
        },
      ]),
    ),
  });
}
