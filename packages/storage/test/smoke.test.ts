import { expect, test } from 'vitest';
import * as self from '@data-map/storage';

test('resolves to the sources', () => {
  expect(Object.keys(self)).toEqual([]);
});
