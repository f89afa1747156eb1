/** The tables of measured figures in the READMEs: which figure goes into which cell, and helpers to format cells. */
import type { Figure, Measured } from './measured.ts';

/** The content of a cell: a fixed text, or a function of the figures. */
export type Cell = string | ((measured: Measured) => string);

export interface FigureTable {
  /** Relative to the root of the repository. */
  readonly file: string;
  /** The head of the table, by which it is found. No other table of the file has this head. */
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

const OURS = 'data-map';

/** The figure of one contender, or a dash if it was not measured. */
function of(source: string, row: string, contender = OURS): Cell {
  return (measured) => measured.find(source, row, contender)?.text ?? '–';
}

/** The figures of several contenders in one cell, each with its name, the smallest first. */
function each(source: string, row: string, names: Readonly<Record<string, string>>): Cell {
  return (measured) =>
    Object.entries(names)
      .flatMap(([contender, name]) => {
        const figure = measured.find(source, row, contender);
        return figure === undefined ? [] : [{ name, figure }];
      })
      .toSorted((a, b) => a.figure.amount - b.figure.amount)
      .map(({ name, figure }) => `${name} ${figure.text}`)
      .join(', ');
}

/** The figures of several contenders in cells of their own, the smallest one bold. */
function best(source: string, row: string, contenders: readonly string[]): Cell[] {
  const figures = (measured: Measured): Figure[] =>
    contenders.map((contender) => measured.figure(source, row, contender));
  return contenders.map((_, at) => (measured) => {
    const all = figures(measured);
    const { text, amount } = all[at] as Figure;
    return all.every((other) => amount <= other.amount) ? `**${text}**` : text;
  });
}

/** The figures of several contenders in one cell. */
function together(source: string, row: string, contenders: readonly string[]): Cell {
  return (measured) =>
    contenders.map((contender) => measured.figure(source, row, contender).text).join(' / ');
}

/** One row for each benchmark, given by its name and its title in the table. */
function rowsOf(
  titles: Readonly<Record<string, string>>,
  cells: (row: string) => readonly Cell[],
): Cell[][] {
  return Object.entries(titles).map(([row, title]) => [title as Cell].concat(cells(row)));
}

/** Our figure in one cell, the figures of the others with their names in the next. */
function oursAndPeers(
  source: string,
  row: string,
  names: Readonly<Record<string, string>>,
): Cell[] {
  return [of(source, row), each(source, row, names)];
}

// core

const FACADE: readonly (readonly Cell[])[] = [
  [
    'write a leaf, nobody watches',
    ...oursAndPeers(
      'core/leaf-write',
      'leaf write, nobody watches',
      same('mobx', 'valtio', 'legend-state', 'immer + zustand'),
    ),
  ],
  [
    'write a leaf, one watcher',
    ...oursAndPeers(
      'core/leaf-write',
      'leaf write, watchers, 1',
      same('mobx', 'valtio', 'legend-state', 'immer + zustand'),
    ),
  ],
  [
    'write a leaf, 1,000 watchers',
    ...oursAndPeers(
      'core/leaf-write',
      'leaf write, watchers, 1,000',
      same('mobx', 'valtio', 'legend-state', 'immer + zustand'),
    ),
  ],
  [
    'one of a batch of 100 writes',
    ...oursAndPeers('core/batch', 'batch of 100, 10,000', same('mobx', 'immer', 'mutative')),
  ],
  [
    'one of ten writes rolled back',
    ...oursAndPeers('core/batch', 'ten writes rolled back, 10,000', same('immer', 'mutative')),
  ],
  [
    'one of a JSON Patch of 1,000 replaces (ours is atomic)',
    ...oursAndPeers(
      'core/json-patch',
      'json patch of 1,000, 10,000',
      same('fast-json-patch', 'rfc6902'),
    ),
  ],
  [
    'unshift on 10,000 elements, with its patch',
    ...oursAndPeers(
      'core/unshift-patch',
      'unshift with its patch, 10,000',
      same('immer', 'mutative'),
    ),
  ],
  [
    'a write that a live query watches, 100,000 items',
    ...oursAndPeers('core/live-query', 'live query, relevant write, 100,000', live()),
  ],
  [
    'the same, 1,000 items',
    ...oursAndPeers('core/live-query', 'live query, relevant write, 1,000', live()),
  ],
  [
    'the same, and all results read, 100,000 items',
    ...oursAndPeers(
      'core/live-query',
      'live query, all results read after a write, 100,000',
      live(),
    ),
  ],
  [
    'the ten best of 100,000 when the leader drops out',
    ...oursAndPeers('core/live-query', 'ten best, the leader drops out, 100,000', {
      'hand-written selection, run again': 'a hand-written selection',
    }),
  ],
];

function same(...names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, name]));
}

