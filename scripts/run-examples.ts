import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { WrittenExample } from './doc-examples.ts';

export interface Ran {
  readonly path: string;
  readonly logged: readonly string[];
  /** The error that the example threw, with its stack. */
  readonly error: string | undefined;
}

/** The time limit for one example, in milliseconds. */
const LONGEST = 20_000;
const CHILD = fileURLToPath(new URL('doc-examples-child.ts', import.meta.url));

/**
 * Runs examples in order in a child process, on the sources of the packages. If an example ends or hangs
 * the process, that is its error, and the remaining examples run in a new process. The results have the order of the examples.
 */
export async function runExamples(examples: readonly WrittenExample[]): Promise<Ran[]> {
  const results: Ran[] = [];
  while (results.length < examples.length) {
    results.push(...(await runUntilItEnds(examples.slice(results.length))));
  }
  return results;
}

function runUntilItEnds(examples: readonly WrittenExample[]): Promise<Ran[]> {
  return new Promise((resolve, reject) => {
    const child = fork(CHILD, {
      execArgv: ['--conditions=@data-map/source', '--expose-gc'],
      env: { ...process.env, NODE_ENV: 'development', NODE_OPTIONS: '' },
    });
    const results: Ran[] = [];
    let timer: NodeJS.Timeout | undefined;
    let reason = 'It ended the process';
    const next = (): void => {
      clearTimeout(timer);
      const example = examples[results.length];
      if (!example) {
        child.kill();
        return;
      }
      timer = setTimeout(() => {
        reason = `It did not end within ${LONGEST / 1000} s`;
        child.kill('SIGKILL');
      }, LONGEST);
      child.send(example.path);
    };
    child.on('message', (ran: Ran) => {
      results.push(ran);
      next();
    });
    child.on('error', reject);
    child.on('exit', () => {
      clearTimeout(timer);
      const unfinished = examples[results.length];
      if (unfinished) results.push({ path: unfinished.path, logged: [], error: reason });
      resolve(results);
    });
    next();
  });
}
