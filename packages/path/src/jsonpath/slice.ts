import type { SliceSelector } from './ast.ts';

/** The elements that a slice selects: `count` of them, at `from`, `from + step`, and so on. */
export interface SliceRange {
  readonly from: number;
  readonly count: number;
  readonly step: number;
}

/** What a slice selects in an array of that length (RFC 9535, section 2.3.4.2.2). O(1). */
export function sliceRange(slice: SliceSelector, length: number): SliceRange {
  const { start, end, step = 1 } = slice;
  // Forwards positions lie between 0 and the length, backwards one before that
  const low = step < 0 ? -1 : 0;
  const high = low + length;
  const from = start === undefined ? (step < 0 ? high : low) : clamp(start, length, low, high);
  const until = end === undefined ? (step < 0 ? low : high) : clamp(end, length, low, high);
  return { from, count: step === 0 ? 0 : Math.max(0, Math.ceil((until - from) / step)), step };
}

/** An index, counted from the end when negative, within the limits. */
function clamp(index: number, length: number, low: number, high: number): number {
  return Math.min(Math.max(index < 0 ? length + index : index, low), high);
}
