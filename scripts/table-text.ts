/** Tables and days in a Markdown page, replaced. */

/** The page with another table in the place of the one with this head. @throws Error where there is none, or more than one */
export function withTable(page: string, head: readonly string[], table: string): string {
  const lines = page.split('\n');
  const starts = lines.flatMap((line, at) => (isHead(line, head) ? [at] : []));
  const [start] = starts;
  if (start === undefined || starts.length > 1) {
    throw new Error(
      `Expected one table with the head "${head.join(' | ')}", found ${starts.length}`,
    );
  }
  let end = start;
  while (lines[end]?.startsWith('|') === true) end++;
  return [...lines.slice(0, start), ...table.split('\n'), ...lines.slice(end)].join('\n');
}

/** The page with the day of a run wherever it names one beside the command. */
export function withDate(page: string, date: string): string {
  return page.replaceAll(/(`pnpm bench:report`[^`]*?)\d{4}-\d\d-\d\d/g, `$1${date}`);
}

function isHead(line: string, head: readonly string[]): boolean {
  if (!line.startsWith('|')) return false;
  const cells = line.slice(1, line.lastIndexOf('|')).split('|');
  return cells.length === head.length && cells.every((cell, at) => cell.trim() === head[at]);
}
