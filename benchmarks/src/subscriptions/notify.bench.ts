/** From an applied change to the callbacks: ours against event emitters, and against a trie that is asked for every leaf. */
import { formatPointer, parsePointer, type Segments } from '@data-map/path';
import { SubscriptionEngine, type ChangeRecord } from '@data-map/subscriptions';
import { group } from '../runner/group.ts';
import { sink } from '../runner/sink.ts';
import { emitter, naiveTrie, qlobber, type PatternSet } from './matchers.ts';
import { workload } from './workload.ts';

const PATTERNS = 1000;
const CHANGES = 1000;
const ROWS = 10_000;

interface Contender {
  /** The number of callbacks so far. */
  readonly calls: () => number;
  run(): void;
}

function replace(pointer: string, value: unknown, previous: unknown): ChangeRecord {
  return { op: 'replace', pointer, segments: parsePointer(pointer), value, previous };
}

/** Checks the number of callbacks of one run. */
function checkCalls(wanted: number) {
  return ({ calls, run }: Contender, name: string): void => {
    const before = calls();
    run();
    if (calls() - before !== wanted) {
      throw new Error(`Expected ${wanted} calls from ${name}, found ${calls() - before}`);
    }
  };
}

/** A place with this number of listeners, among 1,000 other patterns. */
for (const listeners of [0, 1, 10, 1000]) {
  const operations = listeners === 1000 ? 20 : CHANGES;
  const { patterns } = workload(PATTERNS, 1);
  const pointers = Array.from({ length: operations }, (_, at) => `/watched/${at}/value`);
  const targets = [...patterns, ...Array.from({ length: listeners }, () => '/watched/*/value')];
  const ours = (changes: readonly ChangeRecord[], asBatch: boolean): Contender => {
    const engine = new SubscriptionEngine({ getAt: () => undefined });
    let calls = 0;
    for (const target of targets) engine.subscribe(target, () => void calls++);
    return {
      calls: () => calls,
      run() {
        if (asBatch) engine.notify(changes);
        else for (const change of changes) engine.notify(change);
      },
    };
  };
  const asked = (set: PatternSet): Contender => {
    let calls = 0;
    const callbacks = targets.map((target, at) => {
      set.add(target, at);
      return (): void => void calls++;
    });
    const call = (at: number): void => callbacks[at]?.();
    return {
      calls: () => calls,
      run() {
        for (const pointer of pointers) set.each(pointer, call);
      },
    };
  };
  const changes = pointers.map((pointer, at) => replace(pointer, at + 1, at));
  group(
    `subscriptions/notify, ${listeners} hits`,
    { operations, check: checkCalls(operations * listeners) },
    {
      'data-map': () => ours(changes, false),
      'data-map, one commit': () => ours(changes, true),
      qlobber: () => asked(qlobber(2 * CHANGES)),
      'recursive trie': () => asked(naiveTrie()),
      eventemitter2: () => asked(emitter()),
    },
  );
}

/** The founding plan's target: 10,000 notifications among 1,000 patterns. */
{
  const { patterns, pointers } = workload(PATTERNS, 10_000);
  const changes = pointers.map((pointer, at) => replace(pointer, at + 1, at));
  group(
    'subscriptions/10,000 notifications among 1,000 patterns',
    { operations: 1, check: () => {} },
    {
      'data-map': () => {
        const engine = new SubscriptionEngine({ getAt: () => undefined });
        let calls = 0;
        for (const pattern of patterns) engine.subscribe(pattern, () => void calls++);
        return {
          run() {
            for (const change of changes) engine.notify(change);
            sink(calls);
          },
        };
      },
      'recursive trie': () => {
        const trie = naiveTrie();
        let calls = 0;
        for (const [at, pattern] of patterns.entries()) trie.add(pattern, at);
        return {
          run() {
            for (const pointer of pointers) trie.each(pointer, () => void calls++);
            sink(calls);
          },
        };
      },
    },
  );
}

interface Row {
  readonly id: number;
  readonly name: string;
  readonly done: boolean;
}

/** A container of 10,000 elements is replaced; every tenth differs in one member that is listened to. */
{
  const before: Row[] = Array.from({ length: ROWS }, (_, id) => ({
    id,
    name: `row ${id}`,
    done: false,
  }));
  const copied = before.map((row) => ({ ...row, done: row.id % 10 === 0 }));
  const shared = before.map((row) => (row.id % 10 === 0 ? { ...row, done: true } : row));
  const targets = ['/rows/*/done', '/rows/77/name', '/other/*', '/rows/*/missing'];
  const ours = (after: readonly Row[]): Contender => {
    const engine = new SubscriptionEngine({ getAt: () => after });
    let calls = 0;
    for (const target of targets) engine.subscribe(target, () => void calls++);
    const change = replace('/rows', after, before);
    return { calls: () => calls, run: () => engine.notify(change) };
  };
  /** Compares every leaf, and matches the pointer of each one that differs. */
  const leafByLeaf = (after: readonly Row[], set: PatternSet): Contender => {
    for (const [at, target] of targets.entries()) set.add(target, at);
    let calls = 0;
    const call = (): void => void calls++;
    const compare = (a: unknown, b: unknown, at: Segments): void => {
      if (a === b) return;
      if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
        set.each(formatPointer(at), call);
        return;
      }
      for (const [key, value] of Object.entries(b))
        compare(Reflect.get(a, key), value, [...at, key]);
    };
    return { calls: () => calls, run: () => compare(before, after, ['rows']) };
  };
  for (const [name, after] of [
    ['all elements copied', copied],
    ['unchanged elements shared', shared],
  ] as const) {
    group(
      `subscriptions/replace 10,000 elements, ${name}`,
      { operations: 1, check: checkCalls(ROWS / 10) },
      {
        'data-map': () => ours(after),
        'leaf by leaf, qlobber': () => leafByLeaf(after, qlobber(0)),
        'leaf by leaf, recursive trie': () => leafByLeaf(after, naiveTrie()),
      },
    );
  }
  group(
    'subscriptions/unshift on 10,000 elements',
    { operations: 1, check: checkCalls(1) },
    {
      'data-map': () => {
        const after = [{ id: -1, name: 'new', done: false }, ...before];
        const engine = new SubscriptionEngine({ getAt: () => after });
        let calls = 0;
        engine.subscribe('/rows/*/done', () => void calls++);
        const change: ChangeRecord = {
          op: 'add',
          pointer: '/rows/0',
          segments: ['rows', 0],
          value: after[0],
          previous: undefined,
        };
        return { calls: () => calls, run: () => engine.notify(change) };
      },
    },
  );
}
