/** Ours against the others, a table for each set of contenders that ran together in one file. */
import { formatBytes, formatNanoseconds, formatSpread, threeDigits } from '../runner/table.ts';
import { table } from './markdown.ts';
import { leadOf } from './rows.ts';
import type { Cell, Row } from './rows.ts';

/** Rows of one file, with a column for each contender. */
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

/** `get, 10 leaves @ 1,000` without the name of the file's subject in front. */
export function labelOf({ name, size }: Row): string {
  const short = name.slice(name.indexOf('/') + 1);
  return size === undefined ? short : `${short}, ${size.toLocaleString('en')}`;
}

/** `12.3 ns ±1.0%`, and for others `(2.1× ±2%)`, in bold where they are ahead. */
function cellText(row: Row, cell: Cell): string {
  const cost = `${costText(row.kind, cell.cost.median)} ${formatSpread(cell.cost)}`;
  if (!cell.factor) return cost;
  const factor = factorText(row.kind, cell);
  return `${cost} (${leadOf(cell) === 'ahead' ? `**${factor}**` : factor})`;
}

export function costText(kind: Row['kind'], cost: number): string {
  return kind === 'memory' ? formatBytes(cost) : formatNanoseconds(cost);
}

/** Bytes hardly scatter, and their ratio is not taken round by round. */
export function factorText(kind: Row['kind'], { factor }: Cell): string {
  if (!factor) return '';
  const { median } = factor;
  const times = `${median > 0 && median < 0.1 ? Number(median.toPrecision(2)) : threeDigits(median)}×`;
  return kind === 'memory' ? times : `${times} ${formatSpread(factor)}`;
}
