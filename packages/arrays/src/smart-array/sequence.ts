/**
 * How a SmartArray holds its elements.
 *
 * @example
 * ```ts
 * import { SmartArray, type Strategy } from '@data-map/arrays';
 * const strategy: Strategy = 'persistent';
 * console.log(new SmartArray([1, 2], { strategy }).snapshot().length); // -> 2
 * ```
 */
export type Strategy = 'direct' | 'indirection' | 'persistent';

/**
 * What a strategy can do; SmartArray makes the rest of it. Indices and counts were checked before: what they name
 * exists. A sequence takes over the array that it is made of.
 */
export interface Sequence<T> {
  readonly strategy: Strategy;
  readonly length: number;
  get(index: number): T;
  set(index: number, value: T): void;
  push(value: T): void;
  /** Undefined when there is nothing. */
  pop(): T | undefined;
  /** Replaces `count` elements by `values` and returns what was there. */
  splice(start: number, count: number, values: readonly T[]): T[];
  /** `to` counts after the removal. */
  move(from: number, to: number): void;
  /** A new array of the elements. */
  toArray(): T[];
}

/** More values than this are not passed as arguments: there is a limit to what fits on the stack. */
export const MOST_ARGUMENTS = 1000;
