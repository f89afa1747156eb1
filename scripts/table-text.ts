/** Replaces tables, figures in sentences and dates in a Markdown page. */

/** Replaces the table that has this head by another one. @throws Error unless exactly one table has it */
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

/**
 * Replaces the figures in a sentence of the page. `sentence` has a `{}` for each figure; line breaks in the page do not matter.
 * @throws Error unless the page has the sentence exactly once
 */
export function withSentence(page: string, sentence: string, figures: readonly string[]): string {
  const words = sentence.split(/\{\}/).map((part) => part.split(/\s+/).map(escaped).join('\\s+'));
  const pattern = new RegExp(words.map((part) => `(${part})`).join(`(${FIGURE})`), 'gu');
  const found = [...page.matchAll(pattern)];
  const [only] = found;
  if (only === undefined || found.length > 1) {
    throw new Error(`Expected one sentence "${sentence}", found ${found.length}`);
  }
  // The text between the figures keeps its line breaks
  const parts = only.slice(1).map((part, at) => (at % 2 === 0 ? part : figures[(at - 1) / 2]));
  return page.slice(0, only.index) + parts.join('') + page.slice(only.index + only[0].length);
}

/** A number, with its unit if there is one. */
const FIGURE = '[\\d.,]*\\d(?:\\s(?:B|ns|µs|ms|s)\\b)?';

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');
}

/** Replaces the date of the run, wherever the page has one after the command. */
export function withDate(page: string, date: string): string {
  return page.replaceAll(/(`pnpm bench:report`[^`]*?)\d{4}-\d\d-\d\d/g, `$1${date}`);
}

function isHead(line: string, head: readonly string[]): boolean {
  if (!line.startsWith('|')) return false;
  const cells = line.slice(1, line.lastIndexOf('|')).split('|');
  return cells.length === head.length && cells.every((cell, at) => cell.trim() === head[at]);
}
