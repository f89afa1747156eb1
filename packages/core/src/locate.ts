import {
  formatPointer,
  parsePointer,
  type Pointer,
  type Segment,
  type Segments,
} from '@data-map/path';

/** Who knows which places are arrays. */
export interface ArrayLengths {
  arrayLength(pointer: Pointer): number | undefined;
}

/** The segments of a pointer: numbers where the parent is an array. */
export function locate(store: ArrayLengths, pointer: Pointer): Segments {
  const segments: Segment[] = [];
  for (const token of parsePointer(pointer)) {
    const inArray = store.arrayLength(formatPointer(segments)) !== undefined;
    segments.push(inArray ? Number(token) : token);
  }
  return segments;
}
