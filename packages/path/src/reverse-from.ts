/**
 * Reverses the part of a list from an index to the end. Children that were pushed onto a stack in order are then popped in order.
 * O(their number).
 */
export function reverseFrom<T>(list: T[], start: number): void {
  for (let low = start, high = list.length - 1; low < high; low++, high--) {
    const element = list[low] as T;
    list[low] = list[high] as T;
    list[high] = element;
  }
}
