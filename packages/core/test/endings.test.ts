/** How things end: loops over events, effects that threw, and everything that a `using` declaration can hold. */
import { describe, expect, test } from 'vitest';
import {
  createDataMap,
  type DataMap,
  DisposedError,
  effect,
  effectScope,
  signal,
} from '../src/index.ts';
import { StoreEffects } from '../src/store-effects.ts';

const raise = (message: string): never => {
  throw new Error(message);
};

const OVER = { done: true, value: undefined };

describe('a loop over events', () => {
  const begun = async (): Promise<
    [DataMap<{ n: number }>, AsyncGenerator<{ value: unknown }>, Promise<unknown>]
  > => {
    const store = createDataMap({ n: 0 });
    const events = store.events('/n');
    const pending = events.next();
    await Promise.resolve();
    return [store, events, pending];
  };

  test('DM73: return() ends it at once even if a step is waiting; it used to wait for the next event', async () => {
    const [store, events, pending] = await begun();
    const further = events.next();
    const ends = await Promise.all([events.return(7), pending, further]);
    expect(ends).toEqual([{ done: true, value: 7 }, OVER, OVER]);
    store.set('/n', 1);
    expect(await events.next()).toEqual(OVER);
  });

  test('DM73: throw() ends it at once as well', async () => {
    const [, events, pending] = await begun();
    await expect(events.throw(new Error('enough'))).rejects.toThrow('enough');
    expect([await pending, await events.next()]).toEqual([OVER, OVER]);
  });

  test('DM57, DM73: so does the end of an await using block', async () => {
    const [, events, pending] = await begun();
    {
      await using held = events;
      expect(held).toBe(events);
    }
    expect(await pending).toEqual(OVER);
  });

  test('DM73: the waiting step receives what was delivered before the end, and nothing after it', async () => {
    const [store, events, pending] = await begun();
    store.set('/n', 1);
    const end = events.return(undefined);
    store.set('/n', 2);
    expect(await pending).toMatchObject({ done: false, value: { value: 1 } });
    expect([await end, await events.next()]).toEqual([OVER, OVER]);
  });

  test('DM73: a loop that has not begun is not subscribed', async () => {
    const store = createDataMap({ n: 0 });
    const events = store.events('/n');
    expect(await events.return()).toEqual(OVER);
    store.set('/n', 1);
    expect(await events.next()).toEqual(OVER);
  });
});

describe('effects whose last run threw', () => {
  test('DM56: are not kept when their owners end; they used to be kept forever', () => {
    const effects = new StoreEffects();
    const source = signal(0);
    for (let i = 0; i < 200; i++) {
      const stop = effectScope(() => {
        effects.start(() => {
          if (source.value > i) raise('run');
        });
      });
      expect(() => {
        source.value = i + 1;
      }).toThrow('run');
      stop();
    }
    expect(effects.size).toBeLessThanOrEqual(32);
  });

  test('DM56: end with the store although they were swept out, and are kept again when they run', () => {
    const effects = new StoreEffects();
    const source = signal(0);
    let runs = 0;
    effects.start(() => {
      runs++;
      if (source.value === 1) raise('run');
    });
    const fill = (): void => {
      for (let i = 0; i < 40; i++) effects.start(() => {})();
    };
    expect(() => {
      source.value = 1;
    }).toThrow('run');
    fill();
    source.value = 2;
    expect(runs).toBe(3);
    fill();
    expect(() => {
      source.value = 1;
    }).toThrow('run');
    fill();
    effects.clear();
    source.value = 3;
    source.value = 4;
    expect([runs, effects.size]).toEqual([4, 0]);
  });
});

