/**
 * `PERFORMANCE.md` and its drawings, from the record of a run. Nothing here measures, reads or writes: the same record and the
 * same reasons give the same text.
 */
import { formatGoals, judgeGoals } from '../runner/goal.ts';
import { judgeTargets } from '../runner/target.ts';
import { lossesTo, lossTable, tallyOf, UNEXPLAINED } from './losses.ts';
import { words } from './markdown.ts';
import { rowsOf } from './rows.ts';
import { chartFile, chartOf, curvesOf, exponentTable, titleOf } from './scalings.ts';
import { comparisonTables } from './tables.ts';
import { GUIDANCE, METHOD, READING } from './texts.ts';
import type { Goal } from '../runner/goal.ts';
import type { RunRecord } from '../runner/record.ts';
import type { Judgement } from '../runner/target.ts';
import type { Reasons } from './reasons.ts';
import type { Row } from './rows.ts';
import type { Curve } from './scalings.ts';

export interface Report {
  readonly markdown: string;
  /** By the name of the file, in `CHARTS`. */
  readonly charts: ReadonlyMap<string, string>;
  /** Rows in which a peer is ahead and nobody has said why. */
  readonly unexplained: readonly string[];
}

/** The folder of the drawings, beside the page. */
export const CHARTS = 'charts';

/** Sections of the page, by the folder of the benchmarks. `scaling` and the targets have sections of their own. */
const SECTIONS: readonly (readonly [folder: string, title: string])[] = [
  ['core', 'core: the facade'],
  ['signals', 'signals'],
  ['path', 'path: pointers and JSONPath'],
  ['storage', 'storage'],
  ['arrays', 'arrays'],
  ['subscriptions', 'subscriptions'],
  ['baseline', 'The seven bottlenecks'],
];

export function makeReport(
  record: RunRecord,
  goals: readonly Goal[],
  reasons: Reasons,
  failures: readonly string[] = [],
): Report {
  const rows = rowsOf(record.files, reasons);
  const results = Object.values(record.files).flat();
  const curves = curvesOf(rows, results);
  const drawn = curves.filter(({ name }) => isDrawn(name));
  const toPeers = lossesTo('peer', rows, reasons);
  const toYardsticks = lossesTo('yardstick', rows, reasons);
  const sections = [
    head(record),
    ...(failures.length > 0 ? [failed(failures)] : []),
    READING,
    summary(rows),
    ...SECTIONS.flatMap(([folder, title]) => section(rows, folder, title)),
    losses(toPeers, toYardsticks),
    promises(judgeTargets(results), judgeGoals(goals, results)),
    scaling(curves, drawn),
    GUIDANCE,
    METHOD,
  ];
  return {
    markdown: `${sections.join('\n\n')}\n`,
    charts: new Map(drawn.map((curve) => [chartFile(curve), chartOf(curve)])),
    unexplained: toPeers
      .filter(({ why }) => why === undefined)
      .map(({ row, cell }) => `${row.key}: ${cell.contender}`),
  };
}

function head({ date, revision, machine, settings, seconds }: RunRecord): string {
  const minutes = Object.values(seconds).reduce((sum, each) => sum + each, 0) / 60;
  const short = settings.budget < 400;
  return `# Performance

Written by \`pnpm bench:report\` from one run; do not edit. Figures are of ${date.slice(0, 10)}, packages built at
\`${revision}\`, ${machine.cores} cores of an ${machine.cpu}, ${machine.memoryGiB} GB, ${machine.system},
Node ${machine.node} (V8 ${machine.v8}); ${settings.rounds} rounds, ${minutes.toFixed(0)} minutes in all.${
    short
      ? `

**A quick run** (\`--quick\`): a fifth of the usual time for each group, on a machine that did other work beside. Good for
factors of 2 and up; single operations of a few nanoseconds come out too slow.`
      : ''
  }`;
}

function failed(failures: readonly string[]): string {
  return `**Not everything ran.** These contenders failed, and are missing below:\n\n${failures
    .map((failure) => `- ${failure}`)
    .join('\n')}`;
}

function summary(rows: readonly Row[]): string {
  const compared = SECTIONS.filter(([folder]) => folder !== 'baseline').map(([folder]) => {
    const { ahead, level, behind } = tallyOf(inFolder(rows, folder));
    return [folder, ahead + level + behind, behind, level, ahead].map(String);
  });
  return `## Ours against peers, in sum

Each comparison of ours with one peer at one size is counted once; "level" is within the spread or within 3 %. Every
comparison in which a peer is ahead is listed [below](#what-we-lose-and-why).

${words(['package', 'comparisons', 'ours ahead', 'level', 'a peer ahead'], compared)}`;
}

function section(rows: readonly Row[], folder: string, title: string): string[] {
  const files = new Map<string, Row[]>();
  for (const row of inFolder(rows, folder))
    files.set(row.file, [...(files.get(row.file) ?? []), row]);
  if (files.size === 0) return [];
  const parts = [...byTable(files)].map(
    ([source, ofFile]) => `\`${source}\`\n\n${comparisonTables(ofFile).join('\n\n')}`,
  );
  return [`## ${title}\n\n${parts.join('\n\n')}`];
}

