/** Formats istanbul's JSON report as a table with one row for each package, and a list of the lines that no test ran. */
import { relative, sep } from 'node:path';

interface Place {
  readonly start: { readonly line?: number | undefined };
}

/** The fields of a file's entry in `coverage-final.json` that are read here. */
export interface CoverageOf {
  readonly path: string;
  readonly statementMap: Readonly<Record<string, Place>>;
  readonly s: Readonly<Record<string, number>>;
  readonly fnMap: Readonly<Record<string, { readonly loc: Place }>>;
  readonly f: Readonly<Record<string, number>>;
  readonly branchMap: Readonly<Record<string, { readonly locations: readonly Place[] }>>;
  readonly b: Readonly<Record<string, readonly number[]>>;
}

interface Count {
  ran: number;
  all: number;
}

interface Counts {
  readonly lines: Count;
  readonly functions: Count;
  readonly branches: Count;
}

/** @param packages the folder of all packages @param named the packages to list, in this order */
export function coverageTable(
  report: Readonly<Record<string, CoverageOf>>,
  packages: string,
  named: readonly string[],
): string {
  const byPackage = new Map<string, Counts>(named.map((name) => [name, zero()]));
  const missed: string[] = [];
  for (const file of Object.values(report)) {
    const name = relative(packages, file.path).split(sep).join('/');
    const counts = byPackage.get(name.split('/')[0] ?? '');
    if (!counts) continue;
    const lines = linesOf(file);
    add(counts.lines, [...lines.values()]);
    add(counts.functions, Object.values(file.f).map(Boolean));
    add(counts.branches, Object.values(file.b).flat().map(Boolean));
    const places = missedIn(file, lines);
    if (places.length > 0) missed.push(`  ${name}: ${places.join(', ')}`);
  }
  const total = zero();
  for (const counts of byPackage.values()) {
    for (const kind of KINDS) {
      total[kind].ran += counts[kind].ran;
      total[kind].all += counts[kind].all;
    }
  }
  const rows = [...byPackage, ['all', total] as const].map(
    ([name, counts]) =>
      name.padEnd(14) + KINDS.map((kind) => share(counts[kind]).padStart(18)).join(''),
  );
  return [
    ['package'.padEnd(14), ...KINDS.map((kind) => kind.padStart(18))].join(''),
    ...rows,
    ...(missed.length > 0 ? ['', 'Not run (lines; "b" where only a branch was not taken):'] : []),
    ...missed.toSorted(),
  ].join('\n');
}

const KINDS = ['lines', 'functions', 'branches'] as const;

function zero(): Counts {
  return { lines: none(), functions: none(), branches: none() };
}

function none(): Count {
  return { ran: 0, all: 0 };
}

function add(count: Count, ran: readonly boolean[]): void {
  count.all += ran.length;
  count.ran += ran.filter(Boolean).length;
}

function share({ ran, all }: Count): string {
  return all === 0 ? '–' : `${((100 * ran) / all).toFixed(2)} % of ${all}`;
}

/** Whether any statement that begins on a line ran. */
function linesOf({ statementMap, s }: CoverageOf): Map<number, boolean> {
  const lines = new Map<number, boolean>();
  for (const [id, { start }] of Object.entries(statementMap)) {
    if (start.line === undefined) continue;
    lines.set(start.line, (lines.get(start.line) ?? false) || (s[id] ?? 0) > 0);
  }
  return lines;
}

function missedIn(file: CoverageOf, lines: ReadonlyMap<number, boolean>): string[] {
  const places = new Map<number, string>();
  for (const [id, { locations }] of Object.entries(file.branchMap)) {
    for (const [index, { start }] of locations.entries()) {
      // A missing `else` has no location of its own, so that of the `if` is used
      const line = start.line ?? locations[0]?.start.line;
      if (line !== undefined && (file.b[id]?.[index] ?? 0) === 0) places.set(line, `${line}b`);
    }
  }
  for (const [line, ran] of lines) if (!ran) places.set(line, String(line));
  return [...places].toSorted(([a], [b]) => a - b).map(([, text]) => text);
}
