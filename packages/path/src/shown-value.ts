/** Refuses what would be taken for no options. @throws TypeError */
export function requireObject(name: string, value: unknown): void {
  if (typeof value !== 'object' || value === null)
    throw new TypeError(`Expected an object as ${name} but found ${shownValue(value)}`);
}

/** How a message quotes what should have been a string. */
export function shownValue(value: unknown): string {
  return typeof value === 'object' && value !== null ? 'an object' : String(value).slice(0, 80);
}
