import { PointerSyntaxError } from '@data-map/path';
import { PrefixIndex } from '@data-map/storage';
import type { SubscriptionEvent } from '@data-map/subscriptions';
import { describe, expect, test, vi } from 'vitest';
import { recorder, Store } from './store.ts';

function listen(store: Store, target: string, deep = false): string[] {
  const log: string[] = [];
  store.engine.subscribe(target, recorder(log), { deep });
  return log;
}

describe('SUB11: a write fires at its location, at locations below, and for deep subscriptions above', () => {
  const users = {
    users: [
      { name: 'Ada', age: 36 },
      { name: 'Alan', age: 41 },
    ],
  };

  test('a write to a location fires for every target that matches it', () => {
    const store = new Store(users);
    const [exact, star, stars] = ['/users/0/name', '/users/*/name', '/**/name'].map((target) =>
      listen(store, target),
    );
    store.set('/users/0/name', 'Bo');
    for (const log of [exact, star, stars]) expect(log).toEqual(['/users/0/name "Ada" -> "Bo"']);
    store.set('/users/1/age', 1);
    expect(star).toHaveLength(1);
  });

  test('replacing a container fires at the locations below it only where values differ', () => {
    const store = new Store(users);
    const exact = listen(store, '/users/0/name');
    const names = listen(store, '/users/*/name');
    const rows = listen(store, '/users/*');
    const whole = listen(store, '/users');
    store.set('/users', [
      { name: 'Ada', age: 36 },
      { name: 'Bo', age: 41 },
      { name: 'Cy', age: 1 },
    ]);
    expect(exact).toEqual([]);
    expect(names).toEqual(['/users/1/name "Alan" -> "Bo"', '/users/2/name undefined -> "Cy"']);
    expect(rows).toHaveLength(2);
    expect(whole).toHaveLength(1);
    store.set('/users', structuredClone(store.get('/users')));
    expect([exact, names, rows, whole].map((log) => log.length)).toEqual([0, 2, 2, 1]);
    store.remove('/users');
    expect([exact, names, rows, whole].map((log) => log.length)).toEqual([1, 5, 5, 2]);
  });

  test('a write below a location fires there only for deep subscriptions', () => {
    const store = new Store(users);
    const shallow = listen(store, '/users/*');
    const events: SubscriptionEvent[] = [];
    store.engine.subscribe('/users/*', (_, event) => events.push(event), { deep: true });
    store.set('/users/1/name', 'Bo');
    expect(shallow).toEqual([]);
    expect(events).toHaveLength(1);
    expect(events[0]?.previous).toEqual({ name: 'Alan', age: 41 });
    expect(events[0]?.previous).toBe(events[0]?.previous);
    expect(JSON.parse(JSON.stringify(events[0]))).toEqual({
      kind: 'update',
      pointer: '/users/1',
      segments: ['users', 1],
      target: '/users/*',
      value: { name: 'Bo', age: 41 },
      previous: { name: 'Alan', age: 41 },
      changes: [
        {
          op: 'replace',
          pointer: '/users/1/name',
          segments: ['users', 1, 'name'],
          value: 'Bo',
          previous: 'Alan',
        },
      ],
    });
  });

  test('a deep `/**` fires at every location on the path to the write', () => {
    const store = new Store(users);
    const log: string[] = [];
    store.engine.subscribe('/**', (_, { pointer, kind }) => log.push(`${kind} ${pointer}`), {
      deep: true,
    });
    store.set('/users/1/name', 'Bo');
    expect(log.toSorted()).toEqual([
      'replace /users/1/name',
      'update ',
      'update /users',
      'update /users/1',
    ]);
  });

  test('replacing the root fires for a subscription to it', () => {
    const store = new Store(1);
    const log = listen(store, '');
    store.set('', { a: 1 });
    store.set('/a', 2);
    expect(log).toEqual([' 1 -> {"a":1}']);
  });

  test('inherited members are not locations', () => {
    const store = new Store({ a: {} });
    const logs = ['/a/constructor', '/a/__proto__/x'].map((target) => listen(store, target));
    store.set('/a', { b: 1 });
    expect(logs).toEqual([[], []]);
    const own = listen(store, '/a/__proto__/x');
    store.set('/a', JSON.parse('{"__proto__": {"x": 1}}'));
    expect(own).toEqual(['/a/__proto__/x undefined -> 1']);
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  });

  test('opaque values are leaves, equal only to themselves', () => {
    const store = new Store({ when: new Date(0) });
    const log = listen(store, '/when');
    const below = listen(store, '/when/**');
    store.set('/when', new Date(0));
    expect([log, below].map((lines) => lines.length)).toEqual([1, 1]);
  });
});

