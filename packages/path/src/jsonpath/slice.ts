import type { SliceSelector } from './ast.ts';

/** The indexes of the elements that a slice selects: `from`, `from + step`, … , `count` of them. */
export interface SliceRange {
  readonly from: number;
  readonly count: number;
  readonly step: number;
}

/** Returns what a slice selects in an array of a length (RFC 9535, section 2.3.4.2.2). O(1). */
export function sliceRange(slice: SliceSelector, length: number): SliceRange {
  const { start, end, step = 1 } = slice;
  // Bounds lie in 0 … length; backwards in -1 … length - 1, since the lower bound is not selected either
  const low = step < 0 ? -1 : 0;
  const high = low + length;
  const from = start === undefined ? (step < 0 ? high : low) : clamp(start, length, low, high);
  const until = end === undefined ? (step < 0 ? low : high) : clamp(end, length, low, high);
  return { from, count: step === 0 ? 0 : Math.max(0, Math.ceil((until - from) / step)), step };
}

/** Returns an index, counted from the end if negative, clamped to `low … high`. */
function clamp(index: number, length: number, low: number, high: number): number {
  return Math.min(Math.max(index < 0 ? length + index : index, low), high);
}
