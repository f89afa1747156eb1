import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

import { casesOf, readBaseline, writeBaseline } from '../src/runner/baseline-file.ts';
import { undisturbedClock, wallClock } from '../src/runner/clock.ts';
import { parsePlant } from '../src/runner/plant.ts';
import { isSelected } from '../src/runner/protocol.ts';
import {
  align,
  formatNanoseconds,
  formatRate,
  formatRatio,
  formatResult,
  formatSpread,
} from '../src/runner/table.ts';
import { around, memoryResult, timeResult } from './results.ts';

const folder = mkdtempSync(join(tmpdir(), 'bench-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('figures', () => {
  test('times have three digits and a suitable unit', () => {
    expect(formatNanoseconds(0.7123)).toBe('0.71 ns');
    expect(formatNanoseconds(12.34)).toBe('12.3 ns');
    expect(formatNanoseconds(999.6)).toBe('1.00 µs');
    expect(formatNanoseconds(456_000)).toBe('456 µs');
    expect(formatNanoseconds(7.8e9)).toBe('7.80 s');
    expect(formatNanoseconds(3.6e12)).toBe('3600 s');
  });

  test('rates are operations per second', () => {
    expect(formatRate(12.5)).toBe('80.0 M/s');
    expect(formatRate(1e9)).toBe('1.00/s');
    expect(formatRate(0.5)).toBe('2.00 G/s');
  });

  test('ratios of times say who is faster', () => {
    expect(formatRatio(0.5)).toBe('2.00× faster');
    expect(formatRatio(1.25)).toBe('1.25× slower');
    expect(formatRatio(1)).toBe('1.00× faster');
  });

  test('spread is a share of the median', () => {
    expect(formatSpread({ median: 200, deviation: 5, min: 0, max: 0 })).toBe('±2.5%');
    expect(formatSpread({ median: 200, deviation: 50, min: 0, max: 0 })).toBe('±25%');
    expect(formatSpread({ median: 0, deviation: 0, min: 0, max: 0 })).toBe('±0.0%');
  });

  test('columns line up', () => {
    expect(
      align([
        ['a', '1'],
        ['long', '100', 'x'],
      ]),
    ).toEqual(['a       1', 'long  100  x']);
  });

  test('a failure is shown below its table', () => {
    const result = {
      ...memoryResult('m', [64, 64]),
      failures: [{ contender: 'peer', message: 'Error: no' }],
    };
    expect(formatResult(result)).toBe(
      'm  (bytes per item, 1,000 items)\n  ours  64.0 B  ±0.0%\n  FAILED peer: Error: no',
    );
  });
});

describe('the planted slowdown', () => {
  test('is a group and a factor; the group may contain colons', () => {
    expect(parsePlant('signals/deep:1.5')).toEqual({ group: 'signals/deep', factor: 1.5 });
    expect(parsePlant('a:b @ 10:2')).toEqual({ group: 'a:b @ 10', factor: 2 });
    expect(parsePlant(undefined)).toBeUndefined();
    expect(parsePlant('')).toBeUndefined();
  });

  test.each(['signals/deep', ':2', 'a:', 'a:0.5', 'a:x', 'a:Infinity'])('refuses %o', (text) => {
    expect(() => parsePlant(text)).toThrow(RangeError);
  });
});

describe('selection', () => {
  test('a filter matches names and files, a list matches exact keys', () => {
    expect(isSelected('path/query @ 10', '/x/a.bench.ts', { filter: 'query' })).toBe(true);
    expect(isSelected('path/query @ 10', '/x/a.bench.ts', { filter: 'a.bench' })).toBe(true);
    expect(isSelected('path/query @ 10', '/x/a.bench.ts', { filter: 'none' })).toBe(false);
    expect(isSelected('path/query @ 10', '/x/a.bench.ts', { keys: ['path/query'] })).toBe(false);
    expect(isSelected('path/query @ 10', '/x/a.bench.ts', {})).toBe(true);
  });
});

describe('the baseline file', () => {
  const machine = { cpu: '', cores: 2, memoryGiB: 8, system: '', node: '', v8: '' };

  test('keeps figures to four digits, with one list per line', () => {
    const file = join(folder, 'good.json');
    const runs = [1, 1.234567].map(
      (center) => new Map([['a.bench.ts', [timeResult('g', { peer: around(center, 0.02) })]]]),
    );
    writeBaseline(file, { date: '2026-11-22', machine, cases: casesOf(runs) });
    expect(readFileSync(file, 'utf8')).toContain('"medians": [1, 1.235]');
    const { cases } = readBaseline(file);
    expect(cases['g']?.figures['peer']?.medians).toEqual([1, 1.235]);
    expect(cases['g']?.file).toBe('a.bench.ts');
  });

  test('cases are sorted, and those that failed in one of the runs are left out', () => {
    const result = (key: string) => timeResult(key, { peer: around(1, 0.02) });
    const runs = [
      new Map([['a.bench.ts', [result('b'), result('a'), result('c')]]]),
      new Map([['a.bench.ts', [result('a'), result('b')]]]),
    ];
    expect(Object.keys(casesOf(runs))).toEqual(['a', 'b']);
  });

  test('a missing file is an error that names the command that makes it', () => {
    expect(() => readBaseline(join(folder, 'none.json'))).toThrow('pnpm bench:baseline');
  });

  test('a file without figures is refused: a comparison with nothing would pass', () => {
    const file = join(folder, 'zeros.json');
    const cases = { g: { file: 'a', ours: 'ours', figures: { peer: { medians: [] } } } };
    writeFileSync(file, JSON.stringify({ date: '', machine, cases }));
    expect(() => readBaseline(file)).toThrow(/Expected numbers for "g" against peer/);
  });
});

describe('the clock', () => {
  test('is the wall clock minus the time spent waiting for a processor', () => {
    const file = join(folder, 'schedstat');
    writeFileSync(file, '34276413 5000000 14\n');
    const now = undisturbedClock(file);
    const before = wallClock();
    expect(now()).toBeGreaterThanOrEqual(before - 5);
    const earlier = now();
    writeFileSync(file, '34276413 7005000000 15\n');
    expect(now()).toBeLessThan(earlier - 6000);
  });

  test('is the wall clock if nothing counts the waiting', () => {
    expect(undisturbedClock(join(folder, 'none'))).toBe(wallClock);
    const file = join(folder, 'zero');
    writeFileSync(file, 'no numbers\n');
    expect(undisturbedClock(file)).toBe(wallClock);
  });
});
