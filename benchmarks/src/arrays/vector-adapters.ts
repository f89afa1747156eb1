/**
 * Persistent lists, and arrays as yardsticks, behind one interface. For operations of a few nanoseconds the
 * loop is in the adapter, so that each library has its own call sites.
 */
import { PersistentVector } from '@data-map/arrays';
import { List as ImmutableList } from 'immutable';
import * as L from 'list';

/** A library, whose list has the type `V`. `places` are indices. */
export interface VectorAdapter<V> {
  from(values: readonly number[]): V;
  /** Pushes the numbers from 0 on, one by one. */
  push(count: number): V;
  /** The same by the library's bulk construction, without an array as source. */
  bulk(count: number): V;
  /** Sums the elements at some places. */
  get(list: V, places: Int32Array): number;
  /** Sets -1, -2 and so on at some places, each in a new version. */
  set(list: V, places: Int32Array): V;
  /** Sums all elements. */
  iterate(list: V): number;
  /** Pops all elements, one version after the other. */
  pop(list: V): V;
  toArray(list: V): number[];
  slice(list: V, start: number, end: number): V;
  concat(a: V, b: V): V;
  insert(list: V, index: number, value: number): V;
  remove(list: V, index: number): V;
}

const vector: VectorAdapter<PersistentVector<number>> = {
  from: (values) => PersistentVector.from(values),
  push(count) {
    let list = PersistentVector.empty<number>();
    for (let i = 0; i < count; i++) list = list.push(i);
    return list;
  },
  bulk: (count) => PersistentVector.from({ length: count }, (_, i) => i),
  get(list, places) {
    let sum = 0;
    for (let i = 0; i < places.length; i++) sum += list.get(places[i]!)!;
    return sum;
  },
  set(list, places) {
    for (let i = 0; i < places.length; i++) list = list.set(places[i]!, -1 - i);
    return list;
  },
  iterate(list) {
    let sum = 0;
    for (const value of list) sum += value;
    return sum;
  },
  pop(list) {
    for (let i = list.length; i > 0; i--) list = list.pop();
    return list;
  },
  toArray: (list) => list.toArray(),
  slice: (list, start, end) => list.slice(start, end),
  concat: (a, b) => a.concat(b),
  insert: (list, index, value) => list.insert(index, value),
  remove: (list, index) => list.remove(index),
};

const immutable: VectorAdapter<ImmutableList<number>> = {
  from: (values) => ImmutableList(values),
  push(count) {
    let list = ImmutableList<number>();
    for (let i = 0; i < count; i++) list = list.push(i);
    return list;
  },
  bulk: (count) =>
    ImmutableList<number>().withMutations((list) => {
      for (let i = 0; i < count; i++) list.push(i);
    }),
  get(list, places) {
    let sum = 0;
    for (let i = 0; i < places.length; i++) sum += list.get(places[i]!)!;
    return sum;
  },
  set(list, places) {
    for (let i = 0; i < places.length; i++) list = list.set(places[i]!, -1 - i);
    return list;
  },
  iterate(list) {
    let sum = 0;
    for (const value of list) sum += value;
    return sum;
  },
  pop(list) {
    for (let i = list.size; i > 0; i--) list = list.pop();
    return list;
  },
  toArray: (list) => list.toArray(),
  slice: (list, start, end) => list.slice(start, end),
  concat: (a, b) => a.concat(b),
  insert: (list, index, value) => list.insert(index, value),
  remove: (list, index) => list.delete(index),
};

const funkia: VectorAdapter<L.List<number>> = {
  from: (values) => L.from(values),
  push(count) {
    let list = L.empty() as L.List<number>;
    for (let i = 0; i < count; i++) list = L.append(i, list);
    return list;
  },
  // The library has no public transients; its own functions build lists in this way
  bulk: (count) => L.times((i) => i, count),
  get(list, places) {
    let sum = 0;
    for (let i = 0; i < places.length; i++) sum += L.nth(places[i]!, list)!;
    return sum;
  },
  set(list, places) {
    for (let i = 0; i < places.length; i++) list = L.update(places[i]!, -1 - i, list);
    return list;
  },
  iterate(list) {
    let sum = 0;
    for (const value of list) sum += value;
    return sum;
  },
  pop(list) {
    for (let i = list.length; i > 0; i--) list = L.pop(list);
    return list;
  },
  toArray: (list) => L.toArray(list) as number[],
  slice: (list, start, end) => L.slice(start, end, list),
  concat: (a, b) => L.concat(a, b),
  insert: (list, index, value) => L.insert(index, value, list),
  remove: (list, index) => L.remove(index, 1, list),
};

/** Persistence without a tree: a copy for each version. */
const copy: VectorAdapter<readonly number[]> = {
  from: (values) => values.slice(),
  push(count) {
    let list: readonly number[] = [];
    for (let i = 0; i < count; i++) list = list.concat(i);
    return list;
  },
  bulk: (count) => Array.from({ length: count }, (_, i) => i),
  get(list, places) {
    let sum = 0;
    for (let i = 0; i < places.length; i++) sum += list[places[i]!]!;
    return sum;
  },
  set(list, places) {
    for (let i = 0; i < places.length; i++) {
      const next = list.slice();
      next[places[i]!] = -1 - i;
      list = next;
    }
    return list;
  },
  iterate(list) {
    let sum = 0;
    for (const value of list) sum += value;
    return sum;
  },
  pop(list) {
    for (let i = list.length; i > 0; i--) list = list.slice(0, -1);
    return list;
  },
  toArray: (list) => list.slice(),
  slice: (list, start, end) => list.slice(start, end),
  concat: (a, b) => a.concat(b),
  insert: (list, index, value) => list.toSpliced(index, 0, value),
  remove: (list, index) => list.toSpliced(index, 1),
};

/** The lower bound: one array, edited in place, which loses the old version. */
const array: VectorAdapter<number[]> = {
  from: (values) => values.slice(),
  push(count) {
    const list: number[] = [];
    for (let i = 0; i < count; i++) list.push(i);
    return list;
  },
  bulk(count) {
    const list: number[] = [];
    for (let i = 0; i < count; i++) list[i] = i;
    return list;
  },
  get(list, places) {
    let sum = 0;
    for (let i = 0; i < places.length; i++) sum += list[places[i]!]!;
    return sum;
  },
  set(list, places) {
    for (let i = 0; i < places.length; i++) list[places[i]!] = -1 - i;
    return list;
  },
  iterate(list) {
    let sum = 0;
    for (const value of list) sum += value;
    return sum;
  },
  pop(list) {
    const popped = list.slice();
    for (let i = popped.length; i > 0; i--) popped.pop();
    return popped;
  },
  toArray: (list) => list.slice(),
  slice: (list, start, end) => list.slice(start, end),
  concat: (a, b) => a.concat(b),
  insert(list, index, value) {
    list.splice(index, 0, value);
    list.pop();
    return list;
  },
  remove(list, index) {
    list.push(list.splice(index, 1)[0]!);
    return list;
  },
};

/** An operation on a library with an arbitrary list type. */
export interface Use<R> {
  with<V>(adapter: VectorAdapter<V>): R;
}

const adapters: Record<string, <R>(use: Use<R>) => R> = {
  'data-map': (use) => use.with(vector),
  immutable: (use) => use.with(immutable),
  list: (use) => use.with(funkia),
  copy: (use) => use.with(copy),
  array: (use) => use.with(array),
};

/** The names of the contenders, ours first. */
export const names: readonly string[] = Object.keys(adapters);

export function useAdapter<R>(name: string, use: Use<R>): R {
  return adapters[name]!(use);
}
