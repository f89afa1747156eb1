/**
 * The usual graphs, from the kairo, cellx and S.js benchmarks. Each builder returns a graph whose `run`
 * writes `WRITES` times (unless it says otherwise), and whose `seen` tells what its effects counted.
 *
 * The module is imported once for each library (`graphs.ts?name`), so that each library runs its own copy of
 * the code, and type feedback of one library does not affect another.
 */
import type { Framework } from './framework.ts';

/** One graph of one library. */
export interface Graph {
  run(): unknown;
  /** What the effects counted since the last call, to be compared between the libraries. */
  seen(): string;
}

/** The number of writes in one `run()` of a graph. */
export const WRITES = 100;

export type Build = (framework: Framework) => Graph;

/** Counts the runs of effects and sums their values. */
class Witness {
  runs = 0;
  sum = 0;

  note(value: number): void {
    this.runs++;
    this.sum = (this.sum + value) | 0;
  }

  seen(): string {
    const text = `${this.runs} runs, sum ${this.sum}`;
    this.runs = this.sum = 0;
    return text;
  }
}

/** Writes to `heads` in turn, each time a new value. */
function writer(framework: Framework, heads: readonly unknown[], witness: Witness): Graph {
  let next = 0;
  return {
    run() {
      for (let i = 0; i < WRITES; i++) {
        const head = heads[i % heads.length];
        next = (next + 1) & 0xffff;
        framework.write(head, next);
      }
      return witness.sum;
    },
    seen: () => witness.seen(),
  };
}

/** A chain of 50 computeds and an effect. */
const deep: Build = (framework) => {
  const witness = new Witness();
  const head = framework.signal(0);
  let get = (): number => framework.read(head);
  for (let i = 0; i < 50; i++) {
    const before = get;
    const computed = framework.computed(() => before() + 1);
    get = () => framework.get(computed);
  }
  framework.effect(() => witness.note(get()));
  return writer(framework, [head], witness);
};

/** 50 branches of two computeds and an effect each. */
const broad: Build = (framework) => {
  const witness = new Witness();
  const head = framework.signal(0);
  for (let i = 0; i < 50; i++) {
    const first = framework.computed(() => framework.read(head) + i);
    const second = framework.computed(() => framework.get(first) + 1);
    framework.effect(() => witness.note(framework.get(second)));
  }
  return writer(framework, [head], witness);
};

/** Five paths from one signal to one effect. */
const diamond: Build = (framework) => {
  const witness = new Witness();
  const head = framework.signal(0);
  const ways = Array.from({ length: 5 }, () => framework.computed(() => framework.read(head) + 1));
  const sum = framework.computed(() => {
    let total = 0;
    for (const way of ways) total += framework.get(way);
    return total;
  });
  framework.effect(() => witness.note(framework.get(sum)));
  return writer(framework, [head], witness);
};

/** A chain of ten computeds, and a sum of all of them. */
const triangle: Build = (framework) => {
  const witness = new Witness();
  const head = framework.signal(0);
  const chain: unknown[] = [framework.computed(() => framework.read(head) + 1)];
  for (let i = 1; i < 10; i++) {
    const before = chain[i - 1];
    chain.push(framework.computed(() => framework.get(before) + 1));
  }
  const sum = framework.computed(() => {
    let total = 0;
    for (const link of chain) total += framework.get(link);
    return total;
  });
  framework.effect(() => witness.note(framework.get(sum)));
  return writer(framework, [head], witness);
};

/** 100 signals that one computed reads, and 100 pairs of computeds with an effect that read it. */
const mux: Build = (framework) => {
  const witness = new Witness();
  const heads = Array.from({ length: 100 }, () => framework.signal(0));
  let all: number[] = [];
  let version = 0;
  const mixed = framework.computed(() => {
    all = heads.map((head) => framework.read(head));
    return ++version;
  });
  for (let i = 0; i < heads.length; i++) {
    const own = framework.computed(() => {
      framework.get(mixed);
      return all[i] ?? 0;
    });
    const next = framework.computed(() => framework.get(own) + 1);
    framework.effect(() => witness.note(framework.get(next)));
  }
  return writer(framework, heads, witness);
};

/** A computed whose dependencies alternate with every write. */
const unstable: Build = (framework) => {
  const witness = new Witness();
  const head = framework.signal(0);
  const double = framework.computed(() => framework.read(head) * 2);
  const inverse = framework.computed(() => -framework.read(head));
  const current = framework.computed(() => {
    let total = 0;
    for (let i = 0; i < 20; i++) {
      total += framework.get(framework.read(head) % 2 ? double : inverse);
    }
    return total;
  });
  framework.effect(() => witness.note(framework.get(current)));
  return writer(framework, [head], witness);
};

/** The second computed always has the same value, so the expensive ones that depend on it must not run. */
const avoidable: Build = (framework) => {
  const witness = new Witness();
  const head = framework.signal(0);
  const first = framework.computed(() => framework.read(head));
  const same = framework.computed(() => Math.min(framework.get(first), 0));
  const costly = framework.computed(() => {
    let total = framework.get(same);
    for (let i = 0; i < 100; i++) total++;
    witness.note(total);
    return total;
  });
  const fourth = framework.computed(() => framework.get(costly) + 2);
  const fifth = framework.computed(() => framework.get(fourth) + 3);
  framework.effect(() => witness.note(framework.get(fifth)));
  return writer(framework, [head], witness);
};

