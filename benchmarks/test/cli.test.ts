import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

import { ROOT } from '../src/runner/files.ts';
import { writeRecord } from '../src/runner/record.ts';
import { record } from './fixtures/record.ts';

const folder = mkdtempSync(join(tmpdir(), 'bench-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FIXTURE = join(ROOT, 'test', 'fixtures', 'self-check');
const FAULTS = join(ROOT, 'test', 'fixtures', 'faults');
const TARGETS = join(ROOT, 'test', 'fixtures', 'targets');

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

function run(program: string, ...options: readonly string[]): Ended {
  const script = join(ROOT, 'src', 'runner', program);
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...options], {
    encoding: 'utf8',
  });
  return { code: status, output: stdout + stderr };
}

describe('pnpm bench', () => {
  test('prints a table for each selected group and writes all figures as JSON', () => {
    const json = join(folder, 'deep', 'out.json');
    const options = ['sum', '--rounds', '3', '--folder', FIXTURE, '--json', json];
    const { code, output } = run('main.ts', ...options);
    expect(code).toBe(0);
    expect(output).toContain('self-check/sum  (3 rounds)');
    expect(output).toMatch(/set .* ours .*× (?:faster|slower)/);
    expect(output).toContain('1 group in');
    const written: unknown = JSON.parse(readFileSync(json, 'utf8'));
    expect(written).toMatchObject({
      machine: { node: process.versions.node },
      files: { 'small.bench.ts': [{ kind: 'time', key: 'self-check/sum', operations: 1000 }] },
    });
  });

  test('exits with 1 if a contender failed, and names it', () => {
    const json = join(folder, 'faults.json');
    const { code, output } = run('main.ts', '--folder', FAULTS, '--json', json);
    expect(code).toBe(1);
    expect(output).toContain('FAILED faults.bench.ts: faults/answers: wrong: Error: Expected 42');
  });

  test('exits with 1 if a target is missed, and prints the figures', () => {
    const json = join(folder, 'targets.json');
    const options = ['--rounds', '3', '--folder', TARGETS, '--json', json];
    const { code, output } = run('main.ts', ...options);
    expect(code).toBe(1);
    expect(output).toMatch(/targets\/kept +60\.0 s at most .* met/);
    expect(output).toMatch(/targets\/growth +O\(n²\): size\^2\.00 at most .* met/);
    expect(output).toMatch(/MISSED targets\/broken: promised 1000000 G\/s at least, measured /);
    const kept = run('main.ts', 'kept', ...options);
    expect(kept.code).toBe(0);
    expect(kept.output).not.toContain('MISSED');
  });

  test('exits with 1 and a message if nothing matches or an option is no number', () => {
    expect(run('main.ts', 'no such group', '--folder', FIXTURE)).toEqual({
      code: 1,
      output: expect.stringContaining('No benchmark matches "no such group"'),
    });
    expect(run('main.ts', '--rounds', 'many')).toEqual({
      code: 1,
      output: 'Expected --rounds to be a whole number of at least 1, found "many"\n',
    });
    expect(run('main.ts', 'one', 'two')).toEqual({
      code: 1,
      output: 'Expected one filter, found 2\n',
    });
  });
});

