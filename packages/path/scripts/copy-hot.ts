/**
 * Generates `src/jsonpath/hot/*.copies.ts`, see the README there: `node packages/path/scripts/copy-hot.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The number of copies of each group: about what twenty hot queries use, and some to spare. */
export const GROUPS = [
  { name: 'reads', copies: 56 },
  { name: 'tests', copies: 12 },
  { name: 'loops', copies: 28 },
  { name: 'walks', copies: 8 },
] as const;

const folder = path.join(import.meta.dirname, '../src/jsonpath/hot');

/** Returns the path of the file with the copies of a group. */
export function copiesFile(name: string): string {
  return path.join(folder, `${name}.copies.ts`);
}

/** Returns the text of the file with the copies of a group: imports and types once, the body of its `create…` function per copy. */
export function copiesOf(name: string, copies: number): string {
  const source = readFileSync(path.join(folder, `${name}.ts`), 'utf8');
  const create = `create${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const [, imports = ''] = /\n(import[^]*?)\n\n/.exec(source) ?? [];
  const [, body = ''] =
    new RegExp(`export function ${create}\\(\\) (\\{[^]*?\\n\\})`).exec(source) ?? [];
  const [, types = ''] = /\n(type [^]*)$/.exec(source) ?? [];
  const code = body.replaceAll(/^ *(?:\/\/.*|\/\*\*.*\*\/)\n/gm, '').replaceAll(/\n(?=.)/g, '\n  ');
  return [
    '/* oxlint-disable unicorn/consistent-function-scoping -- as in the original */',
    `// ${copies} copies of ${name}.ts, made by scripts/copy-hot.ts: do not edit.`,
    `${imports}\n`,
    ...(types === '' ? [] : [types]),
    `export const ${name} = [\n${`  () => ${code},\n`.repeat(copies)}] as const;\n`,
  ].join('\n');
}

if (process.argv[1] === import.meta.filename) {
  for (const { name, copies } of GROUPS) writeFileSync(copiesFile(name), copiesOf(name, copies));
}
