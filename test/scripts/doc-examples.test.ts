import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

import { checkExampleTypes } from '../../scripts/check-example-types.ts';
import { difference, examplesIn, oneLine, writeExamples } from '../../scripts/doc-examples.ts';
import { ROOT } from '../../scripts/packages.ts';
import { runExamples } from '../../scripts/run-examples.ts';
import type { Example, WrittenExample } from '../../scripts/doc-examples.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, '.cache', 'doc-examples-test-'));
  folders.push(folder);
  return folder;
}

function markdown(...lines: readonly string[]): Example[] {
  return examplesIn({ file: 'docs/a.md', text: lines.join('\n') });
}

function first(examples: readonly Example[]): Example {
  const [example] = examples;
  if (!example) throw new Error('Expected an example');
  return example;
}

describe('examples', () => {
  test('in Markdown are the TypeScript code blocks, with their lines and outputs', () => {
    const examples = markdown(
      '# Title',
      '```ts',
      "console.log('a'); // -> a",
      '// -> b',
      '```',
      '```sh',
      'npm test',
      '```',
      '```ts ignore',
      'fragment',
      '```',
    );
    expect(examples).toEqual([
      {
        file: 'docs/a.md',
        line: 3,
        code: "console.log('a'); // -> a\n// -> b",
        outputs: [
          { line: 3, text: 'a' },
          { line: 4, text: 'b' },
        ],
        ignored: false,
      },
      { file: 'docs/a.md', line: 10, code: 'fragment', outputs: [], ignored: true },
    ]);
  });

  test('lose the indent of a surrounding list', () => {
    expect(
      first(markdown('- one', '', '  ```ts', '  if (a) {', '    b();', '  }', '  ```')).code,
    ).toBe('if (a) {\n  b();\n}');
  });

  test('in documentation comments lose the stars at the beginnings of lines', () => {
    const text = [
      'const before = 1;',
      '/**',
      ' * Adds.',
      ' *',
      ' * @example',
      ' * ```ts',
      " * import { add } from 'x';",
      ' *',
      ' * console.log(add(1, 2)); // -> 3',
      ' * ```',
      ' */',
      'export function add() {}',
      "const text = '```ts';",
    ].join('\n');
    const example = first(examplesIn({ file: 'src/add.ts', text }));
    expect(example.line).toBe(7);
    expect(example.code).toBe("import { add } from 'x';\n\nconsole.log(add(1, 2)); // -> 3");
    expect(example.outputs).toEqual([{ line: 9, text: '3' }]);
  });

  test('a code block that is not closed is an error with its file and line', () => {
    expect(() => markdown('text', '```ts', 'a();')).toThrow('A fence is not closed at docs/a.md:2');
  });

  test('keep their line numbers in the written file, and fragments are not written', () => {
    const folder = newFolder();
    const examples = markdown('text', '```ts', 'const a = 1;', '```', '```ts ignore', 'b', '```');
    const written = writeExamples(examples, folder);
    expect(written).toHaveLength(1);
    expect(readFileSync(written[0]?.path ?? '', 'utf8')).toBe('\n\nconst a = 1;\nexport {};\n');
  });
});

describe('the output of an example', () => {
  const example = first(markdown('```ts', 'a(); // -> 1', 'b(); // -> 2', '```'));

  test('is compared line by line', () => {
    expect(difference(example, ['1', '2'])).toBeUndefined();
  });

  test('that differs is reported with file, line, expected and found text', () => {
    expect(difference(example, ['1', '3'])).toBe('docs/a.md:3: expected "2", found "3"');
    expect(difference(example, ['1'])).toBe(
      'docs/a.md:3: expected "2", and nothing more was logged',
    );
    expect(difference(example, ['1', '2', '3'])).toBe(
      'docs/a.md:3: "3" was logged and not announced',
    );
  });

  test('is joined to one line', () => {
    expect(oneLine('{\n  a: 1,\n  b: 2\n}')).toBe('{ a: 1, b: 2 }');
  });
});

describe('running', () => {
  function write(...codes: readonly string[]): WrittenExample[] {
    const lines = codes.map((code) => `\`\`\`ts\n${code}\n\`\`\``);
    return writeExamples(markdown(...lines), newFolder());
  }

  test('gives each example its own log, including late lines of timers and promises', async () => {
    const ran = await runExamples(
      write(
        "console.log('a', { b: [1] });",
        "setTimeout(() => console.log('late'), 20);\nqueueMicrotask(() => console.log('soon'));",
        "await Promise.resolve();\nconsole.log('c');",
      ),
    );
    expect(ran.map(({ logged }) => logged)).toEqual([['a { b: [ 1 ] }'], ['soon', 'late'], ['c']]);
    expect(ran.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
  });

  test('an example that throws, rejects or ends the process is reported, and the next ones run', async () => {
    const ran = await runExamples(
      write(
        "throw new RangeError('thrown');",
        "void Promise.reject(new Error('rejected'));",
        'process.exit(0);',
        "console.log('still here');",
      ),
    );
    expect(ran[0]?.error).toMatch(/RangeError: thrown/);
    expect(ran[1]?.error).toMatch(/Error: rejected/);
    expect(ran[2]?.error).toBe('It ended the process');
    expect(ran[3]?.logged).toEqual(['still here']);
    expect(ran[3]?.error).toBeUndefined();
  });

  test('types are checked, and errors name the line of the documentation', async () => {
    const folder = newFolder();
    const lines = ['text', '```ts', 'const unused = 1;', "const a: number = 'text';", '```'];
    const errors = await checkExampleTypes(writeExamples(markdown(...lines), folder), folder, ROOT);
    expect(errors).toEqual([
      "docs/a.md:4: error TS2322: Type 'string' is not assignable to type 'number'.",
    ]);
  });
});
