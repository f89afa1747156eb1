/**
 * A program that uses the published packages. `check-packages.ts` compiles it against their declarations, with the
 * oldest supported TypeScript and with ours, and with no library but ES2022 and the DOM.
 */
import { SmartArray } from '@data-map/arrays';
import { createDataMap, type DataMap, type Unsubscribe } from '@data-map/core';
import { compile } from '@data-map/path';
import { parsePointer } from '@data-map/path/pointer';
import { computed, createModel, effect, signal } from '@data-map/signals';
import { FlatStore } from '@data-map/storage';
import { SubscriptionEngine } from '@data-map/subscriptions';

interface Todo {
  title: string;
  done: boolean;
  note?: string;
}

interface Document {
  todos: Todo[];
  byId: Record<string, number>;
}

export function useStore(store: DataMap<Document>): string[] {
  const title: string | undefined = store.get('/todos/0/title');
  store.set('/todos/0/title', `${title}!`);
  store.update('/todos/-', () => ({ title: 'rest', done: false }));
  store.delete('/todos/0/note');
  // @ts-expect-error misspelt
  store.get('/todo');
  // @ts-expect-error a number is no title
  store.set('/todos/0/title', 1);
  // @ts-expect-error required
  store.delete('/todos/0/title');
  const stop: Unsubscribe = store.subscribe('/todos/*/title', (value, { previous }) =>
    console.log(value?.length, previous?.length),
  );
  // @ts-expect-error a function, where `any` used to be unless `lib` had esnext.disposable
  const count: number = stop;
  stop();
  const open = store.liveQuery<Todo>('$.todos[?@.done == false]', {
    sort: (a, b) => a.title.length - b.title.length,
  });
  store.signal('/byId/a').value = count;
  store.dispose();
  return open.value.map((todo) => todo.title);
}

export function useParts(): unknown[] {
  const one = signal(1);
  const two = computed(() => one.value * 2);
  effect(() => console.log(two.value))();
  const Counter = createModel(() => ({ count: signal(0) }));
  const values: number[] = compile('$.*').values<number>([1, 2]);
  const engine = new SubscriptionEngine(new FlatStore({}));
  return [
    useStore(createDataMap<Document>({ todos: [], byId: {} })),
    new Counter().count.value,
    SmartArray.of('a').get(0)?.length,
    parsePointer('/a').length,
    values,
    engine,
  ];
}
