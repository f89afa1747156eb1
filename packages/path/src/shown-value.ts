/** How a message quotes what should have been a string. */
export function shownValue(value: unknown): string {
  return typeof value === 'object' && value !== null ? 'an object' : String(value).slice(0, 80);
}
