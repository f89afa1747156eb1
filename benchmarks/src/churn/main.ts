/**
 * `pnpm bench:churn [--cycles n] [--leak bytes]`
 *
 * Repeats what a long-lived program does: subscribes and unsubscribes, creates and disposes, adds and removes, queries, updates live queries,
 * rolls transactions back, takes and restores snapshots. Exits with 1 if the heap grows by more than the noise of the readings explains (`flatness.ts`), or if
 * a count differs from that at the start. `--leak 24` leaks that many bytes in each cycle, to see the command fail.
 */
import { parseArgs } from 'node:util';

import { countOption, fail } from '../runner/options.ts';
import { runChurn } from './churn.ts';
import { LEAST } from './flatness.ts';

const READINGS = 20;

const { values } = parseArgs({
  options: { cycles: { type: 'string' }, leak: { type: 'string' } },
});
const { gc } = globalThis;
if (!gc) fail('Expected to run with --expose-gc, as pnpm bench:churn does');
const cycles = countOption('cycles', values.cycles) ?? 25_000;
// V8 compiles code during the first ten thousand cycles or so
const warmup = Math.ceil(cycles * 0.6);
const started = performance.now();
const { slope, atLeast, leaks, readings, before, after } = await runChurn({
  warmup,
  readings: READINGS,
  between: Math.ceil((cycles - warmup) / READINGS),
  leak: countOption('leak', values.leak),
  collectGarbage: gc,
  onReading({ cycle, bytes }) {
    console.log(`${String(cycle).padStart(8)} cycles  ${(bytes / 2 ** 20).toFixed(3)} MiB`);
  },
});
const seconds = (performance.now() - started) / 1000;
console.log(
  `${readings.at(-1)?.cycle} cycles of 8 steps in ${seconds.toFixed(0)} s: ` +
    `${slope.toFixed(1)} bytes a cycle, at least ${atLeast.toFixed(1)}; a leak from ${LEAST} on`,
);
const changed = Object.keys(before).filter((name) => before[name] !== after[name]);
for (const name of changed) {
  console.error(`CHANGED ${name}: ${before[name]} before, ${after[name]} after`);
}
if (leaks) console.error('LEAK the heap grows');
process.exitCode = leaks || changed.length > 0 ? 1 : 0;
