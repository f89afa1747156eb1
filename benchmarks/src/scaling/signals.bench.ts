/** The cost of one signal, or one observer, among many. One operation is one read, write, run of an effect or subscription. */
import { group, type Contender } from '../runner/group.ts';
import { frameworks } from '../signals/frameworks.ts';
import { constant, expectEqual, placesIn, PLACES, SIZES } from './claims.ts';
import type { Framework } from '../signals/framework.ts';

interface Answering extends Contender {
  run(): number;
}

const PEERS = new Set(['data-map', 'alien-signals', 'preact']);
const target = constant();

function contenders(build: (framework: Framework) => Answering): Record<string, () => Answering> {
  return Object.fromEntries(
    Object.entries(frameworks)
      .filter(([name]) => PEERS.has(name))
      .map(([name, framework]) => [name, () => build(framework)]),
  );
}

for (const size of SIZES) {
  const places = placesIn(size);
  const sum = places.reduce((total, place) => total + place, 0);
  group<Answering>(
    'scaling/signals, read one of n',
    {
      operations: PLACES,
      size,
      target,
      check: ({ run }, name) => expectEqual(run(), sum, `the sum of ${name}`),
    },
    contenders((framework) => {
      const signals = Array.from({ length: size }, (_, index) => framework.signal(index));
      const read = places.map((place) => signals[place]);
      return {
        run() {
          let total = 0;
          for (const signal of read) total += framework.read(signal);
          return total;
        },
      };
    }),
  );
  group<Answering>(
    'scaling/signals, write one of n',
    {
      operations: PLACES,
      size,
      target,
      check({ run }, name) {
        run();
        expectEqual(run(), 2 * PLACES, `what was written last by ${name}`);
      },
    },
    contenders((framework) => {
      const signals = Array.from({ length: size }, () => framework.signal(0));
      const written = places.map((place) => signals[place]);
      let value = 0;
      return {
        run() {
          for (const signal of written) framework.write(signal, ++value);
          return framework.read(written.at(-1));
        },
      };
    }),
  );
  group<Answering>(
    'scaling/signals, notify n effects, for each',
    {
      operations: size,
      size,
      // A million effects take about 250 MB, and each run accesses all of them
      target: constant(SIZES, 'preact'),
      check: ({ run }, name) => expectEqual(run(), size, `the effects that ran in ${name}`),
    },
    contenders((framework) => {
      const source = framework.signal(0);
      let runs = 0;
      framework.root(() => {
        for (let index = 0; index < size; index++) {
          framework.effect(() => {
            runs++;
            framework.read(source);
          });
        }
      });
      let value = 0;
      return {
        run() {
          runs = 0;
          framework.write(source, ++value);
          return runs;
        },
      };
    }),
  );
  group<Answering>(
    'scaling/signals, come and go beside n effects',
    {
      operations: PLACES,
      size,
      target,
      check: ({ run }, name) => expectEqual(run(), PLACES, `the effects that ran in ${name}`),
    },
    contenders((framework) => {
      const source = framework.signal(0);
      let runs = 0;
      const watch = (): (() => void) =>
        framework.effect(() => {
          runs++;
          framework.read(source);
        });
      framework.root(() => {
        for (let index = 0; index < size; index++) watch();
      });
      return {
        run() {
          runs = 0;
          for (let index = 0; index < PLACES; index++) watch()();
          return runs;
        },
      };
    }),
  );
}
