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

  test.each(
    cases.map(
      (entry, i) => [`${i} ${entry.comment ?? JSON.stringify(entry.patch)}`, entry] as const,
    ),
  )('DM50, DM51: %s', (_, { doc, patch, expected, error }) => {
    const store = createDataMap<unknown>(doc);
    const before = JSON.stringify(doc);
    if (error !== undefined) {
      expect(() => store.patch(patch)).toThrow(PatchError);
      expect(JSON.stringify(store.toObject())).toBe(before);
      return;
    }
    const inverse = store.patch(patch);
    if (expected !== undefined) expect(store.toObject()).toEqual(expected);
    store.patch(inverse);
    expect(store.toObject()).toEqual(JSON.parse(before));
  });
});
