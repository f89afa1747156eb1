import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  fitPowerLaw,
  logDeviation,
  median,
  medianAbsoluteDeviation,
  pairedRatios,
  spreadOf,
} from '../src/runner/statistics.ts';

const figures = fc.array(fc.double({ min: 0.001, max: 1e9, noNaN: true }), {
  minLength: 1,
  maxLength: 30,
});

describe('median', () => {
  test('is the middle of an odd and the mean of the middle two of an even number of values', () => {
    expect(median([3])).toBe(3);
    expect(median([9, 1, 5])).toBe(5);
    expect(median([10, 1, 2, 4])).toBe(3);
  });

  test('sorts by value, not by text', () => {
    expect(median([100, 9, 20])).toBe(20);
  });

  test('refuses an empty list', () => {
    expect(() => median([])).toThrow(new RangeError('Expected at least one value, found none'));
  });

  test('has as many values below as above, and does not change its argument', () => {
    fc.assert(
      fc.property(figures, (values) => {
        const before = [...values];
        const middle = median(values);
        expect(values).toEqual(before);
        expect(values.filter((value) => value < middle).length).toBeLessThanOrEqual(
          values.length / 2,
        );
        expect(values.filter((value) => value > middle).length).toBeLessThanOrEqual(
          values.length / 2,
        );
      }),
    );
  });
});

describe('scatter', () => {
  test('the deviation tolerates a minority of disturbed rounds', () => {
    expect(medianAbsoluteDeviation([10, 11, 9, 10, 5000])).toBe(1);
    expect(spreadOf([10, 11, 9, 10, 5000])).toEqual({
      median: 10,
      deviation: 1,
      min: 9,
      max: 5000,
    });
  });

  test('the logarithmic deviation treats twice as fast and twice as slow alike, in any unit', () => {
    const scatter = logDeviation([0.5, 1, 1, 2, 1]);
    expect(scatter).toBe(0);
    expect(logDeviation([0.5, 2, 1])).toBeCloseTo(1.4826 * Math.LN2, 10);
    fc.assert(
      fc.property(figures, fc.double({ min: 0.1, max: 10, noNaN: true }), (values, unit) => {
        const scaled = logDeviation(values.map((value) => value * unit));
        expect(scaled).toBeCloseTo(logDeviation(values), 6);
      }),
    );
  });

  test('the logarithmic deviation of normal noise is near its standard deviation', () => {
    // Quantiles of the normal distribution at 5%, 15%, … 95%.
    const quantiles = [-1.645, -1.036, -0.674, -0.385, -0.126, 0.126, 0.385, 0.674, 1.036, 1.645];
    const rounds = quantiles.map((z) => 40 * Math.exp(0.1 * z));
    expect(logDeviation(rounds)).toBeGreaterThan(0.07);
    expect(logDeviation(rounds)).toBeLessThan(0.13);
  });
});

describe('pairedRatios', () => {
  test('drift that affects both sides of a round cancels out', () => {
    expect(pairedRatios([10, 20, 40], [20, 40, 80])).toEqual([0.5, 0.5, 0.5]);
  });

  test('refuses lists of different lengths', () => {
    expect(() => pairedRatios([1, 2], [1])).toThrow('Expected 2 rounds of the peer, found 1');
  });
});

describe('fitPowerLaw', () => {
  test('finds the exponent of constant, linear and quadratic cost', () => {
    const sizes = [10, 100, 1000, 10_000];
    const at = (cost: (size: number) => number) =>
      fitPowerLaw(sizes.map((size) => ({ size, cost: cost(size) })));
    expect(at(() => 7)).toEqual({ exponent: 0, fit: 1 });
    expect(at((size) => 3 * size).exponent).toBeCloseTo(1, 10);
    expect(at((size) => size * size).exponent).toBeCloseTo(2, 10);
    expect(at((size) => size * size).fit).toBeCloseTo(1, 10);
  });

  test('a logarithm fits as a small exponent', () => {
    const points = [10, 100, 1000, 10_000, 100_000, 1_000_000].map((size) => ({
      size,
      cost: Math.log2(size),
    }));
    expect(fitPowerLaw(points).exponent).toBeLessThan(0.2);
  });

  test('refuses a single size', () => {
    expect(() =>
      fitPowerLaw([
        { size: 10, cost: 1 },
        { size: 10, cost: 2 },
      ]),
    ).toThrow('Expected costs at two different sizes at least');
  });
});
