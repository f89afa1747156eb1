/** Stack overflows in the middle of a write. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

// In a process of its own: what vitest makes of a module calls a getter for each name that it imports, which may fail where the sources
// call nothing
test('STO1, STO3: a write that overflows the stack leaves a consistent store and an unchanged adopted document', () => {
  const script = fileURLToPath(new URL('stack-scan.ts', import.meta.url));
  const args = ['--conditions=@data-map/source', script];
  const found: unknown = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
  expect(found).toEqual({ tried: 120, broken: 0 });
});
