/** The sentences of the documentation that contain measured figures, with a `{}` in the place of each figure. */
import { GRAPHS, QUERIES } from '../benchmarks/src/row-names.ts';
import type { Measured } from './measured.ts';

export interface FigureSentence {
  /** Relative to the root of the repository. */
  readonly file: string;
  /** The sentence, or a part of it that occurs only once in the file. Line breaks in the file do not matter. */
  readonly text: string;
  readonly figures: readonly ((measured: Measured) => string)[];
}

type Ratio = (measured: Measured) => number;

const OURS = 'data-map';

/** A time or a size, as formatted in the report. */
function of(source: string, row: string, contender = OURS): (measured: Measured) => string {
  return (measured) => measured.figure(source, row, contender).text;
}

/** The figure of the contender `large` divided by that of `small`. */
function ratio(source: string, row: string, small: string, large: string): Ratio {
  return (measured) =>
    measured.figure(source, row, large).amount / measured.figure(source, row, small).amount;
}

function geometricMean(ratios: readonly Ratio[]): Ratio {
  return (measured) =>
    Math.exp(ratios.reduce((sum, one) => sum + Math.log(one(measured)), 0) / ratios.length);
}

function least(ratios: readonly Ratio[]): Ratio {
  return (measured) => Math.min(...ratios.map((one) => one(measured)));
}

function greatest(ratios: readonly Ratio[]): Ratio {
  return (measured) => Math.max(...ratios.map((one) => one(measured)));
}

/** Formats a factor with two significant digits, or with the given number of decimals. */
function times(factor: Ratio, decimals?: number): (measured: Measured) => string {
  return (measured) => {
    const found = factor(measured);
    return found.toFixed(decimals ?? (found < 9.95 ? 1 : 0));
  };
}

// signals

function graphs(contender: string): Ratio {
  return geometricMean(GRAPHS.map((row) => ratio('signals/graphs', row, OURS, contender)));
}

// arrays

const SIZES = ['10', '1,000', '100,000', '1,000,000'];

function vectorAt(size: string, contender: string): Ratio {
  return geometricMean(
    ['push', 'get', 'set', 'iterate'].map((operation) =>
      ratio('arrays/vector', `vector ${operation}, ${size}`, OURS, contender),
    ),
  );
}

function vector(contender: string): ((measured: Measured) => string)[] {
  const sizes = SIZES.map((size) => vectorAt(size, contender));
  return [...sizes, geometricMean(sizes)].map((one) => times(one, 2));
}

// path

function queried(name: string, small: string, large: string): Ratio {
  const row = `jsonpath ${name}, after twenty others, 100,000`;
  return ratio('path/jsonpath-after', row, small, large);
}

const beforeJsonP3 = QUERIES.map((name) => queried(name, OURS, 'json-p3'));

// subscriptions

const COUNTS = ['10', '100', '1,000', '10,000', '100,000'];

function matched(row: string, small: string, large: string, counts = COUNTS): Ratio[] {
  return counts.map((count) => ratio('subscriptions/match', `${row}, ${count}`, small, large));
}

const FOR_EACH = 'data-map forEachMatch';
const CACHED = 'qlobber, splits cached';
const known = matched('match, the same strings', FOR_EACH, CACHED, COUNTS.slice(2));
const asSet = matched('match, the same strings', 'data-map match', CACHED);
const neverSeen = matched('match, pointers never seen before', FOR_EACH, 'qlobber');
const adding = matched('add or remove, exact', 'qlobber', 'data-map match');

/** The cost of a match among 100,000 patterns, divided by that among 1,000. */
function growth(row: string): Ratio {
  return (measured) =>
    measured.figure('subscriptions/match', `${row}, 100,000`, FOR_EACH).amount /
    measured.figure('subscriptions/match', `${row}, 1,000`, FOR_EACH).amount;
}

const metBefore = [growth('match, the same strings'), growth('match, strings put together anew')];

// storage

/** The cost of copying an object of records, divided by that of an array of records. */
function wide(measured: Measured): number {
  const row = 'whole document after 1 write, 100,000';
  return (
    measured.figure('storage/snapshot', `object of records, ${row}`, OURS).amount /
    measured.figure('storage/snapshot', `array of records, ${row}`, OURS).amount
  );
}

