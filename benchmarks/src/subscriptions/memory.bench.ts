/** Bytes of a pattern in a matcher, and of a subscription to a place or to a pattern. */
import { SubscriptionEngine } from '@data-map/subscriptions';
import EventEmitter2 from 'eventemitter2';

import { memory } from '../runner/memory.ts';
import { emitter, naiveTrie, patternTrie, qlobber, type PatternSet } from './matchers.ts';

const ITEMS = 50_000;

interface Held {
  readonly kept: unknown;
  /** The number of listeners that a change at the place with this number reaches. */
  reached(at: number): number;
}

function check({ reached }: Held, name: string): void {
  for (const at of [0, 7, ITEMS - 1]) {
    if (reached(at) !== 1)
      throw new Error(`Expected one listener in ${name}, found ${reached(at)}`);
  }
}

const patternOf = (at: number): string => `/users/${at}/*/name`;
const placeOf = (at: number): string => `/users/${at}/address/name`;

const patterns =
  (make: () => PatternSet) =>
  (items: number): Held => {
    const set = make();
    for (let at = 0; at < items; at++) set.add(patternOf(at), at);
    return {
      kept: set,
      reached(at) {
        let hits = 0;
        set.each(placeOf(at), () => void hits++);
        return hits;
      },
    };
  };

memory<Held>(
  'subscriptions/bytes for each pattern',
  { items: ITEMS, check },
  {
    'data-map': patterns(patternTrie),
    qlobber: patterns(() => qlobber(0)),
    eventemitter2: patterns(emitter),
    'recursive trie': patterns(naiveTrie),
  },
);

/** All subscriptions share one callback, so that only the subscriptions are measured. */
const subscriptions =
  (targetOf: (at: number) => string) =>
  (items: number): Held => {
    const engine = new SubscriptionEngine({ getAt: () => undefined });
    let calls = 0;
    const call = (): void => void calls++;
    const stops = Array.from({ length: items }, (_, at) => engine.subscribe(targetOf(at), call));
    return {
      kept: [engine, stops],
      reached(at) {
        const before = calls;
        engine.notify({
          op: 'replace',
          pointer: placeOf(at),
          segments: ['users', String(at), 'address', 'name'],
          value: 1,
          previous: 0,
        });
        return calls - before;
      },
    };
  };

const listeners =
  (nameOf: (at: number) => string, wildcard: boolean) =>
  (items: number): Held => {
    const events = new EventEmitter2({ wildcard, delimiter: '/', maxListeners: 0 });
    let calls = 0;
    const call = (): void => void calls++;
    for (let at = 0; at < items; at++) events.on(nameOf(at), call);
    return {
      kept: events,
      reached(at) {
        const before = calls;
        events.emit(placeOf(at));
        return calls - before;
      },
    };
  };

memory<Held>(
  'subscriptions/bytes for each subscription to a place',
  { items: ITEMS, check },
  {
    'data-map': subscriptions(placeOf),
    eventemitter2: listeners(placeOf, false),
    'Map of Sets': (items) => {
      const byPlace = new Map<string, Set<() => void>>();
      let calls = 0;
      const call = (): void => void calls++;
      for (let at = 0; at < items; at++) byPlace.set(placeOf(at), new Set([call]));
      return {
        kept: byPlace,
        reached(at) {
          const before = calls;
          for (const each of byPlace.get(placeOf(at)) ?? []) each();
          return calls - before;
        },
      };
    },
  },
);
memory<Held>(
  'subscriptions/bytes for each subscription to a pattern',
  { items: ITEMS, check },
  { 'data-map': subscriptions(patternOf), eventemitter2: listeners(patternOf, true) },
);
