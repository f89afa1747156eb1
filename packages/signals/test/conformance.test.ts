import { expect, test } from 'vitest';
import { batch, computed, effect, effectScope, signal, untracked } from '@data-map/signals';

/** What we use of the suite. It is published as TypeScript that our stricter options refuse. */
interface Suite {
  setExpect(fn: unknown): void;
  testSuite: {
    section: string;
    type?: 'behavioral';
    cases: Record<string, (framework: ReactiveFramework) => unknown>;
  }[];
}

interface ReactiveFramework {
  name: string;
  signal<T>(initial: T): { read(): T; write(value: T): void };
  computed<T>(fn: () => T): { read(): T };
  effect(fn: () => void | (() => void)): () => void;
  run(fn: () => void): void;
  batch(fn: () => void): void;
  untracked<T>(fn: () => T): T;
}

const suiteName: string = 'reactive-framework-test-suite';
const { setExpect, testSuite } = (await import(suiteName)) as Suite;

const framework: ReactiveFramework = {
  name: '@data-map/signals',
  signal(initial) {
    const node = signal(initial);
    return { read: () => node.value, write: (value) => void (node.value = value) };
  },
  computed(fn) {
    const node = computed(fn);
    return { read: () => node.value };
  },
  effect,
  run: (fn) => effectScope(fn)(),
  batch,
  untracked,
};

setExpect(expect);

const required = testSuite.filter(({ type }) => type !== 'behavioral');

for (const { section, cases } of required) {
  for (const [name, run] of Object.entries(cases)) {
    test(`SIG1: ${section} ${name}`, () => {
      expect(() => framework.run(() => run(framework))).not.toThrow();
    });
  }
}

test('SIG1: the suite is complete', () => {
  expect(required.flatMap(({ cases }) => Object.keys(cases))).toHaveLength(163);
});