describe('whatever ends something', () => {
  test('DM57: can be called again, and can be used in a using declaration', () => {
    const store = createDataMap({ list: [{ n: 1 }] });
    const told: string[] = [];
    const tell = (name: string) => () => void told.push(name);
    const ref = store.ref('/list/0');
    const live = store.liveQuery('$.list[*].n');
    const starts = {
      subscribe: () => store.subscribe('/list/0/n', tell('subscribe')),
      query: () => store.subscribe('$.list[?@.n > 0]', tell('query')),
      // It used to be a plain function
      deltas: () => live.subscribe(tell('deltas')),
      commit: () => store.onCommit(tell('commit')),
      ref: () => ref.subscribe(tell('ref')),
      effect: () => store.effect(() => [store.get('/list/0/n'), tell('effect')()].length as never),
      scope: () =>
        effectScope(() => void effect(() => [store.get('/list'), tell('scope')()].length as never)),
      signal: () => store.signal('/list/0/n').subscribe(tell('signal')),
    };
    for (const [name, start] of Object.entries(starts)) {
      told.length = 0;
      {
        using end = start();
        store.update('/list/0/n', (n) => (n ?? 0) + 1);
        expect([name, told.includes(name)]).toEqual([name, true]);
        end();
        end();
      }
      told.length = 0;
      store.update('/list/0/n', (n) => (n ?? 0) + 1);
      expect([name, told]).toEqual([name, []]);
    }
  });

  test('DM57: ends only its own subscription if one function was passed twice', () => {
    const store = createDataMap({ list: [{ n: 1 }] });
    const ref = store.ref('/list/0');
    const live = store.liveQuery('$.list[*].n');
    let calls = 0;
    const call = (): void => void calls++;
    const callsOfWrite = (): number => {
      calls = 0;
      store.update('/list/0/n', (n) => (n ?? 0) + 1);
      return calls;
    };
    for (const start of [
      () => store.subscribe('/list/0/n', call),
      () => store.subscribe('$.list[?@.n > 0]', call),
      () => live.subscribe(call),
      () => store.onCommit(call),
      () => ref.subscribe(call),
      () => store.signal('/list/0/n').subscribe(call),
    ]) {
      const [first, second] = [start(), start()];
      const both = callsOfWrite();
      first();
      const one = callsOfWrite();
      second();
      expect([both, one, callsOfWrite()]).toEqual([2, 1, 0]);
    }
  });

  test('DM57: stores, refs and live queries as well', () => {
    let kept: DataMap<number[]> | undefined;
    {
      using store = createDataMap([1, 2]);
      kept = store;
      {
        using ref = store.ref('/0');
        using query = store.liveQuery('$[*]');
        expect([ref.get(), query.value]).toEqual([1, [1, 2]]);
        ref.dispose();
        query.dispose();
      }
      store.push('', 3);
    }
    expect(() => kept.get('')).toThrow(DisposedError);
    kept.dispose();
  });
});

describe('results of queries', () => {
  test('DM3, STO19: with freeze they cannot be modified, since the next caller receives the same list', () => {
    const store = createDataMap({ list: [2, 1] }, { freeze: true });
    const { values } = store.query('$.list[*]');
    expect(() => (values as number[]).sort()).toThrow(TypeError);
    expect(store.query('$.list[*]').values).toEqual([2, 1]);
    const open = createDataMap({ list: [2, 1] }, { freeze: false }).query('$.list[*]');
    expect(Object.isFrozen(open.values)).toBe(false);
  });
});

describe('what a write returns belongs to that write', () => {
  // The length used to be read after delivery: it threw DisposedError, or included what a subscriber wrote
  const pushes: readonly [string, (store: DataMap<{ list: number[] }>) => number][] = [
    ['push', (store) => store.push('/list', 2, 3)],
    ['unshift', (store) => store.unshift('/list', 2, 3)],
    ['push of a handle', (store) => store.array('/list').push(2, 3)],
    ['unshift of a handle', (store) => store.array('/list').unshift(2, 3)],
  ];

  test.each(pushes)('DM20, DM56: also if a subscriber disposes the store (%s)', (_, write) => {
    const store = createDataMap({ list: [1] });
    store.subscribe('/list', () => store.dispose(), { deep: true });
    expect(write(store)).toBe(3);
  });

  test.each(pushes)('DM20: also if a subscriber writes to the same array (%s)', (_, write) => {
    const store = createDataMap({ list: [1] });
    store.subscribe('/list', () => store.array('/list').splice(0, 2), { deep: true, once: true });
    expect(write(store)).toBe(3);
    expect(store.get('/list')).toHaveLength(1);
  });
});
