/** The types of results, in memory, in messages between processes and as JSON. */
import type { Spread } from './statistics.ts';
import type { Target } from './target.ts';

export interface Failure {
  readonly contender: string;
  readonly message: string;
}

export interface ContenderTime {
  readonly name: string;
  /** Nanoseconds per operation, over the rounds. */
  readonly nanoseconds: Spread;
  readonly rounds: readonly number[];
}

/** Our time divided by that of the reference in the same round: 0.5 means that ours takes half the time. */
export interface Ratio {
  /** The name of a contender, or `CALIBRATION`. */
  readonly reference: string;
  readonly ratio: Spread;
  readonly rounds: readonly number[];
}

export interface TimeResult {
  readonly kind: 'time';
  readonly key: string;
  readonly name: string;
  readonly size?: number;
  readonly operations: number;
  readonly target?: Target;
  /** Ours first, unless it failed. */
  readonly contenders: readonly ContenderTime[];
  /** The calibration loop, timed among the contenders. */
  readonly calibration: ContenderTime;
  /** Empty if ours failed. */
  readonly ratios: readonly Ratio[];
  readonly failures: readonly Failure[];
}

export interface ContenderMemory {
  readonly name: string;
  readonly bytes: Spread;
  readonly rounds: readonly number[];
}

export interface MemoryResult {
  readonly kind: 'memory';
  readonly key: string;
  readonly name: string;
  readonly size?: number;
  readonly items: number;
  /** In the order of registration; ours is first, unless it failed. */
  readonly contenders: readonly ContenderMemory[];
  readonly failures: readonly Failure[];
}

export type Result = TimeResult | MemoryResult;

/** The name of the calibration loop among the references. */
export const CALIBRATION = 'calibration';

/** Whether a contender is ours. Some groups have further ones of ours beside the first, which are neither peers nor references. */
export function isOurs(contender: string): boolean {
  return /^data-map(?:$|[ ,])/.test(contender);
}
