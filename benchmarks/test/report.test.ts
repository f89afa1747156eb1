import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

import { drawChart } from '../src/report/chart.ts';
import { makeReport } from '../src/report/page.ts';
import { readReasons, whyAhead } from '../src/report/reasons.ts';
import { isOurs } from '../src/runner/results.ts';
import { ROOT, SOURCES } from '../src/runner/files.ts';
import { writeRecord } from '../src/runner/record.ts';
import { record } from './fixtures/record.ts';
import type { Goal } from '../src/runner/goal.ts';
import type { Reasons } from '../src/report/reasons.ts';

const reasons: Reasons = {
  yardsticks: ['loop', 'scan'],
  reasons: [
    { groups: ['arrays/list get'], ahead: ['quick'], why: 'It keeps no order' },
    { groups: ['arrays/list bytes'], ahead: ['quick'], why: 'It holds half' },
  ],
};
const goals: readonly Goal[] = [
  {
    of: 'ratio',
    name: 'get beside slow',
    groups: ['arrays/list get @ 10'],
    peers: ['slow'],
    over: 'each',
    times: 2,
  },
  {
    of: 'ratio',
    name: 'get beside quick',
    groups: ['arrays/list get @ 10'],
    peers: ['quick'],
    over: 'each',
    times: 2,
  },
];
const { markdown, charts, unexplained } = makeReport(record, goals, reasons);
/** The lines of a table, without padding. */
const lines = markdown.split('\n').map((line) => line.replaceAll(/ +/g, ' '));

describe('the report', () => {
  test('is the same for the same figures', () => {
    const again = makeReport(structuredClone(record), goals, reasons);
    expect(again).toEqual({ markdown, charts, unexplained });
  });

  test('names the machine and the build, and says if it was a short run', () => {
    expect(markdown).toContain('Figures are of 2026-01-02');
    expect(markdown).toContain('`abc1234`, 2 cores of an Test CPU, 8 GB, Linux 1');
    expect(markdown).toContain('3 rounds, 2 minutes in all');
    expect(markdown).toContain('**This was a short run**');
    const settings = { ...record.settings, rounds: 25 };
    expect(makeReport({ ...record, settings }, goals, reasons).markdown).not.toContain('short run');
  });

  test('shows the contenders of a group side by side, with their factor to ours and its spread', () => {
    expect(lines).toContain('| time of one operation | data-map | slow | quick | loop |');
    expect(lines).toContain(
      '| list get, 10 | 10.0 ns ±0.5% | 25.0 ns ±0.5% (2.50× ±0.5%) | 5.00 ns ±0.5% (**0.50× ±0.5%**) | 2.00 ns ±0.5% (**0.20× ±0.5%**) |',
    );
    expect(lines).toContain(
      '| list get, 1,000 | 10.0 ns ±0.5% | 30.0 ns ±0.5% (3.00× ±0.5%) | 10.1 ns ±0.5% (1.01× ±0.5%) | – |',
    );
    expect(lines).toContain(
      '| list bytes | 20.0 B ±0.0% | 40.0 B ±0.0% (2.00×) | 10.0 B ±0.0% (**0.50×**) |',
    );
  });

  test('counts each peer at each size, but neither yardsticks nor other ways to use ours', () => {
    expect(lines).toContain('| arrays | 9 | 5 | 0 | 4 |');
  });

  test('lists every lead of a peer with its reason, and shows if there is none', () => {
    expect(lines).toContain(
      '| arrays/list get | 10; 100,000 | quick | 5.00 ns | 10.0 ns | 0.50× ±0.5% | It keeps no order |',
    );
    expect(lines).toContain(
      '| arrays/list bytes | – | quick | 10.0 B | 20.0 B | 0.50× | It holds half |',
    );
    expect(lines).toContain(
      '| arrays/list new | – | wild | 4.00 ns | 10.0 ns | 0.40× ±0.5% | **not yet explained** |',
    );
    expect(unexplained).toEqual(['arrays/list new: wild']);
    expect(markdown).toContain('Of 4, 1 is **not yet explained**');
    expect(markdown).not.toContain('| data-map, other way |   –');
  });

  test('lists yardsticks separately', () => {
    const [, apart = ''] = markdown.split('### To hand-written code');
    expect(apart.replaceAll(/ +/g, ' ')).toContain('| arrays/list get | 10 | loop | 2.00 ns |');
  });

  test('shows targets and goals, including missed ones', () => {
    expect(lines).toContain('| target/kept | 1.00 ms at most | 1.00 µs ±0.5% | met |');
    expect(lines).toContain('| target/broken | 1.00 ms at most | 5.00 ms ±0.5% | **missed** |');
    expect(markdown).toContain('1 of 2 are met');
    expect(lines).toContain('| get beside slow | 2× slow | 2.50× ±0.5% | met |');
    expect(lines).toContain('| get beside quick | 2× quick | 0.50× ±0.5% | **missed** |');
  });

  test('fits the growth of every name with three sizes, and says whether its claim holds', () => {
    expect(lines).toContain(
      '| arrays: list get | size^0.00 | – | – | slow size^0.04, quick size^0.05 |',
    );
    expect(lines).toContain(
      '| things, find | size^0.00 | O(1): size^0.10 at most | yes, size^0.00 | scan size^1.00 |',
    );
    expect(lines).toContain(
      '| things, <sort> | size^1.50 | O(n): size^1.00 at most | **no**, size^1.50 | – |',
    );
  });

  test('draws the charts of claims, and includes them', () => {
    expect([...charts.keys()]).toEqual(['scaling-things-find.svg', 'scaling-things-sort.svg']);
    expect(markdown).toContain('![things, find](charts/scaling-things-find.svg)');
    expect(charts.get('scaling-things-sort.svg')).toContain('things, &lt;sort>');
  });

  test('lists failed contenders', () => {
    expect(markdown).not.toContain('Not everything ran');
    const failed = makeReport(record, goals, reasons, ['a.bench.ts: a: peer: Error']);
    expect(failed.markdown).toContain('- a.bench.ts: a: peer: Error');
  });

  test('says which parts were not measured', () => {
    const files = { 'arrays/list.bench.ts': record.files['arrays/list.bench.ts']?.slice(3) ?? [] };
    const part = makeReport({ ...record, files }, goals, reasons).markdown;
    expect(part.match(/Not measured in this run/g)).toHaveLength(3);
  });
});

