import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('stack-scan.ts', import.meta.url));

// In a process of its own: what vitest makes of a module calls a getter for each name that it imports, which may fail where the sources
// call nothing
// Again if need be: V8 may also end a loop with the error, where nobody can be ready for it (one run in some sixty)
test(
  'DM18, SIG37: whatever meets the end of the stack, every watcher hears of the next write',
  { retry: 2 },
  () => {
    // Effects slept for good
    const args = ['--conditions=@data-map/source', script];
    const found: unknown = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
    expect(found).toEqual({ tried: 550 });
  },
);
