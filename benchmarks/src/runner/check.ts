/**
 * `pnpm bench:check [filter] [--again n] [--rounds n] [--json file]`
 *
 * Runs ours and one peer in each group and compares them with `benchmarks/baseline.json` (see `compare.ts`). It compares ratios to references that ran
 * in the same process, never absolute times. A change has to exceed what the measured scatter explains, for every reference. A
 * suspected group is run again, twice by default, and is a regression only if it is suspected each time. Exits with 1
 * on a regression, if a contender failed, or if a case of the baseline is missing.
 *
 * `--json` writes the figures of the first run as a record, from which `pnpm bench:baseline --from` takes one more process.
 *
 * `BENCH_PLANT=group:factor` slows our contender down in one group, to see the check fail. `pnpm bench:check --self-check [--times n]`
 * shows on a small fixture that it passes and fails as it should, see `self-check.ts`.
 */
import { parseArgs } from 'node:util';

import { BASELINE_FILE, readBaseline } from './baseline-file.ts';
import { check, describe } from './check-run.ts';
import { SOURCES } from './files.ts';
import { countOption, fail } from './options.ts';
import { screen } from './progress.ts';
import { recordRun } from './record-run.ts';
import { runAll } from './run-all.ts';
import { selfCheck } from './self-check.ts';
import { ROUNDS, settingsFor } from './settings.ts';
import type { Baseline } from './baseline-file.ts';
import type { Outcome, Run } from './run-all.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    again: { type: 'string' },
    rounds: { type: 'string' },
    json: { type: 'string' },
    folder: { type: 'string', default: SOURCES },
    baseline: { type: 'string', default: BASELINE_FILE },
    'self-check': { type: 'boolean', default: false },
    times: { type: 'string' },
  },
});
const terminal = screen(process.stdout, process.stderr);
const settings = settingsFor(countOption('rounds', values.rounds) ?? ROUNDS, 'compared');
const again = countOption('again', values.again) ?? 2;

if (values['self-check']) {
  const times = countOption('times', values.times) ?? 3;
  process.exitCode = (await selfCheck({ times, again, settings, terminal })) ? 0 : 1;
} else {
  await checkAll();
}

async function checkAll(): Promise<void> {
  if (positionals.length > 1) fail(`Expected one filter, found ${positionals.length}`);
  const [filter] = positionals;
  const baseline = baselineOrFail();
  const { regressions, failures, compared, unknown } = await check({
    baseline,
    run: (keys) => {
      const what = {
        folder: values.folder,
        select: { filter, keys },
        settings,
        plant: process.env['BENCH_PLANT'],
        print: () => {},
        progress: terminal.progress,
      };
      const { json } = values;
      return json === undefined || keys !== undefined ? runAll(what) : recorded(what, json);
    },
    again,
    complete: filter === undefined,
    report: terminal.print,
  });
  if (compared === 0 && failures.length === 0) fail('Nothing to compare with the baseline');
  for (const key of unknown) terminal.print(`${key}: not in the baseline yet`);
  for (const failure of failures) console.error(`FAILED ${failure}`);
  for (const { key, verdicts } of regressions) {
    console.error(`REGRESSION ${key}`);
    for (const verdict of verdicts) console.error(`  ${describe(verdict)}`);
  }
  terminal.print(`${compared} groups compared, ${regressions.length} regressions`);
  process.exitCode = regressions.length + failures.length === 0 ? 0 : 1;
}

async function recorded(run: Run, json: string): Promise<Outcome> {
  const { record, failures } = await recordRun({ ...run, json, goOn: false });
  return { files: new Map(Object.entries(record.files)), failures };
}

function baselineOrFail(): Baseline {
  try {
    return readBaseline(values.baseline);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}
