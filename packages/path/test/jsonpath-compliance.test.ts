import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { resolvePointer } from '../src/pointer.ts';
import { compile } from '../src/jsonpath/query.ts';

/** A case of the JSONPath Compliance Test Suite (jsonpath-standard/jsonpath-compliance-test-suite). */
interface Case {
  readonly name: string;
  readonly selector: string;
  readonly invalid_selector?: boolean;
  readonly document?: unknown;
  readonly result?: readonly unknown[];
  readonly result_paths?: readonly string[];
  readonly results?: readonly (readonly unknown[])[];
  readonly results_paths?: readonly (readonly string[])[];
}

const FULL = path.join(import.meta.dirname, '../../../../shared/cts/cts.json');

/** The copy that the package jsonpath-rfc9535 carries, where the full suite is not at hand. */
function carried(): string {
  const entry = createRequire(import.meta.url).resolve('jsonpath-rfc9535');
  const root = entry.slice(0, entry.lastIndexOf('jsonpath-rfc9535') + 'jsonpath-rfc9535'.length);
  const found = readdirSync(root, { recursive: true, encoding: 'utf8' }).find(
    (file) => path.basename(file) === 'cts.json',
  );
  if (found === undefined) throw new Error(`No cts.json below ${root}`);
  return path.join(root, found);
}

const isFull = existsSync(FULL);
const suite = JSON.parse(readFileSync(isFull ? FULL : carried(), 'utf8')) as { tests: Case[] };

const valid = suite.tests.filter((entry) => entry.invalid_selector !== true);
const invalid = suite.tests.filter((entry) => entry.invalid_selector === true);

describe('JP1: compliance suite', () => {
  test('is the full one wherever CI is set', () => {
    expect(isFull || process.env['CI'] !== 'true').toBe(true);
    expect(valid.length).toBeGreaterThanOrEqual(isFull ? 456 : 400);
    expect(invalid.length).toBeGreaterThanOrEqual(isFull ? 247 : 200);
  });

  for (const { name, selector, document, ...expected } of valid) {
    test(`selects: ${name}`, () => {
      const query = compile(selector);
      const values = query.values(document);
      const nodes = query.nodes(document);
      expect(expected.results ?? [expected.result]).toContainEqual(values);
      expect(expected.results_paths ?? [expected.result_paths]).toContainEqual(
        nodes.map((node) => node.path),
      );
      expect(nodes.map((node) => node.value)).toEqual(values);
      expect(query.first(document)).toEqual(values[0]);
      expect(query.pointers(document).map((pointer) => resolvePointer(document, pointer))).toEqual(
        values,
      );
    });
  }

  for (const { name, selector } of invalid) {
    test(`refuses: ${name}`, () => {
      expect(() => compile(selector)).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^PATH_(SYNTAX|TYPE)$/) }),
      );
    });
  }
});
