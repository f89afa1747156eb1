/**
 * Times the contenders of one group against each other.
 *
 * 1. Each contender is set up and checked. One that fails is reported and does not run.
 * 2. Each is warmed up until it gets no faster, which also measures how long one `run()` takes. That determines how often it
 *    runs per sample (a sample has to be long relative to the resolution of the clock) and for how many rounds there is time.
 * 3. In each round, tinybench times every contender and the calibration loop for their share of the time. From round to round the order
 *    is rotated and reversed, so that no contender always runs after the same one.
 * 4. The figure of a round is the mean of its samples, because garbage collection is part of the cost of allocating. The
 *    figure of a contender is the median of its rounds. A ratio is the median of the ratios within each round, since
 *    a machine whose speed drifts affects both sides.
 */
import { Bench } from 'tinybench';

import { calibration, CALIBRATION_OPERATIONS } from './calibration.ts';
import { makeLoop } from './loop.ts';
import { slowedDown } from './plant.ts';
import { caseKey } from './registry.ts';
import { CALIBRATION } from './results.ts';
import { pairedRatios, spreadOf } from './statistics.ts';
import type { Loop } from './loop.ts';
import type { Plant } from './plant.ts';
import type { Contender, TimeCase } from './registry.ts';
import type { ContenderTime, Failure, Ratio, TimeResult } from './results.ts';

export interface WarmUpSettings {
  /** Milliseconds of a stretch of warm-up; there are several for each contender. */
  readonly warmup: number;
  /** Milliseconds that one sample should last at least. */
  readonly sample: number;
  /** The clock of the timings: milliseconds, from any origin. */
  readonly now: () => number;
}

export interface TimeSettings extends WarmUpSettings {
  readonly rounds: number;
  /** Milliseconds for all rounds of a group together. */
  readonly budget: number;
  /** The limit in milliseconds for a group whose single runs are longer than their share of the budget. Rounds are dropped to meet it. */
  readonly longest: number;
  /** A clock that is cheap to read, for the planted slowdown. */
  readonly wall: () => number;
  /** The loop that is timed among the contenders, see `warmCalibration`. */
  readonly calibration: Runner;
  /** Called before each contender's turn, not timed. */
  readonly collectGarbage?: (() => void) | undefined;
  readonly plant?: Plant | undefined;
}

/** With fewer rounds, one disturbed round would change the median. */
const FEWEST_ROUNDS = 3;
const MAX_RUNS_PER_SAMPLE = 1_000_000;
/** A stretch of warm-up counts as no faster if its fastest call takes more than this share of the fastest one before. */
const FASTER = 0.97;
/** The warm-up ends after so many stretches in a row that were no faster. */
const STEADY_STRETCHES = 2;
const MOST_STRETCHES = 16;

/** A contender that is warm, and how it is timed. */
export interface Runner {
  readonly name: string;
  readonly operations: number;
  readonly loop: Loop;
  readonly asynchronous: boolean;
  /** Milliseconds of one `run()`, as measured by the warm-up. */
  readonly estimate: number;
  /** Nanoseconds per operation, round by round. */
  readonly rounds: number[];
}

export async function measureTime(timed: TimeCase, settings: TimeSettings): Promise<TimeResult> {
  const key = caseKey(timed.name, timed.size);
  const failures: Failure[] = [];
  const runners: Runner[] = [];
  const [ours] = timed.contenders.keys();
  for (const [name, make] of timed.contenders) {
    try {
      let contender = await make();
      const { plant } = settings;
      if (name === ours && plant && (plant.group === key || plant.group === timed.name)) {
        contender = slowedDown(contender, plant.factor, settings.wall);
      }
      runners.push(await warmUp(name, `${key} ${name}`, contender, timed.operations, settings));
    } catch (error) {
      failures.push({ contender: name, message: messageOf(error) });
    }
  }
  const reference: Runner = { ...settings.calibration, rounds: [] };
  await runRounds([...runners, reference], failures, settings);

  const sound = runners.filter(({ name }) => failures.every(({ contender }) => contender !== name));
  const [first, ...others] = sound;
  return {
    kind: 'time',
    key,
    name: timed.name,
    ...(timed.size === undefined ? {} : { size: timed.size }),
    operations: timed.operations,
    ...(timed.target === undefined ? {} : { target: timed.target }),
    contenders: sound.map(timesOf),
    calibration: timesOf(reference),
    ratios:
      first?.name === ours && first
        ? [...others, reference].map((other) => ratioOf(first, other))
        : [],
    failures,
  };
}

