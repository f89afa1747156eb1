// @vitest-environment happy-dom
import { act, createElement, useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import { derived, get as getStore, type Readable, type Writable } from 'svelte/store';
import { effectScope as vueScope, shallowRef, watchEffect } from 'vue';
import { describe, expect, test, vi } from 'vitest';
import { createDataMap, type DataMap } from '../src/index.ts';

declare global {
  var IS_REACT_ACT_ENVIRONMENT: boolean;
}
globalThis.IS_REACT_ACT_ENVIRONMENT = true;

interface Doc {
  todos: { title: string; done: boolean }[];
  limit: number;
}
const doc = (): Doc => ({ todos: [{ title: 'ship', done: false }], limit: 3 });

describe('React', () => {
  test('DM70: useSyncExternalStore takes a pointer: rendered once per change of its value, with a stable snapshot', () => {
    const store = createDataMap(doc());
    let renders = 0;
    function Todos(): string {
      renders++;
      const todos = useSyncExternalStore(
        (changed) => store.subscribe('/todos', changed, { deep: true }),
        () => store.get('/todos'),
      );
      return todos.map(({ title, done }) => `${title}:${done}`).join(' ');
    }
    const container = document.createElement('div');
    const root = createRoot(container);
    act(() => root.render(createElement(Todos)));
    expect(container.textContent).toBe('ship:false');
    act(() => void store.set('/limit', 4));
    expect(renders).toBe(1);
    act(() => void store.set('/todos/0/done', true));
    expect(container.textContent).toBe('ship:true');
    act(() =>
      store.batch(() => {
        store.push('/todos', { title: 'rest', done: false });
        store.set('/todos/0/title', 'SHIP');
      }),
    );
    expect(container.textContent).toBe('SHIP:true rest:false');
    expect(renders).toBe(3);
    act(() => root.unmount());
    store.set('/todos/0/done', false);
    expect(renders).toBe(3);
  });

  test('DM70: it takes a live query as well', () => {
    const store = createDataMap(doc());
    const open = store.liveQuery('$.todos[?@.done == false].title');
    function Open(): string {
      return useSyncExternalStore(
        (changed) => open.subscribe(changed),
        () => open.value,
      ).join(' ');
    }
    const container = document.createElement('div');
    const root = createRoot(container);
    act(() => root.render(createElement(Open)));
    act(() => void store.push('/todos', { title: 'rest', done: false }));
    expect(container.textContent).toBe('ship rest');
    act(() => void store.set('/todos/0/done', true));
    expect(container.textContent).toBe('rest');
    act(() => root.unmount());
  });
});

describe('Svelte', () => {
  test('DM71: a pointer signal is a writable store', () => {
    const store = createDataMap(doc());
    const limit: Writable<number> = store.signal('/limit');
    const doubled = derived(limit, (value) => value * 2);
    const seen: number[] = [];
    const stop = doubled.subscribe((value) => seen.push(value));
    store.set('/limit', 5);
    stop();
    store.set('/limit', 6);
    expect(seen).toEqual([6, 10]);
    limit.set(7);
    limit.update((value) => value + 1);
    expect(getStore(limit)).toBe(8);
    expect(store.get('/limit')).toBe(8);
  });

  test('DM71: a live query’s results are a store', () => {
    const store = createDataMap(doc());
    const open = store.liveQuery('$.todos[?@.done == false].title');
    const results: Readable<readonly unknown[]> = open.signal;
    const seen: unknown[] = [];
    const stop = results.subscribe((value) => seen.push(value));
    store.set('/todos/0/done', true);
    stop();
    expect(seen).toEqual([['ship'], []]);
  });
});

describe('Vue', () => {
  test('DM72: a shallow ref follows a pointer', async () => {
    const store = createDataMap(doc());
    const useStore = (map: DataMap<Doc>) => {
      const limit = shallowRef(map.get('/limit'));
      map.subscribe('/limit', (value) => {
        limit.value = value ?? 0;
      });
      return limit;
    };
    const scope = vueScope();
    const seen: number[] = [];
    scope.run(() => {
      const limit = useStore(store);
      watchEffect(() => seen.push(limit.value), { flush: 'sync' });
    });
    store.set('/limit', 5);
    scope.stop();
    expect(seen).toEqual([3, 5]);
  });
});

describe('for await', () => {
  test('DM73: events arrive in order, also those between two steps, and break ends the subscription', async () => {
    const store = createDataMap(doc());
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const event of store.events('/todos/*/title')) {
        seen.push([event.pointer, event.value]);
        if (seen.length === 3) break;
      }
    })();
    await Promise.resolve();
    store.set('/todos/0/title', 'a');
    store.set('/todos/0/title', 'b');
    await new Promise((resolve) => {
      setTimeout(resolve, 1);
    });
    store.push('/todos', { title: 'c', done: false });
    await reading;
    store.set('/todos/0/title', 'd');
    expect(seen).toEqual([
      ['/todos/0/title', 'a'],
      ['/todos/0/title', 'b'],
      ['/todos/1/title', 'c'],
    ]);
  });

  test('DM73: what the loop itself writes arrives in its next step, and no listener stays on the signal', async () => {
    const store = createDataMap({ n: 0 });
    const { signal } = new AbortController();
    const on = vi.spyOn(signal, 'addEventListener');
    const off = vi.spyOn(signal, 'removeEventListener');
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const { value } of store.events('/n', { signal })) {
        seen.push(value);
        if (value === 3) break;
        store.update('/n', (n) => n + 1);
      }
    })();
    await Promise.resolve();
    store.set('/n', 1);
    await reading;
    expect(seen).toEqual([1, 2, 3]);
    const [added, removed] = [on, off].map(({ mock }) => new Set(mock.calls.map(([, one]) => one)));
    expect(added?.size).toBeGreaterThan(0);
    expect(removed).toEqual(added);
  });

  test('DM73: a signal ends the loop', async () => {
    const store = createDataMap(doc());
    const abort = new AbortController();
    let count = 0;
    const reading = (async () => {
      for await (const event of store.events('/limit', { signal: abort.signal }))
        count += Number(event.value);
    })();
    await Promise.resolve();
    store.set('/limit', 5);
    await new Promise((resolve) => {
      setTimeout(resolve, 1);
    });
    abort.abort();
    await reading;
    expect(count).toBe(5);
  });

  test('DM73, SUB32: loops with one signal share their listeners on it, which are gone with the last loop', async () => {
    // Each had one of its own, and to add or remove one the signal scans all of them: 0.1 ms for each of 10,000 loops
    const store = createDataMap({ n: 0 });
    const { signal } = new AbortController();
    const on = vi.spyOn(signal, 'addEventListener');
    const off = vi.spyOn(signal, 'removeEventListener');
    const loops = Array.from({ length: 20 }, () => store.events('/n', { signal }));
    const steps = loops.map((loop) => loop.next());
    expect(on.mock.calls.length).toBeLessThan(3);
    for (const loop of loops.slice(1)) await loop.return(undefined);
    expect(off).not.toHaveBeenCalled();
    store.set('/n', 1);
    expect((await steps[0])?.value?.value).toBe(1);
    await loops[0]?.return(undefined);
    expect(off).toHaveBeenCalledTimes(on.mock.calls.length);
    expect((await Promise.all(steps.slice(1))).every(({ done }) => done)).toBe(true);
  });

  // With eleven loops, Node used to warn of a leak
  test('DM73: loops without a signal register no abort listener', async () => {
    const store = createDataMap({ n: 0 });
    const added = vi.spyOn(EventTarget.prototype, 'addEventListener');
    const loops = Array.from({ length: 20 }, () => store.events('/n'));
    const steps = loops.map((loop) => loop.next());
    expect(added).not.toHaveBeenCalled();
    added.mockRestore();
    store.dispose();
    expect((await Promise.all(steps)).every(({ done }) => done)).toBe(true);
  });

  test('DM73: queued events are still yielded when something else ends the loop; they used to be dropped', async () => {
    const ends: [string, (store: DataMap<any>, abort: AbortController) => void][] = [
      ['the store', (store) => store.dispose()],
      ['a signal', (_, abort) => abort.abort()],
    ];
    for (const [what, end] of ends) {
      const store = createDataMap<any>({ n: 0 });
      const abort = new AbortController();
      const events = store.events('/n', { signal: abort.signal });
      const first = events.next();
      for (let n = 1; n <= 3; n++) store.set('/n', n);
      end(store, abort);
      const seen = [(await first).value?.value];
      for await (const event of events) seen.push(event.value);
      expect([what, seen]).toEqual([what, [1, 2, 3]]);
      expect(await events.next()).toEqual({ done: true, value: undefined });
    }
  });

  test('DM73: a consumer who leaves the loop receives nothing more', async () => {
    const store = createDataMap<any>({ n: 0 });
    const events = store.events('/n');
    const first = events.next();
    store.set('/n', 1);
    store.set('/n', 2);
    await first;
    expect(await events.return()).toEqual({ done: true, value: undefined });
    expect(await events.next()).toEqual({ done: true, value: undefined });
  });

  test('DM73: with once the loop ends after one event; it used to wait forever', async () => {
    const store = createDataMap<any>({ n: 0 });
    const seen: unknown[] = [];
    for await (const event of store.events('/n', { once: true, immediate: true }))
      seen.push(event.value);
    expect(seen).toEqual([0]);
  });
});
