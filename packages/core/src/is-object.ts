/** Whether a value has an identity of its own: containers, and opaque values such as dates. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
