import * as arrays from '@data-map/arrays';
import * as path from '@data-map/path';
import * as signals from '@data-map/signals';
import * as storage from '@data-map/storage';
import * as subscriptions from '@data-map/subscriptions';
import { expect, test } from 'vitest';
import * as core from '../src/index.ts';

test.each(Object.entries({ arrays, path, signals, storage, subscriptions }))(
  'DM80: every public name of %s is exported, as it is',
  (_, sibling) => {
    const exported = new Map<string, unknown>(Object.entries(core));
    for (const [name, value] of Object.entries(sibling))
      expect([name, exported.get(name)]).toEqual([name, value]);
    expect(Object.keys(sibling).length).toBeGreaterThan(3);
  },
);
