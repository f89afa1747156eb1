import { relative } from 'node:path';

import { benchFiles } from './files.ts';
import { runFile } from './run-file.ts';
import { formatResult } from './table.ts';
import type { Selection } from './protocol.ts';
import type { Result } from './results.ts';
import type { RunSettings } from './settings.ts';

export interface Run {
  /** The folder of the bench files. */
  readonly folder: string;
  readonly select: Selection;
  readonly settings: RunSettings;
  readonly plant: string | undefined;
  /** Called with the table of each group when it is finished. */
  readonly print: (text: string) => void;
  /** Called with a text that says what is running. */
  readonly progress: (text: string) => void;
  /** The results of files that were run before and are not run again. */
  readonly known?: Readonly<Record<string, readonly Result[]>>;
  /** Called when a file has run, with its results and duration. */
  readonly onFile?: (name: string, results: readonly Result[], seconds: number) => void;
}

export interface Outcome {
  /** The results by file, relative to the folder. */
  readonly files: ReadonlyMap<string, readonly Result[]>;
  /** One line for each contender, file or key that failed; empty if the run succeeded. */
  readonly failures: readonly string[];
}

/** Runs all selected cases, one file after the other. */
export async function runAll(run: Run): Promise<Outcome> {
  const files = benchFiles(run.folder);
  const outcome = new Map<string, readonly Result[]>();
  const failures: string[] = [];
  const seen = new Map<string, string>();
  for (const [index, file] of files.entries()) {
    const name = relative(run.folder, file);
    run.progress(`[${index + 1}/${files.length}] ${name}`);
    try {
      const known = run.known?.[name];
      const started = performance.now();
      const results =
        known ??
        (await runFile({
          file,
          select: run.select,
          settings: run.settings,
          plant: run.plant,
          onStart: (key) => run.progress(`[${index + 1}/${files.length}] ${name}: ${key}`),
          onResult: (result) => run.print(`${formatResult(result)}\n`),
        }));
      if (!known) run.onFile?.(name, results, (performance.now() - started) / 1000);
      if (results.length > 0) outcome.set(name, results);
      for (const { key, failures: failed } of results) {
        const other = seen.get(key);
        if (other) failures.push(`${name}: "${key}" is also in ${other}`);
        seen.set(key, name);
        for (const { contender, message } of failed) {
          failures.push(`${name}: ${key}: ${contender}: ${message}`);
        }
      }
    } catch (error) {
      const message = `${name}: ${error instanceof Error ? error.message : String(error)}`;
      const { filter } = run.select;
      // With a filter, a failure in a file that was not asked for does not matter
      if (filter === undefined || file.includes(filter)) failures.push(message);
      else run.print(`Not read: ${message}`);
    }
  }
  run.progress('');
  return { files: outcome, failures };
}
