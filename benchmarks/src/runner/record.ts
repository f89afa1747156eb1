/**
 * The record of a run as JSON. It is rewritten after each bench file, so an interrupted run loses at most one file and can be
 * continued. Earlier results count only if packages, settings and machine are the same.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { ROOT } from './files.ts';
import type { Machine } from './machine.ts';
import type { Result } from './results.ts';
import type { RunSettings } from './settings.ts';

export interface RunRecord {
  /** When the run started. */
  readonly date: string;
  /** The commit that was checked out, see `revision`. */
  readonly revision: string;
  /** A hash of everything that affects figures: the built packages and the benchmarks. */
  readonly fingerprint: string;
  readonly machine: Machine;
  readonly settings: RunSettings;
  /** False until all files are done. */
  readonly complete: boolean;
  /** How long each file took. */
  readonly seconds: Readonly<Record<string, number>>;
  readonly files: Readonly<Record<string, readonly Result[]>>;
}

/** Reads a record. Returns `undefined` if there is no such file. @throws Error if it is no record */
export function readRecord(file: string): RunRecord | undefined {
  if (!existsSync(file)) return undefined;
  const record: RunRecord = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof record.files !== 'object' || typeof record.machine !== 'object') {
    throw new TypeError(`Expected the figures of a run in ${file}, found something else`);
  }
  return record;
}

/** Writes a record atomically: to a temporary file, which is then renamed. */
export function writeRecord(file: string, record: RunRecord): void {
  mkdirSync(dirname(file), { recursive: true });
  const partial = `${file}.part`;
  writeFileSync(partial, `${JSON.stringify(record, undefined, 1)}\n`);
  renameSync(partial, file);
}

/** Returns `now` with the results of an earlier run that need not be measured again: none if that was complete, or measured something else. */
export function continued(earlier: RunRecord | undefined, now: RunRecord): RunRecord {
  if (!earlier || earlier.complete) return now;
  const same =
    earlier.fingerprint === now.fingerprint &&
    JSON.stringify(earlier.settings) === JSON.stringify(now.settings) &&
    JSON.stringify(earlier.machine) === JSON.stringify(now.machine);
  return same ? earlier : now;
}

/** A hash of the built packages and of the benchmarks' sources, without those that only write reports. */
export function fingerprint(root = ROOT): string {
  const hash = createHash('sha256');
  const files = globSync(['../packages/*/dist/**/*.js', 'src/**/*.ts'], { cwd: root })
    .filter((name) => !/(?:^|\/)(?:report|churn)\/|reasons\.ts$/.test(name))
    .toSorted();
  for (const name of files) hash.update(name).update(readFileSync(join(root, name)));
  return hash.digest('hex').slice(0, 16);
}

/** The commit, such as `0310aff`, with a `+` if files differ from it; `unknown` without git. */
export function revision(root = ROOT): string {
  try {
    const git = (...options: string[]): string =>
      execFileSync('git', options, {
        cwd: root,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    const changed = git('status', '--porcelain', '--untracked-files=no').trim() !== '';
    return git('rev-parse', '--short', 'HEAD').trim() + (changed ? '+' : '');
  } catch {
    return 'unknown';
  }
}
