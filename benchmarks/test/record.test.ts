import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

import { ROOT } from '../src/runner/files.ts';
import { continued, fingerprint, readRecord, writeRecord } from '../src/runner/record.ts';
import { recordRun } from '../src/runner/record-run.ts';
import { record } from './fixtures/record.ts';
import type { Recorded } from '../src/runner/record-run.ts';
import type { RunRecord } from '../src/runner/record.ts';

const folder = mkdtempSync(join(tmpdir(), 'bench-record-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a record', () => {
  test('is read as it was written', () => {
    const file = join(folder, 'deep', 'record.json');
    writeRecord(file, record);
    expect(readRecord(file)).toEqual(record);
    expect(readRecord(join(folder, 'none.json'))).toBeUndefined();
  });

  test('is not read from a file with other content', () => {
    const file = join(folder, 'other.json');
    writeFileSync(file, '{"date":"x"}');
    expect(() => readRecord(file)).toThrow('Expected the figures of a run');
  });
});

describe('an interrupted run', () => {
  const broken: RunRecord = { ...record, complete: false };
  const now: RunRecord = { ...record, date: 'later', complete: false, files: {}, seconds: {} };

  test('is continued if packages, settings and machine are the same', () => {
    expect(continued(broken, now)).toBe(broken);
  });

  test('starts again if it was complete, or if code, settings or machine differ', () => {
    expect(continued(undefined, now)).toBe(now);
    expect(continued(record, now)).toBe(now);
    expect(continued({ ...broken, fingerprint: 'another' }, now)).toBe(now);
    const { settings, machine } = record;
    expect(continued({ ...broken, settings: { ...settings, rounds: 99 } }, now)).toBe(now);
    expect(continued({ ...broken, machine: { ...machine, cores: 64 } }, now)).toBe(now);
  });

  test('runs the missing files, and keeps the figures of the others', async () => {
    const json = join(folder, 'on.json');
    const run = (): Promise<Recorded> =>
      recordRun({
        folder: join(ROOT, 'test', 'fixtures', 'self-check'),
        select: { keys: ['self-check/sum'] },
        settings: record.settings,
        plant: undefined,
        json,
        goOn: true,
        print: () => {},
        progress: () => {},
      });
    const first = await run();
    expect(first.record.complete).toBe(true);
    const [file = ''] = Object.keys(first.record.files);
    expect(first.record.seconds[file]).toBeGreaterThan(0);
    writeRecord(json, { ...first.record, complete: false, date: 'before' });
    const second = await run();
    expect(second.record.date).toBe('before');
    expect(second.record.files).toEqual(first.record.files);
    writeRecord(json, { ...first.record, complete: false, date: 'before', files: {} });
    const third = await run();
    expect(third.record.date).toBe('before');
    expect(third.record.files).not.toEqual(first.record.files);
    expect(Object.keys(third.record.files)).toEqual([file]);
  });
});

test('the fingerprint depends on the benchmarks, but not on files that only write reports', () => {
  const root = join(folder, 'root');
  const write = (name: string, text: string): string => {
    writeRecord(join(root, name), record);
    writeFileSync(join(root, name), text);
    return fingerprint(root);
  };
  const first = write('src/arrays/a.bench.ts', '1');
  expect(write('src/arrays/a.bench.ts', '2')).not.toBe(first);
  const second = fingerprint(root);
  expect(write('src/report/page.ts', '1')).toBe(second);
  expect(write('src/arrays/reasons.ts', '1')).toBe(second);
});
