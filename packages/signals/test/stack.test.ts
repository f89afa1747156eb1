/** What a stack overflow inside the engine leaves behind. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('stack-scan.ts', import.meta.url));

// Each run is a process of its own. One does not optimize, so that no function is inlined and each has
// its own stack frame. Retried, because V8 may also throw the error at the end of a loop body, where the
// engine cannot be prepared for it
test.each([[], ['--no-opt']])(
  'SIG37: wherever the stack overflows, no batch stays open, and every observer is notified of the next write (%s)',
  { retry: 2 },
  (...flags) => {
    // One `RangeError` inside the engine used to stop all effects of the program for good
    const args = [...flags, '--conditions=@data-map/source', script];
    const found: unknown = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
    expect(found).toEqual({ tried: 600 });
  },
);
