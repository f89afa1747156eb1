import type { Pointer, Segments } from '@data-map/path';

/** An applied change of the document, as far as the engine reads it; `Change` of `@data-map/storage` satisfies it. */
export interface ChangeRecord {
  /** `add` and `remove` at a number segment shift the elements after it; a `move` is a `remove` followed by an `add`. */
  readonly op: 'add' | 'remove' | 'replace' | 'move';
  /** The changed location; of a `move`, the target location after the removal. */
  readonly pointer: Pointer;
  /** The segments of `pointer`, unescaped: a number exactly where the parent is an array. */
  readonly segments: Segments;
  /** The value after the Change; `undefined` for `remove`. Must not be modified afterwards. */
  readonly value: unknown;
  /** The value before the Change; `undefined` for `add` and `move`. Must not be modified afterwards. */
  readonly previous: unknown;
  /** Only for a `move`: the source location. */
  readonly from?: Pointer | undefined;
  /** Only for a `move`, and required there: the segments of `from`, unescaped. */
  readonly fromSegments?: Segments | undefined;
}

/** How the engine reads the document, in its state after all the Changes passed to `notify` so far. */
export interface DocumentReader {
  /** Returns the value at a location, `undefined` if there is none. A returned container must not be modified afterwards. */
  getAt(segments: Segments): unknown;
  /**
   * Returns the length of an array, `undefined` for any other value. If this method exists, the engine reads the few elements
   * that an insertion or removal near the end shifts one by one. The document then does not hand out the array, and need not copy it
   * before the next write.
   */
  arrayLength?(pointer: Pointer): number | undefined;
  /**
   * Returns the segments of a location, a number exactly where the parent is an array; `undefined` if no value is there. If this method
   * exists, an `immediate` subscription reads only the part of the document below the names before the first wildcard of its target;
   * otherwise it reads the whole document.
   */
  segmentsOf?(pointer: Pointer): Segments | undefined;
}

/** One step of a commit at one location: a Change, or half of a `move`. */
export interface Edit {
  readonly op: 'add' | 'remove' | 'replace';
  readonly segments: Segments;
  readonly value: unknown;
  readonly previous: unknown;
  /** The index of the edit in the commit. */
  readonly at: number;
  /** The Change that the edit comes from. */
  readonly change: ChangeRecord;
  /** Of a move inside one array: the index of the other half. Only the positions between the two are shifted. */
  readonly partner: number | undefined;
}

/**
 * Returns the edits of some Changes: a removal and an addition for a `move`, one edit for any other Change.
 *
 * @throws TypeError for a `move` without `fromSegments`
 */
export function toEdits(changes: readonly ChangeRecord[]): Edit[] {
  const edits: Edit[] = [];
  for (const change of changes) {
    const { op, segments, value, previous, fromSegments } = change;
    const at = edits.length;
    if (op !== 'move') {
      edits.push({ op, segments, value, previous, at, change, partner: undefined });
    } else {
      // Throws for a `move` without its source; `notify` then rejects it
      const inside = isInOneArray(fromSegments!, segments);
      edits.push(
        {
          op: 'remove',
          segments: fromSegments!,
          value: undefined,
          previous: value,
          at,
          change,
          partner: inside ? indexOf(segments) : undefined,
        },
        {
          op: 'add',
          segments,
          value,
          previous: undefined,
          at: at + 1,
          change,
          partner: inside ? indexOf(fromSegments!) : undefined,
        },
      );
    }
  }
  return edits;
}

/** Whether a Change or edit inserts into an array or deletes from it, so that positions shift. */
export function shifts(op: ChangeRecord['op'], segments: Segments): boolean {
  return op !== 'replace' && typeof segments.at(-1) === 'number';
}

/** Returns the last segment, which must be an index. */
export function indexOf(segments: Segments): number {
  return Number(segments.at(-1));
}

/** Whether a location is at or below `top`. */
export function isWithin(segments: Segments, top: Segments): boolean {
  return (
    segments.length >= top.length && top.every((segment, depth) => segment === segments[depth])
  );
}

/** Whether two locations are elements of the same array. */
function isInOneArray(a: Segments, b: Segments): boolean {
  return (
    a.length === b.length &&
    typeof a.at(-1) === 'number' &&
    typeof b.at(-1) === 'number' &&
    isWithin(a, b.slice(0, -1))
  );
}
