import { expect, test } from 'vitest';
import * as self from '@data-map/arrays';

test('resolves to the sources', () => {
  expect(Object.keys(self)).toContain('IndirectionLayer');
});
