import { FlatStore } from '@data-map/storage';
import {
  SubscriptionEngine,
  SubscriptionOptionError,
  type SubscriptionEvent,
} from '@data-map/subscriptions';
import { expect, test } from 'vitest';

import { RecentMap } from '../src/recent-map.ts';

test('lists of Changes passed to notify inside a batch are delivered together at its end', () => {
  const store = new FlatStore({ a: 1, b: 1 });
  const engine = new SubscriptionEngine({ getAt: (segments) => store.getAt(segments) });
  const told: unknown[] = [];
  engine.subscribe('/*', (value, { pointer }) => told.push([pointer, value]));
  engine.batch(() => {
    engine.notify([...store.set('/a', 2), ...store.set('/b', 3)]);
    expect(told).toEqual([]);
    engine.notify(store.set('/a', 4));
  });
  expect(told).toEqual([
    ['/a', 4],
    ['/b', 3],
  ]);
});

test('a callback that is not a function is rejected, and nothing is subscribed', () => {
  const engine = new SubscriptionEngine({ getAt: () => undefined });
  const none: unknown = 'log';
  expect(() => engine.subscribe('/a', none as () => void)).toThrow(SubscriptionOptionError);
  expect(engine.size).toBe(0);
});

test('a deep subscription fires when something is moved out of its place, with the move among its changes', () => {
  const store = new FlatStore({ from: { x: 1, y: 2 }, to: {} });
  const engine = new SubscriptionEngine({ getAt: (segments) => store.getAt(segments) });
  const events: SubscriptionEvent[] = [];
  engine.subscribe('/from', (_value, event) => events.push(event), { deep: true });
  engine.notify(store.move('/from/x', '/to/x'));
  expect(events).toHaveLength(1);
  const [event] = events;
  expect(event?.value).toEqual({ y: 2 });
  expect(event?.previous).toEqual({ x: 1, y: 2 });
  expect(event?.changes?.map(({ op, pointer }) => [op, pointer])).toEqual([['move', '/to/x']]);
});

test('SUB11: what an object inherits from the Object.prototype of another realm is not a location', () => {
  // It used to be taken for a value, so that creating the member was no change, or a `replace`
  const foreign = Object.create(Object.assign(Object.create(null), { inherited: 1 }));
  const store = new FlatStore({ a: foreign });
  const engine = new SubscriptionEngine(store);
  const kinds: string[] = [];
  engine.subscribe('/a/inherited', (_value, { kind }) => kinds.push(kind));
  engine.notify(store.set('/a', { inherited: 1 }));
  engine.notify(store.set('/a', foreign));
  expect(kinds).toEqual(['add', 'remove']);
});

test('an entry of the old generation that is used again survives the next generation', () => {
  const capacity = 1100;
  const map = new RecentMap<{ at: number }>(capacity);
  const put = (at: number): void => {
    // Twice, because the doorkeeper admits a key only the second time
    map.set(`k${at}`, at + 1, { at });
    map.set(`k${at}`, at + 1, { at });
  };
  for (let at = 0; at < capacity; at++) put(at);
  // The first entry of the next generation makes the full map the old one
  put(capacity);
  expect(map.get('k7')).toEqual({ at: 7 });
  for (let at = capacity + 1; at < 2 * capacity; at++) put(at);
  expect(map.get('k7')).toEqual({ at: 7 });
  expect(map.get('k8')).toBeUndefined();
});
