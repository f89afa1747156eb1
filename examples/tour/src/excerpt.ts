/** A value as one short line of JSON. */
export function excerpt(value: unknown, length = 100): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/**
 * The body of an arrow function as in its source file, with the tour's variables replaced by their
 * values. So the code that is shown is the code that ran.
 */
export function sourceOf(
  code: (...args: never[]) => unknown,
  values: Readonly<Record<string, unknown>>,
): string[] {
  const body = code.toString().replace(/^[^=]*=>\s*/, '');
  const text = /^\{\n[\s\S]*\}$/.test(body) ? body.slice(2, -1).trim() : body;
  const lines = text
    .replace(/\bat\.(\w+)\b/g, (whole, name: string) =>
      name in values ? JSON.stringify(values[name]) : whole,
    )
    .split('\n');
  const indents = lines
    .slice(1)
    .flatMap((line) => (line.trim() === '' ? [] : [/^ */.exec(line)?.[0].length ?? 0]));
  const indent = Math.min(...indents, Number.MAX_SAFE_INTEGER);
  return lines.map((line, i) => (i === 0 ? line : line.slice(indent)));
}
