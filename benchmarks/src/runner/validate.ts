/**
 * `pnpm bench:validate [--rounds n] [--targets]`
 *
 * Measures the absolute targets of the founding plan (`final-validation.bench.ts`) and our goals relative to the
 * peers (`goals.ts`). Prints for each the promise, the measured figure, and the verdict.
 * Exits with 1 if a **target** was missed or a contender failed. A missed **goal** is reported
 * but does not change the exit code. With `--targets` the goals are left out.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { goals } from '../goals.ts';
import { ROOT, SOURCES } from './files.ts';
import { formatGoals, groupsOf, judgeGoals } from './goal.ts';
import { countOption, fail } from './options.ts';
import { screen } from './progress.ts';
import { recordRun } from './record-run.ts';
import { MANY_ROUNDS, settingsFor } from './settings.ts';
import { formatTargets, judgeTargets } from './target.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string' },
    targets: { type: 'boolean', default: false },
    json: { type: 'string', default: join(ROOT, 'results', 'validate.json') },
    folder: { type: 'string', default: SOURCES },
  },
});
const terminal = screen(process.stdout, process.stderr);
const { record, failures } = await recordRun({
  folder: values.folder,
  select: { oneOf: ['target', ...(values.targets ? [] : groupsOf(goals))] },
  settings: settingsFor(countOption('rounds', values.rounds) ?? MANY_ROUNDS),
  plant: process.env['BENCH_PLANT'],
  json: values.json,
  goOn: false,
  ...terminal,
});
const results = Object.values(record.files).flat();
const targets = judgeTargets(results);
if (targets.length === 0 && failures.length === 0) fail('Found no targets');
terminal.print(`${formatTargets(targets)}\n`);
const judged = judgeGoals(goals, results);
if (judged.length > 0) terminal.print(`${formatGoals(judged)}\n`);
for (const failure of failures) console.error(`FAILED ${failure}`);
const missed = targets.filter(({ verdict }) => verdict === 'missed');
for (const { name, promised, measured } of missed) {
  console.error(`MISSED ${name}: promised ${promised}, measured ${measured}`);
}
process.exitCode = failures.length + missed.length === 0 ? 0 : 1;
