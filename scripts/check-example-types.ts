import { writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';

import { run } from './run-two.ts';
import type { WrittenExample } from './doc-examples.ts';

/**
 * Type-checks written examples with the settings of the repository, on the sources. Only unused names are allowed: an
 * example shows what a function returns even if it goes on without it. Returns one message, with file and line of the
 * documentation, for each error.
 */
export async function checkExampleTypes(
  examples: readonly WrittenExample[],
  folder: string,
  root: string,
): Promise<string[]> {
  const configuration = join(folder, 'tsconfig.json');
  const compilerOptions = {
    noUnusedLocals: false,
    noUnusedParameters: false,
    typeRoots: [join(root, 'node_modules', '@types')],
  };
  writeFileSync(
    configuration,
    JSON.stringify({
      extends: relative(folder, join(root, 'tsconfig.base.json')),
      compilerOptions,
      include: ['*.ts'],
    }),
  );
  const { code, output } = await run({
    label: 'tsc',
    command: process.execPath,
    arguments: [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', configuration],
    directory: root,
  });
  if (code === 0) return [];
  const byName = new Map(examples.map((example) => [basename(example.path), example]));
  // A line with an indent goes on with the message before.
  return output
    .trim()
    .split(/\n(?!\s)/)
    .flatMap((message) => inDocumentation(message, byName));
}

/**
 * Puts file and line of the documentation in place of those of the written file. Errors in the sources of the packages
 * are left to their own type-check; all else, such as a compiler that does not start, is told as it is.
 */
function inDocumentation(
  text: string,
  byName: ReadonlyMap<string, WrittenExample>,
): readonly string[] {
  const [, path = '', number = '', message = ''] = /^(.+)\((\d+),\d+\): (.+)$/s.exec(text) ?? [];
  const example = byName.get(basename(path));
  if (example) return [`${example.file}:${number}: ${message}`];
  return path.startsWith('packages/') ? [] : [text];
}
