/**
 * Times the contenders of one group against each other.
 *
 * 1. Each contender is set up and checked. One that fails is reported and does not run.
 * 2. Each is warmed up until it gets no faster, which also says how long one `run()` takes. From this follows how often it
 *    runs per sample (so that a sample is long beside the resolution of the clock) and how many rounds there is time for.
 * 3. In each round every contender, and the calibration loop, is timed by tinybench for its share of the time. The order
 *    is rotated and turned round from one round to the next, so that nobody always runs behind the same neighbour.
 * 4. A round's figure is the mean over its samples, because collecting garbage is part of the cost of making it. The
 *    figure of a contender is the median of its rounds; a ratio is the median of the ratios within each round, so that
 *    a machine which drifts moves both sides of it.
 */
import { Bench } from 'tinybench';

import { CALIBRATION_OPERATIONS } from './calibration.ts';
import { makeLoop } from './loop.ts';
import { slowedDown } from './plant.ts';
import { caseKey } from './registry.ts';
import { CALIBRATION } from './results.ts';
import { pairedRatios, spreadOf } from './statistics.ts';
import type { Loop } from './loop.ts';
import type { Plant } from './plant.ts';
import type { Contender, TimeCase } from './registry.ts';
import type { ContenderTime, Failure, Ratio, TimeResult } from './results.ts';

export interface TimeSettings {
  readonly rounds: number;
  /** Milliseconds for all rounds of a group together. */
  readonly budget: number;
  /** Milliseconds of a stretch of warm-up; there are several for each contender. */
  readonly warmup: number;
  /** Milliseconds that one sample should last at least. */
  readonly sample: number;
  /** Milliseconds that a group may take where single runs are longer than their share; rounds are left out for it. */
  readonly longest: number;
  /** The clock of the timings: milliseconds, from any origin. */
  readonly now: () => number;
  /** A clock that is read fast, for the planted slowdown. */
  readonly wall: () => number;
  /** The loop that is timed among the contenders. */
  readonly calibration: () => Contender;
  /** Called before each contender's turn, outside the clock. */
  readonly collectGarbage?: (() => void) | undefined;
  readonly plant?: Plant | undefined;
}

/** With fewer rounds a median would not survive one that was disturbed. */
const FEWEST_ROUNDS = 3;
const MAX_RUNS_PER_SAMPLE = 1_000_000;
/** A stretch of warm-up whose fastest turn is not below this share of the fastest one before has found nothing new. */
const FASTER = 0.97;
/** So many such stretches in a row end the warm-up. */
const STEADY_STRETCHES = 2;
const MOST_STRETCHES = 16;

interface Runner {
  readonly name: string;
  readonly operations: number;
  readonly loop: Loop;
  readonly asynchronous: boolean;
  /** Milliseconds of one `run()`, as the warm-up found it. */
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
  const beside = await warmUp(
    CALIBRATION,
    `${key} ${CALIBRATION}`,
    settings.calibration(),
    CALIBRATION_OPERATIONS,
    settings,
  );
  await runRounds([...runners, beside], failures, settings);

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
    calibration: timesOf(beside),
    ratios:
      first?.name === ours && first
        ? [...others, beside].map((other) => ratioOf(first, other))
        : [],
    failures,
  };
}

/**
 * Runs until it gets no faster; the fastest turn is the estimate. A fixed time is too short for what calls much code, which
 * is compiled for a quarter of a second, and too long for a loop.
 */
async function warmUp(
  name: string,
  label: string,
  contender: Contender,
  operations: number,
  settings: TimeSettings,
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
    // A single run that takes as long was compiled on its way
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

/** Rotated by one with each round, and turned round in every other one. */
export function orderOf<T>(round: number, list: readonly T[]): readonly T[] {
  const start = round % list.length;
  const rotated = [...list.slice(start), ...list.slice(0, start)];
  return round % 2 === 0 ? rotated : rotated.toReversed();
}

/** One round of one contender: nanoseconds per operation. */
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
