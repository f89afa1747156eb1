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

/** Returns `value` as JSON, or `undefined` if that is longer than `length`. The cost depends on `length`, not on the size of the value. */
export function shortJson(value: unknown, length: number, indent = 0): string | undefined {
  if (hasMoreNodes(value, length / 2)) return undefined;
  const text = JSON.stringify(value, null, indent);
  return text.length > length ? undefined : text;
}

/** Whether `value` contains more than `most` values, each of which takes at least two characters of JSON. */
function hasMoreNodes(value: unknown, most: number): boolean {
  const pending = [value];
  let nodes = 0;
  for (let node; pending.length > 0;) {
    node = pending.pop();
    if (++nodes + pending.length > most) return true;
    if (typeof node !== 'object' || node === null) continue;
    for (const name in node) {
      pending.push((node as Record<string, unknown>)[name]);
      if (nodes + pending.length > most) return true;
    }
  }
  return false;
}

/** Formats a time in a suitable unit, with at least two digits. */
export function duration(microseconds: number): string {
  if (!Number.isFinite(microseconds)) return '–';
  if (microseconds >= 9950) return `${(microseconds / 1000).toFixed(0)} ms`;
  if (microseconds >= 999.5) return `${(microseconds / 1000).toFixed(1)} ms`;
  if (microseconds >= 9.95) return `${microseconds.toFixed(0)} µs`;
  if (microseconds >= 0.9995) return `${microseconds.toFixed(1)} µs`;
  return `${(microseconds * 1000).toFixed(0)} ns`;
}

export function rate(perSecond: number): string {
  return Math.round(perSecond).toLocaleString('en');
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
