import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { llmsText } from '../../scripts/llms-text.ts';

let root: string;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'llms-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

describe('llms.txt', () => {
  test('lists the pages in reading order, with their titles and first paragraphs', () => {
    write('README.md', '# Thing\n\nWhat it\nis.\n\nMore.\n');
    write('docs/README.md', '# Index\n');
    write('docs/snapshots.md', '# Snapshots\n\nSee [the rules](x.md#y) of `it`.\n');
    write('docs/a.md', '# A\n\n```ts\ncode\n```\n');
    write('docs/getting-started.md', '# Start\n\nGo.\n');
    write('packages/b/README.md', '# `@x/b`\n\n| a | table |\n');
    expect(llmsText(root)).toBe(
      [
        '# Thing',
        '',
        '> What it is.',
        '',
        '## Start here',
        '',
        '- [Start](docs/getting-started.md): Go.',
        '',
        '## Concepts',
        '',
        '- [Snapshots](docs/snapshots.md): See the rules of `it`.',
        '- [A](docs/a.md)',
        '',
        '## Packages',
        '',
        '- [@x/b](packages/b/README.md)',
        '',
      ].join('\n'),
    );
  });

  test('refuses a page without a title, and names it', () => {
    write('README.md', '# Thing\n\nWhat it is.\n');
    write('docs/a.md', 'No title\n');
    expect(() => llmsText(root)).toThrow('docs/a.md has no title; expected a line "# …"');
  });
});
