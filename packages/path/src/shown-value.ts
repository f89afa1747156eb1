/** Throws if an argument is not an object: options of another type would otherwise be ignored. @throws TypeError */
export function requireObject(name: string, value: unknown): void {
  if (typeof value !== 'object' || value === null)
    throw new TypeError(`Expected an object as ${name} but found ${shownValue(value)}`);
}

/** Describes a value of an unexpected type in an error message; at most 80 characters. */
export function shownValue(value: unknown): string {
  return typeof value === 'object' && value !== null ? 'an object' : String(value).slice(0, 80);
}
