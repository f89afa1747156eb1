/** Helpers of the tests of incremental queries. */

import { resolveSegment, type QueryChange, type Segments } from '@data-map/path';

/** A document that records the locations that are read. */
export function watched<T>(value: T) {
  const reads: string[] = [];
  return {
    reads,
    value,
    getAt(segments: Segments): unknown {
      reads.push(`/${segments.join('/')}`);
      return segments.reduce<unknown>(resolveSegment, this.value);
    },
  };
}

export function replace(...segments: Segments): QueryChange {
  return { op: 'replace', segments };
}

export function numbers(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}
