/** How long and how often to measure, as the command line asks for it. */
export interface RunSettings {
  readonly rounds: number;
  readonly budget: number;
  readonly warmup: number;
  readonly sample: number;
  readonly longest: number;
  readonly memoryRounds: number;
}

/** About two seconds for a group. */
const NORMAL: RunSettings = {
  rounds: 15,
  budget: 1200,
  warmup: 40,
  sample: 0.5,
  longest: 10_000,
  memoryRounds: 3,
};

/** Half a second, for a first look. */
const QUICK: RunSettings = {
  rounds: 7,
  budget: 200,
  warmup: 15,
  sample: 0.3,
  longest: 2000,
  memoryRounds: 1,
};

/** More rounds take more time; the length of a round stays. */
export function settingsFor(quick: boolean, rounds: number | undefined): RunSettings {
  const base = quick ? QUICK : NORMAL;
  if (rounds === undefined) return base;
  const more = rounds / base.rounds;
  return { ...base, rounds, budget: base.budget * more, longest: base.longest * Math.max(1, more) };
}