function live(): Record<string, string> {
  return {
    ...same('event-reduce', 'TanStack DB', 'tinybase'),
    'hand-written loop, run again': 'a hand-written loop',
  };
}

// signals

const GRAPHS: Readonly<Record<string, string>> = {
  deep: 'deep: a chain of 50',
  broad: 'broad: 50 branches of two',
  diamond: 'diamond: five ways',
  triangle: 'triangle: a chain of 10, summed up',
  mux: 'mux: 100 into one into 100',
  unstable: 'unstable: dependencies that alternate',
  avoidable: 'avoidable: a change that dies out',
  repeated: 'repeated: 30 reads of one signal',
  cellx: 'cellx: 100 layers',
  'fan-in-1': 'fan-in: one signal into each of 100 sums',
  'fan-in-100': 'fan-in: 100 signals into each of 100 sums',
  'fan-out-1000': 'fan-out: 1,000 computeds with an effect each',
  'dynamic-10x10': 'dynamic 10 × 10, unobserved',
  'dynamic-100x15': 'dynamic 100 × 15, unobserved',
  batched: 'batched: 10 writes',
  'create-dispose': 'create and dispose: 10 computeds with an effect each',
};

/** The cells of a primitive: ours, alien-signals, preact, and a hand-written loop. If there is a loop, the cell of alien-signals stays empty. */
function single(source: string, row: string, loop?: string): Cell[] {
  const three =
    loop === undefined ? [OURS, 'alien-signals', 'preact'] : [OURS, undefined, 'preact', loop];
  const cells = three.map((name) => (name === undefined ? '' : of(source, row, name)));
  return loop === undefined ? [...cells, ''] : cells;
}

const PRIMITIVES: readonly (readonly Cell[])[] = [
  ['read, of 1,000 signals', ...single('signals/primitives', 'read-many')],
  ['read a computed that is up to date', ...single('signals/primitives', 'read-cached-computed')],
  ['write, nobody watching', ...single('signals/primitives', 'write-unwatched')],
  ['write, one effect', ...single('signals/primitives', 'write-one-effect')],
  ['create a signal', ...single('signals/primitives', 'create-signals')],
  ['create and dispose of an effect', ...single('signals/primitives', 'create-dispose-effects')],
  ['notify 1,000 effects, each', ...single('signals/notify', 'notify-effects, 1,000')],
  [
    'notify 1,000 plain subscribers, each',
    ...single('signals/notify', 'notify-subscribers, 1,000', 'bare loop'),
  ],
  [
    'notify 10,000 plain subscribers, each',
    ...single('signals/notify', 'notify-subscribers, 10,000', 'bare loop'),
  ],
];

const HELD: Readonly<Record<string, string>> = {
  'memory-signals': 'signal',
  'memory-computeds': 'computed, never read, with its function',
  'memory-observed': 'computed with an effect, both functions, disposers',
  'memory-effects': 'effect, with its link and its disposer',
};

// arrays

const SIZES = ['10', '1,000', '100,000', '1,000,000'];

const VECTOR: Readonly<Record<string, string>> = {
  'vector push': 'push',
  'vector bulk': 'bulk, of computed elements (`list`: `times`)',
  'vector get': 'get',
  'vector set': 'set',
  'vector iterate': 'iterate',
  'vector pop': 'pop',
  'vector from': 'from',
  'vector toArray': 'toArray',
  'vector slice': 'slice',
  'vector concat': 'concat',
  'vector insert in the middle': 'insert in the middle',
  'vector remove in the middle': 'remove in the middle',
  'vector bytes, from': 'bytes per element, from an array',
  'vector bytes, push': 'bytes per element, pushed',
};

