/** Bytes per leaf of a document, for the facade and its peers, and bytes per watched leaf. */
import { observable as legend } from '@legendapp/state';
import { createDataMap } from '@data-map/core';
import { fromJS, type Map as ImmutableMap } from 'immutable';
import { observable, reaction } from 'mobx';
import { proxy } from 'valtio/vanilla';
import { subscribeKey } from 'valtio/vanilla/utils';

import { memory } from '../runner/memory.ts';
import { type Shop, shop } from './shop.ts';

const LEAVES = 100_000;
/** The leaves of an item: `id`, `name`, `score`, and two in `tags`. */
const PER_ITEM = 5;

interface Held {
  readonly kept: unknown;
  /** Returns the score of an item. */
  score(at: number): unknown;
}

const options = {
  items: LEAVES,
  check({ score }: Held, name: string): void {
    if (score(1234) !== 34) throw new Error(`Expected 34, found ${String(score(1234))} in ${name}`);
  },
};

memory<Held>('core/bytes for each leaf', options, {
  'data-map': (items) => {
    const store = createDataMap<Shop>(shop(items / PER_ITEM), { freeze: false });
    return { kept: store, score: (at) => store.get(`/items/${at}/score`) };
  },
  'the plain document': (items) => {
    const plain = shop(items / PER_ITEM);
    return { kept: plain, score: (at) => plain.items[at]?.score };
  },
  valtio: (items) => {
    const state = proxy(shop(items / PER_ITEM));
    return { kept: state, score: (at) => state.items[at]?.score };
  },
  mobx: (items) => {
    const state = observable(shop(items / PER_ITEM));
    return { kept: state, score: (at) => state.items[at]?.score };
  },
  'legend-state, as far as read': (items) => {
    const state = legend(shop(items / PER_ITEM));
    return { kept: state, score: (at) => state.items[at]?.score.peek() };
  },
  'immutable fromJS': (items) => {
    const root = fromJS(shop(items / PER_ITEM)) as ImmutableMap<string, unknown>;
    return { kept: root, score: (at) => root.getIn(['items', at, 'score']) };
  },
});

const WATCHED = 20_000;
const call = (): void => undefined;

/** All watchers share one callback. The bytes include the document, which is the same for every contender. */
memory<Held>(
  'core/bytes for each watched leaf and its item',
  {
    items: WATCHED,
    check({ score }: Held, name: string): void {
      if (score(1234) !== 34)
        throw new Error(`Expected 34, found ${String(score(1234))} in ${name}`);
    },
  },
  {
    'data-map': (items) => {
      const store = createDataMap<Shop>(shop(items), { freeze: false });
      const stops = Array.from({ length: items }, (_, at) =>
        store.subscribe(`/items/${at}/score`, call),
      );
      return { kept: [store, stops], score: (at) => store.get(`/items/${at}/score`) };
    },
    valtio: (items) => {
      const state = proxy(shop(items));
      const stops = state.items.map((item) => subscribeKey(item, 'score', call, true));
      return { kept: [state, stops], score: (at) => state.items[at]?.score };
    },
    mobx: (items) => {
      const state = observable(shop(items));
      const stops = state.items.map((item) => reaction(() => item.score, call));
      return { kept: [state, stops], score: (at) => state.items[at]?.score };
    },
    'legend-state': (items) => {
      const state = legend(shop(items));
      const stops = Array.from({ length: items }, (_, at) => state.items[at]?.score.onChange(call));
      return { kept: [state, stops], score: (at) => state.items[at]?.score.peek() };
    },
  },
);
