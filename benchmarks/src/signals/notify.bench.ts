/**
 * One write and all observers of one signal: effects, and plain subscribers compared with a bare loop
 * over the same callbacks. One operation is one observer.
 */
import { signal } from '@data-map/signals';
import * as preact from '@preact/signals-core';

import { group, type Contender } from '../runner/group.ts';
import { frameworks } from './frameworks.ts';

interface Notifier extends Contender {
  /** The number of observers that ran in the last `run()`. */
  ran(): number;
}

function checkAll(size: number): (notifier: Notifier, name: string) => void {
  return (notifier, name) => {
    notifier.run();
    notifier.run();
    if (notifier.ran() !== size) {
      throw new Error(`Expected ${size} observers, found ${notifier.ran()} in ${name}`);
    }
  };
}

for (const size of [10, 100, 1000, 10_000]) {
  group(
    'signals/notify-effects',
    { operations: size, size, check: checkAll(size) },
    Object.fromEntries(
      Object.entries(frameworks).map(([contender, framework]) => [
        contender,
        (): Notifier => {
          const source = framework.signal(0);
          let runs = 0;
          let next = 0;
          for (let i = 0; i < size; i++) {
            framework.effect(() => {
              framework.read(source);
              runs++;
            });
          }
          return {
            run() {
              runs = 0;
              framework.write(source, ++next);
            },
            ran: () => runs,
          };
        },
      ]),
    ),
  );

  /** Makes callbacks, closures of one function literal, that record their values in `counts`. */
  const callbacks = (): { fns: ((value: number) => void)[]; counts: Uint32Array } => {
    const counts = new Uint32Array(size);
    return {
      counts,
      fns: Array.from({ length: size }, (_, i) => (value: number) => void (counts[i] = value)),
    };
  };
  const subscribed = (
    subscribe: (fns: ((value: number) => void)[]) => (value: number) => void,
  ): Notifier => {
    const { fns, counts } = callbacks();
    const write = subscribe(fns);
    let next = 0;
    return {
      run: () => write(++next),
      ran: () => counts.filter((count) => count === next).length,
    };
  };

  group(
    'signals/notify-subscribers',
    { operations: size, size, check: checkAll(size) },
    {
      'data-map': () =>
        subscribed((fns) => {
          const source = signal(0);
          for (const fn of fns) source.subscribe(fn);
          return (value) => void (source.value = value);
        }),
      'bare loop': () =>
        subscribed((fns) => (value) => {
          for (const fn of fns) fn(value);
        }),
      preact: () =>
        subscribed((fns) => {
          const source = preact.signal(0);
          for (const fn of fns) source.subscribe(fn);
          return (value) => void (source.value = value);
        }),
    },
  );
}
