import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { checkExampleTypes } from '../../scripts/check-example-types.ts';
import { difference, examplesIn, writeExamples } from '../../scripts/doc-examples.ts';
import { ROOT } from '../../scripts/packages.ts';
import { runExamples } from '../../scripts/run-examples.ts';
import type { WrittenExample } from '../../scripts/doc-examples.ts';
import type { Ran } from '../../scripts/run-examples.ts';

const PATTERNS = [
  'README.md',
  'CONTRIBUTING.md',
  'packages/*/README.md',
  'packages/*/src/**/*.ts',
  'benchmarks/*.md',
  'examples/*/README.md',
  'docs/**/*.md',
];
const MARKDOWN = [...PATTERNS.filter((pattern) => pattern.endsWith('.md')), 'playground/*.md'];

/** The number of fragments that cannot be run, by file. Each needs a reason. */
const IGNORED: Readonly<Record<string, number>> = {};

const CACHE = join(ROOT, '.cache');
mkdirSync(CACHE, { recursive: true });
// Inside the repository, so that packages are found by name, and unique, so that two test runs do not collide
const FOLDER = mkdtempSync(join(CACHE, 'doc-examples-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const examples = globSync(PATTERNS, { cwd: ROOT })
  // The examples of the API reference are those of the comments in the sources
  .filter((file) => !file.includes('node_modules') && !file.startsWith('docs/api/'))
  .toSorted()
  .flatMap((file) => examplesIn({ file, text: readFileSync(join(ROOT, file), 'utf8') }));
const written = writeExamples(examples, FOLDER);

/** The documentation of each package runs in a process of its own, the other pages in one more. */
const byUnit = new Map<string, WrittenExample[]>();
for (const example of written) {
  const unit = /^packages\/[^/]+/.exec(example.file)?.[0] ?? 'the rest';
  byUnit.set(unit, [...(byUnit.get(unit) ?? []), example]);
}

describe.each([...byUnit])('ALL3: examples of %s', (_unit, ofUnit) => {
  const ran = new Map<string, Ran>();
  beforeAll(async () => {
    for (const result of await runExamples(ofUnit)) ran.set(result.path, result);
  }, 300_000);

  test.each(ofUnit.map((example) => [`${example.file}:${example.line}`, example] as const))(
    '%s logs what it announces',
    (_place, example) => {
      const result = ran.get(example.path);
      expect(result?.error?.replaceAll(example.path, example.file)).toBeUndefined();
      expect(difference(example, result?.logged ?? [])).toBeUndefined();
    },
  );
});

describe('the examples', () => {
  test('pass the compiler with the settings of the repository', async () => {
    expect(await checkExampleTypes(written, FOLDER, ROOT)).toEqual([]);
  }, 300_000);

  test('are all run, except for the listed fragments', () => {
    const ignored: Record<string, number> = {};
    for (const { file } of examples.filter((example) => example.ignored)) {
      ignored[file] = (ignored[file] ?? 0) + 1;
    }
    expect(ignored).toEqual(IGNORED);
  });

  test('include every code block, except for commands and the files of recipes', () => {
    const others = new Map<string, Set<string>>();
    for (const file of globSync(MARKDOWN, { cwd: ROOT })) {
      if (file.includes('node_modules') || file.startsWith('docs/api/')) continue;
      const text = readFileSync(join(ROOT, file), 'utf8');
      for (const [, language = ''] of text.matchAll(/^ *```(.*)\n[^]*?^ *```$/gm)) {
        if (language === 'ts' || language === 'sh') continue;
        others.set(file, (others.get(file) ?? new Set()).add(language));
      }
    }
    // packages/core/test/recipes.test.ts compiles and renders these, and clicks their buttons
    expect(Object.fromEntries(others)).toEqual({
      'docs/recipes/react.md': new Set(['tsx', 'html']),
      'docs/recipes/svelte.md': new Set(['js', 'svelte', 'html']),
      'docs/recipes/vue.md': new Set(['js', 'vue', 'html']),
    });
  });

  test('name only commands that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    // Commands of pnpm itself, and of an installed tool
    const known = new Set([...Object.keys(scripts), 'install', 'add', 'changeset', 'exec']);
    const unknown: string[] = [];
    let found = 0;
    for (const file of globSync(MARKDOWN, { cwd: ROOT })) {
      if (file.includes('node_modules')) continue;
      const text = readFileSync(join(ROOT, file), 'utf8');
      for (const [, name = ''] of text.matchAll(
        /(?<=^|`)(?:npx -y )?pnpm(?:@12)? ([a-z][a-z:]*)(?!…|[a-z:])/gm,
      )) {
        found++;
        if (!known.has(name)) unknown.push(`${file}: pnpm ${name}`);
      }
    }
    expect(found).toBeGreaterThan(20);
    expect(unknown).toEqual([]);
  });

  test('are found in every package', () => {
    const packages = new Set([...byUnit.keys()].filter((unit) => unit.startsWith('packages/')));
    expect([...packages].toSorted()).toEqual(
      ['arrays', 'core', 'path', 'signals', 'storage', 'subscriptions'].map(
        (name) => `packages/${name}`,
      ),
    );
  });
});
