import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { CALIBRATION } from '../src/runner/results.ts';
import { spreadOf } from '../src/runner/statistics.ts';
import { atLeast, formatTargets, growsAs, judgeTargets, within } from '../src/runner/target.ts';
import { around, memoryResult, timeResult } from './results.ts';
import type { TimeResult } from '../src/runner/results.ts';
import type { Target, Verdict } from '../src/runner/target.ts';

/** A result with our time in each round. */
function timed(
  key: string,
  target: Target,
  nanoseconds: readonly number[],
  size?: number,
): TimeResult {
  return {
    ...timeResult(size === undefined ? key : `${key} @ ${size}`, {
      [CALIBRATION]: nanoseconds.map(() => 1),
    }),
    name: key,
    ...(size === undefined ? {} : { size }),
    contenders: [{ name: 'ours', nanoseconds: spreadOf(nanoseconds), rounds: nanoseconds }],
    target,
  };
}

function verdictOf(target: Target, rounds: readonly number[]): Verdict | undefined {
  return judgeTargets([timed('case', target, rounds)])[0]?.verdict;
}

describe('a target in time', () => {
  test('is met if the median meets it, whatever a minority of rounds did', () => {
    expect(verdictOf(within(1), [0.9e6, 0.9e6, 50e6, 0.95e6, 70e6])).toBe('met');
    expect(verdictOf(atLeast(10e6), [100, 100, 100])).toBe('met');
  });

  test('is missed if even the fast end of the scatter misses it', () => {
    expect(verdictOf(within(1), around(2e6, 0.05))).toBe('missed');
    expect(verdictOf(atLeast(10e6), [101, 101, 101])).toBe('missed');
  });

  test('is open if the median misses it and scatter may be the reason', () => {
    expect(verdictOf(within(1), around(1.1e6, 0.1))).toBe('open');
    expect(verdictOf(within(1), around(1.1e6, 0.01))).toBe('missed');
  });

  test('wider scatter never turns a miss into a target that is met', () => {
    const center = fc.double({ min: 1.001, max: 100, noNaN: true });
    const scatter = fc.double({ min: 0, max: 2, noNaN: true });
    fc.assert(
      fc.property(center, scatter, (factor, noise) => {
        const verdict = verdictOf(within(1), around(factor * 1e6, noise));
        expect(verdict).not.toBe('met');
        if (verdict === 'missed') {
          expect(verdictOf(within(1), around(factor * 1e6, noise / 2))).toBe('missed');
        }
      }),
    );
  });

  test('shows the promised and the measured figure in the unit of the promise', () => {
    const results = [
      timed('a', atLeast(15e6), [10, 10, 10]),
      timed('b', within(100), [2e6, 2e6, 2e6]),
    ];
    expect(judgeTargets(results)).toEqual([
      {
        name: 'a',
        promised: '15.0 M/s at least',
        measured: '100 M/s',
        spread: '±0.0%',
        verdict: 'met',
      },
      {
        name: 'b',
        promised: '100 ms at most',
        measured: '2.00 ms',
        spread: '±0.0%',
        verdict: 'met',
      },
    ]);
  });

  test('is refused if it promises nothing', () => {
    expect(() => atLeast(0)).toThrow(new RangeError('Expected a positive target, found 0'));
    expect(() => within(Number.NaN)).toThrow('Expected a positive target, found NaN');
  });
});

describe('a target for growth', () => {
  const sizes = [32, 1024, 32_768];
  const log32 = (size: number): number => Math.log(size) / Math.log(32);
  const target = growsAs('O(log32 n)', log32, sizes);
  const judged = (cost: (size: number) => number, scatter = 0.02) =>
    judgeTargets(sizes.map((size) => timed('push', target, around(cost(size), scatter), size)))[0];

  test('allows the exponent that fits the law itself', () => {
    expect(target).toMatchObject({ of: 'growth', law: 'O(log32 n)' });
    // log32 is 1, 2 and 3 at equal steps of the logarithm: a third of the range is ln 3 / ln 1024.
    expect(target.of === 'growth' && target.exponent).toBeCloseTo(Math.log(3) / Math.log(1024), 10);
  });

  test('is met by constant cost and by the law, and missed by linear cost', () => {
    expect(judged(() => 10)?.verdict).toBe('met');
    expect(judged((size) => 10 * log32(size) ** 0.99)?.verdict).toBe('met');
    expect(judged((size) => size)).toEqual({
      name: 'push',
      promised: 'O(log32 n): size^0.16 at most',
      measured: 'size^1.00',
      spread: '±0.00',
      verdict: 'missed',
    });
  });

  test('is open if the exponents of the rounds scatter across the bound', () => {
    const wild = (size: number): number[] =>
      [0.1, 0.3, 0.2, 0.17, 0.05].map((exponent) => size ** exponent);
    const [judgement] = judgeTargets(sizes.map((size) => timed('push', target, wild(size), size)));
    expect(judgement).toMatchObject({ measured: 'size^0.17', verdict: 'open' });
  });

  test('is open if too few sizes ran', () => {
    const [judgement] = judgeTargets([timed('push', target, [1, 1, 1], 32)]);
    expect(judgement).toMatchObject({ measured: '–', verdict: 'open' });
  });
});

test('only groups with a target are judged, and a target for a time is judged at each size', () => {
  const results = [
    timeResult('none', { [CALIBRATION]: [1, 1, 1] }),
    memoryResult('bytes', [64, 64]),
    timed('sized', within(1), [5e5, 5e5], 10),
    timed('sized', within(1), [5e6, 5e6], 100),
  ];
  expect(judgeTargets(results).map(({ name, verdict }) => `${name} ${verdict}`)).toEqual([
    'sized @ 10 met',
    'sized @ 100 missed',
  ]);
});

test('if ours failed, the first peer does not count as ours', () => {
  const failed = { ...timed('case', within(1), [1, 1, 1]), ratios: [] };
  expect(judgeTargets([failed])[0]).toMatchObject({ measured: '–', verdict: 'open' });
});

test('the table lists each target, and a missed one in capitals', () => {
  const table = formatTargets(
    judgeTargets([
      timed('fast', within(1), [5e5, 5e5, 5e5]),
      timed('slow', within(1), [5e6, 5e6, 5e6]),
    ]),
  );
  expect(table.split('\n')).toEqual([
    'Targets',
    expect.stringMatching(/^ {2}target +promised +measured$/),
    expect.stringMatching(/^ {2}fast +1\.00 ms at most +500 µs +±0\.0% +met$/),
    expect.stringMatching(/^ {2}slow +1\.00 ms at most +5\.00 ms +±0\.0% +MISSED$/),
  ]);
});
