/**
 * Explanations that a program cannot derive from the figures: which contenders are yardsticks (such as a hand-written loop) and not
 * peers, and why a contender is ahead of ours. Each folder of benchmarks has a `reasons.ts` next to its groups. The
 * report looks up every row in which ours is behind, and prints "not yet explained" if no reason fits.
 */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface Reason {
  /** Prefixes of the keys of the groups that the reason applies to. */
  readonly groups: readonly string[];
  /** The contenders that it applies to. */
  readonly ahead: readonly string[];
  readonly why: string;
}

export interface Reasons {
  /**
   * Contenders that nobody would use instead of ours: they do less, or edit in place what the others preserve. They show what could be reached at
   * best, and are not counted as peers.
   */
  readonly yardsticks: readonly string[];
  readonly reasons: readonly Reason[];
}

/** Reads and concatenates the reasons of all folders. */
export async function readReasons(folder: string): Promise<Reasons> {
  const files = globSync('*/reasons.ts', { cwd: folder, exclude: ['report/**'] }).toSorted();
  const all: Reasons[] = [];
  for (const file of files) {
    const module: { default: Reasons } = await import(pathToFileURL(join(folder, file)).href);
    all.push(module.default);
  }
  return {
    yardsticks: all.flatMap(({ yardsticks }) => yardsticks),
    reasons: all.flatMap(({ reasons }) => reasons),
  };
}

/** Returns the first reason that applies, or `undefined`. */
export function whyAhead({ reasons }: Reasons, key: string, contender: string): string | undefined {
  return reasons.find(
    ({ groups, ahead }) =>
      ahead.includes(contender) && groups.some((start) => key.startsWith(start)),
  )?.why;
}
