import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';

import { runChurn } from '../src/churn/churn.ts';
import { FEWEST_READINGS, flatnessOf, LEAST } from '../src/churn/flatness.ts';
import { makeChurn } from '../src/churn/workload.ts';
import type { ChurnResult } from '../src/churn/churn.ts';
import type { Reading } from '../src/churn/flatness.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Readings along a line, with steps and one outlier that would dominate a mean. */
function readings(slope: number): Reading[] {
  return Array.from({ length: 20 }, (_, at) => ({
    cycle: at * 100,
    bytes: 1e6 + slope * at * 100 + (at % 3) * 2000 + (at === 7 ? 5e6 : 0),
  }));
}

describe('flatness', () => {
  test('finds a slope despite steps and an outlier', () => {
    expect(flatnessOf(readings(0)).leaks).toBe(false);
    expect(Math.abs(flatnessOf(readings(0)).slope)).toBeLessThan(5);
    const steep = flatnessOf(readings(100));
    expect(steep.leaks).toBe(true);
    expect(steep.slope).toBeGreaterThan(80);
    expect(steep.slope).toBeLessThan(120);
  });

  test('reports no leak if the heap shrinks, or grows by less than any object', () => {
    expect(flatnessOf(readings(-100)).leaks).toBe(false);
    const small = Array.from({ length: 20 }, (_, at) => ({ cycle: at, bytes: at * (LEAST - 1) }));
    expect(flatnessOf(small)).toMatchObject({ slope: LEAST - 1, leaks: false });
  });

  test('refuses to judge from a few readings', () => {
    expect(() => flatnessOf(readings(0).slice(0, FEWEST_READINGS - 1))).toThrow(
      'Expected at least',
    );
  });
});

describe('the churn workload', () => {
  test('leaves all counts unchanged', () => {
    const churn = makeChurn();
    churn.cycle();
    const before = churn.kept();
    for (let cycle = 0; cycle < 200; cycle++) churn.cycle();
    expect(churn.kept()).toEqual(before);
    expect(before).toMatchObject({ items: 200, members: 0, keys: 0, positions: 1000 });
  });

  /** A short run: the planted leak is larger than what caches and compiled code may still take. */
  const churned = (leak: number): Promise<ChurnResult> =>
    runChurn({ warmup: 100, readings: 10, between: 15, leak, collectGarbage });

  test('finds a planted leak, and reports none without it', async () => {
    const leak = 20_000;
    const clean = await churned(0);
    expect(clean.atLeast).toBeLessThan(leak / 2);
    expect(clean.after).toEqual(clean.before);
    const leaking = await churned(leak);
    expect(leaking.leaks).toBe(true);
    expect(leaking.slope).toBeGreaterThan(leak / 2);
  }, 120_000);
});