export const SENTENCES: readonly FigureSentence[] = [
  {
    file: 'packages/signals/README.md',
    text: 'In the geometric mean: {} times as fast as alien-signals, {} times preact, {} times Vue, {} times Solid and {} times the TC39 polyfill.',
    figures: [
      times(graphs('alien-signals'), 2),
      times(graphs('preact'), 2),
      times(graphs('vue')),
      times(graphs('solid')),
      times(graphs('signal-polyfill')),
    ],
  },
  {
    file: 'packages/arrays/README.md',
    text: 'In the geometric mean of push, get, set and iterate that is {}, {}, {} and {} times `list` at the four sizes, {} in all, and {}, {}, {} and {} times Immutable, {} in all.',
    figures: [...vector('list'), ...vector('immutable')],
  },
  {
    file: 'packages/path/README.md',
    text: 'A full evaluation takes {} at 100,000',
    figures: [
      of(
        'path/incremental-evaluation',
        'incremental against evaluation, 100,000',
        'evaluated again',
      ),
    ],
  },
  {
    file: 'packages/path/README.md',
    text: 'A cached query on an unchanged store takes {} (',
    figures: [of('path/query-cache', 'query repeated, store unchanged')],
  },
  {
    file: 'packages/path/README.md',
    text: 'In the geometric mean of the eight queries, data-map is {} times as fast as json-p3. The smallest factor is that of the object with 10,000 members ({})',
    figures: [times(geometricMean(beforeJsonP3)), times(least(beforeJsonP3))],
  },
  {
    file: 'packages/path/README.md',
    text: 'ahead in the conjunction (×{}) and in the slice (×{}).',
    figures: ['filter conjunction', 'slice'].map((name) =>
      times(queried(name, 'jsonpath-faster', OURS)),
    ),
  },
  {
    file: 'packages/path/README.md',
    text: 'Parsing five queries takes {}; json-p3 takes {}.',
    figures: [OURS, 'json-p3'].map((name) =>
      of('path/jsonpath-parse', 'jsonpath parse five queries', name),
    ),
  },
  {
    file: 'packages/storage/README.md',
    text: 'reading 20,000 of them at random takes {} each, against {} for walking the path',
    figures: [OURS, 'resolvePointer'].map((name) =>
      of('storage/access', 'get, up to 20,000 leaves at random, 1,000,000', name),
    ),
  },
  {
    file: 'packages/subscriptions/README.md',
    text: '`forEachMatch` is {} to {} times as fast as qlobber with its splits cached from 1,000 patterns on, and close to the floor; `match` is {} to {} times as fast:',
    figures: [least(known), greatest(known), least(asSet), greatest(asSet)].map((one) =>
      times(one),
    ),
  },
  {
    file: 'packages/subscriptions/README.md',
    text: '`forEachMatch` is about level with qlobber ({} to {} times as fast)',
    figures: [times(least(neverSeen)), times(greatest(neverSeen))],
  },
  {
    file: 'packages/subscriptions/README.md',
    text: 'Adding and removing takes {} to {} times as long.',
    figures: [times(least(adding)), times(greatest(adding))],
  },
  {
    file: 'packages/subscriptions/README.md',
    text: 'A pattern that shares little with others, such as `/users/7/*/name`, holds {} (qlobber {}, eventemitter2 {}), a subscription to a place {}',
    figures: [
      ...[OURS, 'qlobber', 'eventemitter2'].map((name) =>
        of('subscriptions/memory', 'bytes for each pattern', name),
      ),
      of('subscriptions/memory', 'bytes for each subscription to a place'),
    ],
  },
  {
    file: 'packages/subscriptions/README.md',
    text: '10,000 notifications of scattered places among 1,000 patterns take {}.',
    figures: [of('subscriptions/notify', '10,000 notifications among 1,000 patterns')],
  },
  {
    file: 'docs/performance.md',
    text: 'an array of records is copied {} times faster than an object of records',
    figures: [times(wide)],
  },
  {
    file: 'docs/performance.md',
    text: 'make a match {} to {} times as expensive, and one of a location not seen before {} times',
    figures: [
      times(least(metBefore)),
      times(greatest(metBefore)),
      times(growth('match, pointers never seen before')),
    ],
  },
];
