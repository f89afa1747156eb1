import { joinPointer, type Pointer } from '@data-map/core';

/** A visible node of the tree. Its value is read when it is painted. */
export interface Row {
  readonly pointer: Pointer;
  /** The last segment; empty for the root. */
  readonly key: string | number;
  readonly depth: number;
  /** Its position among its siblings, from 1, and their number. */
  readonly place: number;
  readonly siblings: number;
}

/** The document from which rows are read. */
export interface Reader {
  peek(pointer: Pointer): unknown;
}

/**
 * The visible rows of a tree, from top to bottom: the root, and the children of expanded containers.
 *
 * | operation | cost |
 * | --- | --- |
 * | `rebuild` | O(rows) |
 * | `expand`, `collapse` | O(rows), to move the rows below |
 * | `indexOf` | O(rows) |
 */
export class TreeRows {
  readonly #reader: Reader;
  readonly #expanded = new Set<Pointer>(['']);
  #rows: Row[] = [];

  constructor(reader: Reader) {
    this.#reader = reader;
    this.rebuild();
  }

  get rows(): readonly Row[] {
    return this.#rows;
  }

  isExpanded(pointer: Pointer): boolean {
    return this.#expanded.has(pointer);
  }

  /** Reads all rows again, since containers may have gained or lost members. */
  rebuild(): void {
    const rows: Row[] = [];
    const pending: Row[] = [{ pointer: '', key: '', depth: 0, place: 1, siblings: 1 }];
    for (let row; (row = pending.pop()) !== undefined;) {
      rows.push(row);
      if (!this.#expanded.has(row.pointer)) continue;
      const children = this.#childrenOf(row);
      for (let at = children.length - 1; at >= 0; at--) pending.push(children[at] as Row);
    }
    this.#rows = rows;
  }

  expand(pointer: Pointer): void {
    if (this.#expanded.has(pointer)) return;
    this.#expanded.add(pointer);
    this.rebuild();
  }

  /** Collapses a container. Containers below it stay expanded for when it is expanded again. */
  collapse(pointer: Pointer): void {
    if (this.#expanded.delete(pointer)) this.rebuild();
  }

  /** Expands all containers around a place. */
  reveal(pointer: Pointer): void {
    let above = pointer;
    while (above !== '') {
      above = above.slice(0, above.lastIndexOf('/'));
      this.#expanded.add(above);
    }
    this.rebuild();
  }

  indexOf(pointer: Pointer): number {
    return this.#rows.findIndex((row) => row.pointer === pointer);
  }

  #childrenOf({ pointer, depth }: Row): Row[] {
    const value = this.#reader.peek(pointer);
    const keys = keysOf(value);
    return keys.map((key, at) => ({
      pointer: joinPointer(pointer, key),
      key,
      depth: depth + 1,
      place: at + 1,
      siblings: keys.length,
    }));
  }
}

/** The names or indexes of the children; none if the value is a leaf. */
export function keysOf(value: unknown): readonly (string | number)[] {
  if (Array.isArray(value)) return Array.from(value, (_, index) => index);
  return isContainer(value) ? Object.keys(value) : [];
}

export function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
