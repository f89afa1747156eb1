/**
 * What happened to one array, as a script that leads from its old elements to its new ones.
 *
 * The script lists only what was touched, in order: elements removed, added, or kept but changed. Each item says how many
 * untouched elements lie between it and the item before (`gap`). So the length of the array does not matter, and an
 * index is found by adding up gaps. A search starts where the last one ended (`#at`, `#start`), which makes runs of
 * edits at neighbouring places, appending above all, cost O(1) each; any other costs O(items). As long as elements are
 * only changed, they are kept by index, without any order, at O(1) each.
 *
 * Example: of `a b c d e` the b is removed, x is added before d, and e is changed:
 *
 *     items   gap 1: removed b,  gap 1: added x,  gap 1: kept e
 *     reads   [a] -b             [c] +x           [d] e
 */

export interface Item<T> {
  gap: number;
  kind: 'kept' | 'added' | 'removed';
  /** What is known about the element. */
  about: T;
}

export class ArrayScript<T> {
  readonly #items: Item<T>[] = [];
  /** What was touched while nothing came or went, by index: the items have yet to be made of it. */
  #loose: Map<number, T> | undefined = new Map();
  /** Items that are not `kept`: while there are none, old and new indices are equal. */
  shifts = 0;
  #at = 0;
  /** The index, among the new elements, at which the gap of item `#at` starts. */
  #start = 0;

  get items(): readonly Item<T>[] {
    if (this.#loose !== undefined) {
      let end = 0;
      for (const [index, about] of [...this.#loose].sort(([a], [b]) => a - b)) {
        this.#items.push({ gap: index - end, kind: 'kept', about });
        end = index + 1;
      }
      this.#loose = undefined;
    }
    return this.#items;
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
    const before = this.#items[this.#at - 1];
    if (index === this.#start && before?.kind === 'removed' && restores(before.about)) {
      this.#at--;
      this.#start -= before.gap;
      this.#erase(1);
    } else {
      this.shifts++;
      this.#put(index, 'added', about, 0);
    }
  }

  /** The element at an index goes. `about` tells what to remember, from what was known. */
  remove(index: number, about: (found: T | undefined) => T): void {
    const found = this.#seek(index);
    if (found?.kind === 'added') {
      this.#erase(0);
      return;
    }
    this.shifts++;
    if (found === undefined) {
      this.#put(index, 'removed', about(undefined), 1);
    } else {
      found.kind = 'removed';
      found.about = about(found.about);
    }
  }

  /** Goes to the item that is now at an index, or else to the one in whose gap the index lies, or to the end. */
  #seek(index: number): Item<T> | undefined {
    const { items } = this;
    while (index < this.#start) {
      const item = items[--this.#at]!;
      this.#start -= item.gap + width(item);
    }
    for (let item; (item = items[this.#at]) !== undefined; this.#at++) {
      const place = this.#start + item.gap;
      if (index < place) return undefined;
      if (index === place && item.kind !== 'removed') return item;
      this.#start = place + width(item);
    }
    return undefined;
  }

  /** Puts an item before the current one, whose gap it divides; `taken` elements of that gap become the item. */
  #put(index: number, kind: Item<T>['kind'], about: T, taken: number): void {
    const gap = index - this.#start;
    const next = this.#items[this.#at];
    if (next !== undefined) next.gap -= gap + taken;
    this.#items.splice(this.#at, 0, { gap, kind, about });
  }

  /** Takes the current item out, leaving so many untouched elements in its place. */
  #erase(left: number): void {
    const [item] = this.#items.splice(this.#at, 1);
    const next = this.#items[this.#at];
    if (next !== undefined) next.gap += item!.gap + left;
    this.shifts--;
  }
}

function width({ kind }: Item<unknown>): number {
  return kind === 'removed' ? 0 : 1;
}
