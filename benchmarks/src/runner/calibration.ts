import type { Contender } from './registry.ts';

/**
 * A fixed piece of work that measures the present speed of the machine: integer arithmetic, reads from a table, lookups in a Map of
 * strings, and allocation of short-lived objects, in about equal parts. All of its data fits into the L1 cache, since contention for the
 * other caches would make it scatter more than the contenders. It is timed among the contenders of every group. So even a
 * group without a peer has a reference that slows down when the machine does.
 */
export function calibration(): Contender {
  const words = Uint32Array.from({ length: 1024 }, (_, index) => Math.imul(index, 2_654_435_761));
  const names = Array.from({ length: 64 }, (_, index) => `name-${index}`);
  const lookup = new Map(names.map((name, index) => [name, index]));
  return {
    run() {
      let hash = 1;
      let kept = { value: 0, next: 0 };
      for (let step = 0; step < CALIBRATION_OPERATIONS; step++) {
        hash = Math.imul(hash ^ (words[hash & 1023] ?? 0), 16_777_619);
        const found = lookup.get(names[(hash >>> 10) & 63] ?? '') ?? 0;
        kept = { value: kept.value ^ found, next: hash };
      }
      return kept;
    },
  };
}

export const CALIBRATION_OPERATIONS = 1000;
