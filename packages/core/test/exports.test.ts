import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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

const packages = join(import.meta.dirname, '../..');

/** The names that an index exports, types among them. */
function exportedNames(folder: string): string[] {
  const text = readFileSync(join(packages, folder, 'src/index.ts'), 'utf8');
  return [...text.matchAll(/export (?:type )?\{([^}]*)\}/g)].flatMap(([, names = '']) =>
    names
      .split(',')
      .map((name) => name.trim().replace(/^type /, ''))
      .filter((name) => name !== ''),
  );
}

test('DM80: so is every public type, of which QueryShift and those of event sources used to be missing', () => {
  const exported = new Set(exportedNames('core'));
  const missing = ['arrays', 'path', 'signals', 'storage', 'subscriptions'].flatMap((folder) =>
    exportedNames(folder).filter((name) => !exported.has(name)),
  );
  expect(missing).toEqual([]);
  expect(exported.size).toBeGreaterThan(150);
});
