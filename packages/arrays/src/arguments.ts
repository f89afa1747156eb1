/** Checks of the arguments that bring in elements or options. */

export function isIterable<T>(values: Iterable<T> | ArrayLike<T>): values is Iterable<T> {
  return typeof (values as Iterable<T> | null)?.[Symbol.iterator] === 'function';
}

/** @throws TypeError for a primitive, which would be ignored; `null` counts as no options */
export function checkOptions(options: unknown): void {
  if (typeof options !== 'object')
    throw new TypeError(`Expected an object as options but found ${kindOf(options)}`);
}

/** @throws TypeError if `values` is not iterable */
export function checkIterable(values: unknown): void {
  if (!isIterable(values as Iterable<unknown>)) {
    throw new TypeError(`Expected an iterable but found ${kindOf(values)}`);
  }
}

/**
 * Returns the length of an array-like as `Array.from` takes it: truncated to an integer, and at least 0.
 *
 * @throws TypeError if `values` is not an object with a number as its length
 */
export function lengthOf(values: ArrayLike<unknown>): number {
  const length: unknown = typeof values === 'object' ? values?.length : undefined;
  if (typeof length !== 'number') {
    throw new TypeError(
      `Expected an iterable, or a length and indices, but found ${kindOf(values)}`,
    );
  }
  return Math.max(0, Math.trunc(length) || 0);
}

/** `typeof`, for error messages, that tells `null` from an object. */
export function kindOf(values: unknown): string {
  return values === null ? 'null' : typeof values;
}
