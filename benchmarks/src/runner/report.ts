/**
 * `pnpm bench:report [--rounds n] [--from file] [--fresh]`
 *
 * Runs all benchmarks and writes `PERFORMANCE.md` and the drawings in `charts`. The run is recorded file by file in
 * `results/report.json`. If it is interrupted, the same command continues it, unless the packages or the benchmarks
 * have changed since, or `--fresh` is given. With `--from` nothing is run, and the page is written from a finished record,
 * for example after a reason was added.
 *
 * Exits with 1 if a contender failed. Missed targets and goals are only shown on the page; `pnpm bench:validate` fails on missed targets.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { goals } from '../goals.ts';
import { CHARTS, goalsAsText, makeReport } from '../report/page.ts';
import { readReasons } from '../report/reasons.ts';
import { ROOT, SOURCES } from './files.ts';
import { countOption, fail } from './options.ts';
import { screen } from './progress.ts';
import { readRecord } from './record.ts';
import { recordRun } from './record-run.ts';
import { MANY_ROUNDS, settingsFor } from './settings.ts';
import type { Recorded } from './record-run.ts';

const { values } = parseArgs({
  options: {
    from: { type: 'string' },
    rounds: { type: 'string' },
    fresh: { type: 'boolean', default: false },
    json: { type: 'string', default: join(ROOT, 'results', 'report.json') },
    folder: { type: 'string', default: SOURCES },
    out: { type: 'string', default: ROOT },
  },
});
const terminal = screen(process.stdout, process.stderr);
const { record, failures } = values.from === undefined ? await run() : finished(values.from);
const reasons = await readReasons(values.folder);
const report = makeReport(record, goals, reasons, failures);
const charts = join(values.out, CHARTS);
rmSync(charts, { recursive: true, force: true });
mkdirSync(charts, { recursive: true });
for (const [name, drawing] of report.charts) writeFileSync(join(charts, name), drawing);
const page = join(values.out, 'PERFORMANCE.md');
writeFileSync(page, report.markdown);

terminal.print(goalsAsText(record, goals));
for (const loss of report.unexplained) terminal.print(`Not yet explained: ${loss}`);
for (const failure of failures) console.error(`FAILED ${failure}`);
const minutes = Object.values(record.seconds).reduce((sum, each) => sum + each, 0) / 60;
terminal.print(
  `${page}: ${report.charts.size} drawings, from ${minutes.toFixed(1)} minutes of measuring`,
);
process.exitCode = failures.length === 0 ? 0 : 1;

function run(): Promise<Recorded> {
  return recordRun({
    folder: values.folder,
    select: {},
    settings: settingsFor(countOption('rounds', values.rounds) ?? MANY_ROUNDS),
    plant: undefined,
    json: values.json,
    goOn: !values.fresh,
    ...terminal,
  });
}

function finished(file: string): Recorded {
  const read = readRecord(file);
  if (!read) return fail(`Expected the record of a run at ${file}, found none`);
  const failed = Object.entries(read.files).flatMap(([name, results]) =>
    results.flatMap((result) =>
      result.failures.map(
        ({ contender, message }) => `${name}: ${result.key}: ${contender}: ${message}`,
      ),
    ),
  );
  return { record: read, failures: failed };
}
