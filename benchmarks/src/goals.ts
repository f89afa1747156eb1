/**
 * Our own goals of `specs/data-map.md` §8.3, as data. `pnpm bench:validate` runs the groups that they need, and
 * `pnpm bench:report` includes them in the report. `runner/goal.ts` says how they are judged.
 */
import { GRAPHS, QUERIES } from './row-names.ts';
import { keysOf } from './runner/goal.ts';
import type { Goal } from './runner/goal.ts';

const SIGNALS = ['alien-signals', 'preact', 'vue', 'solid', 'signal-polyfill'];

const GRAPH_KEYS = GRAPHS.map((name) => `signals/${name}`);

const jsonpath = (mode: string): string[] =>
  QUERIES.flatMap((name) => keysOf(`path/jsonpath ${name}, ${mode}`, [100_000]));
const ALONE = jsonpath('alone');
const AFTER = jsonpath('after twenty others');

const vector = ['push', 'get', 'set', 'iterate'].flatMap((name) =>
  keysOf(`arrays/vector ${name}`, [10, 1000, 100_000, 1_000_000]),
);

const MATCH = 'patterns/match, strings put together anew';
const HEAP = 'storage/heap for each leaf, the document included';
const fastest = (
  name: string,
  groups: readonly string[],
  peers: readonly string[],
  over: 'mean' | 'each',
  times: number,
): Goal => ({ of: 'ratio', name, groups, peers, over, times });

export const goals: readonly Goal[] = [
  fastest('signal read', ['signals/read-many'], SIGNALS, 'each', 1),
  fastest('signal write', ['signals/write-unwatched'], SIGNALS, 'each', 1),
  fastest('signal write, one effect', ['signals/write-one-effect'], SIGNALS, 'each', 1),
  fastest('reactive graphs', GRAPH_KEYS, ['alien-signals'], 'mean', 1.1),
  fastest('match among 1,000 patterns', keysOf(MATCH, [1000]), ['qlobber'], 'each', 8),
  {
    of: 'growth',
    name: 'match among 100,000 patterns, relative to 1,000',
    groups: keysOf(MATCH, [1000, 100_000]),
    times: 3,
  },
  {
    of: 'duration',
    name: 'relevant change to a live query, 1,000 items',
    groups: keysOf('path/incremental change in the filter', [1000]),
    nanoseconds: 2000,
  },
  {
    of: 'duration',
    name: 'relevant change to a live query, 100,000 items',
    groups: keysOf('path/incremental change in the filter', [100_000]),
    nanoseconds: 2000,
  },
  fastest('JSONPath alone, every case', ALONE, ['json-p3'], 'each', 5),
  fastest('JSONPath alone', ALONE, ['json-p3'], 'mean', 15),
  fastest('JSONPath after twenty others, every case', AFTER, ['json-p3'], 'each', 5),
  fastest('JSONPath after twenty others', AFTER, ['json-p3'], 'mean', 15),
  fastest('JSONPath alone, every case', ALONE, ['hand-written loop'], 'each', 1 / 1.5),
  fastest(
    'JSONPath after twenty others, every case',
    AFTER,
    ['hand-written loop'],
    'each',
    1 / 1.5,
  ),
  fastest('vector push, get, set, iterate', vector, ['immutable'], 'mean', 4),
  fastest('vector push, get, set, iterate', vector, ['list'], 'mean', 1.8),
  {
    of: 'duration',
    name: 'document of 100,000 leaves adopted',
    groups: keysOf('storage/construct', [100_000]),
    nanoseconds: 2e6,
  },
  {
    of: 'bytes',
    name: 'heap of an adopted document of 100,000 leaves',
    groups: keysOf(HEAP, [100_000]),
    ours: 'data-map, adopted',
    reference: 'the plain document',
    times: 1.1,
  },
  fastest(
    'a write and a snapshot, array of records',
    keysOf(
      'storage/array of records, a write, a snapshot and a look into it',
      [1000, 100_000, 1_000_000],
    ),
    ['immer', 'mutative'],
    'each',
    5,
  ),
  fastest(
    'a write and a snapshot, object of records',
    keysOf('storage/object of records, a write, a snapshot and a look into it', [1000, 100_000]),
    ['immer', 'mutative'],
    'each',
    5,
  ),
  fastest(
    'a write and a snapshot, narrow containers',
    keysOf('storage/narrow containers, a write, a snapshot and a look into it', [100_000]),
    ['immer', 'mutative'],
    'each',
    5,
  ),
  fastest(
    'a write and the whole document, array of records',
    keysOf('storage/array of records, whole document after 1 write', [1000, 100_000, 1_000_000]),
    ['immer', 'mutative'],
    'each',
    5,
  ),
  fastest(
    'a write and the whole document, object of records',
    keysOf('storage/object of records, whole document after 1 write', [1000, 100_000]),
    ['immer', 'mutative'],
    'each',
    5,
  ),
  fastest(
    'a write and the whole document, narrow containers',
    keysOf('storage/narrow containers, whole document after 1 write', [100_000]),
    ['immer', 'mutative'],
    'each',
    5,
  ),
  {
    of: 'duration',
    name: 'a write and the whole document, an object of 10,000 records',
    groups: keysOf('storage/object of records, whole document after 1 write', [100_000]),
    nanoseconds: 1e6,
  },
  {
    of: 'duration',
    name: 'a write and the written record, an object of 10,000 records',
    groups: ['storage/object of 10,000 records, the written record alone'],
    nanoseconds: 1000,
  },
  {
    of: 'duration',
    name: 'insert or remove at the head of 1,000,000 positions',
    groups: keysOf('arrays/layer/insert and remove at the head', [1_000_000]),
    nanoseconds: 100,
  },
];