// storage

const IMMUTABLE: Readonly<Record<string, string>> = {
  'immutable setIn': 'Immutable',
  mutative: 'mutative',
  immer: 'immer',
};
const KINDS: Readonly<Record<string, string>> = {
  'narrow containers': 'in narrow containers',
  'array of records': 'in an array of 10,000 records',
  'object of records': 'in an object of 10,000 records',
};

function snapshots(what: string): Cell[][] {
  return rowsOf(KINDS, (kind) =>
    oursAndPeers('storage/snapshot', `${kind}, ${what}, 100,000`, IMMUTABLE),
  );
}

const DOCUMENT: readonly (readonly Cell[])[] = [
  [
    'construction',
    ...oursAndPeers('storage/construct', 'construct, 100,000', {
      'eager Map of leaves': 'eager Map',
      'immutable fromJS': 'Immutable `fromJS`',
    }),
  ],
  [
    'the same with browser-compat-data (16 MB)',
    ...oursAndPeers('storage/construct', 'construct, browser-compat-data', {
      'eager Map of leaves': 'eager Map',
      'immutable fromJS': 'Immutable `fromJS`',
    }),
  ],
  [
    'heap for each leaf, the document included',
    of(
      'storage/construct',
      'heap for each leaf, the document included, 100,000',
      'data-map, adopted',
    ),
    each('storage/construct', 'heap for each leaf, the document included, 100,000', {
      'the plain document': 'the document alone',
      'eager Map of leaves beside it': 'eager Map',
    }),
  ],
  [
    'the same, after every leaf was read 8 times',
    of(
      'storage/construct',
      'heap for each leaf, the document included, 100,000',
      'data-map, every leaf read 8 times',
    ),
    '',
  ],
  ['**one write, a snapshot and a read of it**', '', ''],
  ...snapshots('a write, a snapshot and a look into it'),
  ['**one write, then the whole document as plain JSON**', '', ''],
  ...snapshots('whole document after 1 write'),
  [
    'there, and then only the written record',
    ...oursAndPeers('storage/snapshot', 'object of 10,000 records, the written record alone', {
      'spread of the record alone': 'spreading the record by hand',
    }),
  ],
  ['**100 writes, then the whole document as plain JSON**', '', ''],
  ...snapshots('whole document after 100 writes'),
  ['**leaves**', '', ''],
  [
    '`get`, 100 pointers again and again',
    ...oursAndPeers('storage/access', 'get, 100 leaves again and again, 100,000', {
      'Map.get of the leaf': 'bare `Map.get`',
      'lodash get, path split before': 'lodash with a split path',
    }),
  ],
  [
    '`get`, 10,000 leaves at random',
    ...oursAndPeers('storage/access', 'get, up to 20,000 leaves at random, 100,000', {
      'Map.get of the leaf': '`Map.get`',
      'lodash get, path split before': 'lodash',
      resolvePointer: 'walking the path',
    }),
  ],
  [
    '`get`, pointer built for each call',
    ...oursAndPeers('storage/access', 'get, pointer put together anew, 100,000', {
      'Map.get of the leaf': '`Map.get`',
    }),
  ],
  [
    '`getAt`, location split before',
    ...oursAndPeers('storage/access', 'getAt, location split before, 100,000', {
      'hand-written walk': 'hand-written walk',
    }),
  ],
  ...(['100 leaves again and again', 'up to 20,000 leaves at random'] as const).map(
    (which, at): Cell[] => [
      at === 0 ? '`set` with its Change, 100 pointers' : '`set`, 10,000 leaves at random',
      of('storage/access', `set, ${which}, 100,000`, 'data-map, with Changes'),
      each('storage/access', `set, ${which}, 100,000`, {
        'Map.set of the leaf': '`Map.set`',
        'lodash set, in place': 'lodash',
        'immutable setIn': 'Immutable',
      }),
    ],
  ),
  [
    "`getPointersMatchingPattern('/users/*/name')`, a hit",
    ...oursAndPeers('storage/listing', 'pattern /users/*/name, 100,000', {
      'hand-written loop': 'hand-written loop',
      'Map of leaves, scanned by a regular expression': 'scan of a Map',
    }),
  ],
  [
    "`keys('/users/7')`, each of its 10 keys",
    ...oursAndPeers('storage/listing', 'keys of a record, 100,000', {
      'Map of leaves, scanned': 'scan of a Map',
    }),
  ],
  [
    '`keys()`, each of all keys',
    ...oursAndPeers('storage/listing', 'all keys, 100,000', { 'Map of leaves': 'keys of a Map' }),
  ],
  [
    '`keys()`, the first one',
    ...oursAndPeers('storage/listing', 'first of all keys, 100,000', {
      'flattening first': 'flattening first',
    }),
  ],
  ['**PrefixIndex of 100,000 pointers**', '', ''],
  [
    'memory for each, its string included',
    ...oursAndPeers('storage/prefix-index', 'bytes for each key, its string included, 100,000', {
      'the strings alone': 'the strings alone',
      'Set for each prefix': 'Set for each prefix',
      'mnemonist TrieMap, by segment': 'mnemonist TrieMap',
    }),
  ],
  ['adding one', ...oursAndPeers('storage/prefix-index', 'build, 100,000', tries())],
  [
    'listing 10 below a prefix',
    ...oursAndPeers('storage/prefix-index', 'list 10 of a subtree, 100,000', {
      ...tries(),
      'Set, scanned': 'scan',
    }),
  ],
  [
    '`/users/*/name`, for each hit',
    ...oursAndPeers('storage/prefix-index', 'pattern /users/*/name, for each hit, 100,000', {
      'Set, scanned': 'scan',
    }),
  ],
  [
    'adding or removing one among them',
    ...oursAndPeers('storage/prefix-index', 'add and remove, 100,000', tries()),
  ],
];

