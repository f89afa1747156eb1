import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { Job, Planned, Report, Selection } from './protocol.ts';
import type { ContenderMemory, Failure, MemoryResult, Result } from './results.ts';
import type { RunSettings } from './settings.ts';

export interface FileRun {
  readonly file: string;
  readonly select: Selection;
  readonly settings: RunSettings;
  /** The content of the environment variable `BENCH_PLANT`. */
  readonly plant: string | undefined;
  readonly onStart?: (key: string) => void;
  readonly onResult?: (result: Result) => void;
}

/** Runs the selected cases of one file. The file, and each memory measurement, runs in a process of its own. @throws what the file throws */
export async function runFile(run: FileRun): Promise<Result[]> {
  const { file, select, settings, plant } = run;
  const results: Result[] = [];
  const finished = (result: Result): void => {
    results.push(result);
    run.onResult?.(result);
  };
  let plan: readonly Planned[] = [];
  await inChild({ do: 'time', file, select, settings, plant }, (report) => {
    if (report.type === 'plan') plan = report.cases;
    else if (report.type === 'start') run.onStart?.(report.key);
    else if (report.type === 'time') finished(report.result);
  });
  for (const planned of plan) {
    if (planned.kind !== 'memory') continue;
    run.onStart?.(planned.key);
    finished(await weighAll(run, planned));
  }
  return results;
}

async function weighAll({ file, settings }: FileRun, planned: Planned): Promise<MemoryResult> {
  const contenders: ContenderMemory[] = [];
  const failures: Failure[] = [];
  for (const contender of planned.contenders) {
    try {
      await inChild({ do: 'weigh', file, key: planned.key, contender, settings }, (report) => {
        if (report.type === 'weight') contenders.push(report.weight);
      });
    } catch (error) {
      const [message = ''] = String(error instanceof Error ? error.message : error).split('\n');
      failures.push({ contender, message });
    }
  }
  return {
    kind: 'memory',
    key: planned.key,
    name: planned.name,
    ...(planned.size === undefined ? {} : { size: planned.size }),
    items: planned.items,
    contenders,
    failures,
  };
}

const childFile = fileURLToPath(new URL('child.ts', import.meta.url));

/** Runs a child process. Rejects with its error, or if it was killed. */
function inChild(job: Job, onReport: (report: Report) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(childFile, [JSON.stringify(job)], {
      execArgv: ['--expose-gc', '--max-old-space-size=4096'],
      // Some peers have slower code with checks for development
      env: { ...process.env, NODE_ENV: 'production' },
    });
    let failed: Error | undefined;
    child.on('message', (report: Report) => {
      if (report.type === 'error') failed = new Error(report.message);
      else onReport(report);
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (failed) reject(failed);
      else if (code === 0) resolve();
      else
        reject(new Error(`Expected the benchmark process to end with 0, found ${signal ?? code}`));
    });
  });
}
