/**
 * `pnpm bench [filter] [--json file] [--rounds n]`
 *
 * Runs `benchmarks/src/**\/*.bench.ts` on the built packages. The filter selects groups whose name or file contains the
 * text. Prints a table for each group, and writes all figures as JSON, by default to `benchmarks/results`.
 * Judges groups with a target at the end, see `target.ts`. Exits with 1 if a target was missed, a contender failed
 * its check, a file could not be loaded, or nothing was selected.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { ROOT, SOURCES } from './files.ts';
import { countOption, fail } from './options.ts';
import { screen } from './progress.ts';
import { recordRun } from './record-run.ts';
import { formatScaling, scalingOf } from './scaling.ts';
import { ROUNDS, settingsFor } from './settings.ts';
import { formatTargets, judgeTargets } from './target.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    rounds: { type: 'string' },
    folder: { type: 'string', default: SOURCES },
  },
});
if (positionals.length > 1) fail(`Expected one filter, found ${positionals.length}`);
const [filter] = positionals;
const terminal = screen(process.stdout, process.stderr);
const stamp = new Date().toISOString().replaceAll(':', '-');
const json = values.json ?? join(ROOT, 'results', `${stamp}.json`);
const { record, failures } = await recordRun({
  folder: values.folder,
  select: { filter },
  settings: settingsFor(countOption('rounds', values.rounds) ?? ROUNDS),
  plant: process.env['BENCH_PLANT'],
  json,
  goOn: false,
  ...terminal,
});

const results = Object.values(record.files).flat();
if (results.length === 0 && failures.length === 0) {
  fail(filter === undefined ? 'Found no benchmarks' : `No benchmark matches "${filter}"`);
}
const scalings = scalingOf(results);
if (scalings.length > 0) terminal.print(`${formatScaling(scalings)}\n`);
const targets = judgeTargets(results);
if (targets.length > 0) terminal.print(`${formatTargets(targets)}\n`);
const missed = targets.filter(({ verdict }) => verdict === 'missed');
const seconds = Object.values(record.seconds).reduce((sum, each) => sum + each, 0);
terminal.print(
  `${results.length} ${results.length === 1 ? 'group' : 'groups'} in ${seconds.toFixed(0)} s, written to ${json}`,
);
for (const failure of failures) console.error(`FAILED ${failure}`);
for (const { name, promised, measured } of missed) {
  console.error(`MISSED ${name}: promised ${promised}, measured ${measured}`);
}
process.exitCode = failures.length + missed.length === 0 ? 0 : 1;
