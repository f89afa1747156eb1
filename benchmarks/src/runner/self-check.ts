/**
 * Tests the check itself: on unchanged code it has to pass every time; on the same code with a
 * planted slowdown it has to fail and name the group. It runs on a fixture, so that it tests
 * the check and not the packages.
 */
import { join } from 'node:path';

import { casesOf } from './baseline-file.ts';
import { check, describe } from './check-run.ts';
import { ROOT } from './files.ts';
import { thisMachine } from './machine.ts';
import { runAll } from './run-all.ts';
import type { Baseline } from './baseline-file.ts';
import type { Checked } from './check-run.ts';
import type { Screen } from './progress.ts';
import type { Outcome } from './run-all.ts';
import type { RunSettings } from './settings.ts';

export interface SelfCheck {
  /** How many times the unchanged code has to pass. */
  readonly times: number;
  readonly again: number;
  readonly settings: RunSettings;
  readonly terminal: Screen;
}

const FIXTURES = join(ROOT, 'test', 'fixtures', 'self-check');
const PROCESSES = 3;
const PLANTED = { group: 'self-check/sum', factor: 2 };

/** Returns whether the check behaved as it should. */
export async function selfCheck({ times, again, settings, terminal }: SelfCheck): Promise<boolean> {
  const run = (plant: string | undefined, keys?: readonly string[]): Promise<Outcome> =>
    runAll({
      folder: FIXTURES,
      select: { keys },
      settings,
      plant,
      print: () => {},
      progress: terminal.progress,
    });
  const runs: Outcome['files'][] = [];
  for (let number = 0; number < PROCESSES; number++) runs.push((await run(undefined)).files);
  const baseline: Baseline = {
    date: 'now',
    machine: thisMachine(),
    cases: casesOf(runs),
  };
  const checked = (plant: string | undefined): Promise<Checked> =>
    check({
      baseline,
      run: (keys) => run(plant, keys),
      again,
      complete: true,
      report: (text) => terminal.print(`  ${text}`),
    });

  let good = true;
  for (let time = 1; time <= times; time++) {
    terminal.print(`Unchanged code, ${time} of ${times}: must pass`);
    const { regressions, failures } = await checked(undefined);
    good &&= regressions.length === 0 && failures.length === 0;
  }
  terminal.print(`"${PLANTED.group}" slowed down ×${PLANTED.factor}: must fail, and only there`);
  const { regressions, failures } = await checked(`${PLANTED.group}:${PLANTED.factor}`);
  for (const { verdicts } of regressions) {
    for (const verdict of verdicts) terminal.print(`  found: ${describe(verdict)}`);
  }
  good &&= failures.length === 0 && regressions.length === 1;
  good &&= regressions[0]?.key === PLANTED.group;
  terminal.print(good ? 'The check passes and fails as it should' : 'THE CHECK CANNOT BE BELIEVED');
  return good;
}
