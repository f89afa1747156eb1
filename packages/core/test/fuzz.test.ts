/**
 * The whole facade against what can be seen from outside: a random program of writes (alone, in batches, in transactions that
 * may throw, at any depth, from callbacks too), and after each of them every watcher must know exactly what a naive
 * observer with deep clones would know.
 *
 * - A subscription is replayed into a table of places: each event's `previous` must be what the table holds, and in the end
 *   the table must hold what the pattern matches.
 * - Commit patches are replayed on a plain document by a naive interpreter, and their inverses on a clone.
 * - Live queries are compared with a fresh evaluation, effects with a fresh read, snapshots with their clone.
 */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createDataMap,
  type DataMap,
  effect,
  matchPattern,
  type Patch,
  resolvePointer,
} from '../src/index.ts';
import { fuzz, patience } from './fuzz.ts';
import { applyToPlain } from './plain-patch.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const keys = ['a', 'b', '0', '1', '', '__proto__', 'm~n', 'a/b', '*'];
const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
const pointers = fc
  .array(fc.constantFrom(...keys.map(escaped), '-', '2'), { maxLength: 3 })
  .map((segments) => segments.map((segment) => `/${segment}`).join(''));

const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom<Json>(null, true, 0, 1, 'x'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .uniqueArray(fc.tuple(fc.constantFrom(...keys), tie('value')), {
        selector: ([key]) => key,
        maxLength: 4,
      })
      .map((entries) => Object.fromEntries(entries)),
  ),
})).value;

type Write =
  | { readonly do: 'set'; readonly at: string; readonly value: Json }
  | { readonly do: 'delete' | 'reverse' | 'sort' | 'pop' | 'shift'; readonly at: string }
  | { readonly do: 'push' | 'unshift'; readonly at: string; readonly value: Json }
  | { readonly do: 'splice'; readonly at: string; readonly start: number; readonly value: Json }
  | { readonly do: 'move'; readonly at: string; readonly to: string }
  | { readonly do: 'merge'; readonly value: Json }
  | { readonly do: 'undo' | 'snapshot' | 'restore' | 'toggle' }
  | {
      readonly do: 'batch' | 'transaction';
      readonly writes: readonly Write[];
      readonly fails: boolean;
    };

const programs: fc.Arbitrary<Write[]> = fc.letrec<{ write: Write; writes: Write[] }>((tie) => ({
  writes: fc.array(tie('write'), { maxLength: 5 }),
  write: fc.oneof(
    { maxDepth: 3 },
    fc.record({ do: fc.constant('set' as const), at: pointers, value: json }),
    fc.record({
      do: fc.constantFrom(
        'delete' as const,
        'reverse' as const,
        'sort' as const,
        'pop' as const,
        'shift' as const,
      ),
      at: pointers,
    }),
    fc.record({
      do: fc.constantFrom('push' as const, 'unshift' as const),
      at: pointers,
      value: json,
    }),
    fc.record({ do: fc.constant('splice' as const), at: pointers, start: fc.nat(3), value: json }),
    fc.record({ do: fc.constant('move' as const), at: pointers, to: pointers }),
    fc.record({ do: fc.constant('merge' as const), value: json }),
    fc.record({
      do: fc.constantFrom(
        'undo' as const,
        'snapshot' as const,
        'restore' as const,
        'toggle' as const,
      ),
    }),
    fc.record({
      do: fc.constantFrom('batch' as const, 'transaction' as const),
      writes: tie('writes'),
      fails: fc.boolean(),
    }),
  ),
})).writes;

const patterns = ['', '/a', '/*', '/a/*', '/*/0', '/**', '/**/a', '/b/**/1', '/~2', '/__proto__/*'];
const queries = [
  '$..a',
  '$[?@ == 1]',
  '$.a[*]',
  '$..[?@.a == $.b]',
  '$.a[::-1]',
  '$[?length(@) > 1]',
];

/** What a subscriber knows about the places that its pattern matches from its events alone. */
class Table {
  readonly #known = new Map<string, string>();
  readonly faults: string[] = [];

  constructor(document: unknown, pattern: string) {
    for (const [pointer, value] of matches(document, pattern)) this.#known.set(pointer, value);
  }

  hear(pointer: string, previous: unknown, value: unknown): void {
    const known = this.#known.get(pointer);
    if (text(previous) !== known)
      this.faults.push(`${pointer} was ${known}, event says ${text(previous)}`);
    if (text(previous) === text(value)) this.faults.push(`${pointer}: nothing happened`);
    const now = text(value);
    if (now === undefined) this.#known.delete(pointer);
    else this.#known.set(pointer, now);
  }

