import { describe, expect, test } from 'vitest';

import { LEAST, baselineOf, judge, steadiest } from '../src/runner/compare.ts';
import { around, memoryResult, timeResult } from './results.ts';
import type { BaselineCase } from '../src/runner/compare.ts';
import type { Result } from '../src/runner/results.ts';

function baseline(...runs: readonly Result[]): BaselineCase {
  const made = baselineOf('a.bench.ts', runs);
  if (!made) throw new Error('Expected a baseline');
  return made;
}

const quiet = (center: number) =>
  timeResult('g', { peer: around(center, 0.01), calibration: around(2 * center, 0.01) });

describe('the baseline', () => {
  test('keeps the median of each process and the error of a median', () => {
    const { ours, file, figures } = baseline(quiet(1), quiet(1.1), quiet(0.9));
    expect(ours).toBe('ours');
    expect(file).toBe('a.bench.ts');
    expect(figures['peer']?.medians).toEqual([1, 1.1, 0.9]);
    expect(figures['peer']?.error).toBeGreaterThan(0);
    expect(figures['peer']?.error).toBeLessThan(0.01);
  });

  test('leaves out a reference that failed in one process', () => {
    const without = timeResult('g', { calibration: around(2, 0.01) });
    expect(Object.keys(baseline(quiet(1), without).figures)).toEqual(['calibration']);
  });

  test('is undefined if ours never ran', () => {
    expect(baselineOf('a.bench.ts', [])).toBeUndefined();
    expect(
      baselineOf('a.bench.ts', [{ ...timeResult('g', {}), contenders: [], ratios: [] }]),
    ).toBeUndefined();
  });
});

describe('a verdict', () => {
  const then = baseline(quiet(1), quiet(1.02), quiet(0.98));

  test('passes unchanged and faster code', () => {
    expect(judge(then, quiet(1)).suspicious).toBe(false);
    expect(judge(then, quiet(0.2)).suspicious).toBe(false);
  });

  test('passes a change below the smallest that counts, however steady the rounds are', () => {
    const steady = timeResult('g', { peer: Array.from({ length: 9 }, () => 1) });
    const slower = timeResult('g', { peer: Array.from({ length: 9 }, () => 1 + LEAST - 0.01) });
    const regressed = timeResult('g', { peer: Array.from({ length: 9 }, () => 1 + LEAST + 0.01) });
    const many = baseline(...Array.from({ length: 12 }, () => steady));
    expect(judge(many, slower).suspicious).toBe(false);
    expect(judge(many, regressed).suspicious).toBe(true);
  });

  test('takes few processes that agree for no proof that all do', () => {
    const bounds = [1, 3, 12].map((processes) => {
      const made = baseline(...Array.from({ length: processes }, () => quiet(1)));
      return judge(made, quiet(1)).comparisons[0]?.bound ?? 0;
    });
    // A baseline of one process called 6 of 503 groups slower whose code was the same, by factors from 1.26 to 1.85
    expect(bounds[0]).toBeGreaterThan(1.7);
    expect(bounds[1]).toBeGreaterThan(1.25);
    expect(bounds[1]).toBeLessThan(1.4);
    expect(bounds[2]).toBe(1 + LEAST);
  });

  test('needs no second process for what objects weigh', () => {
    const bytes = baseline(memoryResult('g', [100, 100, 100]));
    expect(judge(bytes, memoryResult('g', [120, 120, 120])).suspicious).toBe(true);
  });

  test('suspects a slowdown that scatter does not explain', () => {
    const verdict = judge(then, quiet(1.5));
    expect(verdict.suspicious).toBe(true);
    expect(verdict.comparisons.map(({ reference }) => reference)).toEqual(['peer', 'calibration']);
    for (const { change } of verdict.comparisons) expect(change).toBeCloseTo(1.5, 5);
  });

  test('does not suspect the same slowdown if the rounds scatter as widely', () => {
    const noisy = (center: number) =>
      timeResult('g', { peer: around(center, 0.5), calibration: around(2 * center, 0.5) });
    expect(judge(baseline(noisy(1), noisy(1)), noisy(1.5)).suspicious).toBe(false);
    expect(judge(then, noisy(1.5)).suspicious).toBe(false);
  });

  test('does not suspect the same slowdown if the processes differ as widely', () => {
    const moody = baseline(quiet(0.7), quiet(1), quiet(1.5));
    expect(judge(moody, quiet(1.5)).suspicious).toBe(false);
    expect(judge(moody, quiet(9)).suspicious).toBe(true);
  });

  test('does not suspect ours if a single reference became faster', () => {
    const faster = timeResult('g', {
      peer: around(3, 0.01),
      calibration: around(2, 0.01),
    });
    const verdict = judge(then, faster);
    expect(verdict.suspicious).toBe(false);
  });

  test('takes no other contender of ours for a reference, which would hide what slows down both', () => {
    const both = (center: number) =>
      timeResult('g', {
        peer: around(center, 0.01),
        'data-map forEachMatch': around(0.5, 0.01),
        calibration: around(2 * center, 0.01),
      });
    const made = baseline(both(1), both(1.02), both(0.98));
    expect(Object.keys(made.figures)).toEqual(['peer', 'calibration']);
    // It had a veto: no slowdown of the matcher was found in any of the 25 groups that compare `match` and `forEachMatch`
    const ours = { file: 'a.bench.ts', error: 0.001, medians: [0.5, 0.5, 0.5] };
    const old = { ...made, figures: { ...made.figures, 'data-map forEachMatch': ours } };
    expect(judge(old, both(1.5)).suspicious).toBe(true);
  });

  test('does not let a reference that scatters widely veto what a steady one shows', () => {
    const wild = timeResult('g', { peer: around(1.5, 0.01), calibration: around(3, 0.9) });
    const verdict = judge(then, wild);
    expect(verdict.comparisons[1]?.bound).toBeGreaterThan(2);
    expect(verdict.suspicious).toBe(true);
    expect(steadiest(verdict.comparisons)?.reference).toBe('peer');
  });

  test('tolerates disturbed rounds, as long as most are undisturbed', () => {
    const disturbed = timeResult('g', {
      peer: [1, 1.01, 0.99, 1, 1.02, 9, 8, 12, 1],
      calibration: [2, 2.02, 1.98, 2, 2.04, 18, 16, 24, 2],
    });
    expect(judge(then, disturbed).suspicious).toBe(false);
  });

  test('ignores references that baseline and run do not have in common', () => {
    const others = timeResult('g', { newcomer: around(50, 0.01), peer: around(2, 0.01) });
    const verdict = judge(then, others);
    expect(verdict.comparisons.map(({ reference }) => reference)).toEqual(['peer']);
    expect(verdict.suspicious).toBe(true);
  });

  test('is not suspicious and has an empty list if there is no common reference', () => {
    const verdict = judge(then, timeResult('g', { constructor: around(50, 0.01) }));
    expect(verdict).toEqual({ key: 'g', suspicious: false, comparisons: [] });
    expect(steadiest(verdict.comparisons)).toBeUndefined();
  });

  test('compares bytes with bytes', () => {
    const bytes = baseline(memoryResult('m', [64, 64]), memoryResult('m', [64, 64.1]));
    expect(judge(bytes, memoryResult('m', [66, 66])).suspicious).toBe(false);
    expect(judge(bytes, memoryResult('m', [80, 80])).suspicious).toBe(true);
  });
});
