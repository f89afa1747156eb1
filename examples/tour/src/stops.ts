import { resolvePointer, type CommitEvent, type DataMap } from '@data-map/core';
import type { Itinerary } from './itinerary.ts';
import { excerpt, sourceOf } from './excerpt.ts';
import { working } from './terminal.ts';

/** The objects that all stops use. */
export interface Tour {
  readonly store: DataMap<unknown>;
  readonly at: Itinerary;
}

/** The result of a stop. */
export interface Visit {
  /** The source text of the code that ran. */
  readonly code: string[];
  /** How long it took, in milliseconds. */
  readonly took: number;
  readonly told: string[];
}

/** One stop of the tour. */
export interface Stop {
  readonly title: string;
  visit(tour: Tour): Promise<Visit>;
}

/** The parts of a stop. Only `code` is timed and shown; `before` prepares what it needs. */
interface Plan<Prepared, Result> {
  readonly title: string;
  before(tour: Tour): Prepared;
  readonly code: (tour: Tour) => Result;
  tell(result: Result, tour: Tour, prepared: Prepared): string[];
}

function stop<Prepared, Result>(plan: Plan<Prepared, Result>): Stop {
  return {
    title: plan.title,
    async visit(tour) {
      const prepared = plan.before(tour);
      const [result, took] = await working(plan.title, () => plan.code(tour));
      return {
        code: sourceOf(plan.code, { ...tour.at }),
        took,
        told: plan.tell(result, tour, prepared),
      };
    },
  };
}

function nothing(): void {}

function attempt(write: () => void): unknown {
  try {
    write();
    return undefined;
  } catch (error) {
    return error;
  }
}

const read = stop({
  title: 'Read by pointer (RFC 6901)',
  before: nothing,
  code: ({ store, at }) => store.get(at.leaf),
  tell: (value) => [excerpt(value)],
});

const query = stop({
  title: 'Query with a filter (JSONPath, RFC 9535)',
  before: nothing,
  code: ({ store, at }) => store.query(at.query).pointers,
  tell: (pointers, { at }) => {
    const shown = pointers.slice(0, 3).join('  ');
    const rest = pointers.length > 3 ? `  and ${pointers.length - 3} more` : '';
    return [
      at.question,
      `${count(pointers.length, 'place')}${shown === '' ? '' : ': '}${shown}${rest}`,
    ];
  },
});

const subscription = stop({
  title: 'Watch a pattern of places',
  before: ({ store, at }) => {
    const heard: string[] = [];
    const unsubscribe = store.subscribe(at.pattern, (value, event) => {
      heard.push(`${event.pointer}: ${excerpt(event.previous)} -> ${excerpt(value)}`);
    });
    return { heard, unsubscribe };
  },
  code: ({ store, at }) => store.set(at.leaf, at.changed),
  tell: (_, { at }, { heard, unsubscribe }) => {
    unsubscribe();
    return [`${count(heard.length, 'event')} for ${at.pattern}`, ...heard];
  },
});

const liveQuery = stop({
  title: 'A live query, updated by writes',
  before: ({ store, at }) => {
    store.set(at.leaf, at.changed);
    const live = store.liveQuery(at.query);
    const deltas: string[] = [];
    live.subscribe((delta) =>
      deltas.push(`+${delta.added.length} -${delta.removed.length} ~${delta.changed.length}`),
    );
    return { live, deltas, counts: [live.value.length], original: store.get(at.switched) };
  },
  code: ({ store, at }) => store.set(at.switched, at.switchedTo),
  tell: (_, { store, at }, { live, deltas, counts, original }) => {
    counts.push(live.value.length);
    store.set(at.switched, original);
    counts.push(live.value.length);
    live.dispose();
    return [
      `${at.query}`,
      `results before the write, after it, and after undoing it: ${counts.join(', ')}`,
      `deltas: ${deltas.join(', ') || 'none'}`,
    ];
  },
});

const transaction = stop({
  title: 'A transaction that fails and is rolled back',
  before: ({ store, at }) => {
    let events = 0;
    const unsubscribe = store.subscribe('/**', () => {
      events++;
    });
    return { text: JSON.stringify(store.get(parent(at.leaf))), events: () => events, unsubscribe };
  },
  code: ({ store, at }) =>
    attempt(() =>
      store.transaction(() => {
        store.set(at.leaf, 'half done');
        throw new Error('and no further');
      }),
    ),
  tell: (error, { store, at }, { text, events, unsubscribe }) => {
    unsubscribe();
    const unchanged = JSON.stringify(store.get(parent(at.leaf))) === text;
    return [
      `thrown: ${String(error)}`,
      `${unchanged ? 'unchanged' : 'CHANGED'}: ${excerpt(store.get(at.leaf))}, ${count(events(), 'event')}`,
    ];
  },
});

const arrayInsert = stop({
  title: 'An insertion into an array, and its patch (RFC 6902)',
  before: ({ store, at }) => {
    if (!Array.isArray(store.get(at.array))) store.set(at.array, ['first']);
    const commits: CommitEvent[] = [];
    return { commits, unsubscribe: store.onCommit((commit) => commits.push(commit)) };
  },
  code: ({ store, at }) => store.unshift(at.array, 'put in front'),
  tell: (length, { store, at }, { commits, unsubscribe }) => {
    unsubscribe();
    store.shift(at.array);
    const patch = commits.flatMap((commit) => commit.patch);
    const inverse = commits.flatMap((commit) => commit.inverse);
    return [
      `the array has ${count(length, 'element')} now`,
      `patch: ${JSON.stringify(patch)}`,
      `undo:  ${JSON.stringify(inverse)}`,
    ];
  },
});

const snapshots = stop({
  title: 'Snapshots that share structure',
  before: ({ store }) => store.snapshot(),
  code: ({ store, at }) => {
    store.set(at.leaf, 'only this has changed');
    return store.snapshot();
  },
  tell: (after, { at }, before) => {
    const next = after.get('');
    const earlier = before.get('');
    return [
      `before: ${excerpt(resolvePointer(earlier, at.leaf))}, after: ${excerpt(resolvePointer(next, at.leaf))}`,
      sharing(earlier, next, at.leaf),
    ];
  },
});

/** The stops, in order. */
export const stops: readonly Stop[] = [
  read,
  query,
  subscription,
  liveQuery,
  transaction,
  arrayInsert,
  snapshots,
];

/** Describes how many members along the path to a pointer are the same objects in both documents. */
function sharing(before: unknown, after: unknown, pointer: string): string {
  let shared = 0;
  let copied = 0;
  for (
    let at: string | undefined = parent(pointer);
    ;
    at = at === '' ? undefined : parent(at ?? '')
  ) {
    if (at === undefined) break;
    const [a, b] = [resolvePointer(before, at), resolvePointer(after, at)];
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) continue;
    for (const key of Object.keys(b)) {
      const [left, right]: unknown[] = [Reflect.get(a, key), Reflect.get(b, key)];
      if (typeof right !== 'object' || right === null) continue;
      if (left === right) shared++;
      else copied++;
    }
  }
  return `containers on the path to it: ${copied + 1} copied; beside the path: ${shared} shared`;
}

function parent(pointer: string): string {
  return pointer.slice(0, Math.max(0, pointer.lastIndexOf('/')));
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
