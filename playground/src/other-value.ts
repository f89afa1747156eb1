/** Another value of the same kind; twice gives the first one back, so that a storm leaves no heap of words. */
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
