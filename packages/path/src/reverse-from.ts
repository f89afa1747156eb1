/** Reverses what lies in a list from an index on: children that were pushed in order come off a stack in order then. O(their number). */
export function reverseFrom<T>(list: T[], start: number): void {
  for (let low = start, high = list.length - 1; low < high; low++, high--) {
    const element = list[low] as T;
    list[low] = list[high] as T;
    list[high] = element;
  }
}
