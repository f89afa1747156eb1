/** The npm package `json-patch-test-suite`: both of its files, each test one patch applied to one document. */
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { createDataMap, type Patch, PatchError } from '../src/index.ts';

interface Case {
  readonly comment?: string;
  readonly doc: unknown;
  readonly patch: Patch;
  readonly expected?: unknown;
  readonly error?: string;
  readonly disabled?: boolean;
}

const require = createRequire(import.meta.url);
const files = ['spec_tests.json', 'tests.json'] as const;

describe.each(files)('%s', (file) => {
  const cases = (require(`json-patch-test-suite/${file}`) as Case[]).filter(
    ({ patch, disabled }) => patch !== undefined && disabled !== true,
  );

  test('is there', () => {
    expect(cases.length).toBeGreaterThan(15);
  });

  const name = (entry: Case, i: number): string =>
    `${i} ${entry.comment ?? JSON.stringify(entry.patch)}`;
  const refused = cases.filter(({ error }) => error !== undefined);
  const applied = cases.filter(({ error }) => error === undefined);

  test.each(refused.map((entry, i) => [name(entry, i), entry] as const))(
    'DM51: %s',
    (_, { doc, patch }) => {
      const store = createDataMap<unknown>(doc);
      const before = JSON.stringify(doc);
      expect(() => store.patch(patch)).toThrow(PatchError);
      expect(JSON.stringify(store.toObject())).toBe(before);
    },
  );

  test.each(applied.map((entry, i) => [name(entry, i), entry] as const))(
    'DM50: %s',
    (_, { doc, patch, expected }) => {
      const store = createDataMap<unknown>(doc);
      const before: unknown = JSON.parse(JSON.stringify(doc));
      const inverse = store.patch(patch);
      const after = store.toObject();
      expect(after).toEqual(expected === undefined ? after : expected);
      store.patch(inverse);
      expect(store.toObject()).toEqual(before);
    },
  );
});
