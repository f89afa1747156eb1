/** The logic of the check, independent of processes and terminals: runs everything once, and then the suspected cases again. */
import { judge, steadiest } from './compare.ts';
import type { Baseline } from './baseline-file.ts';
import type { Verdict } from './compare.ts';
import type { Outcome } from './run-all.ts';

export interface Check {
  readonly baseline: Baseline;
  /** Runs all cases, or those with the given keys, each file in a new process. */
  readonly run: (keys: readonly string[] | undefined) => Promise<Outcome>;
  /** How often a suspected case is run again. */
  readonly again: number;
  /** Whether everything is run, so that a case of the baseline without a result is an error. */
  readonly complete: boolean;
  readonly report: (text: string) => void;
}

export interface Regression {
  readonly key: string;
  /** One verdict for each run, all of them suspicious. */
  readonly verdicts: readonly Verdict[];
}

export interface Checked {
  readonly regressions: readonly Regression[];
  /** Contenders that failed, and cases of the baseline that did not run. */
  readonly failures: readonly string[];
  /** The number of cases that were compared. */
  readonly compared: number;
  /** Cases that are not in the baseline. */
  readonly unknown: readonly string[];
}

export async function check({ baseline, run, again, complete, report }: Check): Promise<Checked> {
  const first = await run(undefined);
  const failures = [...first.failures];
  const verdicts = judgeAll(baseline, first);
  for (const verdict of verdicts.values()) report(describe(verdict));

  let suspects = [...verdicts.values()].filter(({ suspicious }) => suspicious);
  const history = new Map<string, Verdict[]>(suspects.map((one) => [one.key, [one]]));
  for (let time = 1; time <= again && suspects.length > 0; time++) {
    report(`Running ${suspects.length} suspicious groups again (${time} of ${again})`);
    const rerun = await run(suspects.map(({ key }) => key));
    failures.push(...rerun.failures);
    suspects = [...judgeAll(baseline, rerun).values()].filter(({ suspicious }) => suspicious);
    for (const suspect of suspects) {
      report(describe(suspect));
      history.get(suspect.key)?.push(suspect);
    }
  }

  const ran = new Set([...first.files.values()].flat().map(({ key }) => key));
  if (complete) {
    for (const key of Object.keys(baseline.cases)) {
      if (!ran.has(key)) failures.push(`"${key}" is in the baseline and did not run`);
    }
  }
  return {
    regressions: suspects.map(({ key }) => ({ key, verdicts: history.get(key) ?? [] })),
    failures,
    compared: verdicts.size,
    unknown: [...ran].filter((key) => !Object.hasOwn(baseline.cases, key)),
  };
}

function judgeAll(baseline: Baseline, { files }: Outcome): ReadonlyMap<string, Verdict> {
  const verdicts = new Map<string, Verdict>();
  for (const result of [...files.values()].flat()) {
    const then = Object.hasOwn(baseline.cases, result.key) && baseline.cases[result.key];
    if (then) verdicts.set(result.key, judge(then, result));
  }
  return verdicts;
}

/** `signals/deep: ×1.04 against alien-signals (counts from ×1.18)`. */
export function describe({ key, suspicious, comparisons }: Verdict): string {
  const decisive = steadiest(comparisons);
  if (!decisive) return `${key}: nothing in common with the baseline`;
  const change = `×${decisive.change.toFixed(2)} against ${decisive.reference}`;
  return `${key}: ${change} (counts from ×${decisive.bound.toFixed(2)})${suspicious ? ' SUSPICIOUS' : ''}`;
}