/** The calibration loop for all groups of a process, which is warmed up once. */
export function warmCalibration(settings: WarmUpSettings): Promise<Runner> {
  return warmUp(CALIBRATION, CALIBRATION, calibration(), CALIBRATION_OPERATIONS, settings);
}

/**
 * Runs a contender until it gets no faster; its fastest call gives the estimate. A fixed time would be too short for a contender that runs much
 * code, which takes V8 a quarter of a second to compile, and too long for a loop.
 */
async function warmUp(
  name: string,
  label: string,
  contender: Contender,
  operations: number,
  settings: WarmUpSettings,
): Promise<Runner> {
  const { now } = settings;
  const first = contender.run();
  const asynchronous = first instanceof Promise;
  await first;
  const loop = makeLoop(contender, label, asynchronous);
  let estimate = Number.POSITIVE_INFINITY;
  let times = 1;
  let steady = 0;
  for (let stretch = 0; stretch < MOST_STRETCHES && steady < STEADY_STRETCHES; stretch++) {
    const before = estimate;
    const until = now() + settings.warmup;
    do {
      const started = now();
      const pending = loop(times);
      if (pending) await pending;
      const took = now() - started;
      if (took > 0) estimate = Math.min(estimate, took / times);
      if (took < settings.sample && times < MAX_RUNS_PER_SAMPLE) times *= 2;
    } while (now() < until || estimate === Number.POSITIVE_INFINITY);
    // A single run that takes longer than a stretch is compiled while it runs
    if (estimate >= settings.warmup) break;
    steady = estimate < before * FASTER ? 0 : steady + 1;
  }
  return { name, operations, loop, asynchronous, estimate, rounds: [] };
}

async function runRounds(
  runners: readonly Runner[],
  failures: Failure[],
  settings: TimeSettings,
): Promise<void> {
  const share = settings.budget / (settings.rounds * runners.length);
  const roundTime = runners.reduce((sum, { estimate }) => sum + Math.max(share, estimate), 0);
  const rounds = Math.min(
    settings.rounds,
    Math.max(FEWEST_ROUNDS, Math.floor(settings.longest / roundTime)),
  );
  for (let round = 0; round < rounds; round++) {
    for (const runner of orderOf(round, runners)) {
      if (failures.some(({ contender }) => contender === runner.name)) continue;
      settings.collectGarbage?.();
      try {
        runner.rounds.push(await timeOnce(runner, share, settings));
      } catch (error) {
        failures.push({ contender: runner.name, message: messageOf(error) });
      }
    }
  }
}

/** The order of a round: rotated by one from round to round, and reversed in every second one. */
export function orderOf<T>(round: number, list: readonly T[]): readonly T[] {
  const start = round % list.length;
  const rotated = [...list.slice(start), ...list.slice(0, start)];
  return round % 2 === 0 ? rotated : rotated.toReversed();
}

/** Runs one round of one contender. Returns nanoseconds per operation. */
async function timeOnce(runner: Runner, share: number, settings: TimeSettings): Promise<number> {
  const { loop, asynchronous, estimate } = runner;
  const wanted = Math.ceil(settings.sample / estimate);
  const runs = Math.max(1, Math.min(wanted, MAX_RUNS_PER_SAMPLE));
  const bench = new Bench({
    now: settings.now,
    time: share,
    iterations: 1,
    warmup: false,
    throws: true,
  });
  bench.add(runner.name, () => loop(runs), { async: asynchronous });
  const [task] = asynchronous ? await bench.run() : bench.runSync();
  if (task?.result.state !== 'completed') {
    throw new Error(`Expected a completed task, found one that is ${task?.result.state}`);
  }
  return (task.result.latency.mean * 1e6) / (runs * runner.operations);
}

function timesOf({ name, rounds }: Runner): ContenderTime {
  return { name, nanoseconds: spreadOf(rounds), rounds };
}

function ratioOf(ours: Runner, other: Runner): Ratio {
  const rounds = pairedRatios(ours.rounds, other.rounds);
  return { reference: other.name, ratio: spreadOf(rounds), rounds };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
