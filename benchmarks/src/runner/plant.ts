import type { Contender } from './registry.ts';

/** A slowdown asked for by the environment: `BENCH_PLANT=signals/deep:1.5`. */
export interface Plant {
  /** Name or key of the group. */
  readonly group: string;
  /** How many times as long ours shall take. */
  readonly factor: number;
}

/** Reads `group:factor`; the group may hold colons. Throws a RangeError on anything else. */
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

/** `contender`, but every `run()` is drawn out to `factor` times its length by watching the clock. */
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
