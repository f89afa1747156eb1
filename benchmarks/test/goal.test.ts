import { describe, expect, test } from 'vitest';

import { goals as ownGoals } from '../src/goals.ts';
import { formatGoals, groupsOf, judgeGoals, keysOf } from '../src/runner/goal.ts';
import { spreadOf } from '../src/runner/statistics.ts';
import { around, memoryResult, timeResult } from './results.ts';
import type { Goal } from '../src/runner/goal.ts';
import type { MemoryResult, Result } from '../src/runner/results.ts';
import type { Judgement } from '../src/runner/target.ts';

const ratioGoal = (over: 'mean' | 'each', times: number, ...groups: string[]): Goal => ({
  of: 'ratio',
  name: 'goal',
  groups,
  peers: ['peer', 'other'],
  over,
  times,
});

/** A result with our time in multiples of each peer's, with a scatter of one percent. */
function group(key: string, ratios: Readonly<Record<string, number>>, scatter = 0.01): Result {
  return timeResult(
    key,
    Object.fromEntries(
      Object.entries(ratios).map(([name, ratio]) => [name, around(ratio, scatter)]),
    ),
  );
}

function judge(goal: Goal, ...results: Result[]): Judgement | undefined {
  return judgeGoals([goal], results)[0];
}

describe('a goal relative to peers', () => {
  test('is judged against the fastest of them', () => {
    const result = group('a', { peer: 0.5, other: 0.25, calibration: 9 });
    expect(judge(ratioGoal('each', 2, 'a'), result)).toMatchObject({
      verdict: 'met',
      measured: '2.00×',
    });
    expect(judge(ratioGoal('each', 3, 'a'), result)?.verdict).toBe('missed');
  });

  test('is judged by the mean, or by the worst of its groups', () => {
    const results = [group('a', { peer: 0.1 }), group('b', { peer: 0.9 })];
    expect(judge(ratioGoal('mean', 3, 'a', 'b'), ...results)).toMatchObject({
      verdict: 'met',
      measured: '3.33×',
    });
    expect(judge(ratioGoal('each', 3, 'a', 'b'), ...results)).toMatchObject({
      verdict: 'missed',
      measured: '1.11×',
    });
  });

  test('says "within" if ours may be slower', () => {
    expect(judge(ratioGoal('each', 1 / 1.5, 'a'), group('a', { peer: 1.4 }))).toMatchObject({
      promised: 'within 1.5× of the fastest peer',
      measured: '1.40×',
      verdict: 'met',
    });
  });

  test('is open if noise could explain the miss, or if a group or all peers are missing', () => {
    expect(judge(ratioGoal('each', 2, 'a'), group('a', { peer: 0.52 }, 0.2))?.verdict).toBe('open');
    expect(judge(ratioGoal('each', 2, 'a', 'b'), group('a', { peer: 0.1 }))?.verdict).toBe('open');
    expect(judge(ratioGoal('each', 2, 'a'), group('a', { stranger: 0.1 }))?.verdict).toBe('open');
    expect(judge(ratioGoal('each', 2, 'a'), group('b', { peer: 0.1 }))).toBeUndefined();
  });
});

describe('a goal for our own figures', () => {
  test('is judged by the slowest of its groups', () => {
    const goal: Goal = { of: 'duration', name: 'goal', groups: ['a', 'b'], nanoseconds: 3 };
    const results = [group('a', { peer: 2 }), group('b', { peer: 2.9 })];
    expect(judge(goal, ...results)).toMatchObject({ verdict: 'met', measured: '2.90 ns' });
    expect(judge({ ...goal, nanoseconds: 1 }, ...results)?.verdict).toBe('missed');
  });

  test('compares the cost of two groups', () => {
    const goal: Goal = { of: 'growth', name: 'goal', groups: ['small', 'large'], times: 3 };
    const results = [group('large', { peer: 5 }), group('small', { peer: 2 })];
    expect(judge(goal, ...results)).toMatchObject({ verdict: 'met', measured: '×2.50' });
    expect(judge({ ...goal, times: 2 }, ...results)?.verdict).toBe('missed');
  });

  test('compares bytes', () => {
    const goal: Goal = {
      of: 'bytes',
      name: 'goal',
      groups: ['heap'],
      ours: 'ours',
      reference: 'plain',
      times: 1.1,
    };
    const heap = memoryResult('heap', [21, 21]);
    const plain: MemoryResult = {
      ...heap,
      contenders: [
        ...heap.contenders,
        { name: 'plain', bytes: spreadOf([20, 20]), rounds: [20, 20] },
      ],
    };
    expect(judge(goal, plain)).toMatchObject({ verdict: 'met', measured: '×1.05' });
    expect(judge({ ...goal, times: 1 }, plain)?.verdict).toBe('missed');
    expect(judge(goal, heap)?.verdict).toBe('open');
  });
});

test('goals are listed with the number that are met, and a note that a miss does not fail the run', () => {
  const judged = judgeGoals(
    [ratioGoal('each', 2, 'a'), ratioGoal('each', 9, 'a')],
    [group('a', { peer: 0.25 })],
  );
  const text = formatGoals(judged);
  expect(text).toContain('1 of 2 met (a missed goal does not fail the run)');
  expect(text).toMatch(/goal +9× the fastest peer +4\.00× .* missed/);
});

test('our own goals name groups by the keys of results', () => {
  expect(keysOf('a', [10, 20])).toEqual(['a @ 10', 'a @ 20']);
  expect(groupsOf(ownGoals)).toContain('arrays/vector push @ 1000000');
  expect(new Set(groupsOf(ownGoals)).size).toBe(groupsOf(ownGoals).length);
});