/** One computed that reads the same signal 30 times. */
const repeated: Build = (framework) => {
  const witness = new Witness();
  const head = framework.signal(0);
  const current = framework.computed(() => {
    let total = 0;
    for (let i = 0; i < 30; i++) total += framework.read(head);
    return total;
  });
  framework.effect(() => witness.note(framework.get(current)));
  return writer(framework, [head], witness);
};

/** 100 layers of four computeds, each of which reads its neighbours in the layer before and has an effect. */
const cellx: Build = (framework) => {
  const witness = new Witness();
  const heads = [1, 2, 3, 4].map((value) => framework.signal(value));
  let layer = heads.map((head) => () => framework.read(head));
  for (let i = 0; i < 100; i++) {
    const [a, b, c, d] = layer as [() => number, () => number, () => number, () => number];
    layer = [b, () => (a() - c()) | 0, () => (b() + d()) | 0, c].map((fn) => {
      const computed = framework.computed(fn);
      framework.effect(() => witness.note(framework.get(computed)));
      return () => framework.get(computed);
    });
  }
  return writer(framework, heads, witness);
};

/** `sources` signals for each of 100 computeds with an effect. */
function fanIn(sources: number): Build {
  return (framework) => {
    const witness = new Witness();
    const heads: unknown[] = [];
    for (let i = 0; i < 100; i++) {
      const own = Array.from({ length: sources }, () => framework.signal(0));
      heads.push(own[0]);
      const sum = framework.computed(() => {
        let total = 0;
        for (const signal of own) total += framework.read(signal);
        return total;
      });
      framework.effect(() => witness.note(framework.get(sum)));
    }
    return writer(framework, heads, witness);
  };
}

/** One signal, and `width` computeds with an effect each. */
function fanOut(width: number): Build {
  return (framework) => {
    const witness = new Witness();
    const head = framework.signal(0);
    for (let i = 0; i < width; i++) {
      const computed = framework.computed(() => framework.read(head) + i);
      framework.effect(() => witness.note(framework.get(computed)));
    }
    return writer(framework, [head], witness);
  };
}

/**
 * `width` × `layers` computeds with three sources each. Every fourth one reads only two of them
 * if the first is even. Nothing observes them: the last layer is read after every write.
 */
function dynamic(width: number, layers: number): Build {
  return (framework) => {
    const witness = new Witness();
    const heads = Array.from({ length: width }, (_, i) => framework.signal(i));
    let row = heads.map((head) => () => framework.read(head));
    for (let layer = 0; layer < layers; layer++) {
      const above = row;
      row = above.map((first, i) => {
        const second = above[(i + 1) % width] as () => number;
        const third = above[(i + 3) % width] as () => number;
        const computed = framework.computed(
          i % 4 === 0
            ? () => {
                const value = first();
                return (value % 2 === 0 ? value + second() : value + second() + third()) & 0xfffff;
              }
            : () => (first() + second() + third()) & 0xfffff,
        );
        return () => framework.get(computed);
      });
    }
    let next = 0;
    return {
      run() {
        for (let i = 0; i < WRITES; i++) {
          next = (next + 1) & 0xffff;
          framework.write(heads[i % width], next);
          let sum = 0;
          for (const leaf of row) sum += leaf();
          witness.note(sum);
        }
        return witness.sum;
      },
      seen: () => witness.seen(),
    };
  };
}

/** Builds a signal and ten computeds with an effect each, writes once, and disposes of everything: 100 times. */
const createAndDispose: Build = (framework) => {
  const witness = new Witness();
  let next = 0;
  return {
    run() {
      for (let i = 0; i < WRITES; i++) {
        const head = framework.signal(next);
        const stops: (() => void)[] = [];
        const dispose = framework.root(() => {
          for (let j = 0; j < 10; j++) {
            const computed = framework.computed(() => framework.read(head) + j);
            stops.push(framework.effect(() => witness.note(framework.get(computed))));
          }
        });
        next = (next + 1) & 0xffff;
        framework.write(head, next);
        for (const stop of stops) stop();
        dispose();
      }
      return witness.sum;
    },
    seen: () => witness.seen(),
  };
};

/** A batch writes 10 of 100 signals, which ten sums read. */
const batched: Build = (framework) => {
  const witness = new Witness();
  const heads = Array.from({ length: 100 }, () => framework.signal(0));
  for (let i = 0; i < 10; i++) {
    const sum = framework.computed(() => {
      let total = 0;
      for (let j = i; j < heads.length; j += 10) total += framework.read(heads[j]);
      return total;
    });
    framework.effect(() => witness.note(framework.get(sum)));
  }
  let next = 0;
  return {
    run() {
      for (let i = 0; i < WRITES; i++) {
        next = (next + 1) & 0xffff;
        framework.batch(() => {
          for (let j = 0; j < 10; j++) framework.write(heads[(i + 7 * j) % 100], next);
        });
      }
      return witness.sum;
    },
    seen: () => witness.seen(),
  };
};

export const graphs: Readonly<Record<string, Build>> = {
  deep,
  broad,
  diamond,
  triangle,
  mux,
  unstable,
  avoidable,
  repeated,
  cellx,
  'fan-in-1': fanIn(1),
  'fan-in-100': fanIn(100),
  'fan-out-1000': fanOut(1000),
  'dynamic-10x10': dynamic(10, 10),
  'dynamic-100x15': dynamic(100, 15),
  batched,
  'create-dispose': createAndDispose,
};
