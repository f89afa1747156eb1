import { expect, test } from 'vitest';
import * as self from '@data-map/signals';

test('resolves to the sources', () => {
  expect(Object.keys(self)).toContain("signal");
});
