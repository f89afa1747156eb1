/** The libraries, each used as its own users would. */
import * as preact from '@preact/signals-core';
import * as vue from '@vue/reactivity';
import * as alien from 'alien-signals';
import * as ours from '@data-map/signals';
import { Signal as Polyfill } from 'signal-polyfill';

import type { Framework } from './framework.ts';

// The browser build. In the server build, which Node would resolve, effects do not run again
const solidBuild: string = 'solid-js/dist/solid.js';
const solid: typeof import('solid-js') = await import(solidBuild);

const dataMap: Framework<ours.Signal<number>, ours.ReadonlySignal<number>> = {
  signal: (value) => ours.signal(value),
  read: (signal) => signal.value,
  write: (signal, value) => void (signal.value = value),
  computed: (fn) => ours.computed(fn),
  get: (computed) => computed.value,
  effect: (fn) => ours.effect(fn),
  batch: (fn) => ours.batch(fn),
  root: (fn) => ours.effectScope(fn),
};

type AlienSignal = ReturnType<typeof alien.signal<number>>;

const alienSignals: Framework<AlienSignal, () => number> = {
  signal: (value) => alien.signal(value),
  read: (signal) => signal(),
  write: (signal, value) => signal(value),
  computed: (fn) => alien.computed(fn),
  get: (computed) => computed(),
  effect: (fn) => alien.effect(fn),
  batch(fn) {
    alien.startBatch();
    try {
      fn();
    } finally {
      alien.endBatch();
    }
  },
  root: (fn) => alien.effectScope(fn),
};

const preactSignals: Framework<preact.Signal<number>, preact.ReadonlySignal<number>> = {
  signal: (value) => preact.signal(value),
  read: (signal) => signal.value,
  write: (signal, value) => void (signal.value = value),
  computed: (fn) => preact.computed(fn),
  get: (computed) => computed.value,
  effect: (fn) => preact.effect(fn),
  batch: (fn) => preact.batch(fn),
  root(fn) {
    fn();
    return () => undefined;
  },
};

let vueBatches = 0;
const vueQueue = new Set<vue.ReactiveEffect>();

/** Vue queues effects in its renderer, which is not part of the package. This is a minimal substitute. */
function vueFlush(): void {
  for (const effect of vueQueue) {
    vueQueue.delete(effect);
    if (effect.dirty) effect.run();
  }
}

const vueReactivity: Framework<vue.ShallowRef<number>, vue.ComputedRef<number>> = {
  signal: (value) => vue.shallowRef(value),
  read: (signal) => signal.value,
  write(signal, value) {
    signal.value = value;
    if (vueBatches === 0) vueFlush();
  },
  computed: (fn) => vue.computed(fn),
  get: (computed) => computed.value,
  effect(fn) {
    const effect = new vue.ReactiveEffect(fn);
    effect.scheduler = () => void vueQueue.add(effect);
    effect.run();
    return () => effect.stop();
  },
  batch(fn) {
    vueBatches++;
    try {
      fn();
    } finally {
      if (--vueBatches === 0) vueFlush();
    }
  },
  root(fn) {
    const scope = vue.effectScope();
    scope.run(fn);
    return () => scope.stop();
  },
};

type SolidSignal = ReturnType<typeof solid.createSignal<number>>;

const solidJs: Framework<SolidSignal, () => number> = {
  signal: (value) => solid.createSignal(value),
  read: (signal) => signal[0](),
  write: (signal, value) => void signal[1](value),
  computed: (fn) => solid.createMemo(fn),
  get: (computed) => computed(),
  effect: (fn) =>
    solid.createRoot((dispose) => {
      solid.createRenderEffect(fn);
      return dispose;
    }),
  batch: (fn) => solid.batch(fn),
  root: (fn) =>
    solid.createRoot((dispose) => {
      fn();
      return dispose;
    }),
};

let polyfillBatches = 0;
let polyfillDirty = false;
const watcher = new Polyfill.subtle.Watcher(() => {
  polyfillDirty = true;
});

function polyfillFlush(): void {
  while (polyfillDirty) {
    polyfillDirty = false;
    const pending = watcher.getPending();
    watcher.watch();
    for (const effect of pending) effect.get();
  }
}

const signalPolyfill: Framework<Polyfill.State<number>, Polyfill.Computed<number>> = {
  signal: (value) => new Polyfill.State(value),
  read: (signal) => signal.get(),
  write(signal, value) {
    signal.set(value);
    if (polyfillBatches === 0) polyfillFlush();
  },
  computed: (fn) => new Polyfill.Computed(fn),
  get: (computed) => computed.get(),
  effect(fn) {
    const effect = new Polyfill.Computed(() => void fn());
    watcher.watch(effect);
    effect.get();
    return () => watcher.unwatch(effect);
  },
  batch(fn) {
    polyfillBatches++;
    try {
      fn();
    } finally {
      if (--polyfillBatches === 0) polyfillFlush();
    }
  },
  root(fn) {
    fn();
    return () => undefined;
  },
};

export const frameworks: Readonly<Record<string, Framework>> = {
  'data-map': dataMap as Framework,
  'alien-signals': alienSignals as Framework,
  preact: preactSignals as Framework,
  vue: vueReactivity as Framework,
  solid: solidJs as Framework,
  'signal-polyfill': signalPolyfill as Framework,
};
