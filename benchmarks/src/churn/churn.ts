/** Runs cycles, and reads the size of the heap after forced garbage collections. */
import { getHeapSpaceStatistics } from 'node:v8';

import { flatnessOf } from './flatness.ts';
import { makeChurn } from './workload.ts';
import type { Flatness, Reading } from './flatness.ts';

export interface ChurnOptions {
  /** The number of cycles before the first reading, in which caches fill and code is compiled. */
  readonly warmup: number;
  readonly readings: number;
  /** The number of cycles between two readings. */
  readonly between: number;
  /** Approximately how many bytes each cycle leaks on purpose. */
  readonly leak?: number | undefined;
  readonly collectGarbage: () => void;
  readonly onReading?: (reading: Reading) => void;
}

export interface ChurnResult extends Flatness {
  readonly readings: readonly Reading[];
  /** Counts that should be the same before and after. */
  readonly before: Readonly<Record<string, number>>;
  readonly after: Readonly<Record<string, number>>;
}

/** The heap spaces of compiled code and its data. Their sizes vary, since forced collections make V8 discard code and compile it again. */
const OF_CODE = /^(?:code|trusted|read_only|shared)/;

/** The bytes of objects, with typed arrays and without compiled code. */
function bytesOfObjects(): number {
  return getHeapSpaceStatistics().reduce(
    (sum, { space_name: name, space_used_size: used }) => sum + (OF_CODE.test(name) ? 0 : used),
    process.memoryUsage().arrayBuffers,
  );
}

/** During the first forced collections V8 discards code and type feedback and builds them again, so the heap grows for a while. */
const WARMUP_COLLECTIONS = 40;

/** Collects between two tasks, so that weak references are cleared and finalizers run. */
async function collect(collectGarbage: () => void): Promise<void> {
  for (let time = 0; time < 3; time++) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    collectGarbage();
  }
}

/** Tasks are short, as in an event-driven program, because `deref` keeps the target of a weak reference alive until the end of the task. */
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
  // Used here, so that the leaked values stay alive until now
  if (leak > 0 && leaked.length !== cycle) throw new Error('The planted leak was lost');
  return { ...flatnessOf(readings), readings, before, after: churn.kept() };
}
