/**
 * Commit by commit: a commit listener is the last to be called for a commit. So when it is called, all other subscribers must have
 * been called for this commit and for none after it. It maintains a copy of the document by applying the patches, and compares the
 * copies before and after with what places, deltas and results were reported. All callbacks write.
 */
import { env } from 'node:process';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import {
  compile,
  createDataMap,
  effect,
  jsonEqual,
  matchPattern,
  type Patch,
} from '../src/index.ts';

interface Item {
  id: number;
  v: number;
  tags: number[];
}

const PLACES = [
  { target: '/list/*/v', deep: false },
  { target: '/**/v', deep: false },
  { target: '/map/*', deep: true },
  { target: '/list/*', deep: true },
  { target: '', deep: true },
];
const QUERIES = ['$.list[?@.v > 2]', '$.list[?@.v > $.limit].v', '$.list[1:3]', '$.list[-1]'];
const RESULTS = ['$.list[?@.v > 2]', '$.map[?@.v == 1]', '$.list[?@.tags[?@ == 1]].v'];

class Refused extends Error {}

/** Members in any order. */
function text(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function placesOf(value: unknown, at = '', places = new Map<string, unknown>()) {
  places.set(at, value);
  if (value !== null && typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) placesOf(inner, `${at}/${key}`, places);
  }
  return places;
}

function patched(document: unknown, patch: Patch): unknown {
  const store = createDataMap<unknown>(structuredClone(document));
  store.patch(patch);
  return structuredClone(store.toObject());
}

function program(choose: (below: number) => number): void {
  let nextId = 0;
  const item = (): Item => ({ id: nextId++, v: choose(5), tags: [choose(3), choose(3)] });
  const items = (): Item[] => Array.from({ length: choose(4) }, item);
  const store = createDataMap<any>({ list: items(), map: { a: item(), b: item() }, limit: 2 });
  let mirror: unknown = structuredClone(store.toObject());
  const snapshots = [store.snapshot()];
  let budget = 0;

  const answer = (): void => {
    if (budget === 0 || choose(4) > 0) return;
    budget--;
    attempt(1);
  };

  const places = PLACES.map(({ target, deep }) => {
    const heard: unknown[] = [];
    const hear = (value: unknown, event: { pointer: string; previous: unknown }): void => {
      heard.push(structuredClone([event.pointer, event.previous ?? null, value ?? null]));
      answer();
    };
    store.subscribe<string>(target, hear, { deep });
    return { target, heard };
  });
  const followed = QUERIES.map((query) => {
    const live = store.liveQuery(query);
    const state = { query, values: [...live.value], pointers: [...live.pointers] };
    live.subscribe(({ added, removed, changed, moved }) => {
      const gone = new Set([
        ...removed.map((node) => node.index),
        ...moved.map((node) => node.fromIndex),
      ]);
      state.values = state.values.filter((_, index) => !gone.has(index));
      state.pointers = state.pointers.filter((_, index) => !gone.has(index));
      for (const node of [...added, ...moved].toSorted((a, b) => a.index - b.index)) {
        state.values.splice(node.index, 0, node.value);
        state.pointers.splice(node.index, 0, node.pointer);
      }
      for (const { index, value } of changed) state.values[index] = value;
      answer();
    });
    return state;
  });
  const results = RESULTS.map((query) => {
    const told = store.query(query).values.map(text);
    store.subscribe<string>(query, (value, { kind, previous }) => {
      if (kind !== 'enter') told.splice(told.indexOf(text(previous)), 1);
      if (kind !== 'leave') told.push(text(value));
      answer();
    });
    return { query, told };
  });
  store.onCommit(({ patch, inverse }) => {
    const before = mirror;
    const after = patched(before, patch);
    expect(text(patched(after, inverse))).toBe(text(before));
    mirror = after;
    const was = placesOf(before);
    const is = placesOf(after);
    for (const { target, heard } of places) {
      const expected = [...new Set([...was.keys(), ...is.keys()])]
        .filter((at) => matchPattern(target, at) && !jsonEqual(was.get(at), is.get(at)))
        .map((at) => [at, was.get(at) ?? null, is.get(at) ?? null]);
      expect([target, ...heard.splice(0).map(text).toSorted()]).toEqual([
        target,
        ...expected.map(text).toSorted(),
      ]);
    }
    for (const { query, values, pointers } of followed) {
      const expected = compile(query);
      expect([query, values, pointers]).toEqual([
        query,
        expected.values(after),
        expected.pointers(after),
      ]);
    }
    for (const { query, told } of results) {
      const expected = compile(query).values(after).map(text);
      expect([query, ...told.toSorted()]).toEqual([query, ...expected.toSorted()]);
    }
    answer();
  });

  function several(depth: number): void {
    for (let left = choose(4); left >= 0; left--) step(depth + 1);
    if (choose(3) === 0) throw new Refused();
  }

  function step(depth: number): void {
    const list = store.peek('/list') as Item[];
    const at = choose(list.length + 1);
    const inside = Math.max(0, Math.min(at, list.length - 1));
    switch (choose(16)) {
      case 0:
      case 1:
        if (list.length > 0) store.set(`/list/${inside}/v`, choose(5));
        break;
      case 2:
        store.splice('/list', at, choose(3), ...items());
        break;
      case 3:
        store.reverse('/list');
        break;
      case 4:
        store.sort('/list', (a: Item, b: Item) => a.v - b.v);
        break;
      case 5:
        if (list.length > 0) store.move(`/list/${inside}`, `/list/${choose(list.length)}`);
        break;
      case 6:
        store.set(`/map/${'abc'.charAt(choose(3))}`, item());
        break;
      case 7:
        store.delete(`/map/${'abc'.charAt(choose(3))}`);
        break;
      case 8:
        store.set('/limit', choose(5));
        break;
      case 9:
        if (depth < 4) store.batch(() => several(depth));
        break;
      case 10:
      case 11:
        if (depth < 4) store.transaction(() => several(depth));
        break;
      case 12:
        snapshots.push(store.snapshot());
        break;
      case 13:
        store.restore(snapshots[choose(snapshots.length)] ?? store.snapshot());
        break;
      case 14:
        store.patch([
          { op: 'add', path: '/list/0', value: item() },
          { op: 'move', from: '/list/0', path: `/list/${at}` },
        ]);
        break;
      case 15:
        store.set('/list', list.slice(0, at));
        break;
    }
  }

  function attempt(depth: number): void {
    try {
      step(depth);
    } catch (error) {
      const errors: unknown[] = error instanceof AggregateError ? error.errors : [error];
      for (const each of errors) if (!(each instanceof Refused)) throw each;
    }
  }

  for (let left = 6; left > 0; left--) {
    budget = 12;
    attempt(0);
    expect(text(mirror)).toBe(text(store.toObject()));
  }
}

