/** What the end of the stack leaves behind. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('stack-scan.ts', import.meta.url));

// In processes of their own, one of which compiles nothing, so that every function has its frame. Again if need be: V8 may also
// end a loop with the error, where nobody can be ready for it
test.each([[], ['--no-opt']])(
  'SIG37: whatever meets the end of the stack, nothing stays open, and everybody hears of the next write (%s)',
  { retry: 2 },
  (...flags) => {
    // One `RangeError` inside the engine put all effects of the program to sleep, for good
    const args = [...flags, '--conditions=@data-map/source', script];
    const found: unknown = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
    expect(found).toEqual({ tried: 600 });
  },
);
