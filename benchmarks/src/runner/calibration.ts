import type { Contender } from './registry.ts';

/**
 * A fixed piece of work that stands for "this machine, now": integer arithmetic, reads from a table, look-ups in a Map of
 * strings and short-lived objects, in about equal parts. All of it fits into the nearest cache: what others do to the
 * farther ones would scatter it more than what it is compared with. It is timed among the contenders of every group, so
 * that a group without a peer still has something beside it that slows down when the machine does.
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
