/**
 * The way in which a SmartArray holds its elements.
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
 * What every strategy implements; SmartArray builds its other methods on it. SmartArray has checked the indices and
 * counts, so they always name elements that exist. A sequence takes ownership of the array that it is made from.
 */
export interface Sequence<T> {
  readonly strategy: Strategy;
  readonly length: number;
  get(index: number): T;
  set(index: number, value: T): void;
  push(value: T): void;
  /** Removes and returns the last element; undefined if there is none. */
  pop(): T | undefined;
  /** Replaces `count` elements by `values`, and returns the replaced ones. */
  splice(start: number, count: number, values: readonly T[]): T[];
  /** `to` counts after the removal. */
  move(from: number, to: number): void;
  /** Returns a new array of the elements. */
  toArray(): T[];
}

/** The most values to be passed as arguments of one call, since arguments are limited by the stack. */
export const MOST_ARGUMENTS = 1000;
