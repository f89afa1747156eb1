import { expect, test } from 'vitest';
import * as self from '@data-map/subscriptions';

test('resolves to the sources', () => {
  expect(Object.keys(self)).toEqual([]);
});
