/** Runs cycles and reads the heap after forced collections. */
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
  await run(warmup);
  const before = churn.kept();
  const readings: Reading[] = [];
  for (let number = 0; number < count; number++) {
    await run(between);
    for (let time = 0; time < 3; time++) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      collectGarbage();
    }
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    const reading = { cycle, bytes: heapUsed + arrayBuffers };
    readings.push(reading);
    options.onReading?.(reading);
  }
  // Held until here, or the leak would be none
  if (leak > 0 && leaked.length !== cycle) throw new Error('The planted leak was lost');
  return { ...flatnessOf(readings), readings, before, after: churn.kept() };
}
