/** Single operations: reads, writes, reads of cached computeds, creation. */
import { group, type Contender } from '../runner/group.ts';
import type { Framework } from './framework.ts';
import { frameworks } from './frameworks.ts';

const OPERATIONS = 1000;

interface Primitive extends Contender {
  /** Runs the operations. The result is compared between the libraries. */
  run(): number;
}

type Build = (framework: Framework) => Primitive;

const readOne: Build = (framework) => {
  const signal = framework.signal(3);
  return {
    run() {
      let sum = 0;
      for (let i = 0; i < OPERATIONS; i++) sum += framework.read(signal);
      return sum;
    },
  };
};

const readMany: Build = (framework) => {
  const signals = Array.from({ length: OPERATIONS }, (_, i) => framework.signal(i));
  return {
    run() {
      let sum = 0;
      for (const signal of signals) sum += framework.read(signal);
      return sum;
    },
  };
};

const writeUnwatched: Build = (framework) => {
  const signal = framework.signal(0);
  let next = 0;
  return {
    run() {
      for (let i = 0; i < OPERATIONS; i++) framework.write(signal, (next = (next + 1) & 0xffff));
      const differs = framework.read(signal) - next;
      return differs;
    },
  };
};

const writeOneEffect: Build = (framework) => {
  const signal = framework.signal(0);
  let runs = 0;
  framework.effect(() => {
    framework.read(signal);
    runs++;
  });
  let next = 0;
  return {
    run() {
      runs = 0;
      for (let i = 0; i < OPERATIONS; i++) framework.write(signal, (next = (next + 1) & 0xffff));
      return runs;
    },
  };
};

const cachedComputed: Build = (framework) => {
  const signal = framework.signal(2);
  const computed = framework.computed(() => framework.read(signal) + 1);
  framework.effect(() => void framework.get(computed));
  return {
    run() {
      let sum = 0;
      for (let i = 0; i < OPERATIONS; i++) sum += framework.get(computed);
      return sum;
    },
  };
};

const createSignals: Build = (framework) => {
  const made: unknown[] = Array.from({ length: OPERATIONS });
  return {
    run() {
      for (let i = 0; i < OPERATIONS; i++) made[i] = framework.signal(i);
      return framework.read(made[OPERATIONS - 1]);
    },
  };
};

const createComputeds: Build = (framework) => {
  const signal = framework.signal(1);
  return {
    run() {
      let sum = 0;
      const dispose = framework.root(() => {
        for (let i = 0; i < OPERATIONS; i++) {
          const computed = framework.computed(() => framework.read(signal) + i);
          if (i % 100 === 0) sum += framework.get(computed);
        }
      });
      dispose();
      return sum;
    },
  };
};

const createEffects: Build = (framework) => {
  const signal = framework.signal(1);
  return {
    run() {
      let sum = 0;
      for (let i = 0; i < OPERATIONS; i++) {
        const stop = framework.effect(() => void (sum += framework.read(signal)));
        stop();
      }
      return sum;
    },
  };
};

const primitives: Readonly<Record<string, Build>> = {
  'read-one': readOne,
  'read-many': readMany,
  'write-unwatched': writeUnwatched,
  'write-one-effect': writeOneEffect,
  'read-cached-computed': cachedComputed,
  'create-signals': createSignals,
  'create-computeds': createComputeds,
  'create-dispose-effects': createEffects,
};

for (const [name, build] of Object.entries(primitives)) {
  let expected: number | undefined;
  group(
    `signals/${name}`,
    {
      operations: OPERATIONS,
      check(primitive: Primitive, contender) {
        primitive.run();
        const found = primitive.run();
        expected ??= found;
        if (found !== expected) {
          throw new Error(`Expected ${expected}, found ${found} in ${contender}`);
        }
      },
    },
    Object.fromEntries(
      Object.entries(frameworks).map(([contender, framework]) => [
        contender,
        () => build(framework),
      ]),
    ),
  );
}
