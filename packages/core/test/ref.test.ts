import { formatPointer, type Segments } from '@data-map/path';
import { type Change, FlatStore, invertChange } from '@data-map/storage';
import { effect } from '@data-map/signals';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Anchor } from '../src/anchor.ts';
import { AnchorIndex, work } from '../src/anchor-index.ts';
import { createDataMap, DisposedError, type ElementRef } from '../src/index.ts';
import { rebase } from './rebase.ts';
import { checkAnchors } from './anchor-invariants.ts';
import { fuzz, patience } from './fuzz.ts';

const collected = async (): Promise<void> => {
  for (let i = 0; i < 3; i++) {
    // eslint-disable-next-line no-await-in-loop -- a task for the collector, one for who is told
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
    globalThis.gc?.();
  }
};

const visits = (write: () => void): number => {
  const before = work.visits;
  write();
  return work.visits - before;
};

test('DM22: a move within an array visits only the refs between its two positions', () => {
  const store = createDataMap({ list: Array.from({ length: 1000 }, (_, i) => i) });
  const refs = store.toObject().list.map((_, i) => store.ref(`/list/${i}`));
  const seen: (string | null)[] = [];
  for (const [i, ref] of refs.entries()) store.effect(() => void (seen[i] = ref.pointer));
  const moves = [
    [0, 7],
    [500, 490],
    [3, 4],
  ] as const;
  for (const [from, to] of moves) {
    // Before, each move visited all refs behind both positions
    const count = visits(() => store.move(`/list/${from}`, `/list/${to}`));
    expect(count).toBe(Math.abs(from - to) + 1);
    expect(seen).toEqual(refs.map((ref) => ref.pointer));
    expect(refs.map((ref) => ref.get())).toEqual(refs.map((_, i) => i));
  }
});

type Step =
  | { readonly do: 'ref' | 'delete' | 'reverse' | 'shift' | 'rotate'; readonly at: number }
  | { readonly do: 'set' | 'insert'; readonly at: number; readonly to: number }
  | { readonly do: 'move'; readonly at: number; readonly to: number }
  | { readonly do: 'dispose'; readonly at: number }
  | { readonly do: 'save'; readonly steps: readonly Step[]; readonly fails: boolean };

const steps: fc.Arbitrary<Step[]> = fc.letrec<{ step: Step; steps: Step[] }>((tie) => ({
  steps: fc.array(tie('step'), { maxLength: 14 }),
  step: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({
      do: fc.constantFrom('ref' as const, 'dispose' as const, 'delete' as const),
      at: fc.nat(40),
    }),
    fc.record({
      do: fc.constantFrom('reverse' as const, 'shift' as const, 'rotate' as const),
      at: fc.nat(40),
    }),
    fc.record({
      do: fc.constantFrom('set' as const, 'insert' as const, 'move' as const),
      at: fc.nat(40),
      to: fc.nat(40),
    }),
    fc.record({ do: fc.constant('save' as const), steps: tie('steps'), fails: fc.boolean() }),
  ),
})).steps;

interface Known {
  readonly anchor: Anchor;
  location: Segments | null;
  /** The location, and the length of the journal, when the first ref was created or a rollback ended. */
  birth: { readonly location: Segments | null; readonly mark: number };
  /** The pointer that an effect saw last; undefined without an effect. */
  seen: string | null | undefined;
}

/** The index and its oracle: a list of locations, each rebased on every Change and saved as a whole. */
class Pair {
  readonly store = new FlatStore(
    { a: [{ x: 1 }, { y: [1, 2] }, 3, 3], o: { p: { q: [{}] }, '0': [0] } },
    { freeze: false },
  );
  readonly index = new AnchorIndex();
  readonly #known: Known[] = [];
  #journal: Change[] = [];
  #depth = 0;

