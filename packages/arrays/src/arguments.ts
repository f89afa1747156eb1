export function checkIterable(values: unknown): void {
  if (typeof (values as Iterable<unknown> | null)?.[Symbol.iterator] === 'function') return;
  const found = values === null ? 'null' : typeof values;
  throw new TypeError(`Expected an iterable but found ${found}`);
}
