import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const main = join(import.meta.dirname, '../src/main.ts');
const folder = mkdtempSync(join(tmpdir(), 'data-map-tour-'));

function tour(...files: string[]): { code: number | null; out: string; error: string } {
  const run = spawnSync(process.execPath, ['--conditions=@data-map/source', main, ...files], {
    encoding: 'utf8',
  });
  return { code: run.status, out: run.stdout, error: run.stderr };
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('the tour on the browser-compat data', () => {
  const { code, out, error } = tour();

  test('visits every stop and exits with 0', () => {
    expect(error).toBe('');
    expect(code).toBe(0);
    expect(out.match(/^\d\. .+$/gm)).toHaveLength(8);
  });

  test('adopts the document at once and counts its leaves', () => {
    expect(out).toMatch(/4\d\d,\d{3} leaves/);
  });

  test('finds the deprecated APIs that are off the standards track', () => {
    expect(out).toMatch(/\d+ places: \/api\/\w+/);
    expect(out).toContain('@.__compat.status.deprecated == true');
  });

  test('calls the subscriber of a pattern once for one write', () => {
    expect(out).toContain('1 event for /api/*/__compat/status/deprecated');
    expect(out).toContain('/api/AbortController/__compat/status/deprecated: false -> true');
  });

  test('shows a live query whose count increases by one and decreases again', () => {
    const [, before, during, after] = (/after undoing it: (\d+), (\d+), (\d+)/.exec(out) ?? []).map(
      Number,
    );
    expect(during).toBe((before ?? 0) + 1);
    expect(after).toBe(before);
    expect(out).toContain('deltas: +1 -0 ~0, +0 -1 ~0');
  });

  test('rolls back a failing transaction completely', () => {
    expect(out).toMatch(/unchanged: true, 0 events/);
  });

  test('shows an insertion at the head of an array as one operation, and its inverse', () => {
    expect(out).toContain(
      'patch: [{"op":"add","path":"/api/AbortController/__compat/support/safari/0","value":"put in front"}]',
    );
    expect(out).toContain(
      'undo:  [{"op":"remove","path":"/api/AbortController/__compat/support/safari/0"}]',
    );
  });

  test('shares unchanged parts between two snapshots', () => {
    expect(out).toMatch(/before: true, after: "only this has changed"/);
    expect(out).toMatch(/on the path to it: \d copied; beside the path: [1-9]\d* shared/);
  });

  test('writes no colours without a terminal', () => {
    expect(out).not.toContain('\u001B');
  });
});

describe('the tour on another file', () => {
  test.each([
    ['a list of records', '{"users":[{"name":"Ada","age":36},{"name":"Alan","age":41}]}'],
    ['an array', '[{"x":1},{"x":2}]'],
    ['nested arrays', '[[1,2],[3,4]]'],
    ['an object without arrays', '{"a":{"b":true}}'],
    ['an empty object', '{}'],
    ['an empty array', '[]'],
    ['a number', '42'],
    ['null', 'null'],
    ['awkward keys', '{"__proto__":{"a/b":1,"m~n":[2]},"":{"*":3}}'],
    ['a byte order mark', '\uFEFF{"a":1}'],
  ])('visits every stop of %s', (name, text) => {
    const { code, out, error } = tour(file(`${name}.json`, text));
    expect(error).toBe('');
    expect(code).toBe(0);
    expect(out.match(/^\d\. .+$/gm)).toHaveLength(8);
    expect(out).not.toContain('CHANGED');
  });

  test('finds a pattern and a filter in a list of records', () => {
    const { out } = tour(file('users.json', '{"users":[{"name":"Ada"},{"name":"Alan"}]}'));
    expect(out).toContain('/users/*/name');
    expect(out).toContain('$[\\"users\\"][?@[\\"name\\"] == \\"Ada\\"]');
  });
});

describe('a file that cannot be used', () => {
  test.each([
    ['is missing', join(folder, 'nowhere.json'), 'There is no file'],
    ['is a folder', folder, 'is a folder, expected a JSON file'],
    ['is not JSON', file('bad.json', '{"a":'), 'is not JSON'],
    ['is empty', file('empty.json', ' \n'), 'is empty, expected a JSON document'],
  ])('ends with 1 and a clear message when it %s', (_, path, message) => {
    const { code, out, error } = tour(path);
    expect(code).toBe(1);
    expect(error).toContain(message);
    expect(error).toContain(path);
    expect(error.trim().split('\n')).toHaveLength(1);
    expect(out).toBe('');
  });

  test('exits with 1 if several files are given', () => {
    const { code, error } = tour('a.json', 'b.json');
    expect(code).toBe(1);
    expect(error).toContain('expected at most one JSON file');
  });
});
