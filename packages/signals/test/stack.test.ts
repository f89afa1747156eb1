/** What the end of the stack leaves behind. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { computed, effect, signal } from '@data-map/signals';
import { expect, test } from 'vitest';

import { state } from '../src/state.ts';

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

test('SIG37: marks that the end of the stack has cut short are no wall for the next write', () => {
  // In JavaScriptCore a store may meet the end of the stack, too: a subscriber was asleep for good
  for (let last = 0; last < 8; last++) {
    const source = signal(0);
    const other = signal(0);
    const seen: unknown[] = [];
    const even = computed(() => source.value % 2 === 0);
    effect(() => void (seen[0] = source.value));
    source.subscribe((value) => void (seen[1] = value));
    effect(() => void (seen[2] = even.value ? other.value : source.value));
    const sum = computed(() => source.value + other.value);
    effect(() => void (seen[3] = sum.value + (even.value ? 1 : 0)));
    sum.subscribe((value) => void (seen[4] = value));
    const { queue } = state;
    let stores = 0;
    state.queue = new Proxy(queue, {
      set(...args) {
        if (stores++ === last) throw new RangeError('on purpose');
        return Reflect.set(...args);
      },
    });
    try {
      source.value = 1;
    } catch (error) {
      expect(error).toMatchObject({ message: 'on purpose' });
    } finally {
      state.queue = queue;
    }
    other.value = 5;
    source.value = 7;
    expect(seen, `after ${last} stores`).toEqual([7, 7, 7, 12, 12]);
    source.value = 8;
    expect(seen, `after ${last} stores`).toEqual([8, 8, 5, 14, 13]);
    expect(state).toMatchObject({ depth: 0, queued: 0 });
  }
});
