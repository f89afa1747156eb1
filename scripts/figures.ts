/**
 * `pnpm figures [--check]`
 *
 * Updates the READMEs and the pages of `docs` from `benchmarks/PERFORMANCE.md`: their tables of figures, the figures in sentences, and the
 * date of the run. `figure-tables.ts` and `figure-sentences.ts` say which figure goes where. With `--check` nothing is written: the command exits with 1 if a
 * page has other figures than the report.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { words } from '../benchmarks/src/report/markdown.ts';
import { SENTENCES } from './figure-sentences.ts';
import { TABLES } from './figure-tables.ts';
import { Measured } from './measured.ts';
import { ROOT } from './packages.ts';
import { withDate, withSentence, withTable } from './table-text.ts';

const isCheck = process.argv.includes('--check');
const measured = new Measured(readFileSync(join(ROOT, 'benchmarks/PERFORMANCE.md'), 'utf8'));
const stale: string[] = [];
for (const file of new Set([...TABLES, ...SENTENCES].map((one) => one.file))) {
  const path = join(ROOT, file);
  const before = readFileSync(path, 'utf8');
  let text = withDate(before, measured.date);
  for (const { file: of, head, rows } of TABLES) {
    if (of !== file) continue;
    const cells = rows.map((row) =>
      row.map((cell) => (typeof cell === 'string' ? cell : cell(measured))),
    );
    text = withTable(text, head, words(head, cells));
  }
  for (const { file: of, text: sentence, figures } of SENTENCES) {
    if (of !== file) continue;
    text = withSentence(
      text,
      sentence,
      figures.map((figure) => figure(measured)),
    );
  }
  if (text === before) continue;
  stale.push(file);
  if (!isCheck) writeFileSync(path, text);
}
console.log(
  isCheck
    ? `${TABLES.length} tables of figures and ${SENTENCES.length} sentences, stale in ${stale.length} files ${stale.join(', ')}`.trim()
    : `${stale.length} files written ${stale.join(', ')}`.trim(),
);
process.exitCode = isCheck && stale.length > 0 ? 1 : 0;