function tries(): Record<string, string> {
  return {
    'Set for each prefix': 'Set for each prefix',
    'mnemonist TrieMap, by segment': 'TrieMap',
  };
}

// subscriptions

const COUNTS = ['10', '100', '1,000', '10,000', '100,000'];

function matching(title: string, row: string, contender: string): Cell[] {
  return [
    title,
    ...COUNTS.map((count) => of('subscriptions/match', `${row}, ${count}`, contender)),
  ];
}

const MATCHES: readonly (readonly Cell[])[] = [
  matching('same strings: `forEachMatch`', 'match, the same strings', 'data-map forEachMatch'),
  matching('`match` (a Set for the caller)', 'match, the same strings', 'data-map match'),
  matching(
    '`Map.get` of the answer: the floor',
    'match, the same strings',
    'Map.get of the answer',
  ),
  matching('qlobber', 'match, the same strings', 'qlobber'),
  matching('qlobber, splits cached', 'match, the same strings', 'qlobber, splits cached'),
  matching('recursive trie', 'match, the same strings', 'recursive trie'),
  matching('eventemitter2', 'match, the same strings', 'eventemitter2'),
  matching('regex scan', 'match, the same strings', 'regex scan'),
  matching(
    'newly built strings: `forEachMatch`',
    'match, strings put together anew',
    'data-map forEachMatch',
  ),
  matching('qlobber, splits cached', 'match, strings put together anew', 'qlobber, splits cached'),
  matching(
    'pointers never seen before: `forEachMatch`',
    'match, pointers never seen before',
    'data-map forEachMatch',
  ),
  matching('qlobber', 'match, pointers never seen before', 'qlobber'),
  matching('regex scan', 'match, pointers never seen before', 'regex scan'),
  matching('add or remove, exact', 'add or remove, exact', 'data-map match'),
  matching('add or remove, wildcards', 'add or remove, wildcards', 'data-map match'),
  matching('qlobber, add or remove, exact', 'add or remove, exact', 'qlobber'),
];

