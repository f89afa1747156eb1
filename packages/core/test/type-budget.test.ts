/**
 * What literal pointers cost the compiler. The fixture is compiled with and without reads of 64 different
 * pointers; the difference in type instantiations, a number that is the same on every machine, is what they cost.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const tsc = join(root, 'node_modules/typescript/bin/tsc');
const fixture = readFileSync(join(import.meta.dirname, 'type-budget/uses.ts'), 'utf8');
// Below the repository, so that the packages are found by their names.
const folder = mkdtempSync(join(import.meta.dirname, 'type-budget/run-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The output of the compiler for the fixture with additional code. */
function compiled(name: string, lines: string): string {
  const text = fixture.replace('// <uses>', lines).replace('../../src/', '../../../src/');
  writeFileSync(join(folder, `${name}.ts`), text);
  const config = { extends: '../../../../../tsconfig.base.json', files: [`${name}.ts`] };
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(config));
  const options = [tsc, '-p', join(folder, `${name}.json`), '--extendedDiagnostics'];
  return spawnSync(process.execPath, options, { encoding: 'utf8' }).stdout;
}

function instantiations(name: string, reads: readonly string[]): number {
  const lines = reads.map((pointer) => `store.get(${JSON.stringify(pointer)}),`).join('\n');
  const output = compiled(name, lines);
  expect(output).not.toContain('error TS');
  return Number(/Instantiations:\s+(\d+)/.exec(output)?.[1]);
}

const fields = [
  'id',
  'name',
  'parent/name',
  'children/0/name',
  'attributes/x',
  'pair/1/deep/deeper',
  'either/kind',
  'either/a/id',
];
const heads = [
  'root',
  'nodes/0',
  'index/x',
  'key00',
  'key99',
  'key42/children/3',
  'root/parent/parent',
  'nodes/7/children/1/children/2',
];
const reads = heads.flatMap((head) => fields.map((field) => `/${head}/${field}`));

describe('the compiler’s budget', () => {
  test('DM37: a literal pointer costs at most 300 instantiations, however wide and deep the type', () => {
    const without = instantiations('without', []);
    const withReads = instantiations('with', reads);
    const perRead = (withReads - without) / reads.length;
    expect(without).toBeGreaterThan(0);
    expect(perRead).toBeGreaterThan(0);
    expect(perRead).toBeLessThan(300);
  });

  test('DM33: the message for a wrong value names the type that fits; it used to name an internal type', () => {
    const output = compiled('wrong', `store.set('/root/either/kind', 'c'),`);
    expect(output).toContain(`'"c"' is not assignable to parameter of type '"a" | "b"'`);
  });
});
