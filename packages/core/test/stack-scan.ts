/**
 * Uses a store at growing distances from the end of the stack, and reports after which of these descents
 * a watcher was not notified of the next write. Run by `stack-scan.test.ts`.
 */
import { isDeepStrictEqual } from 'node:util';
import { createDataMap, type DataMap, effect } from '@data-map/core';

interface Row {
  id: number;
  on: boolean;
  tags: string[];
}

/** A store with one watcher of every kind, and what each of them has seen. */
function makeScene() {
  const rows: Row[] = Array.from({ length: 5 }, (_, id) => ({ id, on: id % 2 === 0, tags: [] }));
  const store: DataMap<any> = createDataMap<any>({ rows, n: 0, o: { a: 1 } });
  const known: Record<string, unknown> = {};
  const live = store.liveQuery('$.rows[?@.on == true].id');
  const ref = store.ref('/rows/2');
  store.subscribe('/n', (value) => void (known['n'] = value));
  store.subscribe('/rows/*/id', (value, event) => void (known[event.pointer] = value));
  store.subscribe('/o', (value) => void (known['o'] = value), { deep: true });
  store.subscribe('$.rows[?@.id > 90].id', () => void (known['query'] = true));
  live.subscribe(() => void (known['live'] = live.value));
  ref.subscribe((value) => void (known['ref'] = value));
  store.onCommit(({ patch }) => void (known['patch'] = patch));
  effect(() => void (known['effect'] = store.get('/n')));
  const signal = store.signal('/o/a');
  effect(() => void (known['signal'] = signal.value));
  effect(() => void (known['all'] = live.value));
  return { store, known, live, ref, signal };
}

type Scene = ReturnType<typeof makeScene>;

/** The operations that run near the end of the stack. */
const deeds: Record<string, (scene: Scene, value: number) => void> = {
  set: ({ store }, value) => store.set('/n', value),
  'set what is above': ({ store }, value) => store.set('/o', { a: value }),
  'write a signal': ({ signal }, value) => void (signal.value = value),
  push: ({ store }, value) => void store.push('/rows', { id: value, on: true, tags: [] }),
  unshift: ({ store }, value) => void store.unshift('/rows', { id: value, on: true, tags: [] }),
  sort: ({ store }, value) =>
    void store.sort('/rows', (a: Row, b: Row) => (value % 2 === 0 ? a.id - b.id : b.id - a.id)),
  batch: ({ store }, value) =>
    store.batch(() => {
      store.set('/n', value);
      store.set('/rows/1/on', value % 2 === 0);
    }),
  transaction: ({ store }, value) =>
    store.transaction(() => {
      store.set('/rows/0/id', value);
      store.delete('/rows/1');
      store.set('/n', value);
      if (value % 3 === 0) throw new Error('on purpose');
    }),
  patch: ({ store }, value) =>
    void store.patch([
      { op: 'add', path: '/rows/0', value: { id: value, on: true, tags: [] } },
      { op: 'remove', path: '/rows/1' },
    ]),
  'watch and end': ({ store }) => {
    store.subscribe('/**', () => {}, { deep: true })();
    const live = store.liveQuery('$..tags');
    live.subscribe(() => {})();
    live.dispose();
  },
  query: ({ store }) => void store.query('$..id'),
};

/** Whether all watchers are notified of a write after a descent with frames of this size. */
function faultAfter(deed: (scene: Scene, value: number) => void, size: number): string | undefined {
  const scene = makeScene();
  const { store, known, live, ref } = scene;
  let value = 0;
  let done = 0;
  const dive = (...filler: number[]): void => {
    try {
      dive(...filler);
    } catch {
      // The end of the stack
    }
    if (done === 2) return;
    try {
      deed(scene, ++value);
      done++;
    } catch {
      // Not yet far enough from it
    }
  };
  dive(...Array.from({ length: size }, () => 0));
  try {
    store.set('/n', -1);
  } catch {
    // What was left undelivered is delivered now
  }
  store.fromObject({
    rows: [
      { id: 91, on: true, tags: [] },
      { id: 92, on: false, tags: [] },
      { id: 93, on: true, tags: ['x'] },
    ],
    n: 2000,
    o: { a: 3000 },
  });
  store.set('/rows/2/id', 94);
  store.set('/rows/1/on', true);
  const document = store.toObject();
  const wanted = {
    n: 2000,
    '/rows/0/id': 91,
    '/rows/1/id': 92,
    '/rows/2/id': 94,
    o: { a: 3000 },
    query: true,
    live: [91, 92, 94],
    all: [91, 92, 94],
    effect: 2000,
    signal: 3000,
    patch: [{ op: 'replace', path: '/rows/1/on', value: true }],
  };
  for (const [name, expected] of Object.entries(wanted)) {
    if (!isDeepStrictEqual(known[name], expected)) return `${name} ${JSON.stringify(known[name])}`;
  }
  if (!isDeepStrictEqual(live.value, store.query('$.rows[?@.on == true].id').values))
    return 'live query';
  if (ref.pointer !== null && !isDeepStrictEqual(ref.get(), store.get(ref.pointer as string)))
    return 'ref';
  if (!isDeepStrictEqual(document, store.toObject())) return 'document';
  return undefined;
}

let tried = 0;
let fault: string | undefined;
for (const [name, deed] of Object.entries(deeds)) {
  for (let size = 0; size < 50 && fault === undefined; size++) {
    tried++;
    try {
      fault = faultAfter(deed, size);
    } catch (error) {
      fault = String(error instanceof Error ? error.stack : error);
    }
    if (fault !== undefined) fault = `${name}, frames of ${size}: ${fault}`;
  }
}
console.log(JSON.stringify({ tried, fault }));
