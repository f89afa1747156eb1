import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `benchmarks/src`. */
export const SOURCES = fileURLToPath(new URL('..', import.meta.url));
/** `benchmarks`. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** All bench files below a folder, sorted. */
export function benchFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.bench.ts'))
    .toSorted()
    .map((name) => join(folder, name));
}
