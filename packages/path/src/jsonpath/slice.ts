import type { SliceSelector } from './ast.ts';

/** The elements that a slice selects: every `step`-th from `from` on, before (or, backwards, behind) `until`. */
export interface SliceBounds {
  readonly from: number;
  readonly until: number;
  readonly step: number;
}

/** The bounds of a slice in an array of that length (RFC 9535, section 2.3.4.2.2). O(1). */
export function sliceBounds(slice: SliceSelector, length: number): SliceBounds {
  const { start, end, step = 1 } = slice;
  if (step >= 0) {
    const from = clamp(start ?? 0, length, 0, length);
    // A step of 0 selects nothing
    const until = step === 0 ? from : clamp(end ?? length, length, 0, length);
    return { from, until, step };
  }
  const from = clamp(start ?? length - 1, length, -1, length - 1);
  const until = end === undefined ? -1 : clamp(end, length, -1, length - 1);
  return { from, until, step };
}

/** An index, counted from the end when negative, within the limits. */
function clamp(index: number, length: number, low: number, high: number): number {
  return Math.min(Math.max(index < 0 ? length + index : index, low), high);
}
