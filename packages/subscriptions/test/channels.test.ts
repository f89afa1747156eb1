import { Delivery } from '../src/delivery.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Channels } from '../src/channels.ts';
import { Subscription } from '../src/subscription.ts';
import { pattern, pointer } from './arbitraries.ts';
import { fuzz } from './fuzz.ts';
import { naiveMatch } from './naive.ts';

function join(channels: Channels, order: number, target: string, deep: boolean): Subscription {
  const subscription = new Subscription(
    order,
    channels.open(target),
    () => {},
    { deep },
    undefined,
    new Delivery(() => {}),
  );
  channels.join(subscription);
  return subscription;
}

/** Returns every prefix of a pointer, the pointer itself last. */
function prefixes(text: string): string[] {
  const parts = text.split('/');
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'));
}

test('SUB36: the audience of a pointer is right after any sequence of joins and leaves, and nothing is left at the end', () => {
  const step = fc.record({
    joins: fc.boolean(),
    target: pattern,
    deep: fc.boolean(),
    at: fc.nat(),
    pointer,
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const channels = new Channels();
      const joined: { target: string; deep: boolean; subscription: Subscription }[] = [];
      for (const [order, { joins, target, deep, at, pointer: asked }] of steps.entries()) {
        if (joins) joined.push({ target, deep, subscription: join(channels, order, target, deep) });
        else
          for (const one of joined.splice(at % (joined.length + 1), 1))
            channels.leave(one.subscription);
        const { here, deep: above, isEmpty } = channels.audience(asked);
        const matching = joined.filter((one) => naiveMatch(one.target, asked));
        expect(new Set(here)).toEqual(new Set(matching.map((one) => one.subscription.channel)));
        const places = new Set<string>();
        for (const prefix of prefixes(asked)) {
          for (const { target: listened, deep: isDeep, subscription } of joined) {
            if (isDeep && naiveMatch(listened, prefix))
              places.add(`${prefix} ${subscription.channel.target}`);
          }
        }
        const found = above.map(({ channel, end }) => `${asked.slice(0, end)} ${channel.target}`);
        expect(found.toSorted()).toEqual([...places].toSorted());
        expect(isEmpty).toBe(here.length === 0 && above.length === 0);
      }
      for (const { subscription } of joined) channels.leave(subscription);
      expect(channels.exact.size).toBe(0);
      expect(channels.wild.names.size).toBe(0);
      expect(channels.audience('/a').isEmpty).toBe(true);
    }),
    fuzz(300),
  );
});

test('SUB7: of an endless stream of pointers, few audiences are cached', () => {
  const channels = new Channels();
  join(channels, 1, '/rows/*/name', true);
  for (let id = 0; id < 50_000; id++) channels.audience(`/rows/${id}/name`);
  expect(channels.remembered).toBeLessThanOrEqual(1024);
  for (let round = 0; round < 3; round++) {
    for (let id = 0; id < 50_000; id++) channels.audience(`/rows/${id % 9000}/age`);
  }
  expect(channels.remembered).toBeGreaterThan(1024);
  expect(channels.remembered).toBeLessThanOrEqual(2 * 8192);
});

test('SUB36: an ended subscription does not retain its former neighbours', () => {
  // The function that ended a subscription used to retain all later subscriptions to the same target
  const channels = new Channels();
  const [first, second, third] = [1, 2, 3].map((order) => join(channels, order, '/a', false));
  channels.leave(second!);
  expect([second!.before, second!.after]).toEqual([undefined, undefined]);
  expect([first!.after, third!.before]).toEqual([third, first]);
});