/** The files of a folder of their own (`jsonpath-alone/`) are shown together. */
function byTable(files: ReadonlyMap<string, Row[]>): Map<string, Row[]> {
  const merged = new Map<string, Row[]>();
  for (const [file, rows] of files) {
    const parts = file.split('/');
    const source = parts.length > 2 ? `${parts.slice(0, -1).join('/')}/` : file;
    merged.set(source, [...(merged.get(source) ?? []), ...rows]);
  }
  return merged;
}

function inFolder(rows: readonly Row[], folder: string): Row[] {
  return rows.filter(({ file }) => file.startsWith(`${folder}/`));
}

type Losses = ReturnType<typeof lossesTo>;

function losses(toPeers: Losses, toYardsticks: Losses): string {
  const unexplained = toPeers.filter(({ why }) => why === undefined).length;
  const counted =
    unexplained === 0
      ? ''
      : ` Of ${toPeers.length}, ${unexplained} ${unexplained === 1 ? 'is' : 'are'} ${UNEXPLAINED}.`;
  return `## What we lose, and why

### To peers

Every comparison in which a peer is ahead beyond the spread, the widest first. The rows are taken from the figures; the
reasons stand beside the groups, in \`src/*/reasons.ts\`.${counted}

${toPeers.length === 0 ? 'None.' : lossTable(toPeers)}

### To code written by hand

Not peers but yardsticks: loops, Maps and arrays that do less, or that change what a caller may still hold. They show what
is left to gain at most.

${toYardsticks.length === 0 ? 'None.' : lossTable(toYardsticks)}`;
}

function promises(targets: readonly Judgement[], goals: readonly Judgement[]): string {
  const absolute = targets.filter(({ name }) => name.startsWith('target/'));
  const met = goals.filter(({ verdict }) => verdict === 'met').length;
  return `## Promises

"Met" and "missed" by the margin that the noise requires; "open" is between the two
([how](README.md#targets-and-goals)). \`pnpm bench:validate\` measures these alone.

### Targets of the founding plan

${absolute.length === 0 ? 'Not measured in this run.' : words(['target', 'promised', 'measured', 'verdict'], judgementRows(absolute))}

### Goals of our own, beside the peers

${
  goals.length === 0
    ? 'Not measured in this run.'
    : `${met} of ${goals.length} are met. A goal says how far we want to get, so that a missed one is shown and does not fail a run.

${words(['goal', 'wanted', 'measured', 'verdict'], judgementRows(goals))}`
}`;
}

function judgementRows(judged: readonly Judgement[]): string[][] {
  return judged.map(({ name, promised, measured, spread, verdict }) => [
    name,
    promised,
    `${measured} ${spread}`.trim(),
    verdict === 'missed' ? '**missed**' : verdict,
  ]);
}

function scaling(curves: readonly Curve[], drawn: readonly Curve[]): string {
  const pictures = drawn.map((curve) => `![${titleOf(curve.name)}](${CHARTS}/${chartFile(curve)})`);
  return `## Cost against size

Fitted to the medians at all sizes: \`size^0\` is constant, \`size^1\` linear; log n comes out as \`size^0.15\` from 10 to a
million. A claim is borne out up to an exponent of 0.1 more, which is what the caches of a processor account for
([why](src/scaling/claims.ts)). Both axes of the curves are logarithmic.

${curves.length === 0 ? 'Not measured in this run.' : exponentTable(curves)}

${pictures.join('\n')}`.trimEnd();
}

/** Operations that claim something; the others are in the table. */
function isDrawn(name: string): boolean {
  return name.startsWith('scaling/') || /^arrays\/(?:vector|layer)/.test(name);
}

/** For the terminal. */
export function goalsAsText(record: RunRecord, goals: readonly Goal[]): string {
  return formatGoals(judgeGoals(goals, Object.values(record.files).flat()));
}
