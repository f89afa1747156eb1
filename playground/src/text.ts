/** A value as one short line. */
export function excerpt(value: unknown, length = 120): string {
  if (Array.isArray(value)) return `[ ${count(value.length, 'element')} ]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${count(Object.keys(value).length, 'member')} }`;
  }
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}

/** A time in the unit that reads best. */
export function duration(microseconds: number): string {
  if (!Number.isFinite(microseconds)) return '–';
  if (microseconds >= 10_000) return `${(microseconds / 1000).toFixed(0)} ms`;
  if (microseconds >= 1000) return `${(microseconds / 1000).toFixed(1)} ms`;
  return `${microseconds.toPrecision(microseconds < 1 ? 1 : microseconds < 100 ? 2 : 3)} µs`;
}

export function rate(perSecond: number): string {
  return Math.round(perSecond).toLocaleString('en');
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
