/**
 * The edit script of one array: the difference between its elements before and after some edits.
 *
 * The script lists only the touched elements, in array order: each was removed, added, or kept and touched. An item stores
 * how many untouched elements lie between it and the item before it (`gap`). So neither memory nor time depends on the
 * length of the array, and the current index of an item is a prefix sum.
 *
 * Example: in `a b c d e`, b is removed, x is inserted before d, and e is touched:
 *
 *     items   gap 1: removed b,  gap 1: added x,  gap 1: kept e,  the end item
 *     reads   [a] -b             [c] +x           [d] e
 *
 * Items are the nodes of a splay tree, in array order (Sleator and Tarjan, "Self-adjusting binary search trees", 1985). Each
 * node stores the number of current elements (gaps included, removed elements not) in its subtree, so that a search by
 * index descends from the root. The item found is splayed to the root. A lookup costs O(log items) amortised for any index,
 * and O(1) for runs of edits at neighbouring indices, above all appending, because the item used last is near the root.
 *
 * The last item is a sentinel, the end item, with an infinite gap. So every index lies in some item, and every other item
 * has a successor.
 *
 * As long as no element was added or removed, indices do not change, and the touched elements are kept in a plain Map by
 * index, at O(1) each. The tree is built at the first insertion or removal, or when the items are listed.
 */

/** Counts of work, for tests that assert them. */
export const work = { visits: 0 };

/** A touched element: an item of the script, and a node of the splay tree. */
export class Item<T> {
  /** How many untouched elements lie between the previous item and this one. */
  gap: number;
  kind: 'kept' | 'added' | 'removed';
  /** What the user of the script stores for the element. */
  payload: T;
  left: Item<T> | undefined = undefined;
  right: Item<T> | undefined = undefined;
  /** How many current elements the items of this subtree cover, their gaps included. */
  sum: number;

  constructor(gap: number, kind: Item<T>['kind'], payload: T) {
    this.gap = gap;
    this.kind = kind;
    this.payload = payload;
    this.sum = spanOf(this);
  }
}

export class ArrayScript<T> {
  /** The root of the splay tree; at first the end item, whose payload is never read. */
  top = new Item<T>(Infinity, 'removed', undefined as T);
  /** The payloads of touched elements by index, until the tree is built; undefined from then on. */
  #loose: Map<number, T> | undefined = new Map();
  /** The number of items that are not `kept`. While it is 0, old and current indices are equal. */
  shifts = 0;

  /** All items in array order, without the end item. O(items). */
  get items(): readonly Item<T>[] {
    this.#buildTree();
    const items: Item<T>[] = [];
    const above: Item<T>[] = [];
    for (let item: Item<T> | undefined = this.top; ; item = item.right) {
      for (; item !== undefined; item = item.left) above.push(item);
      item = above.pop()!;
      if (item.gap === Infinity) return items;
      items.push(item);
    }
  }

  /** The payload of the element that is now at an index; undefined if it is untouched. */
  peek(index: number): T | undefined {
    return this.#loose === undefined ? this.#seek(index)?.payload : this.#loose.get(index);
  }

