import { expect, test } from 'vitest';

import { formatScaling, scalingOf } from '../src/runner/scaling.ts';
import { spreadOf } from '../src/runner/statistics.ts';
import { memoryResult, timeResult } from './results.ts';
import type { TimeResult } from '../src/runner/results.ts';

function at(name: string, size: number, nanoseconds: number): TimeResult {
  return {
    ...timeResult(`${name} @ ${size}`, { peer: [1, 1, 1] }),
    name,
    size,
    contenders: [{ name: 'ours', nanoseconds: spreadOf([nanoseconds]), rounds: [nanoseconds] }],
  };
}

test('returns the exponent of each name with three sizes', () => {
  const results = [
    ...[10, 100, 1000].flatMap((size) => [at('linear', size, size * 3), at('constant', size, 5)]),
    at('two', 10, 1),
    at('two', 100, 2),
    memoryResult('bytes', [1]),
  ];
  const scalings = scalingOf(results);
  expect(scalings.map(({ name }) => name)).toEqual(['linear', 'constant']);
  expect(scalings[0]?.law.exponent).toBeCloseTo(1, 10);
  expect(scalings[1]?.law.exponent).toBeCloseTo(0, 10);
  expect(formatScaling(scalings)).toBe(
    [
      'Cost of ours per operation against size',
      'linear    10 to 1,000  size^1.00',
      'constant  10 to 1,000  size^0.00',
    ].join('\n  '),
  );
});

test('leaves out sizes at which ours failed, since the first contender is a peer there', () => {
  const results = [10, 100, 1000].map((size) => at('failed', size, size));
  expect(scalingOf(results.map((result) => Object.assign(result, { ratios: [] })))).toEqual([]);
});
