/** What was computed last; a property of an exported object, so that no compiler may drop the store. */
export const held: { value: unknown } = { value: undefined };

/** Keeps `value` observable, so that the work that made it is not optimised away. */
export function sink(value: unknown): void {
  held.value = value;
}