describe('a chart', () => {
  const drawn = drawChart({
    title: 'get & "set"',
    subtitle: 'of a list',
    series: [
      {
        name: 'ours',
        ours: true,
        points: [
          { size: 1000, cost: 20 },
          { size: 10, cost: 10 },
        ],
      },
      {
        name: 'theirs',
        ours: false,
        points: [
          { size: 10, cost: 11 },
          { size: 1000, cost: 21 },
        ],
      },
    ],
  });
  const numbers = (pattern: RegExp): number[] =>
    [...drawn.matchAll(pattern)].map(([, value]) => Number(value));

  test('is well-formed, with its text escaped and both colour schemes', () => {
    expect(drawn).toContain('get &amp; &quot;set&quot;');
    expect(drawn).toContain('prefers-color-scheme:dark');
    const opened = [...drawn.matchAll(/<([a-z]+)[^>]*?(\/?)>/g)].filter(
      ([, , self]) => self === '',
    );
    expect(opened).toHaveLength([...drawn.matchAll(/<\/[a-z]+>/g)].length);
  });

  test('has a label for each decade of both axes, and a vertical axis of at least two decades', () => {
    expect([...drawn.matchAll(/>(10|100|1k)</g)].map(([, label]) => label)).toEqual([
      '10',
      '100',
      '1k',
    ]);
    expect([...drawn.matchAll(/>(\d+ (?:ns|µs))</g)].map(([, label]) => label)).toEqual([
      '10 ns',
      '100 ns',
      '1 µs',
    ]);
  });

  test('draws lines from small to large sizes, and ours on top', () => {
    const [theirs = '', ours = ''] = [...drawn.matchAll(/points="([^"]+)"/g)].map(
      ([, at = '']) => at,
    );
    expect(drawn.indexOf('line c0 ours')).toBeGreaterThan(drawn.indexOf('line c1'));
    for (const line of [theirs, ours]) {
      const [first = 0, second = 0] = line.split(' ').map((point) => Number(point.split(',')[0]));
      expect(first).toBeLessThan(second);
    }
  });

  test('keeps labels apart if lines end near each other', () => {
    const [first = 0, second = 0] = numbers(/class="name[^"]*" x="[^"]+" y="([^"]+)"/g);
    expect(Math.abs(first - second)).toBeGreaterThanOrEqual(14);
  });

  test('refuses to draw without data', () => {
    expect(() => drawChart({ title: 'x', subtitle: '', series: [] })).toThrow(
      'Expected points in "x"',
    );
  });
});

describe('reasons', () => {
  test('are given in every folder whose groups have peers', async () => {
    const all = await readReasons(SOURCES);
    expect(all.yardsticks).toContain('hand-written loop');
    for (const { why, groups, ahead } of all.reasons) {
      expect(why.length).toBeGreaterThan(20);
      expect(groups.length * ahead.length).toBeGreaterThan(0);
    }
  });

  test('are found by the beginning of the key and by the contender', () => {
    expect(whyAhead(reasons, 'arrays/list get @ 10', 'quick')).toBe('It keeps no order');
    expect(whyAhead(reasons, 'arrays/list get @ 10', 'slow')).toBeUndefined();
    expect(whyAhead(reasons, 'arrays/list set', 'quick')).toBeUndefined();
  });

  test('are not needed for other ways to use ours', () => {
    expect(['data-map', 'data-map match', 'data-map, adopted'].every(isOurs)).toBe(true);
    expect(isOurs('data-mapper')).toBe(false);
  });
});

describe('pnpm bench:report --from', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-report-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const run = (...options: string[]): { status: number | null; output: string } => {
    const script = join(ROOT, 'src', 'runner', 'report.ts');
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [script, '--out', folder, ...options],
      { encoding: 'utf8' },
    );
    return { status, output: stdout + stderr };
  };

  test('writes the page and its charts, removes old charts, and measures nothing', () => {
    const json = join(folder, 'record.json');
    writeRecord(json, record);
    mkdirSync(join(folder, 'charts'));
    writeFileSync(join(folder, 'charts', 'old.svg'), '');
    const { status, output } = run('--from', json);
    expect(output).toContain('Not yet explained: arrays/list new: wild');
    expect(status).toBe(0);
    expect(readFileSync(join(folder, 'PERFORMANCE.md'), 'utf8')).toContain('# Performance');
    expect(readdirSync(join(folder, 'charts'))).toEqual([...charts.keys()]);
  });

  test('exits with 1 if there is no record', () => {
    const { status, output } = run('--from', join(folder, 'none.json'));
    expect(status).toBe(1);
    expect(output).toContain('found none');
  });
});
