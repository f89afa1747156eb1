import type { Pointer, Segments } from '@data-map/path';

/** What the engine reads of a Change; `Change` of `@data-map/storage` satisfies it. */
export interface ChangeRecord {
  /** `add` and `remove` at a number shift what stands behind; a `move` is a `remove` and then an `add`. */
  readonly op: 'add' | 'remove' | 'replace' | 'move';
  /** Where; of a move, the target after the removal. */
  readonly pointer: Pointer;
  /** The same, unescaped, a number exactly where the parent is an array. */
  readonly segments: Segments;
  /** What is there now; `undefined` after a removal. Never edited afterwards. */
  readonly value: unknown;
  /** What was there; `undefined` before an addition and for a move. Never edited afterwards. */
  readonly previous: unknown;
  /** Of a move, where the value came from. */
  readonly from?: Pointer | undefined;
  /** The same, unescaped. */
  readonly fromSegments?: Segments | undefined;
}

/** What the engine asks of the document: its state after all the Changes handed over so far. */
export interface DocumentReader {
  /** The value at a location, `undefined` where nothing is. A container handed out is never edited afterwards. */
  getAt(segments: Segments): unknown;
  /**
   * The length of an array, `undefined` for anything else. Where a document can tell without handing the array out, what comes and
   * goes near its end is read element by element, and the array need not be copied for the next write.
   */
  arrayLength?(pointer: Pointer): number | undefined;
}

/** One step of a commit at one location: a Change, or one half of a move. */
export interface Edit {
  readonly op: 'add' | 'remove' | 'replace';
  readonly segments: Segments;
  readonly value: unknown;
  readonly previous: unknown;
  /** Its place in the commit. */
  readonly at: number;
  /** The Change that it is, or is a half of. */
  readonly change: ChangeRecord;
  /** Of a move inside one array: its other end. Nothing outside the positions between the two is shifted. */
  readonly partner: number | undefined;
}

/** A move is a removal followed by an addition; everything else is one edit. */
export function toEdits(changes: readonly ChangeRecord[]): Edit[] {
  const edits: Edit[] = [];
  for (const change of changes) {
    const { op, segments, value, previous, fromSegments } = change;
    const at = edits.length;
    if (op !== 'move') {
      edits.push({ op, segments, value, previous, at, change, partner: undefined });
    } else if (fromSegments !== undefined) {
      const inside = sharedArray(fromSegments, segments);
      edits.push(
        {
          op: 'remove',
          segments: fromSegments,
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
          partner: inside ? indexOf(fromSegments) : undefined,
        },
      );
    }
  }
  return edits;
}

/** Whether the edit inserts into an array or deletes from it, so that positions shift. */
export function shifts(op: ChangeRecord['op'], segments: Segments): boolean {
  return op !== 'replace' && typeof segments.at(-1) === 'number';
}

/** The last segment, where it is known to be an index. */
export function indexOf(segments: Segments): number {
  return Number(segments.at(-1));
}

/** Whether a location is at or below another one. */
export function isWithin(segments: Segments, top: Segments): boolean {
  return (
    segments.length >= top.length && top.every((segment, depth) => segment === segments[depth])
  );
}

function sharedArray(a: Segments, b: Segments): boolean {
  return (
    a.length === b.length &&
    typeof a.at(-1) === 'number' &&
    typeof b.at(-1) === 'number' &&
    isWithin(a, b.slice(0, -1))
  );
}
