/** How long and how often to measure. `TimeSettings` describes the fields. */
export interface RunSettings {
  readonly rounds: number;
  readonly budget: number;
  readonly warmup: number;
  readonly sample: number;
  readonly longest: number;
  readonly memoryRounds: number;
  readonly contenders: Contenders;
}

/**
 * Which contenders of a group run: all of them, or, which is faster, those that a comparison with the baseline needs. `registry.ts` selects them.
 */
export type Contenders = 'all' | 'compared';

/** Rounds of a command that is to take minutes; a median of seven tolerates three disturbed rounds. */
export const ROUNDS = 7;
/** Rounds of a command whose figures are written down, or judged against an absolute promise. */
export const MANY_ROUNDS = 25;

/** Milliseconds of one round of a group, shared by its contenders. */
const ROUND = 20;
/** The same for a group whose single runs are longer than their share: far slower contenders need no precision. */
const LONGEST_ROUND = 100;
/** A structure weighs the same each time to a few per mille, so memory is measured once for so many rounds. */
const ROUNDS_PER_WEIGHING = 8;

/**
 * The settings for a number of rounds. Only the number of rounds changes, not how each is measured, so that figures stay comparable.
 * Those of `compared` contenders are comparable only with each other, because what else runs in a process affects ours.
 */
export function settingsFor(rounds: number, contenders: Contenders = 'all'): RunSettings {
  return {
    rounds,
    budget: ROUND * rounds,
    warmup: 40,
    sample: 0.5,
    longest: LONGEST_ROUND * rounds,
    memoryRounds: Math.max(1, Math.round(rounds / ROUNDS_PER_WEIGHING)),
    contenders,
  };
}
