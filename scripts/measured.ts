/**
 * Reads the results of a benchmark run from the tables of `benchmarks/PERFORMANCE.md`. All figures of the documentation come from there,
 * so that no two pages differ.
 */

/** One cell of a table. */
export interface Figure {
  /** The median as printed there. */
  readonly text: string;
  /** The same as a number of nanoseconds or bytes. */
  readonly amount: number;
  /** The factor to ours with its spread, as printed there; empty for ours. */
  readonly factor: string;
}

const UNITS: Readonly<Record<string, number>> = { B: 1, ns: 1, µs: 1e3, ms: 1e6, s: 1e9 };

/** The tables of a report, by source, row and contender. */
export class Measured {
  /** The date of the run. */
  readonly date: string;
  readonly #rows = new Map<string, ReadonlyMap<string, string>>();

  constructor(markdown: string) {
    this.date = /Figures are of (\d{4}-\d\d-\d\d)/.exec(markdown)?.[1] ?? '';
    if (this.date === '')
      throw new Error('Expected the day of the run in PERFORMANCE.md, found none');
    let source = '';
    let head: string[] = [];
    for (const line of markdown.split('\n')) {
      source = /^`([^`]+?)(?:\.bench\.ts)?`$/.exec(line)?.[1] ?? source;
      const cells = line.startsWith('| ') ? cellsOf(line) : [];
      const [row = ''] = cells;
      if (head.length === 0 || row === '') head = cells;
      else if (!row.startsWith('---')) {
        const columns = head.map((name, at) => [name, cells[at] ?? ''] as const);
        this.#rows.set(`${source} ${row}`, new Map(columns));
      }
    }
  }

  /** Returns the figure of a contender. @throws Error if the report has no such cell, or the contender was not measured */
  figure(source: string, row: string, contender: string): Figure {
    const figure = this.find(source, row, contender);
    if (figure === undefined) {
      throw new Error(`Expected a figure of "${contender}" in "${row}" of ${source}, found none`);
    }
    return figure;
  }

  /** The same, or `undefined` if the contender was not measured at that size. */
  find(source: string, row: string, contender: string): Figure | undefined {
    const cells = this.#rows.get(`${source} ${row}`);
    if (cells === undefined) throw new Error(`Expected a row "${row}" in ${source}, found none`);
    const cell = cells.get(contender);
    if (cell === undefined) {
      throw new Error(`Expected a column "${contender}" with "${row}" of ${source}, found none`);
    }
    const [, amount, unit] = /^([\d.]+) (B|ns|µs|ms|s)\b/.exec(cell) ?? [];
    if (amount === undefined || unit === undefined) return undefined;
    return {
      text: `${amount} ${unit}`,
      amount: Number(amount) * (UNITS[unit] ?? 1),
      factor: /\((.*)\)/.exec(cell)?.[1] ?? '',
    };
  }
}

function cellsOf(line: string): string[] {
  return line
    .slice(1, line.lastIndexOf('|'))
    .split('|')
    .map((cell) => cell.trim());
}
