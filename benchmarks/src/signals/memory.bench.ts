/** Bytes of a signal, of a computed that was never read, of an observed one with its effect, and of an effect. */
import { memory } from '../runner/memory.ts';
import type { Framework } from './framework.ts';
import { frameworks } from './frameworks.ts';

const ITEMS = 50_000;

interface Held {
  readonly kept: unknown[];
  /** Reads a value from the built structure. */
  readonly value: () => number;
}

type Build = (framework: Framework, items: number) => Held;

const signals: Build = (framework, items) => {
  const kept = Array.from({ length: items }, () => framework.signal(1));
  return { kept, value: () => framework.read(kept[items - 1]) };
};

/** The bytes include the computed's function, which is the same for all libraries. */
const computeds: Build = (framework, items) => {
  const source = framework.signal(1);
  const kept = Array.from({ length: items }, () =>
    framework.computed(() => framework.read(source)),
  );
  return { kept, value: () => framework.get(kept[items - 1]) };
};

const observed: Build = (framework, items) => {
  let seen = 0;
  const source = framework.signal(1);
  const kept: unknown[] = Array.from({ length: items }, () => {
    const computed = framework.computed(() => framework.read(source));
    return framework.effect(() => {
      seen = framework.get(computed);
    });
  });
  return { kept, value: () => seen };
};

const effects: Build = (framework, items) => {
  let seen = 0;
  const source = framework.signal(1);
  const run = (): void => {
    seen = framework.read(source);
  };
  const kept: unknown[] = Array.from({ length: items }, () => framework.effect(run));
  return { kept, value: () => seen };
};

for (const [name, build] of Object.entries({ signals, computeds, observed, effects })) {
  memory<Held>(
    `signals/memory-${name}`,
    {
      items: ITEMS,
      check({ kept, value }, contender) {
        if (kept.length !== ITEMS || value() !== 1) {
          throw new Error(`Expected ${ITEMS} nodes at 1, found ${value()} in ${contender}`);
        }
      },
    },
    Object.fromEntries(
      Object.entries(frameworks).map(([contender, framework]) => [
        contender,
        (items: number) => build(framework, items),
      ]),
    ),
  );
}
