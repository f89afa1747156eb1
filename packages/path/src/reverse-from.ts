/**
 * Reverses the elements of a list from an index to the end, in place, so that children pushed onto a stack in document order
 * are popped in document order. O(number of these elements).
 */
export function reverseFrom<T>(list: T[], start: number): void {
  for (let low = start, high = list.length - 1; low < high; low++, high--) {
    const element = list[low] as T;
    list[low] = list[high] as T;
    list[high] = element;
  }
}
