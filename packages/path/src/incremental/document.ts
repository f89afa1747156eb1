import type { Segments } from '../pointer.ts';

/**
 * The document as an incremental query reads it. A number in `segments` names an element of an array, and a string names a member of an
 * object, never the other way round.
 */
export interface DocumentReader {
  /** Returns the value at a location (`[]` is the root), or `undefined` where nothing exists. */
  getAt(segments: Segments): unknown;
  /**
   * Like `getAt`, for values that the query tests but neither keeps nor edits. So a document that uses copy-on-write for what it has handed
   * out need not treat them as handed out. A custom function that retains such an argument may see it edited later.
   */
  glimpseAt?(segments: Segments): unknown;
  /**
   * Whether the document is persistent: a value that `getAt` returned never changes, at any depth; a write replaces the containers on its
   * way by copies. Then a query with `..` keeps a small container as it is, in place of a tree of its nodes, until something in it
   * changes. That takes a fraction of the memory.
   */
  readonly isPersistent?: boolean | undefined;
}

/** A change of the document, as far as an incremental query reads it. A segment is a number exactly where its parent is an array. */
export interface QueryChange {
  /**
   * At a number, `add` inserts an element and `remove` deletes one, and the elements after it shift. At a string, they create and delete
   * a member. `replace` sets another value in the same place. `move` is a `remove` at `fromSegments` followed by an `add` at `segments`.
   */
  readonly op: 'add' | 'remove' | 'replace' | 'move';
  /** The location that is changed. For `move`, the target, with indexes as they are after the removal. */
  readonly segments: Segments;
  /** For `move` only: the location that the value came from. */
  readonly fromSegments?: Segments | undefined;
  /** For a `replace` that reorders the elements of an array only: `permutation[i]` is the old index of the element that is now at i. */
  readonly permutation?: ArrayLike<number> | undefined;
}
