/**
 * What happened to one array, as a script that leads from its old elements to its new ones.
 *
 * The script lists only what was touched, in order: elements removed, added, or kept but changed. Each item says how many
 * untouched elements lie between it and the item before (`gap`). So the length of the array does not matter, and an
 * index is found by adding up gaps.
 *
 * Example: of `a b c d e` the b is removed, x is added before d, and e is changed:
 *
 *     items   gap 1: removed b,  gap 1: added x,  gap 1: kept e,  the end
 *     reads   [a] -b             [c] +x           [d] e
 *
 * Items are the nodes of a splay tree in that order (Sleator and Tarjan, "Self-adjusting binary search trees", 1985). Each
 * knows the sum of the new elements, gaps included, at and below it, so that an index is found from the top, and what was
 * looked for is rotated to the top. This takes O(log items) amortised for any index, and O(1) for runs of edits at
 * neighbouring places, appending above all, since what was used last is near. The last item, the end, has an endless
 * gap: there is always an item to be found, and one behind each that is put in or taken out.
 *
 * As long as elements are only changed, they are kept by index, without any order, at O(1) each.
 */

/** Counts of work, for tests that assert them. */
export const work = { visits: 0 };

/** An item, and the top of the tree of itself and the items at its left and right. */
export class Item<T> {
  gap: number;
  kind: 'kept' | 'added' | 'removed';
  /** What is known about the element. */
  about: T;
  left: Item<T> | undefined = undefined;
  right: Item<T> | undefined = undefined;
  /** How many new elements this item and those below it stand for, with their gaps. */
  sum: number;

  constructor(gap: number, kind: Item<T>['kind'], about: T) {
    this.gap = gap;
    this.kind = kind;
    this.about = about;
    this.sum = spanOf(this);
  }
}

export class ArrayScript<T> {
  /** The top of all items. Nobody reads what is known about the end. */
  top = new Item<T>(Infinity, 'removed', undefined as T);
  /** What was touched while nothing came or went, by index: the items have yet to be made of it. */
  #loose: Map<number, T> | undefined = new Map();
  /** Items that are not `kept`: while there are none, old and new indices are equal. */
  shifts = 0;

  /** All items in order, but the end. */
  get items(): readonly Item<T>[] {
    this.#settle();
    const items: Item<T>[] = [];
    const above: Item<T>[] = [];
    for (let item: Item<T> | undefined = this.top; ; item = item.right) {
      for (; item !== undefined; item = item.left) above.push(item);
      item = above.pop()!;
      if (item.gap === Infinity) return items;
      items.push(item);
    }
  }

  /** What is known about the element that is now at an index. */
  peek(index: number): T | undefined {
    return this.#loose === undefined ? this.#seek(index)?.about : this.#loose.get(index);
  }

  /** The same; an element that was not touched is, from now on. */
  touch(index: number, make: () => T): T {
    const found = this.peek(index);
    if (found !== undefined) return found;
    const about = make();
    if (this.#loose === undefined) this.#put(index, 'kept', about, 1);
    else this.#loose.set(index, about);
    return about;
  }

  /**
   * An element comes in. If one was removed just there which it `restores`, that one counts as never touched.
   */
  add(index: number, about: T, restores: (removed: T) => boolean): void {
    this.#seek(index);
    const top = this.top;
    let before = top.left;
    if (before?.right !== undefined) before = top.left = raise(before, Infinity);
    if (before?.kind === 'removed' && before.sum === index && restores(before.about)) {
      top.left = before.left;
      top.gap += before.gap + 1;
      count(top);
      this.shifts--;
    } else {
      this.shifts++;
      this.#put(index, 'added', about, 0);
    }
  }

  /** The element at an index goes. `about` tells what to remember, from what was known. */
  remove(index: number, about: (found: T | undefined) => T): void {
    const found = this.#seek(index);
    if (found?.kind === 'added') {
      const next = raise(found.right!, -1);
      next.left = found.left;
      next.gap += found.gap;
      this.top = count(next);
      this.shifts--;
      return;
    }
    this.shifts++;
    if (found === undefined) {
      this.#put(index, 'removed', about(undefined), 1);
    } else {
      found.kind = 'removed';
      found.about = about(found.about);
      count(found);
    }
  }

  /** Makes items of what is loose. */
  #settle(): void {
    if (this.#loose === undefined) return;
    const loose = [...this.#loose].sort(([a], [b]) => a - b);
    this.#loose = undefined;
    for (const [index, about] of loose) {
      this.#seek(index);
      this.#put(index, 'kept', about, 1);
    }
  }

  /** Takes to the top the item that is now at an index, or else the one in whose gap the index lies. */
  #seek(index: number): Item<T> | undefined {
    this.#settle();
    let top = this.top;
    const rest = index - sumOf(top.left);
    if (rest < 0 || rest >= spanOf(top)) top = this.top = raise(top, index);
    return top.kind !== 'removed' && index === sumOf(top.left) + top.gap ? top : undefined;
  }

  /** Puts an item before the one at the top, whose gap it divides; `taken` elements of that gap become the item. */
  #put(index: number, kind: Item<T>['kind'], about: T, taken: number): void {
    const next = this.top;
    const item = new Item(index - sumOf(next.left), kind, about);
    next.gap -= item.gap + taken;
    item.left = next.left;
    next.left = count(item);
    count(next);
  }
}

/**
 * Makes the item that holds an index the top of a tree: the first one behind whose gap and element it does not lie, or the last.
 *
 * From the bottom up, two levels at once. What is on the way goes to the side of the one found where it belongs. Where two are
 * on the same side, the upper one goes below the lower one, which is what halves the length of a long way:
 *
 *         c           a                 c             b
 *       b   4       1   b             a   4         a   c
 *     a   3     ->    2   c          1 b       ->  1 2 3 4
 *    1 2                 3 4          2 3
 */
function raise<T>(top: Item<T>, index: number): Item<T> {
  const way: Item<T>[] = [];
  let rest = index;
  for (let item: Item<T> | undefined = top; item !== undefined;) {
    way.push(item);
    const before = sumOf(item.left);
    if (rest < before) {
      item = item.left;
    } else {
      rest -= before + spanOf(item);
      item = rest < 0 ? undefined : item.right;
    }
  }
  work.visits += way.length;
  const found = way.pop()!;
  for (let below = found, upper; (upper = way.pop()) !== undefined;) {
    const upmost = way.pop();
    const isBehind = upper.left === below;
    const isStraight = upmost !== undefined && isBehind === (upmost.left === upper);
    if (isStraight) hang(upper, upmost, isBehind);
    hang(found, upper, isBehind);
    if (upmost === undefined) break;
    if (!isStraight) hang(found, upmost, !isBehind);
    below = upmost;
  }
  return count(found);
}

/** Puts an item below another one, on the one side, in the place of what is there, which goes below it. */
function hang<T>(found: Item<T>, item: Item<T>, isBehind: boolean): void {
  if (isBehind) {
    item.left = found.right;
    found.right = count(item);
  } else {
    item.right = found.left;
    found.left = count(item);
  }
}

/** Brings the sum of an item up to date. */
function count<T>(item: Item<T>): Item<T> {
  item.sum = sumOf(item.left) + spanOf(item) + sumOf(item.right);
  return item;
}

function sumOf(item: Item<unknown> | undefined): number {
  return item === undefined ? 0 : item.sum;
}

/** How many new elements an item stands for, with its gap. */
function spanOf({ gap, kind }: Item<unknown>): number {
  return kind === 'removed' ? gap : gap + 1;
}
