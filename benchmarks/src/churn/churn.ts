/** Runs cycles and reads the heap after forced collections. */
import { getHeapSpaceStatistics } from 'node:v8';

import { flatnessOf } from './flatness.ts';
import { makeChurn } from './workload.ts';
import type { Flatness, Reading } from './flatness.ts';

export interface ChurnOptions {
  /** Cycles before the first reading: caches fill, code is compiled. */
  readonly warmup: number;
  readonly readings: number;
  /** Cycles between two readings. */
  readonly between: number;
  /** Bytes that are left behind in each cycle on purpose, about. */
  readonly leak?: number | undefined;
  readonly collectGarbage: () => void;
  readonly onReading?: (reading: Reading) => void;
}

export interface ChurnResult extends Flatness {
  readonly readings: readonly Reading[];
  /** What should be as it was. */
  readonly before: Readonly<Record<string, number>>;
  readonly after: Readonly<Record<string, number>>;
}

/** Where V8 keeps compiled code and what belongs to it; collections make it throw code away and compile anew. */
const OF_CODE = /^(?:code|trusted|read_only|shared)/;

/** Bytes of objects, those of typed arrays included and those of compiled code left out. */
function bytesOfObjects(): number {
  return getHeapSpaceStatistics().reduce(
    (sum, { space_name: name, space_used_size: used }) => sum + (OF_CODE.test(name) ? 0 : used),
    process.memoryUsage().arrayBuffers,
  );
}

/** The first collections make the engine throw code and feedback away and build them anew, which takes more, for a while. */
const WARMUP_COLLECTIONS = 40;

/** Between two tasks, so that weak references are cleared and finalisers run. */
async function collect(collectGarbage: () => void): Promise<void> {
  for (let time = 0; time < 3; time++) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    collectGarbage();
  }
}

/** What was looked at through a weak reference lives until the end of the task, so a task is short, as in a program with events. */
const CYCLES_OF_A_TASK = 10;

export async function runChurn(options: ChurnOptions): Promise<ChurnResult> {
  const { warmup, readings: count, between, leak = 0, collectGarbage } = options;
  const churn = makeChurn();
  const leaked: number[][] = [];
  let cycle = 0;
  const run = async (cycles: number): Promise<void> => {
    for (const end = cycle + cycles; cycle < end; cycle++) {
      if (cycle % CYCLES_OF_A_TASK === 0) await new Promise((resolve) => setImmediate(resolve));
      churn.cycle();
      if (leak > 0) leaked.push(Array.from({ length: Math.ceil(leak / 8) }, () => cycle + 0.5));
    }
  };
  for (let time = 0; time < WARMUP_COLLECTIONS; time++) {
    await run(Math.ceil(warmup / WARMUP_COLLECTIONS));
    await collect(collectGarbage);
  }
  const before = churn.kept();
  const readings: Reading[] = [];
  for (let number = 0; number < count; number++) {
    await run(between);
    await collect(collectGarbage);
    const reading = { cycle, bytes: bytesOfObjects() };
    readings.push(reading);
    options.onReading?.(reading);
  }
  // Held until here, or the leak would be none
  if (leak > 0 && leaked.length !== cycle) throw new Error('The planted leak was lost');
  return { ...flatnessOf(readings), readings, before, after: churn.kept() };
}
