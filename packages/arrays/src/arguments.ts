/** What elements may come in, and the errors for everything else. */

export function isIterable<T>(values: Iterable<T> | ArrayLike<T>): values is Iterable<T> {
  return typeof (values as Iterable<T> | null)?.[Symbol.iterator] === 'function';
}

/** @throws TypeError for what would be ignored; `null` is no options */
export function checkOptions(options: unknown): void {
  if (typeof options !== 'object')
    throw new TypeError(`Expected an object as options but found ${kindOf(options)}`);
}

export function checkIterable(values: unknown): void {
  if (!isIterable(values as Iterable<unknown>)) {
    throw new TypeError(`Expected an iterable but found ${kindOf(values)}`);
  }
}

/** The length of what has indices, as `Array.from` takes it: cut to an integer, and 0 at least. */
export function lengthOf(values: ArrayLike<unknown>): number {
  const length: unknown = typeof values === 'object' ? values?.length : undefined;
  if (typeof length !== 'number') {
    throw new TypeError(
      `Expected an iterable, or a length and indices, but found ${kindOf(values)}`,
    );
  }
  return Math.max(0, Math.trunc(length) || 0);
}

export function kindOf(values: unknown): string {
  return values === null ? 'null' : typeof values;
}
