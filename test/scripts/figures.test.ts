import { describe, expect, test } from 'vitest';

import { SENTENCES } from '../../scripts/figure-sentences.ts';
import { TABLES } from '../../scripts/figure-tables.ts';
import { Measured } from '../../scripts/measured.ts';
import { withDate, withSentence, withTable } from '../../scripts/table-text.ts';

const PAGE = `# Performance

Written by a run. Figures are of 2026-01-02, packages built at \`abc\`.

\`core/batch.bench.ts\`

| time of one operation | data-map |           mobx |
| --------------------- | -------: | -------------: |
| batch, 10,000 | 554 ns ±1.4% | 1.57 µs ±5.9% (2.83× ±11%) |
| batch, 1,000,000 | 0.5 ms ±1.4% | – |

\`core/jsonpath-alone/\`

| bytes for each | data-map |
| --- | ---: |
| batch, 10,000 | 27.3 B ±0.0% |
`;

describe('the figures of a report', () => {
  const measured = new Measured(PAGE);

  test('are found by source, row and contender, with a comparable amount, and the factor to ours', () => {
    expect(measured.date).toBe('2026-01-02');
    expect(measured.figure('core/batch', 'batch, 10,000', 'data-map')).toEqual({
      text: '554 ns',
      amount: 554,
      factor: '',
    });
    expect(measured.figure('core/batch', 'batch, 10,000', 'mobx')).toEqual({
      text: '1.57 µs',
      amount: 1570,
      factor: '2.83× ±11%',
    });
    expect(measured.figure('core/jsonpath-alone/', 'batch, 10,000', 'data-map').text).toBe(
      '27.3 B',
    );
  });

  test('are undefined for a contender that was not measured, and an error for an unknown row or column', () => {
    expect(measured.find('core/batch', 'batch, 1,000,000', 'mobx')).toBeUndefined();
    expect(() => measured.figure('core/batch', 'batch, 1,000,000', 'mobx')).toThrow(
      '"mobx" in "batch, 1,000,000"',
    );
    expect(() => measured.find('core/batch', 'batch, 10', 'mobx')).toThrow('a row "batch, 10"');
    expect(() => measured.find('core/batch', 'batch, 10,000', 'valtio')).toThrow(
      'a column "valtio"',
    );
    expect(() => new Measured('# Nothing')).toThrow('the day of the run');
  });
});

describe('a page', () => {
  const page = 'Text\n\n| a | b |\n| --- | --- |\n| old | 1 |\n\n| a | c |\n| - | - |\n\nEnd';

  test('gets a new table in place of the one with the same head', () => {
    expect(withTable(page, ['a', 'b'], '| a | b |\n| new | 2 |')).toBe(
      'Text\n\n| a | b |\n| new | 2 |\n\n| a | c |\n| - | - |\n\nEnd',
    );
    expect(() => withTable(page, ['a', 'd'], '')).toThrow('found 0');
    expect(() => withTable(`${page}\n\n| a | b |`, ['a', 'b'], '')).toThrow('found 2');
  });

  test('gets new figures in a sentence, and keeps its line breaks', () => {
    const prose = 'It is 1.25 times as\nfast (4 to\n32 times), 18.2 ns each.\n';
    const sentence = 'It is {} times as fast ({} to {} times), {} each.';
    expect(withSentence(prose, sentence, ['2', '5.1', '8,192', '3.40 µs'])).toBe(
      'It is 2 times as\nfast (5.1 to\n8,192 times), 3.40 µs each.\n',
    );
    expect(() => withSentence(prose, 'It is {} times as slow', ['1'])).toThrow('found 0');
    expect(() => withSentence(prose + prose, sentence, ['1'])).toThrow('found 2');
  });

  test('gets the date of the run after the command, and nowhere else', () => {
    const dated = '`pnpm bench:report` on 2 cores, 2025-01-01. `pnpm bench`, 2025-01-01.';
    expect(withDate(dated, '2026-01-02')).toBe(
      '`pnpm bench:report` on 2 cores, 2026-01-02. `pnpm bench`, 2025-01-01.',
    );
  });
});

test('every table of the READMEs has cells for all of its columns', () => {
  expect(TABLES.length).toBeGreaterThan(5);
  for (const { file, head, rows } of TABLES) {
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) expect([file, row[0], row.length]).toEqual([file, row[0], head.length]);
  }
});

test('every sentence has a place for each of its figures', () => {
  expect(SENTENCES.length).toBeGreaterThan(5);
  for (const { text, figures } of SENTENCES)
    expect([text, text.split('{}').length - 1]).toEqual([text, figures.length]);
});
