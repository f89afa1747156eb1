import { effect, signal } from '@data-map/signals';

import { group, type Contender } from '../runner/group.ts';
import { atLeast, within } from '../runner/target.ts';

const OPERATIONS = 1000;
const OBSERVERS = 1000;

interface Answering extends Contender {
  run(): number;
}

/** Targets: 15 M reads and 12 M writes a second; one write notifies 1,000 observers in a millisecond. */
export function signalTargets(): void {
  group<Answering>(
    'target/signal read',
    {
      operations: OPERATIONS,
      target: atLeast(15e6),
      check({ run }) {
        const sum = (OPERATIONS * (OPERATIONS - 1)) / 2;
        expectEqual(run(), sum, 'the sum of what was read');
      },
    },
    { 'data-map': readingAll },
  );
  group<Answering>(
    'target/signal write',
    {
      operations: OPERATIONS,
      target: atLeast(12e6),
      check({ run }) {
        expectEqual(run(), OPERATIONS, 'the value after all writes');
        expectEqual(run(), 2 * OPERATIONS, 'the value after all writes, again');
      },
    },
    { 'data-map': writing },
  );
  group<Answering>(
    'target/notify 1,000 observers',
    {
      operations: 1,
      target: within(1),
      check({ run }) {
        const before = run();
        expectEqual(run() - before, OBSERVERS, 'the observers that ran');
      },
    },
    { 'data-map': notifying },
  );
}

/** Reads a thousand signals, so that no compiler can hoist the read of one of them. */
function readingAll(): Answering {
  const signals = Array.from({ length: OPERATIONS }, (_, index) => signal(index));
  return {
    run() {
      let sum = 0;
      for (const one of signals) sum += one.value;
      return sum;
    },
  };
}

/** Each write has a new value, since writing an equal value does nothing. */
function writing(): Answering {
  const written = signal(0);
  let value = 0;
  return {
    run() {
      for (let index = 0; index < OPERATIONS; index++) written.value = ++value;
      return written.value;
    },
  };
}

/** The observers are effects, the most expensive kind: each run tracks its dependencies again. */
function notifying(): Answering {
  const source = signal(0);
  let runs = 0;
  let sum = 0;
  for (let index = 0; index < OBSERVERS; index++) {
    effect(() => {
      runs++;
      sum += source.value;
    });
  }
  let value = 0;
  return {
    run() {
      source.value = ++value;
      return sum > 0 ? runs : 0;
    },
  };
}

function expectEqual(found: number, wanted: number, what: string): void {
  if (found !== wanted) throw new Error(`Expected ${wanted} as ${what}, found ${found}`);
}
