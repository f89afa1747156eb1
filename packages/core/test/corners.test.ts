import { createDataMap, DisposedError, PatchError, type Patch } from '@data-map/core';
import { describe, expect, test } from 'vitest';

describe('the facade', () => {
  test('derives and observes by itself, and an effect that was stopped hears nothing', () => {
    const store = createDataMap({ price: 2, count: 3 });
    const total = store.computed(() => store.get('/price') * store.get('/count'));
    const seen: number[] = [];
    const stop = store.effect(() => void seen.push(total.value));
    store.set('/count', 4);
    stop();
    store.set('/count', 5);
    expect(seen).toEqual([6, 8]);
    expect(total.value).toBe(10);
  });

  test('replaces the document, and tells of the places that differ', () => {
    const store = createDataMap({ a: 1, b: { c: 2 } });
    const told: string[] = [];
    store.subscribe('/**', (_value, { pointer }) => told.push(pointer));
    expect(store.fromObject({ a: 1, b: { c: 3 } })).toBe(true);
    expect(told).toContain('/b/c');
    expect(told).not.toContain('/a');
  });

  test('a live query explains itself, and ends with a block', () => {
    const store = createDataMap({ list: [1, 2] });
    let ended;
    {
      using query = store.liveQuery('$.list[?@ > 1]');
      expect(query.explain()).toContain('filter; incremental');
      ended = query;
    }
    expect(() => ended.value).toThrow(DisposedError);
  });
});

describe('a patch', () => {
  const document = { a: { b: [1] }, long: 'x'.repeat(100) };
  const refused = (patch: unknown): string => {
    const store = createDataMap<any>(structuredClone(document));
    let message = '';
    try {
      store.patch(patch as Patch);
    } catch (error) {
      expect(error).toBeInstanceOf(PatchError);
      message = error instanceof Error ? error.message : '';
    }
    expect(store.toObject()).toEqual(document);
    return message;
  };

  test.each([
    [{}, 'an array of operations'],
    [null, 'Found null'],
    ['add', 'a value of type string'],
  ])('that is no list is refused: %j', (patch, found) => {
    expect(refused(patch)).toContain(found);
  });

  test.each([[null], [[]], [7]])(
    'with an operation that is none is refused whole: %j',
    (operation) => {
      expect(refused([{ op: 'remove', path: '/a/b/0' }, operation])).not.toBe('');
    },
  );

  test('that moves something into itself is refused, the root as well', () => {
    expect(refused([{ op: 'move', from: '/a', path: '/a/c' }])).toContain('into its own child');
    expect(refused([{ op: 'move', from: '', path: '/a' }])).toContain('into its own child');
  });

  test('whose test fails shows a long value shortened', () => {
    const message = refused([{ op: 'test', path: '/long', value: 'y' }]);
    expect(message).toContain('…');
    expect(message.length).toBeLessThan(250);
  });

  test('may move a member to the root, and be taken back', () => {
    const store = createDataMap<any>(structuredClone(document));
    const inverse = store.patch([{ op: 'move', from: '/a', path: '' }]);
    expect(store.toObject()).toEqual({ b: [1] });
    store.patch(inverse);
    expect(store.toObject()).toEqual(document);
  });
});

describe('a ref whose list is replaced', () => {
  test('follows its element where the new list holds the same object', () => {
    const store = createDataMap({ list: [{ id: 1 }, { id: 2 }] }, { freeze: false });
    const ref = store.ref('/list/1');
    const [first, second] = store.get('/list');
    store.set('/list', [second!, first!]);
    expect(ref.pointer).toBe('/list/0');
    expect(ref.get()).toEqual({ id: 2 });
  });

  test('is gone where it holds copies', () => {
    const store = createDataMap({ list: [{ id: 1 }, { id: 2 }] });
    const ref = store.ref('/list/1');
    store.set('/list', structuredClone(store.get('/list')));
    expect(ref.pointer).toBeNull();
    expect(ref.get()).toBeUndefined();
  });
});
