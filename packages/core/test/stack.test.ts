/** Stack overflows, which make the store's own code throw at any point. */
import { FlatStore } from '@data-map/storage';
import { SubscriptionEngine } from '@data-map/subscriptions';
import { expect, test, vi } from 'vitest';
import { WritePath } from '../src/write-path.ts';

test('DM14, DM15: a savepoint that cannot be rolled back is rolled back by the enclosing transaction', () => {
  const document = { a: 0, list: [1] };
  const store = new FlatStore(document);
  const engine = new SubscriptionEngine(store);
  const told: unknown[] = [];
  engine.subscribe('/**', (_, { pointer }) => told.push(pointer));
  const path = new WritePath(store, engine, [], [], () => true);
  const takeBack = vi.spyOn(store, 'takeBack').mockImplementationOnce(() => {
    throw new RangeError('Maximum call stack size exceeded');
  });
  const nested = (): void => {
    path.record(store.set('/a', 1));
    path.transaction(() => {
      path.record(store.insert('/list', 1, 2));
      throw new Error('inner');
    });
  };
  expect(() => path.transaction(nested)).toThrow('Maximum call stack size exceeded');
  expect(takeBack).toHaveBeenCalledTimes(2);
  expect([store.toObject(), path.journal, told]).toEqual([document, [], []]);
  path.record(store.set('/a', 2));
  expect(told).toEqual(['/a']);
});

test('DM14, DM15: Changes that a follower could not follow are in the journal; they used to be neither delivered nor rolled back', () => {
  const document = { a: 0 };
  const store = new FlatStore(document);
  const engine = new SubscriptionEngine(store);
  const told: unknown[] = [];
  engine.subscribe('/a', (value) => told.push(value));
  const follow = vi.fn<() => void>().mockImplementationOnce(() => {
    throw new RangeError('Maximum call stack size exceeded');
  });
  const path = new WritePath(store, engine, [{ idle: false, follow }], [], () => false);
  const write = (): void => path.record(store.set('/a', 1));
  expect(() => path.transaction(write)).toThrow('Maximum call stack size exceeded');
  expect([store.toObject(), path.journal, told]).toEqual([document, [], []]);
  follow.mockImplementationOnce(() => {
    throw new RangeError('Maximum call stack size exceeded');
  });
  expect(() => path.batch(write)).toThrow('Maximum call stack size exceeded');
  expect([store.toObject(), path.journal, told]).toEqual([{ a: 1 }, [], [1]]);
});
