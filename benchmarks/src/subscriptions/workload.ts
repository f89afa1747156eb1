import { seededRandom } from '../baseline/random.ts';

const FIELDS = ['name', 'email', 'score', 'active', 'city', 'phone', 'tags', 'age'];

/** The number of patterns for each collection of the document. */
const DENSITY = 50;

/** Patterns, and pointers that some of them match. */
export interface Workload {
  readonly patterns: readonly string[];
  readonly pointers: readonly string[];
  /** Returns a pointer of the same kind that was not used before. */
  unseen(): string;
}

/**
 * 60% exact patterns, 25% with `*`, 15% with `**`, over collections of items. If there
 * are enough patterns, a pointer matches three to five of them.
 */
export function workload(size: number, pointerCount: number): Workload {
  const random = seededRandom(size);
  const collections = Math.ceil(size / DENSITY);
  const collection = (): string => `c${random(collections)}`;
  const field = (): string => FIELDS[random(FIELDS.length)] ?? '';
  const place = (): string => `/${collection()}/items/${random(16)}/${field()}`;
  const patterns = Array.from({ length: size }, (_, index) => {
    const kind = index % 20;
    if (kind < 12) return place();
    if (kind < 15) return `/${collection()}/items/*/${field()}`;
    if (kind < 16) return `/${collection()}/*/*/${field()}`;
    if (kind < 17) return `/${collection()}/*/${random(16)}/${field()}`;
    if (kind < 19) return `/${collection()}/**`;
    return `/${collection()}/**/${field()}`;
  });
  let last = 1000;
  return {
    patterns,
    pointers: Array.from({ length: pointerCount }, place),
    unseen: () => `/${collection()}/items/${last++}/${field()}`,
  };
}

/** A new string with the same text, as if it had just been concatenated. */
export function fresh(pointer: string): string {
  return pointer.slice(0, 4) + pointer.slice(4);
}
