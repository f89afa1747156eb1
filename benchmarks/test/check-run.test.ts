import { describe, expect, test } from 'vitest';

import { casesOf } from '../src/runner/baseline-file.ts';
import { check } from '../src/runner/check-run.ts';
import { around, timeResult } from './results.ts';
import type { Baseline } from '../src/runner/baseline-file.ts';
import type { Checked } from '../src/runner/check-run.ts';
import type { Result } from '../src/runner/results.ts';
import type { Outcome } from '../src/runner/run-all.ts';

const FILE = 'a.bench.ts';

function at(key: string, center: number): Result {
  return timeResult(key, { peer: around(center, 0.01), calibration: around(center, 0.01) });
}

function outcome(results: readonly Result[], failures: readonly string[] = []): Outcome {
  return { files: new Map([[FILE, results]]), failures };
}

const files = outcome([at('one', 1), at('two', 1)]).files;
const baseline: Baseline = {
  date: '2026-11-22',
  machine: { cpu: '', cores: 2, memoryGiB: 8, system: '', node: '', v8: '' },
  cases: casesOf([files, files]),
};

/** Returns the given runs one after the other, and records the keys that each was called with. */
async function play(
  runs: readonly Outcome[],
  complete = true,
): Promise<
  Checked & { readonly asked: (readonly string[] | undefined)[]; readonly lines: string[] }
> {
  const asked: (readonly string[] | undefined)[] = [];
  const lines: string[] = [];
  const checked = await check({
    baseline,
    run: (keys) => {
      asked.push(keys);
      const next = runs[asked.length - 1];
      if (!next) throw new Error('Expected no further run');
      return Promise.resolve(next);
    },
    again: 2,
    complete,
    report: (line) => lines.push(line),
  });
  return { ...checked, asked, lines };
}

describe('the check', () => {
  test('passes unchanged code after one run', async () => {
    const { regressions, failures, compared, asked, lines } = await play([
      outcome([at('one', 1.02), at('two', 0.97)]),
    ]);
    expect(regressions).toEqual([]);
    expect(failures).toEqual([]);
    expect(compared).toBe(2);
    expect(asked).toEqual([undefined]);
    expect(lines).toEqual([
      'one: ×1.02 against peer (counts from ×1.41)',
      'two: ×0.97 against peer (counts from ×1.41)',
    ]);
  });

  test('runs only a suspected case again, and passes it if one run is not suspicious', async () => {
    const { regressions, asked } = await play([
      outcome([at('one', 2), at('two', 1)]),
      outcome([at('one', 1)]),
    ]);
    expect(regressions).toEqual([]);
    expect(asked).toEqual([undefined, ['one']]);
  });

  test('fails if every run is suspicious, and reports each', async () => {
    const { regressions, asked } = await play([
      outcome([at('one', 2), at('two', 2)]),
      outcome([at('one', 1.9), at('two', 1)]),
      outcome([at('one', 2.1)]),
    ]);
    expect(asked).toEqual([undefined, ['one', 'two'], ['one']]);
    expect(regressions.map(({ key }) => key)).toEqual(['one']);
    expect(regressions[0]?.verdicts).toHaveLength(3);
  });

  test('a case of the baseline that did not run is a failure, unless a filter excluded it', async () => {
    const runs = [outcome([at('one', 1)])];
    expect((await play(runs)).failures).toEqual(['"two" is in the baseline and did not run']);
    expect((await play(runs, false)).failures).toEqual([]);
  });

  test('a contender that failed is a failure, also when a suspected case is run again', async () => {
    const { failures } = await play([
      outcome([at('one', 2), at('two', 1)], ['first']),
      outcome([], ['second']),
    ]);
    expect(failures).toEqual(['first', 'second']);
  });

  test('a new case is reported and does not fail', async () => {
    const { unknown, failures, compared } = await play([
      outcome([at('one', 1), at('two', 1), at('constructor', 7)]),
    ]);
    expect(unknown).toEqual(['constructor']);
    expect(failures).toEqual([]);
    expect(compared).toBe(2);
  });
});