const NOTIFIED = [OURS, 'data-map, one commit', 'qlobber', 'recursive trie', 'eventemitter2'];

function notified(title: string, row: string, contenders = NOTIFIED): Cell[] {
  return [
    title,
    ...NOTIFIED.map((name) =>
      contenders.includes(name) ? of('subscriptions/notify', row, name) : '–',
    ),
  ];
}

// path

const QUERIES: readonly (readonly [row: string, text: string])[] = [
  ['wildcard array', '`$.users[*].name`, an array'],
  ['wildcard object', '`$.users[*].name`, an object'],
  ['descendant', '`$..email`'],
  ['filter boolean', '`[?(@.active==true)]`'],
  ['filter conjunction', "`[?(@.score>90 && @.address.city=='Paris')].name`"],
  ['filter existence', '`[?(@.address.zip)]`'],
  ['slice', '`[100:5000:2].id`'],
  ['single', '`$.users[5000].address.city`'],
];

function queried(name: string, title: string): Cell[] {
  const alone = `jsonpath ${name}, alone, 100,000`;
  const after = `jsonpath ${name}, after twenty others, 100,000`;
  const peers = ['json-p3', 'jsonpath-rfc9535', 'nimma', 'jsonpath-faster', 'jsonpath-plus'];
  return [
    title,
    of('path/jsonpath-alone/', alone),
    of('path/jsonpath-alone/', alone, 'hand-written loop'),
    of('path/jsonpath-after', after),
    of('path/jsonpath-after', after, 'hand-written loop'),
    ...peers.map((peer) =>
      name === 'slice' && peer === 'nimma' ? 'wrong' : of('path/jsonpath-after', after, peer),
    ),
  ];
}

const INCREMENTAL: readonly (readonly [title: string, source: string, row: string])[] = [
  ['of a selected value', 'path/incremental', 'incremental change in the result'],
  ['of a value that the filter reads', 'path/incremental', 'incremental change in the filter'],
  ['of a value that is neither', 'path/incremental', 'incremental change beside both'],
  [
    'insertion or removal of the first element',
    'path/incremental-shift',
    'incremental unshift and shift',
  ],
];

// The audit of the seven bottlenecks: the first column of each table, and its rows

const BOTTLENECKS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'match a pointer among': {
    'pattern_match, 10': '10 patterns',
    'pattern_match, 100': '100',
    'pattern_match, 500': '500',
    'pattern_match, 1,000': '1,000',
  },
  query: {
    'query_wildcard, 100,000': 'wildcard, 10,000 hits, repeated',
    'query_complex, 100,000': 'filter, repeated',
    'query_complex_after_write, 100,000': 'filter, after a write',
    'query_complex_live, 100,000': 'filter, as an incremental query',
    'query_simple, 100,000': 'one pointer',
  },
  observers: {
    'signal_notify, 10': '10 effects',
    'signal_notify, 100': '100 effects',
    'signal_notify, 500': '500 effects',
    'signal_notify, 1,000': '1,000 effects',
    'signal_subscribers, 10': '10 subscribers',
    'signal_subscribers, 100': '100 subscribers',
    'signal_subscribers, 500': '500 subscribers',
    'signal_subscribers, 1,000': '1,000 subscribers',
  },
  allocate: {
    'indirection_alloc, 100': 'one of 100 in a fresh layer',
    'indirection_alloc, 1,000': 'one of 1,000 in a fresh layer',
    'indirection_alloc_after_free, 1,000': 'with a removal at random, among 1,000',
    'indirection_alloc_after_free, 10,000': 'with a removal at random, among 10,000',
  },
  request: {
    'lru_hit, 100': 'a known query, capacity 100',
    'lru_hit, 1,000': 'a known query, capacity 1,000',
    'lru_evict, 100': 'a new one that evicts another, 100',
    'lru_evict, 1,000': 'a new one that evicts another, 1,000',
  },
  'of a store of': {
    'keys_first, 1,000': '1,000 leaves, the first',
    'keys_first, 100,000': '100,000 leaves, the first',
    'keys_subtree, 1,000': '1,000 leaves, ten below a prefix, each',
    'keys_subtree, 100,000': '100,000 leaves, ten below a prefix, each',
    'keys_all, 1,000': '1,000 leaves, all, each',
    'keys_all, 100,000': '100,000 leaves, all, each',
  },
  'push onto': {
    'vector_push, 100': '100 elements',
    'vector_push, 1,000': '1,000 elements',
    'vector_push, 10,000': '10,000 elements',
  },
};

