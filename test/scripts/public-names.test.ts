import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

import { exportedNames, publicNames, undescribed } from '../../scripts/public-names.ts';

const folder = mkdtempSync(join(tmpdir(), 'public-names-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const example = (output: string) =>
  `/**\n * @example\n * \`\`\`ts\n * console.log(1);${output}\n * \`\`\`\n */\n`;

test('finds exported functions and classes, and which of them have an example with output', () => {
  const inner = [
    `${example(' // -> 1')}export function shown() {}`,
    `${example('')}export function silent() {}`,
    'export function bare() {}',
    `export class ByMember {\n${example(' // -> 1')} method() {} }`,
    'export class Alone { method() {} }',
    `${example(' // -> 1')}export const arrow = () => 1;`,
    'export const figure = 1;',
    'export class Quiet {}',
    'export interface Shape { a: number }',
    'export function hidden() {}',
  ].join('\n');
  writeFileSync(join(folder, 'inner.ts'), inner);
  const file = join(folder, 'index.ts');
  writeFileSync(
    file,
    `export { shown, silent, bare as renamed, ByMember, Alone, arrow, figure } from './inner.ts';
     export type { Shape, Quiet } from './inner.ts';`,
  );
  const [names = []] = publicNames([{ file, folder }]);
  expect(names.map(({ name, shown }) => `${name} ${shown}`)).toEqual([
    'shown true',
    'silent false',
    'renamed false',
    'ByMember true',
    'Alone false',
    'arrow true',
  ]);
  expect(names.every((name) => name.file === join(folder, 'inner.ts'))).toBe(true);
});

test('a name that is declared in another package is left out', () => {
  const file = join(folder, 'passed-on.ts');
  writeFileSync(join(folder, 'elsewhere.ts'), 'export function other() {}');
  writeFileSync(file, `export { other } from './elsewhere.ts';`);
  expect(publicNames([{ file, folder: join(folder, 'src') }])).toEqual([[]]);
});

test('lists the exported names, types included, and those names and members that have no description', () => {
  writeFileSync(
    join(folder, 'described.ts'),
    `/** Said. */
     export class Said {
       #own = 1;
       private mine = 1;
       readonly code = 'SAID';
       /** Said. */ shown = 1;
       silent = 1;
       /** @returns a number */ tagged() { return this.#own + this.mine; }
       constructor() {}
       get half(): number { return 1; }
     }
     /** Said. */
     export class Wrong extends Error { readonly code = 'WRONG'; constructor() { super(); } }
     export interface Shape {
       /** Said. */
       a: number;
       b: number; [key: string]: unknown }
     export type Bare = string;`,
  );
  const file = join(folder, 'described-index.ts');
  writeFileSync(
    file,
    `export { Said, Wrong, type Shape, type Bare as Renamed } from './described.ts';`,
  );
  expect(exportedNames([{ file, folder }])).toEqual([['Said', 'Wrong', 'Shape', 'Renamed']]);
  expect(undescribed([{ file, folder }])[0]?.toSorted()).toEqual(
    [
      'Renamed',
      'Said.constructor',
      'Said.half',
      'Said.silent',
      'Shape',
      'Shape.__index',
      'Shape.b',
    ].toSorted(),
  );
});