  run(step: Step): void {
    const places = [...everywhere(this.store.toObject(), [])];
    const at = places[step.do === 'save' ? 0 : step.at % places.length] ?? [];
    const pointer = formatPointer(at);
    try {
      switch (step.do) {
        case 'ref': {
          const mark = this.#journal.length;
          const anchor = this.index.anchorAt(at, this.#depth > 0 ? mark : undefined);
          anchor.refs++;
          // Refs to one element share an anchor
          const known = this.#known.find((each) => each.anchor === anchor);
          this.#known.push(
            known ?? { anchor, location: at, birth: { location: at, mark }, seen: undefined },
          );
          if (known === undefined && step.at % 2 === 0) {
            const made = this.#known.at(-1)!;
            effect(() => {
              made.seen = anchor.place;
            });
          }
          break;
        }
        case 'dispose': {
          const [gone] = this.#known.splice(step.at, 1);
          if (gone !== undefined) this.index.release(gone.anchor);
          break;
        }
        case 'delete':
        case 'reverse':
          this.#follow(this.store[step.do](pointer));
          break;
        case 'shift':
          this.#follow(this.store.splice(pointer, 0, 1));
          break;
        case 'rotate': {
          // The same elements in another container: found by identity
          const value = this.store.get(pointer);
          if (Array.isArray(value)) this.#follow(this.store.set(pointer, [...value.slice(1), {}]));
          else this.#follow(this.store.set(pointer, { ...(value as object) }));
          break;
        }
        case 'set':
          this.#follow(this.store.set(pointer, this.store.getAt(places[step.to % 9] ?? [])));
          break;
        case 'insert':
          this.#follow(this.store.insert(pointer, step.to % 3, { new: 1 }));
          break;
        case 'move':
          this.#follow(
            this.store.move(pointer, formatPointer(places[step.to % places.length] ?? [])),
          );
          break;
        case 'save':
          this.#transaction(step);
          break;
      }
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
    this.check();
  }

