import type { Contender } from './registry.ts';

/** A planted slowdown, from the environment: `BENCH_PLANT=signals/deep:1.5`. */
export interface Plant {
  /** Name or key of the group. */
  readonly group: string;
  /** The factor by which ours is slowed down. */
  readonly factor: number;
}

/** Parses `group:factor`; the group may contain colons. @throws RangeError on anything else */
export function parsePlant(text: string | undefined): Plant | undefined {
  if (text === undefined || text === '') return undefined;
  const colon = text.lastIndexOf(':');
  const factor = Number(text.slice(colon + 1));
  if (colon < 1 || !(factor >= 1) || !Number.isFinite(factor)) {
    throw new RangeError(
      `Expected BENCH_PLANT as "group:factor" with a factor of at least 1, found "${text}"`,
    );
  }
  return { group: text.slice(0, colon), factor };
}

/** Wraps `contender` so that every `run()` busy-waits until it has taken `factor` times as long. */
export function slowedDown(contender: Contender, factor: number, now: () => number): Contender {
  return {
    run() {
      const started = now();
      const result = contender.run();
      const until = started + (now() - started) * factor;
      while (now() < until);
      return result;
    },
  };
}