describe('pnpm bench:baseline', () => {
  const baseline = join(folder, 'baseline.json');
  const shortest = ['--rounds', '3', '--processes', '1', '--baseline', baseline];

  test('records all groups; with a filter keeps the recorded figures of the others', () => {
    expect(run('baseline.ts', ...shortest, '--folder', FIXTURE).code).toBe(0);
    const before: { cases: Record<string, unknown> } = JSON.parse(readFileSync(baseline, 'utf8'));
    expect(Object.keys(before.cases)).toEqual([
      'self-check/objects',
      'self-check/sum',
      'self-check/text',
    ]);
    before.cases['self-check/text'] = { file: 'kept', ours: 'join', figures: {} };
    writeFileSync(baseline, JSON.stringify(before));
    expect(run('baseline.ts', 'sum', ...shortest, '--folder', FIXTURE).code).toBe(0);
    const after: { cases: Record<string, unknown> } = JSON.parse(readFileSync(baseline, 'utf8'));
    expect(Object.keys(after.cases)).toHaveLength(3);
    expect(after.cases['self-check/text']).toEqual(before.cases['self-check/text']);
  });

  test('uses the records of finished runs instead of running anything', () => {
    const from = join(folder, 'finished.json');
    const into = join(folder, 'from.json');
    const settings = { ...record.settings, contenders: 'compared' } as const;
    const compared = { ...record, settings };
    writeRecord(from, compared);
    const options = ['--from', from, '--from', from, '--baseline', into];
    expect(run('baseline.ts', 'arrays/', ...options).code).toBe(0);
    const { cases }: { cases: Record<string, { file: string; figures: object }> } = JSON.parse(
      readFileSync(into, 'utf8'),
    );
    expect(Object.keys(cases)).toContain('arrays/list get @ 1000');
    expect(Object.keys(cases).every((key) => key.startsWith('arrays/'))).toBe(true);
    expect(cases['arrays/list get @ 1000']).toMatchObject({
      file: 'arrays/list.bench.ts',
      figures: { slow: { medians: [0.3333, 0.3333] }, quick: {} },
    });
    const unmeasured = 'arrays/other @ 1';
    const grown = () => JSON.parse(readFileSync(into, 'utf8')).cases;
    writeFileSync(into, JSON.stringify({ cases: { ...cases, [unmeasured]: { figures: {} } } }));
    expect(run('baseline.ts', 'arrays/', '--add', '--from', from, '--baseline', into).code).toBe(0);
    expect(grown()['arrays/list get @ 1000'].figures.slow.medians).toEqual([
      0.3333, 0.3333, 0.3333,
    ]);
    expect(Object.keys(grown())).toContain(unmeasured);
    expect(run('baseline.ts', 'nothing', ...options).output).toContain('Found nothing to record');
    // With all contenders in the process, or another warm-up, the figures are not comparable
    for (const other of [record.settings, { ...settings, warmup: 0 }]) {
      writeRecord(from, { ...record, settings: other });
      expect(run('baseline.ts', ...options).output).toContain(
        `Expected a record of "pnpm bench:check --json" with the present settings at ${from}`,
      );
    }
    writeRecord(from, { ...compared, complete: false });
    expect(run('baseline.ts', ...options).output).toContain(
      'Expected the record of a finished run',
    );
  });

  test('writes nothing if a contender failed', () => {
    const none = join(folder, 'none.json');
    const options = ['--processes', '1', '--baseline', none, '--folder', FAULTS];
    const { code, output } = run('baseline.ts', ...options);
    expect(code).toBe(1);
    expect(output).toContain('FAILED');
    expect(() => readFileSync(none)).toThrow('ENOENT');
  });
});

describe('pnpm bench:check', () => {
  test('exits with 1 without a baseline, and names the command that records one', () => {
    const { code, output } = run('check.ts', '--baseline', join(folder, 'missing.json'));
    expect(code).toBe(1);
    expect(output).toContain('record one with "pnpm bench:baseline"');
  });

  test('fails if a group of the baseline is missing', () => {
    const baseline = join(folder, 'gone.json');
    const cases = { 'self-check/gone': { file: 'small.bench.ts', ours: 'ours', figures: {} } };
    writeFileSync(baseline, JSON.stringify({ date: '', machine: {}, cases }));
    const options = ['--rounds', '3', '--folder', FIXTURE, '--baseline', baseline];
    const { code, output } = run('check.ts', ...options);
    expect(code).toBe(1);
    expect(output).toContain('"self-check/gone" is in the baseline and did not run');
    expect(output).toContain('self-check/sum: not in the baseline yet');
  });

  test('writes a record of what it ran, of which a baseline can be made', () => {
    const known = join(folder, 'known.json');
    const json = join(folder, 'checked.json');
    const next = join(folder, 'next.json');
    const cases = { 'self-check/gone': { file: 'small.bench.ts', ours: 'ours', figures: {} } };
    writeFileSync(known, JSON.stringify({ date: '', machine: {}, cases }));
    const options = ['--rounds', '3', '--folder', FIXTURE];
    run('check.ts', 'sum', ...options, '--json', json, '--baseline', known);
    expect(run('baseline.ts', '--from', json, '--baseline', next).code).toBe(0);
    const made: { cases: Record<string, unknown> } = JSON.parse(readFileSync(next, 'utf8'));
    expect(Object.keys(made.cases)).toEqual(['self-check/sum']);
  });
});
