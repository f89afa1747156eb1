import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('stack-scan.ts', import.meta.url));

// In a process of its own: modules transformed by vitest call a getter for each imported name, which may overflow where the sources
// call nothing
// Repeated if necessary: V8 may also throw at the end of a loop, where no code can handle it (about one run in sixty)
test(
  'DM18, SIG37: whatever runs out of stack, every watcher is notified of the next write',
  { retry: 2 },
  () => {
    // Effects used to stop running for good
    const args = ['--conditions=@data-map/source', script];
    const found: unknown = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
    expect(found).toEqual({ tried: 550 });
  },
);
