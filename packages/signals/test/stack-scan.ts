/**
 * Overflows the stack at many different points inside the engine, and checks after each overflow that the
 * engine still works. Prints the number of descents and the first fault, if any. Run by `stack.test.ts`.
 */
import { batch, computed, effect, effectScope, signal, untracked } from '@data-map/signals';
import { state } from '../src/state.ts';

/** Makes a graph with one of everything, and records what its observers have seen last. */
function makeGraph() {
  const seen = { direct: 0, derived: 0, told: 0, lazy: 0, nested: 0, either: 0, long: 0, echo: 0 };
  const source = signal(0);
  const even = computed(() => source.value - (source.value % 2));
  const derived = computed(() => even.value + source.value);
  const lazy = computed(() => derived.value + 1);
  let last = even;
  for (let i = 0; i < 30; i++) {
    const above = last;
    last = computed(() => above.value + (source.value > 0 ? 0 : 1));
  }
  const end = last;
  const echo = signal(0);
  const stops = [
    effect(() => {
      seen.either = source.value % 3 === 0 ? source.value : derived.value + echo.value;
    }),
    effect(() => {
      seen.long = end.value;
    }),
    effect(() => {
      if (echo.value !== source.value) echo.value = source.value;
      seen.echo = echo.value;
    }),
    effect(() => {
      seen.direct = source.value;
    }),
    effect(() => {
      seen.derived = derived.value;
    }),
    source.subscribe((value) => {
      seen.told = value;
    }),
    effectScope(() => {
      effect(() => {
        if (source.value < 0) return;
        effect(() => {
          seen.nested = even.value;
        });
      });
    }),
  ];
  const spare = (): void => {};
  return { seen, source, derived, lazy, stops, spare };
}

type Graph = ReturnType<typeof makeGraph>;

/** The operations to be done when the stack is nearly full. */
const deeds: Record<string, (graph: Graph, value: number) => void> = {
  write: ({ source }, value) => (source.value = value),
  'write in a batch': ({ source }, value) => batch(() => (source.value = value)),
  'batch of two': ({ source }, value) =>
    batch(() => {
      source.value = -value;
      source.value = value;
    }),
  'read lazily': ({ source, lazy }, value) => {
    untracked(() => (source.value = value));
    void lazy.value;
  },
  'new effect': ({ derived }) => effect(() => void derived.value)(),
  'new scope': ({ lazy }) => effectScope(() => void effect(() => () => lazy.value))(),
  subscribe: ({ derived }) => derived.subscribe(() => {})(),
  'end and begin again': (graph) => {
    graph.spare();
    graph.spare = effect(() => void graph.source.value);
  },
  'two effects, one throws': ({ source }, value) => {
    const stop = effect(() => {
      if (source.value === value) throw new Error('on purpose');
    });
    try {
      source.value = value;
    } finally {
      stop();
    }
  },
  'fresh computed': ({ lazy, derived }) => void computed(() => lazy.value + derived.value).value,
};

/**
 * Fills the stack with frames of `size` arguments, and calls `deed` from each frame on the way back until
 * it has succeeded three times. The calls before have overflowed the stack, each at another point.
 * Returns what is wrong afterwards, if anything is.
 */
function faultAfter(deed: (graph: Graph, value: number) => void, size: number): string | undefined {
  const graph = makeGraph();
  let value = 0;
  let done = 0;
  const dive = (...filler: number[]): void => {
    try {
      dive(...filler);
    } catch {
      // The stack is full
    }
    if (done === 3) return;
    try {
      deed(graph, ++value);
      done++;
    } catch {
      // Overflowed: the frame above tries again
    }
  };
  dive(...Array.from({ length: size }, () => 0));
  if (state.depth !== 0) return 'a batch is open';
  if (state.observer !== undefined || state.scope !== undefined)
    return 'an observer or a scope is left';
  const { seen, source, lazy, stops } = graph;
  try {
    source.value = 1001;
  } catch {
    // Errors of reactions that were left over in the queue
  }
  try {
    source.value = 1003;
    seen.lazy = lazy.value;
  } catch (error) {
    return String(error);
  }
  const text = JSON.stringify(seen);
  const wanted = {
    direct: 1003,
    derived: 2005,
    told: 1003,
    lazy: 2006,
    nested: 1002,
    either: 3008,
    long: 1002,
    echo: 1003,
  };
  if (text !== JSON.stringify(wanted)) return text;
  for (const stop of stops) stop();
  source.value = 0;
  if (JSON.stringify(seen) !== text) return 'not ended';
  return undefined;
}

let tried = 0;
let fault: string | undefined;
for (const [name, deed] of Object.entries(deeds)) {
  for (let size = 0; size < 60 && fault === undefined; size++) {
    tried++;
    try {
      fault = faultAfter(deed, size);
    } catch (error) {
      fault = String(error);
    }
    if (fault !== undefined) fault = `${name}, frames of ${size}: ${fault}`;
  }
}
console.log(JSON.stringify({ tried, fault }));
