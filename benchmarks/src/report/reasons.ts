/**
 * What a person knows about the figures and a program does not: which contenders are no peers but measures of what a loop by
 * hand would cost, and why a peer is ahead where it is. Each folder of benchmarks has a `reasons.ts` beside its groups; the
 * report looks up every row in which ours is behind, and says "not yet explained" where nothing fits.
 */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface Reason {
  /** What the keys of the groups begin with. */
  readonly groups: readonly string[];
  /** The contenders that it is about. */
  readonly ahead: readonly string[];
  readonly why: string;
}

export interface Reasons {
  /**
   * Contenders that no one would use instead: they do less, or change what the others keep. They show what could be had at
   * best, and are not counted as peers.
   */
  readonly yardsticks: readonly string[];
  readonly reasons: readonly Reason[];
}

/** All of the folders together. */
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

/** Undefined where nobody has said why. The first that fits wins. */
export function whyAhead({ reasons }: Reasons, key: string, contender: string): string | undefined {
  return reasons.find(
    ({ groups, ahead }) =>
      ahead.includes(contender) && groups.some((start) => key.startsWith(start)),
  )?.why;
}

/** Other ways to use ours stand in the tables and are neither peers nor yardsticks. */
export function isOurs(contender: string): boolean {
  return /^data-map(?:$|[ ,])/.test(contender);
}