  /** Returns the payload of the element that is now at an index. If it is untouched, `make` provides one. */
  touch(index: number, make: () => T): T {
    const found = this.peek(index);
    if (found !== undefined) return found;
    const payload = make();
    if (this.#loose === undefined) this.#put(index, 'kept', payload, 1);
    else this.#loose.set(index, payload);
    return payload;
  }

  /**
   * Records an insertion in front of the element that is now at `index`. If an element was removed exactly there and
   * `restores` says that the new one equals it, the two cancel out, and the element counts as untouched.
   */
  add(index: number, payload: T, restores: (removed: T) => boolean): void {
    this.#seek(index);
    const top = this.top;
    let before = top.left;
    if (before?.right !== undefined) before = top.left = splay(before, Infinity);
    if (before?.kind === 'removed' && before.sum === index && restores(before.payload)) {
      top.left = before.left;
      top.gap += before.gap + 1;
      updateSum(top);
      this.shifts--;
    } else {
      this.shifts++;
      this.#put(index, 'added', payload, 0);
    }
  }

  /**
   * Records the removal of the element that is now at `index`. An added element leaves no trace. For any other,
   * `toPayload` maps its payload so far (undefined if it was untouched) to the payload of the removed item.
   */
  remove(index: number, toPayload: (found: T | undefined) => T): void {
    const found = this.#seek(index);
    if (found?.kind === 'added') {
      const next = splay(found.right!, -1);
      next.left = found.left;
      next.gap += found.gap;
      this.top = updateSum(next);
      this.shifts--;
      return;
    }
    this.shifts++;
    if (found === undefined) {
      this.#put(index, 'removed', toPayload(undefined), 1);
    } else {
      found.kind = 'removed';
      found.payload = toPayload(found.payload);
      updateSum(found);
    }
  }

  /** Builds the tree from the loose payloads, if that was not done yet. */
  #buildTree(): void {
    if (this.#loose === undefined) return;
    const loose = [...this.#loose].sort(([a], [b]) => a - b);
    this.#loose = undefined;
    for (const [index, payload] of loose) {
      this.#seek(index);
      this.#put(index, 'kept', payload, 1);
    }
  }

  /**
   * Splays the item that covers an index: the one whose element or whose gap is there. Returns it if the element itself is
   * at the index, undefined if the index lies in the gap.
   */
  #seek(index: number): Item<T> | undefined {
    this.#buildTree();
    let top = this.top;
    const rest = index - sumOf(top.left);
    if (rest < 0 || rest >= spanOf(top)) top = this.top = splay(top, index);
    return top.kind !== 'removed' && index === sumOf(top.left) + top.gap ? top : undefined;
  }

  /**
   * Inserts an item before the root, in whose gap `index` lies. The gap is divided, and loses `taken` elements: 1 when the
   * item stands for an element that was untouched so far, 0 for a new one.
   */
  #put(index: number, kind: Item<T>['kind'], payload: T, taken: number): void {
    const next = this.top;
    const item = new Item(index - sumOf(next.left), kind, payload);
    next.gap -= item.gap + taken;
    item.left = next.left;
    next.left = updateSum(item);
    updateSum(next);
  }
}

/**
 * Splays the item that covers an index (by its gap or its element) to the root of a tree and returns it. An index before
 * all items finds the first one, an index after all items the last one.
 *
 * This is bottom-up splaying along the recorded search path, two levels at a time. If both steps of a pair go to the same
 * side (zig-zig, left), the upper node is first rotated below the lower one, which halves the depth of a long path;
 * otherwise (zig-zag, right) the two end up on either side of the item:
 *
 *         c           a                 c             b
 *       b   4       1   b             a   4         a   c
 *     a   3     ->    2   c          1 b       ->  1 2 3 4
 *    1 2                 3 4          2 3
 */
function splay<T>(top: Item<T>, index: number): Item<T> {
  const path: Item<T>[] = [];
  let rest = index;
  for (let item: Item<T> | undefined = top; item !== undefined;) {
    path.push(item);
    const before = sumOf(item.left);
    if (rest < before) {
      item = item.left;
    } else {
      rest -= before + spanOf(item);
      item = rest < 0 ? undefined : item.right;
    }
  }
  work.visits += path.length;
  const found = path.pop()!;
  for (let below = found, upper; (upper = path.pop()) !== undefined;) {
    const upmost = path.pop();
    const isBehind = upper.left === below;
    const isStraight = upmost !== undefined && isBehind === (upmost.left === upper);
    if (isStraight) hang(upper, upmost, isBehind);
    hang(found, upper, isBehind);
    if (upmost === undefined) break;
    if (!isStraight) hang(found, upmost, !isBehind);
    below = upmost;
  }
  return updateSum(found);
}

/**
 * Makes `item` a child of `found`: the right one if `isBehind`, else the left one. The subtree that was there takes the
 * place of `found` below `item`.
 */
function hang<T>(found: Item<T>, item: Item<T>, isBehind: boolean): void {
  if (isBehind) {
    item.left = found.right;
    found.right = updateSum(item);
  } else {
    item.right = found.left;
    found.left = updateSum(item);
  }
}

/** Recomputes the sum of an item from its children. */
function updateSum<T>(item: Item<T>): Item<T> {
  item.sum = sumOf(item.left) + spanOf(item) + sumOf(item.right);
  return item;
}

function sumOf(item: Item<unknown> | undefined): number {
  return item === undefined ? 0 : item.sum;
}

/** How many current elements an item covers by itself: its gap, and its own element unless that was removed. */
function spanOf({ gap, kind }: Item<unknown>): number {
  return kind === 'removed' ? gap : gap + 1;
}
