/** A child process of `run-examples.ts`: runs each example whose path it is sent, and sends back what the example logged. */
import { format } from 'node:util';
import { pathToFileURL } from 'node:url';

import { oneLine } from './doc-examples.ts';
import type { Ran } from './run-examples.ts';

/** For how many milliseconds after its last statement an example may still have timers. */
const LONGEST = 5000;

/** Waits until the timers of the example, and what they caused, have run. */
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
