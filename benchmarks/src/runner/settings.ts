/** How long and how often to measure. `TimeSettings` describes the fields. */
export interface RunSettings {
  readonly rounds: number;
  readonly budget: number;
  readonly warmup: number;
  readonly sample: number;
  readonly longest: number;
  readonly memoryRounds: number;
}

/** The rounds of a group take 1.2 seconds, without the warm-up. */
const NORMAL: RunSettings = {
  rounds: 15,
  budget: 1200,
  warmup: 40,
  sample: 0.5,
  longest: 10_000,
  memoryRounds: 3,
};

/** For a first look: the rounds of a group take 0.2 seconds. */
const QUICK: RunSettings = {
  rounds: 7,
  budget: 200,
  warmup: 15,
  sample: 0.3,
  longest: 2000,
  memoryRounds: 1,
};

/** Returns the settings for a number of rounds. The length of a round stays the same. */
export function settingsFor(quick: boolean, rounds: number | undefined): RunSettings {
  const base = quick ? QUICK : NORMAL;
  if (rounds === undefined) return base;
  const more = rounds / base.rounds;
  return { ...base, rounds, budget: base.budget * more, longest: base.longest * Math.max(1, more) };
}
