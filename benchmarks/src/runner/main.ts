/**
 * `pnpm bench [filter] [--json file] [--rounds n] [--quick]`
 *
 * Runs `benchmarks/src/**\/*.bench.ts` on the built packages. The filter selects groups whose name, or file, holds the
 * text. Prints a table for each group and writes all figures as JSON, below `benchmarks/results` unless told otherwise.
 * Groups with a target are judged at the end, see `target.ts`. Exits with 1 where a target was missed, a contender failed
 * its check, a file did not load, or nothing was selected.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { ROOT, SOURCES } from './files.ts';
import { thisMachine } from './machine.ts';
import { countOption, fail } from './options.ts';
import { screen } from './progress.ts';
import { runAll } from './run-all.ts';
import { formatScaling, scalingOf } from './scaling.ts';
import { settingsFor } from './settings.ts';
import { formatTargets, judgeTargets } from './target.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    folder: { type: 'string', default: SOURCES },
  },
});
if (positionals.length > 1) fail(`Expected one filter, found ${positionals.length}`);
const settings = settingsFor(values.quick, countOption('rounds', values.rounds));
const started = new Date();
const machine = thisMachine();
const terminal = screen(process.stdout, process.stderr);
terminal.print(
  `${machine.cpu}, ${machine.cores} cores, ${machine.system}, Node ${machine.node}, V8 ${machine.v8}\n`,
);
const { files, failures } = await runAll({
  folder: values.folder,
  select: { filter: positionals[0] },
  settings,
  plant: process.env['BENCH_PLANT'],
  ...terminal,
});

if (files.size === 0 && failures.length === 0) {
  fail(
    positionals[0] === undefined
      ? 'Found no benchmarks'
      : `No benchmark matches "${positionals[0]}"`,
  );
}
const json =
  values.json ?? join(ROOT, 'results', `${started.toISOString().replaceAll(':', '-')}.json`);
mkdirSync(dirname(json), { recursive: true });
writeFileSync(
  json,
  `${JSON.stringify({ date: started.toISOString(), machine, settings, files: Object.fromEntries(files) }, undefined, 2)}\n`,
);
const count = [...files.values()].flat().length;
const scalings = scalingOf([...files.values()].flat());
if (scalings.length > 0) terminal.print(`${formatScaling(scalings)}\n`);
const targets = judgeTargets([...files.values()].flat());
if (targets.length > 0) terminal.print(`${formatTargets(targets)}\n`);
const missed = targets.filter(({ verdict }) => verdict === 'missed');
const seconds = ((Date.now() - started.getTime()) / 1000).toFixed(0);
terminal.print(`${count} ${count === 1 ? 'group' : 'groups'} in ${seconds} s, written to ${json}`);
for (const failure of failures) console.error(`FAILED ${failure}`);
for (const { name, promised, measured } of missed) {
  console.error(`MISSED ${name}: promised ${promised}, measured ${measured}`);
}
process.exitCode = failures.length + missed.length === 0 ? 0 : 1;
