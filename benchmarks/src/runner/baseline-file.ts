import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { baselineOf } from './compare.ts';
import { ROOT } from './files.ts';
import type { BaselineCase } from './compare.ts';
import type { Machine } from './machine.ts';
import type { Result } from './results.ts';

export const BASELINE_FILE = join(ROOT, 'baseline.json');

/** `benchmarks/baseline.json`. */
export interface Baseline {
  readonly date: string;
  readonly machine: Machine;
  /** The cases, by key. */
  readonly cases: Readonly<Record<string, BaselineCase>>;
}

/** Reads the baseline. @throws Error if there is no file, or it has no cases: a comparison with nothing would pass */
export function readBaseline(file: string): Baseline {
  if (!existsSync(file)) {
    throw new Error(
      `Expected a baseline at ${file}, found none; record one with "pnpm bench:baseline"`,
    );
  }
  const baseline: Baseline = JSON.parse(readFileSync(file, 'utf8'));
  for (const [key, { figures }] of Object.entries(baseline.cases)) {
    for (const [reference, { medians, error }] of Object.entries(figures)) {
      if (medians.length === 0 || ![...medians, error].every((value) => Number.isFinite(value))) {
        throw new Error(`Expected numbers for "${key}" against ${reference} in ${file}`);
      }
    }
  }
  return baseline;
}

/** Writes figures with four digits: more would be noise in every diff. */
export function writeBaseline(file: string, baseline: Baseline): void {
  const rounded = JSON.stringify(
    baseline,
    (_key, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value),
    2,
  );
  // Puts each list of numbers on one line
  const compact = rounded.replaceAll(/\[\s+([-\d.e+,\s]+?)\s+\]/g, (_match, list: string) => {
    return `[${list.split(/,\s+/).join(', ')}]`;
  });
  writeFileSync(file, `${compact}\n`);
}

/**
 * Adds the processes of a later recording to those of a baseline. A case or figure of which the baseline knows nothing, or that belongs to
 * another contender of ours, is taken from the later recording alone.
 */
export function withProcesses(
  before: Readonly<Record<string, BaselineCase>>,
  later: Readonly<Record<string, BaselineCase>>,
): Record<string, BaselineCase> {
  return Object.fromEntries(
    Object.entries(later).map(([key, made]) => {
      const known = Object.hasOwn(before, key) ? before[key] : undefined;
      if (known?.ours !== made.ours) return [key, made];
      const figures = Object.entries(made.figures).map(([reference, { medians, error }]) => {
        const then = Object.hasOwn(known.figures, reference) ? known.figures[reference] : undefined;
        const count = then?.medians.length ?? 0;
        const errors = count * (then?.error ?? 0) + medians.length * error;
        const all = [...(then?.medians ?? []), ...medians];
        return [reference, { medians: all, error: errors / all.length }] as const;
      });
      return [key, { ...made, figures: Object.fromEntries(figures) }];
    }),
  );
}

/** Merges the cases of several complete runs, sorted by key. Leaves out cases that failed in one of the runs. */
export function casesOf(
  runs: readonly ReadonlyMap<string, readonly Result[]>[],
): Record<string, BaselineCase> {
  const byKey = new Map<string, { file: string; results: Result[] }>();
  for (const files of runs) {
    for (const [file, results] of files) {
      for (const result of results) {
        const known = byKey.get(result.key);
        if (known) known.results.push(result);
        else byKey.set(result.key, { file, results: [result] });
      }
    }
  }
  const cases: Record<string, BaselineCase> = {};
  for (const key of [...byKey.keys()].toSorted()) {
    const found = byKey.get(key);
    if (found?.results.length !== runs.length) continue;
    const made = baselineOf(found.file, found.results);
    if (made) cases[key] = made;
  }
  return cases;
}
