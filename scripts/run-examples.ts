import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { WrittenExample } from './doc-examples.ts';

export interface Ran {
  readonly path: string;
  readonly logged: readonly string[];
  /** What it threw, with the stack. */
  readonly error: string | undefined;
}

/** Milliseconds for one example. */
const LONGEST = 20_000;
const CHILD = fileURLToPath(new URL('doc-examples-child.ts', import.meta.url));

/**
 * Runs examples on the sources of the packages, in a process of their own and in order. Where an example ends or hangs
 * the process, that is its error, and the others are run in a new one. Results stand in the order of the examples.
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
