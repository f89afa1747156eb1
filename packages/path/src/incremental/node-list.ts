import type { AddedNode, ChangedNode, RemovedNode } from './delta.ts';

/** So many nodes may have come, gone or changed since the list was read; for more it is made anew. */
const FEW = 16;

/** What one call of `apply` did to the nodes that a list shows, each array in the order of `index`. */
interface Edit {
  readonly removed: readonly RemovedNode[];
  readonly added: readonly AddedNode[];
  readonly changed: readonly ChangedNode[];
}

/**
 * The values or the pointers of a nodelist as an array, which is made when it is read.
 *
 * Making it visits every item of the tree. Applying a few edits to the array that was read before moves memory, which for 5,000
 * nodes is 15 times as fast. So edits wait until somebody reads, and an array that nobody reads costs nothing.
 */
export class NodeList<T> {
  readonly #entryOf: (node: AddedNode | ChangedNode) => T;
  #list: readonly T[] | undefined;
  #edits: Edit[] = [];
  /** How many nodes the edits concern. */
  #size = 0;

  constructor(entryOf: (node: AddedNode | ChangedNode) => T) {
    this.#entryOf = entryOf;
  }

  /** Takes what `apply` did. All other nodes must be the same ones, in the same order. O(1). */
  edit(edit: Edit): void {
    const size = edit.removed.length + edit.added.length + edit.changed.length;
    if (size === 0 || this.#list === undefined) return;
    this.#size += size;
    if (this.#size > FEW) this.clear();
    else this.#edits.push(edit);
  }

  /** Makes the next read make the array anew. */
  clear(): void {
    this.#list = undefined;
    this.#edits = [];
    this.#size = 0;
  }

  /** The array; the same one until a node of it is another one. O(1), after edits O(length). */
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
    // The first edit makes the copy: to splice a copy would allocate again, with room to grow
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
