import { effect, signal } from '@data-map/signals';

import { group } from '../runner/group.ts';
import { NaiveEffect, NaiveSignal } from './naive/signal.ts';

const SIZES = [10, 100, 500, 1000];
const WRITES = 10;

interface Notifier {
  /** Writes ten times. */
  run(): number;
  /** The number of calls of all observers so far. */
  calls(): number;
}

interface Writable {
  value: number;
}

function notifier(
  source: Writable,
  observe: (observer: (value: number) => void) => void,
  size: number,
): Notifier {
  let calls = 0;
  let sum = 0;
  for (let index = 0; index < size; index++) {
    observe((value) => {
      calls++;
      sum += value;
    });
  }
  let written = 0;
  return {
    calls: () => calls,
    run() {
      for (let index = 0; index < WRITES; index++) source.value = ++written;
      return sum;
    },
  };
}

/** Bottleneck 3: one write that notifies 10 to 1,000 effects, or as many plain subscribers. */
export function notificationGroups(): void {
  for (const size of SIZES) {
    const options = {
      operations: WRITES,
      size,
      check({ run, calls }: Notifier, name: string) {
        const before = calls();
        run();
        if (calls() - before !== WRITES * size) {
          throw new Error(
            `Expected ${name} to call ${WRITES * size} times, found ${calls() - before}`,
          );
        }
      },
    };
    group<Notifier>('bottleneck/signal_notify', options, {
      'data-map': () => {
        const source = signal(0);
        return notifier(source, (observer) => void effect(() => observer(source.value)), size);
      },
      naive: () => {
        const source = new NaiveSignal(0);
        return notifier(
          source,
          (observer) => void new NaiveEffect(() => observer(source.value)),
          size,
        );
      },
    });
    group<Notifier>('bottleneck/signal_subscribers', options, {
      'data-map': () => {
        const source = signal(0);
        return notifier(source, (observer) => void source.subscribe(observer), size);
      },
      naive: () => {
        const source = new NaiveSignal(0);
        return notifier(source, (observer) => void source.subscribe(observer), size);
      },
    });
  }
}
