/** Makes a value at its first use. Documents are large, and registering the cases should not build them. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
