import { stdout } from 'node:process';

/** Output to the terminal: colours if there is one, and a message for work that takes long. */

const SLOW_MS = 500;

const isTerminal = stdout.isTTY === true && process.env['NO_COLOR'] === undefined;

const style =
  (open: number, close: number) =>
  (text: string): string =>
    isTerminal ? `\u001B[${open}m${text}\u001B[${close}m` : text;

export const bold = style(1, 22);
export const dim = style(2, 22);
export const green = style(32, 39);
export const cyan = style(36, 39);
export const red = style(31, 39);

export function print(line = ''): void {
  stdout.write(`${line}\n`);
}

/**
 * Runs work that may be slow, and returns its result and its time in milliseconds. The work may block the thread. So on a
 * terminal, a message is shown before and removed after it; otherwise a line is printed if the work was slow.
 */
export async function working<R>(label: string, work: () => R | Promise<R>): Promise<[R, number]> {
  if (stdout.isTTY === true) stdout.write(dim(`  ${label} …`));
  const start = performance.now();
  try {
    const result = await work();
    const took = performance.now() - start;
    if (stdout.isTTY !== true && took > SLOW_MS) print(`  ${label} … ${duration(took)}`);
    return [result, took];
  } finally {
    if (stdout.isTTY === true) stdout.write('\r\u001B[2K');
  }
}

/** Formats milliseconds with three digits and a suitable unit. */
export function duration(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toPrecision(3)} s`;
  if (ms >= 1) return `${ms.toPrecision(3)} ms`;
  return `${Math.max(1, Math.round(ms * 1000))} µs`;
}
