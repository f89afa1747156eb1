/** Finds every row in which another contender is ahead of ours, with the reason given for it. */
import { costText, factorText } from './tables.ts';
import { leadOf } from './rows.ts';
import { whyAhead } from './reasons.ts';
import { words } from './markdown.ts';
import type { Reasons } from './reasons.ts';
import type { Cell, Row, Standing } from './rows.ts';

export const UNEXPLAINED = '**not yet explained**';

export interface Loss {
  readonly row: Row;
  readonly cell: Cell;
  readonly why: string | undefined;
}

/** The contenders of one standing that are ahead by more than the spread, the largest lead first. */
export function lossesTo(standing: Standing, rows: readonly Row[], reasons: Reasons): Loss[] {
  return rows
    .flatMap((row) =>
      row.cells
        .filter((cell) => cell.standing === standing && leadOf(cell) === 'ahead')
        .map((cell) => ({ row, cell, why: whyAhead(reasons, row.key, cell.contender) })),
    )
    .toSorted((a, b) => (a.cell.factor?.median ?? 1) - (b.cell.factor?.median ?? 1));
}

export interface Tally {
  readonly behind: number;
  readonly level: number;
  readonly ahead: number;
}

/** Counts in how many comparisons with peers the peer is behind, level or ahead. */
export function tallyOf(rows: readonly Row[]): Tally {
  const tally = { behind: 0, level: 0, ahead: 0 };
  for (const { cells } of rows) {
    for (const cell of cells) if (cell.standing === 'peer' && cell.factor) tally[leadOf(cell)]++;
  }
  return tally;
}

/** A table with one row for each group and contender, and the sizes at which it is ahead. The figures are those of the largest lead. */
export function lossTable(losses: readonly Loss[]): string {
  const byGroup = new Map<string, Loss[]>();
  for (const loss of losses) {
    const id = JSON.stringify([loss.row.name, loss.cell.contender, loss.why]);
    byGroup.set(id, [...(byGroup.get(id) ?? []), loss]);
  }
  return words(
    ['what', 'at size', 'ahead', 'theirs', 'ours', 'factor', 'why'],
    [...byGroup.values()].flatMap((ofGroup) => {
      const [widest] = ofGroup;
      if (!widest) return [];
      const { row, cell, why } = widest;
      return [
        [
          row.name,
          sizesOf(ofGroup),
          cell.contender,
          costText(row.kind, cell.cost.median),
          costText(row.kind, row.cells[0]?.cost.median ?? Number.NaN),
          factorText(row.kind, cell),
          why ?? UNEXPLAINED,
        ],
      ];
    }),
  );
}

function sizesOf(losses: readonly Loss[]): string {
  const sizes = losses.flatMap(({ row }) => row.size ?? []).toSorted((a, b) => a - b);
  return sizes.length === 0 ? '–' : sizes.map((size) => size.toLocaleString('en')).join('; ');
}
