import { writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';

import { run } from './run-two.ts';
import type { WrittenExample } from './doc-examples.ts';

/**
 * Type-checks the extracted examples with the settings of the repository, against the sources. The only exception: unused names are allowed, since an
 * example may assign a result only to show it. Returns one message for each error, with file and line of the
 * documentation.
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
  // An indented line continues the message before
  return output
    .trim()
    .split(/\n(?!\s)/)
    .flatMap((message) => inDocumentation(message, byName));
}

/**
 * Replaces the file and line of an extracted example by those of the documentation. Drops errors in the sources of the packages,
 * which have a type-check of their own. Keeps every other message, such as that the compiler does not start.
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
