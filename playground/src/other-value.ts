/** Returns a different value of the same type. Applied twice it returns the first value, so that a storm does not accumulate new strings. */
export function other(value: unknown): unknown {
  switch (typeof value) {
    case 'boolean':
      return !value;
    case 'number':
      return Number.isInteger(value) ? value ^ 1 : -value;
    case 'string':
      return value.endsWith('*') ? value.slice(0, -1) : `${value}*`;
    default:
      return true;
  }
}
