/** Tables that compare ours with the others, one for each set of contenders that ran together in one file. */
import { formatBytes, formatNanoseconds, formatSpread, threeDigits } from '../runner/table.ts';
import { table } from './markdown.ts';
import { leadOf } from './rows.ts';
import type { Cell, Row } from './rows.ts';

/** Makes the tables of one file, with a column for each contender. */
export function comparisonTables(rows: readonly Row[]): string[] {
  const contendersOf = new Map<string, Set<string>>();
  for (const { name, cells } of rows) {
    const known = contendersOf.get(name) ?? new Set();
    for (const { contender } of cells) known.add(contender);
    contendersOf.set(name, known);
  }
  const tables = new Map<string, { contenders: string[]; rows: Row[] }>();
  for (const row of rows) {
    const contenders = [...(contendersOf.get(row.name) ?? [])];
    const id = JSON.stringify([row.kind, contenders]);
    const known = tables.get(id);
    if (known) known.rows.push(row);
    else tables.set(id, { contenders, rows: [row] });
  }
  return [...tables.values()].map(({ contenders, rows: ofTable }) => {
    const [first] = ofTable;
    const unit = first?.kind === 'memory' ? 'bytes for each' : 'time of one operation';
    return table(
      [unit, ...contenders],
      ofTable.map((row) => [
        labelOf(row),
        ...contenders.map((name) => {
          const cell = row.cells.find(({ contender }) => contender === name);
          return cell ? cellText(row, cell) : '–';
        }),
      ]),
    );
  });
}

/** The label of a row: its name without the prefix before the `/`, and its size. */
export function labelOf({ name, size }: Row): string {
  const short = name.slice(name.indexOf('/') + 1);
  return size === undefined ? short : `${short}, ${size.toLocaleString('en')}`;
}

/** The text of a cell: `12.3 ns ±1.0%`, followed by `(2.1× ±2%)` for others, which is bold if they are ahead. */
function cellText(row: Row, cell: Cell): string {
  const cost = `${costText(row.kind, cell.cost.median)} ${formatSpread(cell.cost)}`;
  if (!cell.factor) return cost;
  const factor = factorText(row.kind, cell);
  return `${cost} (${leadOf(cell) === 'ahead' ? `**${factor}**` : factor})`;
}

export function costText(kind: Row['kind'], cost: number): string {
  return kind === 'memory' ? formatBytes(cost) : formatNanoseconds(cost);
}

/** The factor as text. Bytes have no spread: they hardly scatter, and their ratio is not taken round by round. */
export function factorText(kind: Row['kind'], { factor }: Cell): string {
  if (!factor) return '';
  const { median } = factor;
  const times = `${median > 0 && median < 0.1 ? Number(median.toPrecision(2)) : threeDigits(median)}×`;
  return kind === 'memory' ? times : `${times} ${formatSpread(factor)}`;
}
