import { spawn } from 'node:child_process';

export interface Command {
  /** The name of the command in messages. */
  readonly label: string;
  readonly command: string;
  readonly arguments: readonly string[];
  readonly directory: string;
}

export interface Finished {
  readonly label: string;
  readonly code: number;
  /** Standard output and standard error, interleaved. */
  readonly output: string;
}

/** Runs a command to its end. If it cannot be started, the exit code is 127 and the output is the reason. */
export function run(command: Command): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(command.command, command.arguments, {
      cwd: command.directory,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) =>
      resolve({ label: command.label, code: 127, output: error.message }),
    );
    child.on('close', (code) => resolve({ label: command.label, code: code ?? 1, output }));
  });
}

/** Calls `work` for each item, in order and two at a time. The results have the order of the items. */
export async function twoAtATime<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      const item = items[index];
      if (item !== undefined) results[index] = await work(item);
    }
  };
  await Promise.all([worker(), worker()]);
  return results;
}