  #transaction(step: Step & { readonly do: 'save' }): void {
    const mark = this.#journal.length;
    const saved = this.#known.map((each) => [each, each.location] as const);
    const restore = this.index.save(this.#depth === 0);
    this.#depth++;
    for (const inner of step.steps) this.run(inner);
    this.#depth--;
    if (step.fails) {
      const taken = this.#journal.splice(mark);
      for (const change of taken.toReversed())
        this.#follow(this.store.apply(invertChange(change)), false);
      for (const [each, location] of saved) each.location = location;
      const old = new Set(saved.map(([each]) => each));
      for (const each of new Set(this.#known)) if (!old.has(each)) leadBack(each, taken, mark);
      restore(taken, mark);
    } else if (this.#depth === 0) {
      this.#journal = [];
      this.index.settle();
    }
  }

  #follow(changes: readonly Change[], isNoted = true): void {
    for (const change of changes) {
      if (isNoted) this.#journal.push(change);
      for (const each of new Set(this.#known))
        if (each.location !== null) each.location = rebase(each.location, change);
      const isInside = this.#depth > 0 && isNoted;
      this.index.follow(change, isInside ? this.#journal.length - 1 : undefined);
    }
    if (this.#depth === 0 && isNoted) {
      this.#journal = [];
      this.index.settle();
    }
  }

  check(): void {
    const found = this.#known.map(({ anchor }) => (anchor.isThere ? anchor.pointer : null));
    const expected = this.#known.map(({ location }) => location && formatPointer(location));
    expect(found).toEqual(expected);
    const seen = this.#known.map((known, at) =>
      known.seen === undefined ? found[at] : known.seen,
    );
    expect(seen).toEqual(expected);
    checkAnchors(this.index, this.store.toObject());
  }
}

/** After a rollback, the element of a ref that was created inside is where it was before, if it existed. */
function leadBack(each: Known, taken: readonly Change[], mark: number): void {
  const changes = taken.slice(0, each.birth.mark - mark);
  const back = (at: Segments | null, change: Change): Segments | null =>
    at && rebase(at, invertChange(change));
  const location = changes.reduceRight(back, each.birth.location);
  each.birth = { location, mark };
  if (location !== null) each.location = location;
}

function* everywhere(value: unknown, at: Segments): Generator<Segments, void, undefined> {
  yield at;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value))
    yield* everywhere(member, [...at, Array.isArray(value) ? Number(key) : key]);
}

describe('where refs are', () => {
  test(
    'DM22: the index agrees with rebasing each location on every Change, savepoints included',
    () => {
      const property = fc.property(steps, (program) => {
        const pair = new Pair();
        for (const step of program) pair.run(step);
      });
      fc.assert(property, fuzz(600));
    },
    patience,
  );

  test('DM22: a ref that was created in a failed transaction has its element back, if that existed before', () => {
    const store = createDataMap<any>({ list: ['a', 'b', 'c'], made: [] });
    const refs: ElementRef[] = [];
    const fail = (write: () => void): void => {
      const error = new Error('taken back');
      expect(() => store.transaction(() => [write(), raise(error)])).toThrow(error);
    };
    fail(() => {
      store.delete('/list/0');
      refs.push(store.ref('/list/1'));
      fail(() => {
        store.delete('/list/1');
        refs.push(store.ref('/list/0'));
        store.set('/list', []);
      });
      expect(refs.map(({ pointer }) => pointer)).toEqual(['/list/1', '/list/0']);
      store.push('/made', 1);
      refs.push(store.ref('/made/0'));
      store.delete('/list');
    });
    expect(refs.map(({ pointer }) => pointer)).toEqual(['/list/2', '/list/1', null]);
    store.unshift('/list', 'z');
    expect(refs.map(({ pointer }) => pointer)).toEqual(['/list/3', '/list/2', null]);
  });

  test('DM22: an element that a successful transaction referred to and removed does not come back when a later one fails', () => {
    const store = createDataMap({ list: [{ id: 1 }, { id: 2 }] });
    const ref = store.transaction(() => {
      const made = store.ref('/list/0');
      store.shift('/list');
      return made;
    });
    expect(ref.pointer).toBe(null);
    const fail = (): void => {
      store.transaction(() => {
        store.push('/list', { id: 3 });
        throw new Error('taken back');
      });
    };
    expect(fail).toThrow('taken back');
    expect([ref.pointer, ref.get()]).toEqual([null, undefined]);
  });

  test('DM22: an element is gone if its list is replaced by an object that has the index as a name', () => {
    const element = { id: 1 };
    const store = createDataMap<any>({ list: [element] }, { freeze: false });
    const ref = store.ref('/list/0');
    store.set('/list', { '0': element });
    expect(ref.pointer).toBeNull();
  });

  test('DM22: an effect that created a ref itself runs when the element moves, also after the ref was collected', async () => {
    const store = createDataMap({ list: ['a', 'b'] });
    const seen: (string | null)[] = [];
    store.effect(() => {
      seen.push(store.ref('/list/1').pointer);
    });
    await collected();
    store.unshift('/list', 'c');
    // The effect runs again, and creates another ref
    expect(seen).toEqual(['/list/1', '/list/1']);
  });
});

describe('the work of a write', () => {
  const make = () => {
    const store = createDataMap<any>({
      list: Array.from({ length: 1000 }, (_, id) => ({ id, tags: ['a'] })),
      limit: 1,
      other: [1, 2],
    });
    const refs = Array.from({ length: 1000 }, (_, i) => store.ref(`/list/${i}`));
    return { store, refs };
  };

  test('DM23: a write that moves no ref visits none; it used to visit all of them', () => {
    const { store, refs } = make();
    expect(visits(() => store.set('/limit', 2))).toBe(0);
    expect(visits(() => store.set('/list/5/id', -5))).toBe(0);
    expect(visits(() => store.push('/list', { id: 1000, tags: [] }))).toBe(0);
    expect(visits(() => store.unshift('/other', 0))).toBe(0);
    expect(visits(() => store.set('/made', { on: 'the way' }))).toBe(0);
    expect(visits(() => store.delete('/made'))).toBe(0);
    expect(visits(() => store.push('/list/7/tags', 'b'))).toBe(0);
    expect(visits(() => store.set('/list/7', { id: 7, tags: [] }))).toBe(0);
    expect(visits(() => store.batch(() => store.set('/limit', 3)))).toBe(0);
    expect(refs[999]?.pointer).toBe('/list/999');
  });

  test('DM23: a write visits the refs whose elements it removes; it used to visit those that it moved as well', () => {
    const { store, refs } = make();
    expect(visits(() => store.unshift('/list', { id: 'first', tags: [] }))).toBe(0);
    expect(visits(() => store.shift('/list'))).toBe(0);
    expect(visits(() => store.splice('/list', 990, 0, { id: 'new', tags: [] }))).toBe(0);
    expect(visits(() => store.delete('/list/995'))).toBe(1);
    expect(refs[994]?.pointer).toBeNull();
    expect(refs[995]?.pointer).toBe('/list/995');
    expect(visits(() => store.move('/list/10', '/list/12'))).toBe(0);
    expect(visits(() => store.sort('/list', (a: any, b: any) => b.id - a.id))).toBe(0);
    expect(visits(() => store.reverse('/list'))).toBe(0);
    const wrong = refs.filter((ref, at) => (ref.get() as { id: number } | undefined)?.id !== at);
    expect(wrong).toEqual([refs[994]]);
    expect(visits(() => store.set('/list', []))).toBe(999);
  });

  test('DM23: a write visits the refs that it moves and on which somebody depends', () => {
    const { store, refs } = make();
    const list = ['/list/3', '/list/500', '/list/990/tags/0', '/list/995'].map((at) =>
      store.ref(at),
    );
    const seen: (string | null)[] = [];
    for (const ref of list) store.effect(() => void seen.push(ref.pointer));
    const news = (write: () => void): (string | null)[] => {
      seen.length = 0;
      // A move shifts like a removal and an insertion; one element is removed
      expect(visits(write)).toBeLessThan(2 * seen.length + 2);
      return seen;
    };
    expect(news(() => store.push('/list', 1))).toEqual([]);
    expect(news(() => store.splice('/list', 600, 0, 1))).toEqual(['/list/991/tags/0', '/list/996']);
    expect(news(() => store.delete('/list/600'))).toEqual(['/list/990/tags/0', '/list/995']);
    expect(news(() => store.move('/list/990', '/list/0'))).toEqual([
      '/list/4',
      '/list/501',
      '/list/0/tags/0',
    ]);
    expect(news(() => store.unshift('/list/0/tags', 'new'))).toEqual(['/list/0/tags/1']);
    expect(refs[990]?.pointer).toBe('/list/0');
  });

  test('DM23: refs with subscribers are not visited when their elements only move', () => {
    const { store, refs } = make();
    const heard: unknown[] = [];
    for (const ref of refs) ref.subscribe((value, { pointer }) => heard.push([pointer, value]));
    expect(visits(() => store.unshift('/list', { id: 'new', tags: [] }))).toBe(0);
    store.batch(() => {
      store.set('/list/8/tags', []);
      store.shift('/list');
    });
    expect(heard).toEqual([['/list/7', { id: 7, tags: [] }]]);
  });

  test('DM23: elements that a new list holds at other indexes are found in one pass; it used to be one pass for each ref', () => {
    const { store, refs } = make();
    const list = store.get('/list') as unknown[];
    const next = list.filter((_, at) => at % 10 !== 0);
    let passes = 0;
    next.indexOf = function (element) {
      passes++;
      return Array.prototype.indexOf.call(this, element);
    };
    store.set('/list', next);
    expect(passes).toBe(0);
    expect(refs[999]?.pointer).toBe('/list/899');
    expect(refs[990]?.pointer).toBeNull();
  });

  test('DM23: a transaction costs nothing for refs that it does not move; it used to copy all locations', () => {
    const { store, refs } = make();
    const count = visits(() =>
      expect(() =>
        store.transaction(() => {
          store.set('/list/3/id', 0);
          store.splice('/list', 998, 1);
          throw new Error('back');
        }),
      ).toThrow('back'),
    );
    expect(count).toBeLessThan(5);
    expect(refs.slice(-2).map((ref) => ref.pointer)).toEqual(['/list/998', '/list/999']);
  });

  test('DM23: anchors created in a transaction are restored in one pass over the Changes; it used to be one pass for each', () => {
    const index = new AnchorIndex();
    const count = 1000;
    let looks = 0;
    const taken = Array.from({ length: count }, (_, i): Change => {
      const segments = ['list', i, 'id'];
      const change = { pointer: '', segments, value: -i, previous: i } as const;
      return {
        ...change,
        get op() {
          looks++;
          return 'replace' as const;
        },
      };
    });
    const restore = index.save(true);
    const anchors = taken.map((_, i) => {
      const anchor = index.anchorAt(['list', i], i);
      anchor.refs++;
      return anchor;
    });
    restore(taken, 0);
    expect(anchors.map(({ place }) => place)).toEqual(taken.map((_, i) => `/list/${i}`));
    expect(looks).toBeLessThan(5 * count);
  });

  test('DM23: subscribers are considered for a write at, above or below the element', () => {
    const { store, refs } = make();
    const heard: unknown[] = [];
    let reads = 0;
    const peek = store.peek.bind(store) as (pointer: string) => unknown;
    store.peek = ((pointer: string) => {
      reads++;
      return peek(pointer);
    }) as typeof store.peek;
    for (const ref of refs) ref.subscribe((value, { pointer }) => heard.push([pointer, value]));
    reads = 0;
    store.set('/limit', 5);
    expect(reads).toBe(0);
    store.set('/list/7/tags/0', 'b');
    expect(reads).toBe(1);
    expect(heard).toEqual([['/list/7', { id: 7, tags: ['b'] }]]);
  });

  test('DM17: refs are notified in the order of their first subscriptions', () => {
    const store = createDataMap({ a: 1, b: 1 });
    const [a, b] = [store.ref('/a'), store.ref('/b')];
    const heard: string[] = [];
    b.subscribe(() => heard.push('b'));
    a.subscribe(() => heard.push('a'));
    store.batch(() => {
      store.set('/a', 2);
      store.set('/b', 2);
    });
    expect(heard).toEqual(['b', 'a']);
  });
});

describe('the end of a ref', () => {
  test('DM24: a disposed ref throws when it is used, calls nobody, and is not followed any more', () => {
    const store = createDataMap({ list: ['a', 'b'] });
    const ref = store.ref('/list/1');
    const other = store.ref('/list/1');
    const heard: unknown[] = [];
    const stop = ref.subscribe((value) => heard.push(value));
    other.subscribe((value) => heard.push(['other', value]));
    ref.dispose();
    ref.dispose();
    stop();
    store.set('/list/1', 'c');
    store.unshift('/list', 'z');
    expect(heard).toEqual([['other', 'c']]);
    expect(other.pointer).toBe('/list/2');
    for (const use of [
      () => ref.pointer,
      () => ref.get(),
      () => ref.set('d'),
      () => ref.subscribe(() => 0),
    ]) {
      expect(use).toThrow(DisposedError);
      expect(use).toThrow('This ref was disposed and cannot be used any more');
    }
    other.dispose();
    expect(visits(() => store.unshift('/list', 'y'))).toBe(0);
  });

  test('DM24: a ref ends with its using block', () => {
    const store = createDataMap({ list: ['a'] });
    let leaked: ElementRef<string>;
    {
      using ref = store.ref('/list/0');
      leaked = ref;
      expect(ref.get()).toBe('a');
    }
    expect(() => leaked.get()).toThrow(DisposedError);
  });

  test('DM24: calls that are queued for a ref which a callback disposes are dropped', () => {
    const store = createDataMap({ list: ['a'] });
    const ref = store.ref('/list/0');
    const heard: unknown[] = [];
    store.subscribe('/list/0', () => ref.dispose());
    ref.subscribe((value) => heard.push(value));
    store.set('/list/0', 'b');
    expect(heard).toEqual([]);
  });

  test('DM24: a ref that is disposed inside a failed transaction stays disposed', () => {
    const store = createDataMap({ list: ['a', 'b'] });
    const [a, b] = [store.ref('/list/0'), store.ref('/list/1')];
    expect(() =>
      store.transaction(() => {
        store.shift('/list');
        a.dispose();
        throw new Error('back');
      }),
    ).toThrow('back');
    expect(() => a.get()).toThrow(DisposedError);
    expect([b.pointer, b.get(), store.get('/list/0')]).toEqual(['/list/1', 'b', 'a']);
  });

  test('DM25: refs that are created and dropped in one task count as one; they used to pile up until the task ended', () => {
    const store = createDataMap({ list: ['a', 'b'], n: 0 });
    for (let i = 0; i < 2000; i++) {
      void store.ref('/list/1').pointer;
      expect(visits(() => store.set('/n', i + 1))).toBe(0);
    }
    expect(visits(() => store.shift('/list'))).toBe(0);
    expect(visits(() => store.shift('/list'))).toBe(1);
    store.set('/list', ['a', 'b']);
    for (let i = 0; i < 2000; i++) store.ref('/list/1').dispose();
    expect(visits(() => store.set('/list', []))).toBeLessThan(3);
  });

  test('DM25: the index forgets refs that were disposed or collected', async () => {
    const index = new AnchorIndex();
    for (let i = 0; i < 1000; i++) {
      const anchor = index.anchorAt(['list', i]);
      anchor.refs++;
      index.release(anchor);
      expect(index.size).toBeLessThan(2);
    }
    const kept = index.anchorAt(['list', 500]);
    (() => {
      for (let i = 0; i < 1000; i++) index.anchorAt(['list', i, 'name']);
    })();
    expect(index.size).toBe(1001);
    await collected();
    expect(index.size).toBeLessThan(3);
    expect(kept.pointer).toBe('/list/500');
  });

  test('DM25: notes of transactions that write nothing or fail are discarded; they used to pile up until the next commit', () => {
    const index = new AnchorIndex();
    for (let i = 0; i < 3; i++) {
      index.save(true);
      expect(index.idle).toBe(true);
      const anchor = index.anchorAt(['list', i], 0);
      anchor.refs++;
      index.release(anchor);
      expect(index.idle).toBe(false);
    }
  });
});

function raise(error: Error): never {
  throw error;
}
