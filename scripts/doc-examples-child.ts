/** Runs the examples named on standard input, one after the other, and reports what each logged. See `run-examples.ts`. */
import { format } from 'node:util';
import { pathToFileURL } from 'node:url';

import { oneLine } from './doc-examples.ts';
import type { Ran } from './run-examples.ts';

/** Milliseconds that an example may go on with timers after its last statement. */
const LONGEST = 5000;

/** Waits until the timers that the example started have run, and what follows from them. */
async function settled(): Promise<void> {
  const until = Date.now() + LONGEST;
  do {
    await new Promise((resolve) => setImmediate(resolve));
  } while (process.getActiveResourcesInfo().includes('Timeout') && Date.now() < until);
  await new Promise((resolve) => setImmediate(resolve));
}

let logged: string[] = [];
let late: string | undefined;
console.log = (...values: readonly unknown[]) => void logged.push(oneLine(format(...values)));
const note = (error: unknown): void => {
  late ??= error instanceof Error ? (error.stack ?? error.message) : String(error);
};
process.on('disconnect', () => process.exit(1));
process.on('uncaughtException', note);
process.on('unhandledRejection', note);

process.on('message', async (path: string) => {
  logged = [];
  late = undefined;
  try {
    await import(pathToFileURL(path).href);
    await settled();
  } catch (error) {
    note(error);
  }
  const ran: Ran = { path, logged, error: late };
  process.send?.(ran);
});