  check(document: unknown, pattern: string): void {
    expect(this.faults).toEqual([]);
    expect(sorted(this.#known)).toEqual(sorted(matches(document, pattern)));
  }
}

const text = (value: unknown): string | undefined => JSON.stringify(canonical(value));

/** A copy with sorted members, since equality does not depend on their order. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => [key, canonical(member)]);
  return { members };
}

const sorted = (entries: Iterable<readonly [string, string]>): (readonly [string, string])[] =>
  [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1));

function matches(document: unknown, pattern: string): [string, string][] {
  const found: [string, string][] = [];
  const visit = (value: unknown, pointer: string): void => {
    if (matchPattern(pattern, pointer)) found.push([pointer, text(value) ?? '']);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, child] of Object.entries(value)) visit(child, `${pointer}/${escaped(key)}`);
  };
  visit(document, '');
  return found;
}

class Refused extends Error {}

function run(store: DataMap<any>, write: Write, state: State): void {
  switch (write.do) {
    case 'set':
      store.set(write.at, write.value);
      break;
    case 'splice':
      store.splice(write.at, write.start, 2, write.value);
      break;
    case 'move':
      store.move(write.at, write.to);
      break;
    case 'push':
      store.push(write.at, write.value);
      break;
    case 'unshift':
      store.unshift(write.at, write.value, write.value);
      break;
    case 'merge':
      store.mergePatch(write.value);
      break;
    case 'undo':
      if (state.inverse !== undefined) store.patch(state.inverse);
      break;
    case 'snapshot':
      state.snapshots.push([store.snapshot(), structuredClone(store.toObject())]);
      break;
    case 'restore': {
      const [snapshot] = state.snapshots.at(-1) ?? [];
      if (snapshot !== undefined) store.restore(snapshot);
      break;
    }
    case 'toggle':
      state.toggle();
      break;
    case 'batch':
    case 'transaction':
      store[write.do](() => {
        const { transactions } = state;
        if (write.do === 'transaction') state.transactions++;
        for (const inner of write.writes) attempt(store, inner, state);
        state.transactions = transactions;
        if (write.fails) throw new Refused('on purpose');
      });
      break;
    default:
      store[write.do](write.at);
  }
}

/** Runs a write that may be refused (a bad index, a leaf on the path, a deliberate throw); then nothing must have changed. */
function attempt(store: DataMap<any>, write: Write, state: State): void {
  const isAtomic = write.do !== 'batch';
  // A rollback also restores the order of members, and the identity of every container that was held before the outermost transaction
  const isOutermost = isAtomic && state.transactions === 0;
  const document = isAtomic ? store.peek('') : undefined;
  const before = isAtomic ? JSON.stringify(document) : '';
  try {
    run(store, write, state);
  } catch (error) {
    if (!(error instanceof Error) || error instanceof AggregateError) throw error;
    const isExpected = error instanceof Refused || 'code' in error;
    if (!isExpected) throw error;
    if (!isAtomic) return;
    expect(JSON.stringify(store)).toBe(before);
    if (isOutermost) expect(store.peek('') === document).toBe(true);
  }
}

interface State {
  inverse: Patch | undefined;
  /** How many are open. */
  transactions: number;
  readonly snapshots: [ReturnType<DataMap['snapshot']>, unknown][];
  toggle(): void;
}

function checkProgram(document: Json, program: readonly Write[], echoes: boolean): void {
  const store = createDataMap<any>(structuredClone(document));
  let mirror: unknown = structuredClone(document);
  const tables = patterns.map((pattern) => new Table(document, pattern));
  patterns.forEach((pattern, i) => {
    store.subscribe(
      pattern,
      (value, event) => tables[i]?.hear(event.pointer, event.previous, value),
      { deep: true },
    );
  });
  const ended: string[] = [];
  let stop: (() => void) | undefined;
  const state: State = {
    inverse: undefined,
    transactions: 0,
    snapshots: [],
    toggle: () => {
      const end = stop;
      stop =
        end === undefined
          ? store.subscribe('/**', () => stop ?? ended.push('called after its end'))
          : undefined;
      end?.();
    },
  };
  if (echoes) {
    // A callback that writes until its writes reach a fixed point
    store.subscribe('/a', () => attempt(store, { do: 'set', at: '/b', value: 'echo' }, state));
    store.subscribe('/b', () => attempt(store, { do: 'delete', at: '/a/0' }, state));
  }
  store.onCommit(({ patch, inverse }) => {
    const before = mirror;
    mirror = applyToPlain(mirror, patch);
    state.inverse = inverse;
    if (!isDeepStrictEqual(applyToPlain(mirror, inverse), before))
      ended.push(`wrong inverse ${JSON.stringify(inverse)}`);
  });
  const lives = queries.map((query) => store.liveQuery(query));
  const lengths = lives.map(({ value }) => value.length);
  lives.forEach((live, i) =>
    live.subscribe(({ added, removed }) => {
      lengths[i] = (lengths[i] ?? 0) + added.length - removed.length;
    }),
  );
  const seen: (string | undefined)[] = [];
  const runs = patterns.slice(0, 2).map((pointer, i) => {
    let count = 0;
    effect(() => {
      count++;
      seen[i] = text(store.get(pointer));
    });
    return () => count;
  });
  for (const write of program) {
    const counts = runs.map((count) => count());
    const known = [...seen];
    attempt(store, write, state);
    const now: unknown = structuredClone(store.toObject());
    expect(mirror).toEqual(now);
    patterns.forEach((pattern, i) => tables[i]?.check(now, pattern));
    lives.forEach((live, i) => {
      const fresh = store.query(queries[i] ?? '$');
      expect(live.value).toEqual(fresh.values);
      expect(live.pointers).toEqual(fresh.pointers);
      expect(lengths[i]).toBe(fresh.values.length);
    });
    runs.forEach((count, i) => {
      expect(seen[i]).toBe(text(resolvePointer(now, patterns[i] ?? '')));
      if (!echoes && known[i] === seen[i]) expect(count()).toBe(counts[i]);
    });
    for (const [snapshot, clone] of state.snapshots) expect(snapshot.toObject()).toEqual(clone);
    expect(ended).toEqual([]);
  }
}

describe('the whole facade', () => {
  test(
    'DM10, DM12, DM14, DM15, DM42, DM43, DM52, DM55: every watcher knows exactly what happened',
    () => {
      fc.assert(
        fc.property(json, programs, (document, program) => checkProgram(document, program, false)),
        fuzz(300),
      );
    },
    patience,
  );

  test(
    'DM17: also when callbacks write',
    () => {
      fc.assert(
        fc.property(json, programs, (document, program) => checkProgram(document, program, true)),
        fuzz(300),
      );
    },
    patience,
  );
});
