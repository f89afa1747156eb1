import type { AddedNode, ChangedNode, RemovedNode } from './delta.ts';

/** Up to this many nodes removed, added or changed since the last read, the array is edited; for more, it is made anew. */
const FEW = 16;

/** What one call of `apply` did to the nodelist. Each array is sorted by `index`. */
interface Edit {
  readonly removed: readonly RemovedNode[];
  readonly added: readonly AddedNode[];
  readonly changed: readonly ChangedNode[];
}

/**
 * The values or the pointers of a nodelist as an array, which is made lazily, when it is read.
 *
 * Making the array visits every item of the tree. A few edits of a copy of the former array only move memory: with 5,000
 * nodes, a change and a read together are 12 times as fast or more. So edits are kept until the next read. As long as nobody reads, no array is made.
 */
export class NodeList<T> {
  readonly #entryOf: (node: AddedNode | ChangedNode) => T;
  #list: readonly T[] | undefined;
  #edits: Edit[] = [];
  /** The number of nodes in `#edits`. */
  #size = 0;

  constructor(entryOf: (node: AddedNode | ChangedNode) => T) {
    this.#entryOf = entryOf;
  }

  /** Records what `apply` did. All other nodes must have stayed in the same order, with the same values or pointers. O(1). */
  edit(edit: Edit): void {
    const size = edit.removed.length + edit.added.length + edit.changed.length;
    if (size === 0 || this.#list === undefined) return;
    this.#size += size;
    if (this.#size > FEW) this.clear();
    else this.#edits.push(edit);
  }

  /** Discards the array: the next read makes it anew. */
  clear(): void {
    this.#list = undefined;
    this.#edits = [];
    this.#size = 0;
  }

  /** Returns the array, which is the same one until it is edited or cleared. O(1); after edits O(length). */
  read(make: () => readonly T[]): readonly T[] {
    if (this.#list === undefined) return (this.#list = make());
    if (this.#edits.length === 0) return this.#list;
    const list = edited(this.#list, this.#edits, this.#entryOf);
    this.clear();
    return (this.#list = list);
  }
}

function edited<T>(
  list: readonly T[],
  edits: readonly Edit[],
  entryOf: (node: AddedNode | ChangedNode) => T,
): readonly T[] {
  let copy: T[] | undefined;
  const splice = (start: number, count: number, ...entries: T[]): void => {
    // The first edit makes the copy. Copying and then splicing would allocate a second time, with room to grow
    if (copy === undefined) copy = list.toSpliced(start, count, ...entries);
    else copy.splice(start, count, ...entries);
  };
  for (const { removed, added, changed } of edits) {
    for (const { index } of removed.toReversed()) splice(index, 1);
    for (const node of added) splice(node.index, 0, entryOf(node));
    for (const node of changed) splice(node.index, 1, entryOf(node));
  }
  return copy ?? list;
}