const numRuns = Number(env['FUZZ_RUNS'] ?? 30);
const seed = env['FUZZ_SEED'] === undefined ? {} : { seed: Number(env['FUZZ_SEED']) };

test('DM12, DM14, DM17, DM43, DM44, DM52: each commit is delivered to all subscribers before the next one to any', () => {
  fc.assert(
    fc.property(fc.gen(), (generate) => {
      program((below) => generate(fc.nat, { max: below - 1 }));
    }),
    { numRuns, ...seed },
  );
});

test.each(['sync', 'microtask', 'late', 'immediate', 'debounce'])(
  'DM10: effects run once, when what a callback writes was delivered to all callbacks (%s)',
  async (when) => {
    // Effects used to run for each write, before all callbacks were called
    vi.useFakeTimers();
    const store = createDataMap({ a: 0, b: 0 });
    const log: string[] = [];
    const runs: (() => void)[] = [];
    store.subscribe('/b', (b) => log.push(`told ${b}`));
    effect(() => void log.push(`effect ${store.get('/b')}`));
    store.onCommit(() => log.push('commit'));
    log.length = 0;
    const schedule = when === 'late' ? (run: () => void): unknown => runs.push(run) : 'microtask';
    store.subscribe(
      '/a',
      () => {
        store.set('/b', 1);
        store.set('/b', 2);
        log.push('end');
      },
      {
        once: true,
        immediate: when === 'immediate',
        debounce: when === 'debounce' ? 1 : undefined,
        schedule: when === 'late' || when === 'microtask' ? (schedule as 'microtask') : 'sync',
      },
    );
    store.set('/a', 1);
    await Promise.resolve();
    for (const run of runs) run();
    vi.advanceTimersByTime(1);
    vi.useRealTimers();
    expect(log.filter((line) => line !== 'commit')).toEqual([
      'end',
      'told 1',
      'told 2',
      'effect 2',
    ]);
    expect(log.filter((line) => line === 'commit')).toHaveLength(3);
  },
);
