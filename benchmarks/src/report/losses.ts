/** Every row in which something is ahead of ours, taken from the figures, with the reason that stands beside the group. */
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

/** Those of one standing that are ahead beyond the spread, the widest lead first. */
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

/** Of all comparisons with peers: how often the peer is behind, level, ahead. */
export function tallyOf(rows: readonly Row[]): Tally {
  const tally = { behind: 0, level: 0, ahead: 0 };
  for (const { cells } of rows) {
    for (const cell of cells) if (cell.standing === 'peer' && cell.factor) tally[leadOf(cell)]++;
  }
  return tally;
}

/** A line for each group and contender, with the sizes at which it is ahead; the figures are those of the widest lead. */
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
