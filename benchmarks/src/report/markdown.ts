/** Writes Markdown tables as the formatter of this repository does, so that it does not change them. */

/** A table whose columns are padded to their widest cell: the first is left-aligned, the others are right-aligned. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows].map((row) => row.map(escaped));
  const widths = head.map((_, column) =>
    Math.max(3, ...all.map((row) => widthOf(row[column] ?? ''))),
  );
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, column) => pad(row[column] ?? '', width, column)).join(' | ')} |`;
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(all[0] ?? []), `| ${rule.join(' | ')} |`, ...all.slice(1).map(line)].join('\n');
}

/** A table whose columns are all left-aligned. */
export function words(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows].map((row) => row.map(escaped));
  const widths = head.map((_, column) =>
    Math.max(3, ...all.map((row) => widthOf(row[column] ?? ''))),
  );
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, column) => pad(row[column] ?? '', width, 0)).join(' | ')} |`;
  const rule = widths.map((width) => '-'.repeat(width));
  return [line(all[0] ?? []), `| ${rule.join(' | ')} |`, ...all.slice(1).map(line)].join('\n');
}

function escaped(cell: string): string {
  return cell.replaceAll('|', String.raw`\|`);
}

function pad(cell: string, width: number, column: number): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(cell)));
  return column === 0 ? cell + space : space + cell;
}

function widthOf(text: string): number {
  return [...text].length;
}
