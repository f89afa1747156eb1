/** PrefixIndex and a bare Map against the number of keys: reading and writing a known key, storing and deleting a new one. */
import { PrefixIndex } from '@data-map/storage';

import { group } from '../runner/group.ts';
import { sink } from '../runner/sink.ts';
import { constant, expectEqual, placesIn, PLACES, SIZES } from './claims.ts';

interface Keyed {
  get(key: string): number | undefined;
  set(key: string, value: number): unknown;
  delete(key: string): unknown;
}

interface Contender {
  readonly index: Keyed;
  run(): void;
}

const FIELDS = ['id', 'name', 'email', 'age', 'active', 'score', 'city', 'zip', 'phone', 'tag'];
const keyOf = (at: number): string => `/users/${Math.floor(at / 10)}/${FIELDS[at % 10]}`;
const target = constant(SIZES, 'Map');

for (const size of SIZES) {
  // Parsed from JSON, so that V8 represents the strings as flat ones, not as concatenations
  const keys: string[] = JSON.parse(JSON.stringify(placesIn(size).map(keyOf)));
  const fresh: string[] = JSON.parse(JSON.stringify(keys.map((key, at) => `${key}/new${at}`)));
  const contenders = (run: (index: Keyed) => void): Record<string, () => Contender> => {
    const contender = (make: () => Keyed) => (): Contender => {
      const index = make();
      for (let at = 0; at < size; at++) index.set(keyOf(at), at);
      return { index, run: () => run(index) };
    };
    return {
      'data-map': contender(() => new PrefixIndex<number>()),
      Map: contender(() => new Map<string, number>()),
    };
  };
  const check = ({ index, run }: Contender, name: string): void => {
    index.set(keyOf(3), 33);
    expectEqual(index.get(keyOf(3)), 33, `a value of ${name}`);
    index.set(keyOf(3), 3);
    run();
    expectEqual(index.get(fresh[0] ?? ''), undefined, `a key that ${name} has deleted`);
  };
  group(
    'scaling/prefix index, get among n',
    { operations: PLACES, size, target, check },
    contenders((index) => {
      let sum = 0;
      for (const key of keys) sum += index.get(key) ?? 0;
      sink(sum);
    }),
  );
  group(
    'scaling/prefix index, set among n',
    { operations: PLACES, size, target, check },
    contenders((index) => {
      for (const [at, key] of keys.entries()) index.set(key, at);
    }),
  );
  group(
    'scaling/prefix index, store and delete among n',
    { operations: 2 * PLACES, size, target, check },
    contenders((index) => {
      for (const key of fresh) index.set(key, 1);
      for (const key of fresh) index.delete(key);
    }),
  );
}
