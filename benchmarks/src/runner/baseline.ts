/**
 * `pnpm bench:baseline [filter] [--processes n] [--rounds n] [--from record] [--add]`
 *
 * Runs ours and one peer of each group in several new processes and records the results in `benchmarks/baseline.json`, with which
 * `pnpm bench:check` compares. With a filter, only the selected groups are replaced. With `--from`, which may be given several times,
 * nothing is run: each given record of a finished `pnpm bench:check --json` counts as one process. With `--add`, the
 * processes are added to those of the baseline, which is right as long as the speed has not changed. If a contender failed, nothing is
 * written, and the exit code is 1.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';

import {
  BASELINE_FILE,
  casesOf,
  readBaseline,
  withProcesses,
  writeBaseline,
} from './baseline-file.ts';
import { SOURCES } from './files.ts';
import { thisMachine } from './machine.ts';
import { countOption, fail } from './options.ts';
import { screen } from './progress.ts';
import { isSelected } from './protocol.ts';
import { readRecord } from './record.ts';
import { runAll } from './run-all.ts';
import { ROUNDS, settingsFor } from './settings.ts';
import type { Outcome } from './run-all.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    processes: { type: 'string' },
    rounds: { type: 'string' },
    from: { type: 'string', multiple: true, default: [] },
    add: { type: 'boolean', default: false },
    folder: { type: 'string', default: SOURCES },
    baseline: { type: 'string', default: BASELINE_FILE },
  },
});
if (positionals.length > 1) fail(`Expected one filter, found ${positionals.length}`);
const [filter] = positionals;
const processes = countOption('processes', values.processes) ?? 3;
const settings = settingsFor(countOption('rounds', values.rounds) ?? ROUNDS, 'compared');
const terminal = screen(process.stdout, process.stderr);

const runs: Outcome['files'][] = values.from.map(recorded);
for (let number = 1; number <= processes && values.from.length === 0; number++) {
  const { files, failures } = await runAll({
    folder: values.folder,
    select: { filter },
    settings,
    plant: undefined,
    print: terminal.print,
    progress: (text) => terminal.progress(text && `${number} of ${processes} ${text}`),
  });
  if (failures.length > 0) fail(failures.map((failure) => `FAILED ${failure}`).join('\n'));
  if (files.size === 0)
    fail(filter === undefined ? 'Found no benchmarks' : `No benchmark matches "${filter}"`);
  runs.push(files);
}

const made = casesOf(runs);
if (Object.keys(made).length === 0) fail('Found nothing to record');
const isPartial = filter !== undefined || values.add;
const before = isPartial && existsSync(values.baseline) ? readBaseline(values.baseline) : undefined;
const recordedCases = values.add && before ? withProcesses(before.cases, made) : made;
const all = Object.entries({ ...before?.cases, ...recordedCases }).toSorted(([a], [b]) =>
  a < b ? -1 : 1,
);
writeBaseline(values.baseline, {
  date: new Date().toISOString().slice(0, 10),
  machine: thisMachine(),
  cases: Object.fromEntries(all),
});
terminal.print(`${Object.keys(made).length} groups recorded in ${values.baseline}`);

/** The results of a finished run that the filter selects. */
function recorded(file: string): Outcome['files'] {
  const record = readRecord(file);
  if (!record?.complete)
    return fail(`Expected the record of a finished run at ${file}, found none`);
  const { sample, warmup, contenders } = record.settings;
  if (
    sample !== settings.sample ||
    warmup !== settings.warmup ||
    contenders !== settings.contenders
  ) {
    return fail(
      `Expected a record of "pnpm bench:check --json" with the present settings at ${file}`,
    );
  }
  return new Map(
    Object.entries(record.files).map(([name, results]) => [
      name,
      results.filter(({ key }) => isSelected(key, name, { filter })),
    ]),
  );
}
