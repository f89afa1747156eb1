import { PositionError } from './indirection/errors.ts';

/** @throws PositionError, about the argument `what`, unless `value` is an integer from 0 to `most` */
export function check(what: string, value: number, most: number): void {
  if (typeof value !== 'number' || value >>> 0 !== value || value > most)
    throw new PositionError(what, value, most);
}

/**
 * Resolves an index as `Array.prototype.slice` does: a negative one counts from the end, and one out of range is
 * clamped.
 */
export function relative(index: number, length: number): number {
  index = Math.trunc(index) || 0;
  return index < 0 ? Math.max(0, index + length) : Math.min(index, length);
}
