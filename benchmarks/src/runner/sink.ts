/** Holds the last value. It is a property of an exported object, so that no compiler may drop the store. */
export const held: { value: unknown } = { value: undefined };

/** Makes `value` observable, so that the computation of it is not optimised away. */
export function sink(value: unknown): void {
  held.value = value;
}
