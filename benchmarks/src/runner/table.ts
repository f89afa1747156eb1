/** Results as text: one table for each group. */
import type { MemoryResult, Result, TimeResult } from './results.ts';
import type { Spread } from './statistics.ts';

/** `12.3 ns`, `4.56 µs`, `789 ms`: three digits and a unit. */
export function formatNanoseconds(nanoseconds: number): string {
  const units = ['ns', 'µs', 'ms', 's'];
  let value = nanoseconds;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${threeDigits(value)} ${units[unit]}`;
}

/** Operations per second: `81.3 M/s`. */
export function formatRate(nanoseconds: number): string {
  const units = ['', 'k', 'M', 'G'];
  let value = 1e9 / nanoseconds;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${threeDigits(value)} ${units[unit]}/s`.replace(' /s', '/s');
}

export function formatBytes(bytes: number): string {
  return `${threeDigits(bytes)} B`;
}

/** The median deviation as a share of the median: `±3%`. */
export function formatSpread({ median, deviation }: Spread): string {
  const percent = median === 0 ? 0 : Math.abs(deviation / median) * 100;
  return `±${percent < 9.95 ? percent.toFixed(1) : percent.toFixed(0)}%`;
}

/** `2.10× faster` or `1.30× slower`, from a ratio of times, ours to the peer's. */
export function formatRatio(ratio: number): string {
  return ratio <= 1 ? `${threeDigits(1 / ratio)}× faster` : `${threeDigits(ratio)}× slower`;
}

export function threeDigits(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size >= 99.95) return value.toFixed(0);
  return size >= 9.995 ? value.toFixed(1) : value.toFixed(2);
}

/** Columns padded to their widest cell; the first is flush left, the others flush right. */
export function align(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  }
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}

export function formatResult(result: Result): string {
  const [title, rows] = result.kind === 'time' ? timeTable(result) : memoryTable(result);
  const failures = result.failures.map(
    ({ contender, message }) => `FAILED ${contender}: ${message}`,
  );
  return [title, ...align(rows), ...failures].join('\n  ');
}

function timeTable(result: TimeResult): [title: string, rows: string[][]] {
  const rounds = result.calibration.rounds.length;
  const ratios = new Map(result.ratios.map((ratio) => [ratio.reference, ratio]));
  const rows = result.contenders.map(({ name, nanoseconds }) => {
    const ratio = ratios.get(name);
    return [
      name,
      formatNanoseconds(nanoseconds.median),
      formatSpread(nanoseconds),
      formatRate(nanoseconds.median),
      ...(ratio ? [`ours ${formatRatio(ratio.ratio.median)}`, formatSpread(ratio.ratio)] : []),
    ];
  });
  return [`${result.key}  (${rounds} rounds)`, rows];
}

function memoryTable(result: MemoryResult): [title: string, rows: string[][]] {
  const [ours] = result.contenders;
  const rows = result.contenders.map(({ name, bytes }) => [
    name,
    formatBytes(bytes.median),
    formatSpread(bytes),
    ...(ours && name !== ours.name
      ? [`ours ×${threeDigits(ours.bytes.median / bytes.median)}`]
      : []),
  ]);
  return [`${result.key}  (bytes per item, ${result.items.toLocaleString('en')} items)`, rows];
}
