import { register } from './registry.ts';

export interface MemoryOptions<T = unknown> {
  /** The number of items that a factory builds; results are bytes per item. Use at least about ten thousand. */
  readonly items: number;
  readonly size?: number;
  /** Throws if this contender's structure is not equivalent to those of the others. */
  check(held: T, name: string): void | Promise<void>;
}

/**
 * Registers structures whose memory is compared. Each is built in a process of its own. The result is the growth of the
 * heap and of array buffers after a full collection, while the structure is referenced, divided by `items`. A factory must
 * return everything that is to be measured, and leave nothing else behind.
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
