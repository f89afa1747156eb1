/** What the end of the stack leaves behind. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

// In a process of its own: what vitest makes of a module calls a getter for each name that it imports, which may fail where the sources
// call nothing
test('STO1, STO3: a write that meets the end of the stack leaves a store that is whole, and what was adopted as it was', () => {
  const script = fileURLToPath(new URL('stack-scan.ts', import.meta.url));
  const args = ['--conditions=@data-map/source', script];
  const found: unknown = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
  expect(found).toEqual({ tried: 120, broken: 0 });
});
