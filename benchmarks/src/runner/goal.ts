/**
 * Goals of our own, most of them relative to a peer: "8 times qlobber", "level with the fastest", "within 1.5 times of a
 * hand-written loop". They differ from targets in two ways. A goal is computed from existing comparison groups, often from
 * several. And a missed goal is reported but does not fail the run, because it says
 * what we want to reach, not what was promised.
 *
 * A goal is judged like a target (`target.ts`): **met** if the median of the rounds meets it, **missed** if even the best plausible
 * round misses it, and **open** between the two. The nth round of a goal is computed from the nth rounds of all its groups.
 */
import { caseKey } from './registry.ts';
import { logDeviation, spreadOf } from './statistics.ts';
import { align, formatNanoseconds, formatSpread } from './table.ts';
import { verdictOf } from './target.ts';
import type { MemoryResult, Result, TimeResult } from './results.ts';
import type { Judgement } from './target.ts';

interface Named {
  readonly name: string;
  /** The keys of the groups that it needs, with sizes where they have some. */
  readonly groups: readonly string[];
}

export type Goal = Named &
  (
    | {
        /** Ours is at least `times` times as fast as the fastest of these peers, in the geometric mean of the groups or in each of them. */
        readonly of: 'ratio';
        readonly peers: readonly string[];
        readonly over: 'mean' | 'each';
        readonly times: number;
      }
    | {
        /** An operation takes at most so many nanoseconds, in each of the groups. */
        readonly of: 'duration';
        readonly nanoseconds: number;
      }
    | {
        /** The cost in the second group is at most `times` times that in the first. */
        readonly of: 'growth';
        readonly times: number;
      }
    | {
        /** Ours takes at most `times` times the bytes of a contender, in each of the groups. */
        readonly of: 'bytes';
        readonly ours: string;
        readonly reference: string;
        readonly times: number;
      }
  );

/** Judges each goal of which at least one group has run. */
export function judgeGoals(goals: readonly Goal[], results: readonly Result[]): Judgement[] {
  const byKey = new Map(results.map((result) => [result.key, result]));
  return goals.flatMap((goal) => {
    const found = goal.groups.flatMap((key) => byKey.get(key) ?? []);
    return found.length === 0 ? [] : [judge(goal, found)];
  });
}

/** The keys of all groups that the goals need. */
export function groupsOf(goals: readonly Goal[]): string[] {
  return [...new Set(goals.flatMap(({ groups }) => groups))];
}

export function keysOf(name: string, sizes: readonly number[]): string[] {
  return sizes.map((size) => caseKey(name, size));
}

function judge(goal: Goal, found: readonly Result[]): Judgement {
  const { name } = goal;
  const promised = promiseOf(goal);
  // A goal cannot be judged from a part of its groups
  const rounds = found.length < goal.groups.length ? [] : roundsOf(goal, found);
  if (rounds.length === 0) return { name, promised, measured: '–', spread: '', verdict: 'open' };
  const spread = spreadOf(rounds);
  const { median } = spread;
  const best = median * Math.exp(-3 * logDeviation(rounds));
  return {
    name,
    promised,
    measured: measuredAs(goal, median),
    spread: formatSpread(spread),
    verdict: verdictOf(median, best, mostOf(goal)),
  };
}

/** The figure of each round: less is better. Empty if a contender that is needed did not run. */
function roundsOf(goal: Goal, found: readonly Result[]): number[] {
  if (goal.of === 'bytes') {
    const ratios = found.map((result) =>
      result.kind === 'memory' ? bytesRatio(result, goal.ours, goal.reference) : undefined,
    );
    return combine(ratios, (values) => Math.max(...values));
  }
  const times = found.flatMap((result) => (result.kind === 'time' ? [result] : []));
  if (times.length < found.length) return [];
  if (goal.of === 'duration') return combine(times.map(oursOf), (values) => Math.max(...values));
  if (goal.of === 'growth') {
    return combine(times.map(oursOf), ([small = 0, large = 0]) => large / small);
  }
  const worst = times.map((result) => ratioToFastest(result, goal.peers));
  return combine(worst, (values) =>
    goal.over === 'each' ? Math.max(...values) : geometricMean(values),
  );
}

/** Combines the rounds of several lists, up to the length of the shortest. */
function combine(
  all: readonly (readonly number[] | undefined)[],
  of: (values: readonly number[]) => number,
): number[] {
  const count = Math.min(...all.map((rounds) => rounds?.length ?? 0));
  return Array.from({ length: count }, (_, round) =>
    of(all.map((rounds) => rounds?.[round] ?? Number.NaN)),
  );
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

function oursOf({ contenders: [ours], ratios }: TimeResult): readonly number[] | undefined {
  return ratios.length > 0 ? ours?.rounds : undefined;
}

/** Our time divided by that of the peer with the lowest median, for each round. */
function ratioToFastest(
  { ratios }: TimeResult,
  peers: readonly string[],
): readonly number[] | undefined {
  return ratios
    .filter(({ reference }) => peers.includes(reference))
    .toSorted((a, b) => b.ratio.median - a.ratio.median)[0]?.rounds;
}

function bytesRatio(
  { contenders }: MemoryResult,
  ours: string,
  reference: string,
): readonly number[] | undefined {
  const mine = contenders.find(({ name }) => name === ours)?.rounds;
  const other = contenders.find(({ name }) => name === reference)?.rounds;
  return mine && other && combine([mine, other], ([a = 0, b = 0]) => a / b);
}

/** The largest figure that meets the goal. */
function mostOf(goal: Goal): number {
  if (goal.of === 'duration') return goal.nanoseconds;
  return goal.of === 'ratio' ? 1 / goal.times : goal.times;
}

function promiseOf(goal: Goal): string {
  if (goal.of === 'duration') return `${formatNanoseconds(goal.nanoseconds)} at most`;
  if (goal.of === 'growth') return `×${goal.times} at most`;
  if (goal.of === 'bytes') return `×${goal.times} of ${goal.reference} at most`;
  const peers = goal.peers.length === 1 ? goal.peers[0] : 'the fastest peer';
  const where = goal.groups.length === 1 ? '' : goal.over === 'mean' ? ', mean' : ', each';
  return goal.times < 1
    ? `within ${(1 / goal.times).toFixed(1)}× of ${peers}${where}`
    : `${goal.times}× ${peers}${where}`;
}

function measuredAs(goal: Goal, median: number): string {
  if (goal.of === 'duration') return formatNanoseconds(median);
  if (goal.of !== 'ratio') return `×${median.toFixed(2)}`;
  return goal.times < 1 ? `${median.toFixed(2)}×` : `${(1 / median).toFixed(2)}×`;
}

/** Formats goals like targets, with a heading of their own. */
export function formatGoals(judgements: readonly Judgement[]): string {
  const rows = judgements.map(({ name, promised, measured, spread, verdict }) => [
    name,
    promised,
    measured,
    spread,
    verdict,
  ]);
  const met = judgements.filter(({ verdict }) => verdict === 'met').length;
  const head = `Goals of our own: ${met} of ${judgements.length} met (a missed goal does not fail the run)`;
  return [head, ...align([['goal', 'wanted', 'measured', '', ''], ...rows])].join('\n  ');
}