describe('SUB12: insertions and removals in arrays', () => {
  test('fire at the positions whose value changed, and only at those', () => {
    const store = new Store({ list: ['a', 'a', 'b', 'c'] });
    const log = listen(store, '/list/*');
    const first = listen(store, '/list/0');
    store.insert('/list/1', 'a');
    expect(log).toEqual(['/list/2 "b" -> "a"', '/list/3 "c" -> "b"', '/list/4 undefined -> "c"']);
    log.length = 0;
    store.remove('/list/4');
    expect(log).toEqual(['/list/4 "c" -> undefined']);
    log.length = 0;
    store.move('/list/3', '/list/2');
    expect(log).toEqual(['/list/2 "a" -> "b"', '/list/3 "b" -> "a"']);
    expect(first).toEqual([]);
  });

  test('fire at the array itself only for deep subscriptions', () => {
    const store = new Store({ list: [1] });
    const shallow = listen(store, '/list');
    const deep = listen(store, '/list', true);
    store.insert('/list/1', 2);
    store.insert('/list/0', 0);
    expect(shallow).toEqual([]);
    expect(deep).toEqual(['/list [1] -> [1,2]', '/list [1,2] -> [0,1,2]']);
  });

  test('read nothing if no target can match below the array', () => {
    const store = new Store({ list: [1, 2], other: 1 });
    listen(store, '/other');
    listen(store, '/list');
    let reads = 0;
    const { model } = store;
    const getAt = model.getAt.bind(model);
    const change = model.insert(['list', 0], 0);
    model.getAt = (segments) => {
      reads++;
      return getAt(segments);
    };
    store.engine.notify(change);
    expect(reads).toBe(0);
  });

  test('do not list the targets below the array to find out whether there are any', () => {
    const store = new Store({ list: Array.from({ length: 100 }, (_, i) => i) });
    for (let i = 0; i < 100; i++) listen(store, `/list/${i}`);
    const appended = listen(store, '/list/100');
    // With 100,000 targets this used to cost 1 ms for each push
    const keys = vi.spyOn(PrefixIndex.prototype, 'keys');
    store.insert('/list/100', 'x');
    expect(keys).not.toHaveBeenCalled();
    keys.mockRestore();
    expect(appended).toEqual(['/list/100 undefined -> "x"']);
  });

  test('a permutation is delivered as a replacement of the array', () => {
    const store = new Store({ list: [{ id: 1 }, { id: 2 }, { id: 3 }] });
    const ids = listen(store, '/list/*/id');
    const list = listen(store, '/list');
    store.set('/list', (store.get('/list') as unknown[]).toReversed());
    expect(ids).toEqual(['/list/0/id 1 -> 3', '/list/2/id 3 -> 1']);
    expect(list).toHaveLength(1);
  });
});

