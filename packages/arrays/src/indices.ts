import { PositionError } from './indirection/errors.ts';

/** Throws unless `value` is an integer from 0 to `most`. */
export function check(what: string, value: number, most: number): void {
  if (typeof value !== 'number' || value >>> 0 !== value || value > most)
    throw new PositionError(what, value, most);
}

/** An index as `Array.prototype.slice` takes it: negative ones from the end, too large ones cut off. */
export function relative(index: number, length: number): number {
  index = Math.trunc(index) || 0;
  return index < 0 ? Math.max(0, index + length) : Math.min(index, length);
}
