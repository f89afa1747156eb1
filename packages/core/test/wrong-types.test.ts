import { describe, expect, test } from 'vitest';
import { createDataMap, type DataMap, PointerSyntaxError } from '../src/index.ts';

type Call = (store: DataMap<any>, wrong: any) => unknown;

/** Arguments that should be a pointer, a pattern or a query. */
const texts: Record<string, Call> = {
  get: (store, wrong) => store.get(wrong),
  'get, tracked': (store, wrong) => store.computed(() => store.get(wrong)).value,
  peek: (store, wrong) => store.peek(wrong),
  has: (store, wrong) => store.has(wrong),
  set: (store, wrong) => store.set(wrong, 1),
  update: (store, wrong) => store.update(wrong, () => 1),
  delete: (store, wrong) => store.delete(wrong),
  push: (store, wrong) => store.push(wrong, 1),
  splice: (store, wrong) => store.splice(wrong, 0),
  sort: (store, wrong) => store.sort(wrong),
  'move from': (store, wrong) => store.move(wrong, '/z'),
  'move to': (store, wrong) => store.move('/a/0', wrong),
  array: (store, wrong) => store.array(wrong),
  ref: (store, wrong) => store.ref(wrong),
  signal: (store, wrong) => store.signal(wrong),
  query: (store, wrong) => store.query(wrong),
  liveQuery: (store, wrong) => store.liveQuery(wrong),
  subscribe: (store, wrong) => store.subscribe(wrong, () => 0),
};

/** Arguments that should be a function that is called at once, and the end of the message. */
const functions: Record<string, [Call, string]> = {
  batch: [(store, wrong) => store.batch(wrong), 'write for ""'],
  transaction: [(store, wrong) => store.transaction(wrong), 'write for ""'],
  update: [(store, wrong) => store.update('/b', wrong), 'change for "/b"'],
  effect: [(store, wrong) => store.effect(wrong), 'run for ""'],
};

const callbacks: Record<string, Call> = {
  subscribe: (store, wrong) => store.subscribe('/a', wrong),
  onCommit: (store, wrong) => store.onCommit(wrong),
  computed: (store, wrong) => store.computed(wrong),
};

/** Options of a write. */
const writes: Record<string, Call> = {
  set: (store, wrong) => store.set('/b', 2, wrong),
  update: (store, wrong) => store.update('/b', () => 2, wrong),
  delete: (store, wrong) => store.delete('/b', wrong),
  fromObject: (store, wrong) => store.fromObject({}, wrong),
  restore: (store, wrong) => store.restore(createDataMap({ b: 2 }).snapshot(), wrong),
  batch: (store, wrong) => store.batch(() => store.set('/b', 2), wrong),
  transaction: (store, wrong) => store.transaction(() => store.set('/b', 2), wrong),
  patch: (store, wrong) => store.patch([{ op: 'remove', path: '/b' }], wrong),
  mergePatch: (store, wrong) => store.mergePatch({ b: 2 }, '', wrong),
};

const optionals: Record<string, Call> = {
  subscribe: (store, wrong) => store.subscribe('/a', () => 0, wrong),
  'subscribe to a query': (store, wrong) => store.subscribe('$.a[?@ > 1]', () => 0, wrong),
  liveQuery: (store, wrong) => store.liveQuery('$.a', wrong),
};

const others: [string, Call, unknown, string][] = [
  [
    'sort',
    (store, wrong) => store.sort('/a', wrong),
    5,
    'Expected a function for "/a" but found a number',
  ],
  ['patch', (store, wrong) => store.patch(wrong), 5, 'Found 5, expected an array of operations'],
  [
    'operation',
    (store, wrong) => store.patch([{ op: 'remove', path: '/b' }, wrong]),
    null,
    'Operation 1: Found null, expected an operation object',
  ],
  [
    'restore',
    (store, wrong) => store.restore(wrong),
    {},
    'Expected a snapshot for "" but found an object',
  ],
  [
    'restore',
    (store, wrong) => store.restore(wrong),
    undefined,
    'Expected a snapshot for "" but found undefined',
  ],
];

const calls: [string, Call, unknown, RegExp | string][] = [...others];
for (const wrong of [5, null, undefined, {}]) {
  const found = typeof wrong === 'object' && wrong !== null ? 'an object' : String(wrong);
  const kind = wrong === 5 ? 'a number' : found;
  for (const [name, call] of Object.entries(texts))
    calls.push([name, call, wrong, new RegExp(`^Expected a (string|query) but found ${found}$`)]);
  for (const [name, [call, place]] of Object.entries(functions))
    calls.push([name, call, wrong, `Expected a function as ${place} but found ${kind}`]);
  for (const [name, call] of Object.entries(callbacks))
    calls.push([name, call, wrong, new RegExp(`^Expected .*a function, found ${found}$`)]);
}

// An origin that was passed without its name used to be ignored
for (const [wrong, found, kind] of [
  [null, 'null', 'null'],
  ['me', '"me"', 'a string'],
]) {
  for (const [name, call] of Object.entries(writes))
    calls.push([name, call, wrong, `Expected an object of options for "" but found ${kind}`]);
  for (const [name, call] of Object.entries(optionals))
    calls.push([name, call, wrong, `Expected options to be an object, found ${found}`]);
}

describe('arguments of another type', () => {
  test.each(calls)(
    'DM19, ALL4: %s refuses it with a message that names what was found and expected (%#)',
    (_, call, wrong, message) => {
      const store = createDataMap<any>({ a: [2, 1], b: 1 });
      const before = store.toObject();
      let told = 0;
      store.subscribe('/**', () => told++);
      expect(() => call(store, wrong)).toThrow(message);
      expect(store.toObject()).toEqual(before);
      expect(told).toBe(0);
      store.set('/b', 2);
      expect(told).toBe(1);
    },
  );
});

test('ALL4: a value without a text is refused as the pointer of a signal', () => {
  for (const wrong of [Symbol('no'), Object.create(null)] as never[])
    expect(() => createDataMap({}).signal(wrong)).toThrow(PointerSyntaxError);
});

test('ALL4: invalid options of a store are refused', () => {
  for (const [wrong, message] of [
    [5, 'Expected an object of options for "" but found a number'],
    [null, 'Expected an object of options for "" but found null'],
    [{ freeze: 'no' }, 'Expected true or false as freeze for "" but found a string'],
    // What reads leave behind used to be kept forever
    [{ entries: 'many' }, 'Expected at least 0 entries for "" but found a string'],
    [{ entries: Number.NaN }, 'Expected at least 0 entries for "" but found a number'],
  ] as [never, string][])
    expect(() => createDataMap({}, wrong)).toThrow(message);
});
