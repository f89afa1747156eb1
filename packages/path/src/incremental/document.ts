import type { Segments } from '../pointer.ts';

/**
 * What an incremental query needs of a document: the value at a location, `undefined` where nothing is. A number names an element
 * of an array and a string a member of an object, never the other way round.
 */
export interface DocumentReader {
  /** The value at a location, `[]` for the root; `undefined` where nothing is. */
  getAt(segments: Segments): unknown;
  /**
   * The same for a look: what it gives is neither kept nor edited by the query, so that a document that copies what it has given
   * away need not copy it. A custom function that keeps its arguments keeps what may be edited later.
   */
  glimpseAt?(segments: Segments): unknown;
  /**
   * Whether what `getAt` has given stays as it is, with all that is in it, while the document changes by copies. Then a query with `..`
   * keeps small containers as they are until something in them changes, which takes a fraction of the memory.
   */
  readonly isPersistent?: boolean | undefined;
}

/** What an incremental query reads of a change. In `segments` a number is used exactly where the parent is an array. */
export interface QueryChange {
  /**
   * `add` and `remove` at a number insert into and delete from an array, at a string they create and delete a member. `replace`
   * puts another value in the same place. `move` is a `remove` at `fromSegments` followed by an `add` at `segments`.
   */
  readonly op: 'add' | 'remove' | 'replace' | 'move';
  /** Where; for `move` the target, as it is counted after the removal. */
  readonly segments: Segments;
  /** Only for `move`: where the value came from. */
  readonly fromSegments?: Segments | undefined;
  /** Only for a `replace` of an array by its own elements in another order: the old index of the element that is now at i. */
  readonly permutation?: ArrayLike<number> | undefined;
}
