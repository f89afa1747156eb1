/**
 * Reduces a list by a function of two arguments, as a balanced tree that keeps the order: the closure of ten thousand
 * operands nests fourteen calls deep, not ten thousand. O(length).
 *
 * @param empty the result for an empty list
 */
export function balance<T>(list: readonly T[], pair: (left: T, right: T) => T, empty: T): T {
  let level = list;
  while (level.length > 1) {
    const above: T[] = [];
    for (let at = 0; at + 1 < level.length; at += 2) {
      above.push(pair(level[at] as T, level[at + 1] as T));
    }
    if (level.length % 2 === 1) above.push(level.at(-1) as T);
    level = above;
  }
  return level[0] ?? empty;
}
