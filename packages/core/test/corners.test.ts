import { createDataMap, DisposedError, PatchError, type Patch } from '@data-map/core';
import { describe, expect, test } from 'vitest';

describe('the facade', () => {
  test('has computed and effect of its own, and an effect that was stopped does not run', () => {
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

  test('replaces the document, and notifies subscribers of the places that differ', () => {
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
    ['add', 'Found "add"'],
  ])('that is no list is refused: %j', (patch, found) => {
    expect(refused(patch)).toContain(found);
  });

  test.each([[null], [[]], [7]])(
    'with an operation that is none is refused whole: %j',
    (operation) => {
      expect(refused([{ op: 'remove', path: '/a/b/0' }, operation])).not.toBe('');
    },
  );

  test('that moves a value into itself is refused, the root as well', () => {
    expect(refused([{ op: 'move', from: '/a', path: '/a/c' }])).toContain(
      'Expected a target outside "/a" but found "/a/c"',
    );
    expect(refused([{ op: 'move', from: '', path: '/a' }])).toContain(
      'Expected a target outside "" but found "/a"',
    );
  });

  const add = { op: 'add', value: 1 };
  const replace = { op: 'replace', value: 1 };
  test.each([
    [{ ...add, path: '/x/y/z' }, 'Expected a value at "/x" but found nothing'],
    [{ ...add, path: '/a/b/1/y' }, 'Expected a value at "/a/b/1" but found nothing'],
    [{ ...add, path: '/long/y' }, 'Expected an object or array at "/long" but found a string'],
    [{ ...add, path: '/a/b/01' }, 'Expected an array index at "/a/b" but found "01"'],
    [{ ...add, path: '/a/b/2' }, 'Index 2 is out of range at "/a/b"'],
    [{ ...add, path: 'a' }, 'Expected "/" but found "a"'],
    [{ ...add, path: 5 }, 'Found 5 as "path", expected a JSON Pointer'],
    [{ op: 'add', path: '/a' }, 'Found undefined as "value", expected a JSON value'],
    [{ ...add, path: '/a', value: () => 0 }, 'as "value", expected a JSON value'],
    [{ ...replace, path: '/x' }, 'Expected a value at "/x" but found nothing'],
    [{ ...replace, path: '/a/b/1' }, 'Expected a value at "/a/b/1" but found nothing'],
    [{ ...replace, path: '/a/b/-' }, 'Expected a value at "/a/b/-" but found nothing'],
    [{ ...replace, path: '/x/y' }, 'Expected a value at "/x" but found nothing'],
    [{ op: 'remove', path: '/x' }, 'Expected a value at "/x" but found nothing'],
    [{ op: 'remove', path: '/a/b/-' }, 'Expected a value at "/a/b/-" but found nothing'],
    [{ op: 'remove', path: '' }, 'Expected a location below the root to delete but found ""'],
    [{ op: 'move', from: '/x', path: '/y' }, 'Expected a value at "/x" but found nothing'],
    [{ op: 'move', from: '/long', path: '/x/y' }, 'Expected a value at "/x" but found nothing'],
    [{ op: 'move', from: '/long', path: '/a/b/2' }, 'Index 2 is out of range at "/a/b"'],
    [{ op: 'move', path: '/long' }, 'Found undefined as "from", expected a JSON Pointer'],
    [{ op: 'copy', from: '/x', path: '/y' }, 'Expected a value at "/x" but found nothing'],
    [{ op: 'test', path: '/x', value: 1 }, 'Expected a value at "/x" but found nothing'],
    [{ op: 'put', path: '/x' }, 'Found op "put", expected add, remove'],
  ])('DM51: that cannot be done says what it found: %j', (operation, problem) => {
    const first = { op: 'replace', path: '/long', value: 'y' };
    expect(refused([first, operation])).toMatch(/^Operation 1: /);
    expect(refused([first, operation])).toContain(problem);
  });

  test('DM51: reads the own members of an operation only, not inherited ones', () => {
    const inherited: object = Object.create({ path: '/a', value: 1 });
    expect(refused([Object.assign(inherited, { op: 'add' })])).toContain(
      'Found undefined as "path"',
    );
    expect(refused([Object.assign(inherited, { op: 'add', path: '/a' })])).toContain(
      'Found undefined as "value"',
    );
  });

  test('DM50: is undone operation by operation, the last one first', () => {
    const store = createDataMap<any>(structuredClone(document));
    const inverse = store.patch([
      { op: 'add', path: '/a/b/-', value: 2 },
      { op: 'replace', path: '/a/b/0', value: 3 },
      { op: 'move', from: '/long', path: '/a/c' },
      { op: 'remove', path: '/a/b' },
    ]);
    expect(inverse).toEqual([
      { op: 'add', path: '/a/b', value: [3, 2] },
      { op: 'move', from: '/a/c', path: '/long' },
      { op: 'replace', path: '/a/b/0', value: 1 },
      { op: 'remove', path: '/a/b/1' },
    ]);
  });

  test('whose test fails shows a long value truncated', () => {
    const message = refused([{ op: 'test', path: '/long', value: 'y' }]);
    expect(message).toContain('…');
    expect(message.length).toBeLessThan(250);
  });

  test('may move a member to the root, and be undone', () => {
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