describe('SUB13: a commit gives one event for each subscription and location', () => {
  test('from the value before the first Change to the value after the last, and none if these are equal', () => {
    const store = new Store({ a: 1, b: 1, list: [1, 2, 3] });
    const log = listen(store, '/*');
    const items = listen(store, '/list/*');
    const deep = listen(store, '/list', true);
    store.engine.batch(() => {
      store.set('/a', 2);
      store.set('/b', 2);
      store.set('/a', 3);
      store.set('/b', 1);
      store.insert('/list/0', 0);
      store.set('/list/0', 5);
      store.remove('/list/0');
    });
    expect(log).toEqual(['/a 1 -> 3']);
    expect(items).toEqual([]);
    expect(deep).toEqual([]);
  });

  test('a container that was edited and then replaced is compared with its value before both', () => {
    const store = new Store({ list: [{ n: 1 }, { n: 2 }] });
    const log = listen(store, '/list/*/n');
    const whole = listen(store, '/list');
    store.engine.batch(() => {
      store.set('/list/0/n', 9);
      store.insert('/list/0', { n: 0 });
      store.set('/list', [{ n: 1 }, { n: 3 }]);
    });
    expect(log).toEqual(['/list/1/n 2 -> 3']);
    expect(whole).toEqual(['/list [{"n":1},{"n":2}] -> [{"n":1},{"n":3}]']);
  });

  test('the `previous` of an update undoes all writes below the location', () => {
    const store = new Store({ top: { list: [{ n: 1 }, { n: 2 }], x: 1 }, other: 1 });
    const log = listen(store, '/top', true);
    store.engine.batch(() => {
      store.set('/top/list/1/n', 5);
      store.move('/top/list/1', '/top/list/0');
      store.set('/top/list/0/n', 6);
      store.remove('/top/x');
      store.set('/other', 2);
      store.set('/top/__proto__', 1);
    });
    expect(log).toHaveLength(1);
    expect(log[0]).toMatch(/^\/top \{"list":\[\{"n":1\},\{"n":2\}\],"x":1\} -> /);
  });

  test('a nested batch belongs to the outer one, and a batch that throws delivers what was written', () => {
    const store = new Store({ a: 1 });
    const log = listen(store, '/a');
    const stop = new Error('stop');
    const run = (): void =>
      store.engine.batch(() => {
        store.set('/a', 2);
        store.engine.batch(() => store.set('/a', 3));
        expect(log).toEqual([]);
        throw stop;
      });
    expect(run).toThrow(stop);
    expect(log).toEqual(['/a 1 -> 3']);
    expect(store.engine.batch(() => 7)).toBe(7);
  });

  test('if the function of a batch and a callback throw, both errors are rethrown', () => {
    const store = new Store({ a: 1 });
    const [inner, outer] = [new Error('inner'), new Error('outer')];
    store.engine.subscribe('/a', () => {
      throw inner;
    });
    let caught: unknown;
    try {
      store.engine.batch(() => {
        store.set('/a', 2);
        throw outer;
      });
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(AggregateError);
    expect(caught).toHaveProperty('errors', [outer, inner]);
  });

  test('10,000 writes, insertions and removals can be one commit', () => {
    const store = new Store({ list: Array.from({ length: 2000 }, (_, n) => ({ n })), log: [] });
    const changed = listen(store, '/list/*/n');
    const deep = listen(store, '/list', true);
    store.engine.batch(() => {
      for (let at = 0; at < 2000; at++)
        store.engine.notify(store.model.set(['list', at, 'n'], -at));
      for (let at = 1999; at >= 1000; at--) store.engine.notify(store.model.remove(['list', at]));
    });
    expect(changed).toHaveLength(1999);
    expect(changed.at(-1)).toBe('/list/1999/n 1999 -> undefined');
    expect(deep).toHaveLength(1);
  });
});

describe('SUB15: getAffected names the targets that a write can concern', () => {
  test('targets that match it, deep ones above it, and all that can match below it', () => {
    const store = new Store({});
    for (const target of ['/a/b', '/a', '/a/*', '/a/b/c', '/**/z', '/x', '/a/b/*/d', '/~2'])
      listen(store, target);
    listen(store, '', true);
    expect(store.engine.getAffected('/a/b')).toEqual([
      '/a/b',
      '/a/*',
      '/a/b/c',
      '/**/z',
      '/a/b/*/d',
      '',
    ]);
    expect(store.engine.getAffected('/*')).toEqual(['/**/z', '/~2', '']);
    expect(() => store.engine.getAffected('a')).toThrow(PointerSyntaxError);
  });
});