const AUDIT = Object.entries(BOTTLENECKS).map(([first, titles]): FigureTable => {
  const source = 'baseline/bottleneck-baselines';
  return {
    file: 'docs/audit/data-map-performance-audit.md',
    head: [first, 'now', 'before', 'ratio'],
    rows: rowsOf(titles, (row) => [
      of(source, row),
      of(source, row, 'naive'),
      (measured) => measured.figure(source, row, 'naive').factor,
    ]),
  };
});

export const TABLES: readonly FigureTable[] = [
  ...AUDIT,
  { file: 'README.md', head: ['one operation', 'data-map', 'peers'], rows: FACADE },
  { file: 'packages/core/README.md', head: ['one operation', 'data-map', 'peers'], rows: FACADE },
  {
    file: 'packages/signals/README.md',
    head: ['graph', 'data-map', 'alien', 'preact', 'Vue', 'Solid'],
    rows: rowsOf(GRAPHS, (row) =>
      best('signals/graphs', row, [OURS, 'alien-signals', 'preact', 'vue', 'solid']),
    ),
  },
  {
    file: 'packages/signals/README.md',
    head: ['operation', 'data-map', 'alien', 'preact', 'bare loop'],
    rows: PRIMITIVES,
  },
  {
    file: 'packages/signals/README.md',
    head: ['bytes per', 'data-map', 'alien', 'preact'],
    rows: rowsOf(HELD, (row) =>
      [OURS, 'alien-signals', 'preact'].map((name) => of('signals/memory', row, name)),
    ),
  },
  {
    file: 'packages/arrays/README.md',
    head: ['n elements', ...SIZES],
    rows: rowsOf(VECTOR, (row) =>
      SIZES.map((size) =>
        together('arrays/vector', `${row}, ${size}`, [OURS, 'list', 'immutable']),
      ),
    ),
  },
  {
    file: 'packages/storage/README.md',
    head: ['a document of 100,000 leaves', 'here', 'peers'],
    rows: DOCUMENT,
  },
  {
    file: 'packages/subscriptions/README.md',
    head: ['', '10 patterns', '100', '1,000', '10,000', '100,000'],
    rows: MATCHES,
  },
  {
    file: 'packages/subscriptions/README.md',
    head: [
      'calls',
      'ours',
      'in one commit',
      'qlobber and a loop',
      'recursive trie',
      'eventemitter2',
    ],
    rows: [
      notified('0', 'notify, 0 hits'),
      notified('1', 'notify, 1 hits'),
      notified('10', 'notify, 10 hits'),
      notified('1,000', 'notify, 1000 hits'),
      notified(
        'replace 10,000 elements, all copied, 1,000 calls',
        'replace 10,000 elements, all elements copied',
        [OURS],
      ),
      notified(
        'the same, unchanged elements shared',
        'replace 10,000 elements, unchanged elements shared',
        [OURS],
      ),
      notified('insert before 10,000 elements', 'unshift on 10,000 elements', [OURS]),
    ],
  },
  {
    file: 'packages/path/README.md',
    head: ['change', '1,000 users', '100,000 users'],
    rows: INCREMENTAL.map(([title, source, row]) => [
      title,
      of(source, `${row}, 1,000`),
      of(source, `${row}, 100,000`),
    ]),
  },
  {
    file: 'packages/path/README.md',
    head: [
      'query',
      'alone',
      'a loop, alone',
      'data-map',
      'a loop',
      'json-p3',
      'jsonpath-rfc9535',
      'nimma',
      'jsonpath-faster',
      'jsonpath-plus',
    ],
    rows: QUERIES.map(([name, title]) => queried(name, title)),
  },
];
