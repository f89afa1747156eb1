import { expect, test } from 'vitest';

import { coverageTable } from '../../scripts/coverage-table.ts';
import type { CoverageOf } from '../../scripts/coverage-table.ts';

const at = (line?: number): { start: { line?: number | undefined } } => ({ start: { line } });

const half: CoverageOf = {
  path: '/repo/packages/a/src/half.ts',
  statementMap: { 0: at(1), 1: at(1), 2: at(2), 3: at(9) },
  s: { 0: 0, 1: 4, 2: 1, 3: 0 },
  fnMap: { 0: { loc: at(1) }, 1: { loc: at(9) } },
  f: { 0: 4, 1: 0 },
  branchMap: { 0: { locations: [at(2), at()] }, 1: { locations: [at(5), at(6)] } },
  b: { 0: [1, 0], 1: [3, 3] },
};
const whole: CoverageOf = {
  path: '/repo/packages/b/src/whole.ts',
  statementMap: { 0: at(1) },
  s: { 0: 1 },
  fnMap: {},
  f: {},
  branchMap: {},
  b: {},
};

test('the table has a line for each package and one for all, and lists the lines that did not run', () => {
  const text = coverageTable({ half, whole }, '/repo/packages', ['a', 'b']).replaceAll(/ +/g, ' ');
  expect(text.split('\n')).toEqual([
    'package lines functions branches',
    'a 66.67 % of 3 50.00 % of 2 75.00 % of 4',
    'b 100.00 % of 1 – –',
    'all 75.00 % of 4 50.00 % of 2 75.00 % of 4',
    '',
    'Not run (lines; "b" where only a branch was not taken):',
    ' a/src/half.ts: 2b, 9',
  ]);
});

test('other packages are left out, and nothing is listed if every line ran', () => {
  const text = coverageTable({ half, whole }, '/repo/packages', ['b']);
  expect(text).not.toContain('half.ts');
  expect(text).not.toContain('Not run');
});
