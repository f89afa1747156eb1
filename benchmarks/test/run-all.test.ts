import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';

import { ROOT } from '../src/runner/files.ts';
import { runAll } from '../src/runner/run-all.ts';
import type { Selection } from '../src/runner/protocol.ts';
import type { Outcome } from '../src/runner/run-all.ts';
import type { RunSettings } from '../src/runner/settings.ts';

/** The shortest settings, since the figures do not matter here. */
const SHORTEST: RunSettings = {
  rounds: 3,
  budget: 10,
  warmup: 1,
  sample: 0.1,
  longest: 100,
  memoryRounds: 1,
  contenders: 'all',
};

const printed: string[] = [];

function run(
  folder: string,
  select: Selection = {},
  settings: RunSettings = SHORTEST,
): Promise<Outcome> {
  printed.length = 0;
  return runAll({
    folder,
    select,
    settings,
    plant: undefined,
    print: (text) => printed.push(text),
    progress: () => {},
  });
}

function fixture(name: string): string {
  return join(ROOT, 'test', 'fixtures', name);
}

describe('a run in child processes', () => {
  test('measures the time and memory cases of a file', async () => {
    const { files, failures } = await run(fixture('self-check'));
    expect(failures).toEqual([]);
    const results = files.get('small.bench.ts') ?? [];
    expect(results.map(({ kind, key }) => `${kind} ${key}`)).toEqual([
      'time self-check/sum',
      'time self-check/text',
      'memory self-check/objects',
    ]);
    const [sum, , objects] = results;
    expect(sum?.contenders.map(({ name }) => name)).toEqual(['array', 'set']);
    // Two fields and a double each: not less than 24 bytes, not more than 100.
    const bytes = objects?.kind === 'memory' ? objects.contenders[0]?.bytes.median : undefined;
    expect(bytes).toBeGreaterThan(24);
    expect(bytes).toBeLessThan(100);
    expect(printed).toHaveLength(3);
    expect(printed[0]).toMatch(/^self-check\/sum {2}\(3 rounds\)\n {2}array /);
  });

  test('runs only the selected cases', async () => {
    const byText = await run(fixture('self-check'), { filter: 'sum' });
    expect([...byText.files.values()].flat().map(({ key }) => key)).toEqual(['self-check/sum']);
    const byKey = await run(fixture('self-check'), { keys: ['self-check/text'] });
    expect([...byKey.files.values()].flat().map(({ key }) => key)).toEqual(['self-check/text']);
    const none = await run(fixture('self-check'), { filter: 'no such group' });
    expect(none).toEqual({ files: new Map(), failures: [] });
  });

  test('runs only ours and the first peer if they are all that is compared', async () => {
    const settings: RunSettings = { ...SHORTEST, contenders: 'compared' };
    const { files } = await run(fixture('peers'), {}, settings);
    const ran = [...files.values()].flat();
    expect(ran.map(({ contenders }) => contenders.map(({ name }) => name))).toEqual([
      ['data-map', 'first'],
      ['data-map'],
    ]);
  });

  test('reports each contender that failed, and the others still run', async () => {
    const { files, failures } = await run(fixture('faults'));
    expect(failures).toEqual([
      'faults.bench.ts: faults/answers: wrong: Error: Expected 42 from wrong',
      'faults.bench.ts: faults/answers: late: RangeError: Tired',
      'faults.bench.ts: faults/empty: empty: Error: Expected 10000 items from empty',
    ]);
    const results = files.get('faults.bench.ts') ?? [];
    expect(results.map(({ contenders }) => contenders.map(({ name }) => name))).toEqual([
      ['right'],
      ['full'],
    ]);
  });
});

describe('a file that cannot be loaded', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-test-'));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('is a failure that names the file and the reason', async () => {
    writeFileSync(join(folder, 'broken.bench.ts'), `throw new Error('Not today');\n`);
    const { files, failures } = await run(folder);
    expect(files.size).toBe(0);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatch(/^broken\.bench\.ts: Error: Not today/);
    expect((await run(folder, { filter: 'broken' })).failures).toEqual(failures);
  });

  test('is no failure if the filter selects something else', async () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'broken.bench.ts'), `throw new Error('Not today');\n`);
    expect((await run(folder, { filter: 'area/what' })).failures).toEqual([]);
    expect(printed[0]).toMatch(/^Not read: broken\.bench\.ts: Error: Not today/);
  });
});
