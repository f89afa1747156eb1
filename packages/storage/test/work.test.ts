import { FlatStore } from '@data-map/storage';
import { describe, expect, test } from 'vitest';
import { work } from '../src/entry.ts';
import { Overlay } from '../src/overlay.ts';

/** The work of a task: containers copied, ancestors marked, entries created. */
function counted(task: () => void): Omit<typeof work, 'moves'> {
  const { copies, marks, entries } = work;
  task();
  return {
    copies: work.copies - copies,
    marks: work.marks - marks,
    entries: work.entries - entries,
  };
}

const users = (count: number): { name: string; address: { city: string } }[] =>
  Array.from({ length: count }, (_, i) => ({ name: `n${i}`, address: { city: 'Paris' } }));

describe('counts of work', () => {
  test('STO22: adopting a document costs the same whatever its size', () => {
    for (const count of [1, 100, 10_000]) {
      const document = users(count);
      expect(counted(() => new FlatStore(document))).toEqual({ copies: 0, marks: 0, entries: 1 });
    }
  });

  test('STO23: a write marks only clean ancestors, and copies only the container that it writes', () => {
    const store = new FlatStore({ users: users(100) }, { freeze: false });
    // Marked: address, its element, users, the root, and the base above it; all but the base are new entries
    expect(counted(() => store.set('/users/5/address/city', 'a'))).toEqual({
      copies: 1,
      marks: 5,
      entries: 4,
    });
    expect(counted(() => store.set('/users/5/address/city', 'b'))).toMatchObject({
      copies: 0,
      marks: 0,
    });
    expect(counted(() => store.set('/users/5/name', 'b'))).toMatchObject({ copies: 1, marks: 0 });
    expect(counted(() => store.set('/users/6/name', 'b'))).toMatchObject({ copies: 1, marks: 1 });
  });

  test('STO23: reading after k writes copies each dirty container once and no clean one', () => {
    const store = new FlatStore({ users: users(100) }, { freeze: false });
    for (let k = 0; k < 50; k++) store.set(`/users/${k % 10}/address/city`, `c${k}`);
    // The ten addresses were copied by the writes; their elements, the array and the root are copied now
    expect(counted(() => store.get(''))).toMatchObject({ copies: 12, marks: 0 });
    expect(counted(() => store.get('/users'))).toMatchObject({ copies: 0 });
    expect(counted(() => store.snapshot())).toMatchObject({ copies: 0, marks: 0 });
  });

  test('STO23: reading an element that was written copies neither its array nor the root', () => {
    const store = new FlatStore({ users: users(1000) }, { freeze: false });
    store.set('/users/5/address/city', 'a');
    const read = counted(() => {
      store.getAt(['users', 5]);
      store.getAt(['users', 6]);
      store.get('/users/5/name');
      store.arrayLength('/users');
    });
    expect(read.copies).toBe(1);
  });

  test('STO23: glimpseAt of the container that was last written follows its element, and not one that took its place', () => {
    const store = new FlatStore({ users: users(4) }, { freeze: false, entries: 6 });
    const write = (name: string): void => {
      for (let i = 0; i < 8; i++) store.set('/users/1/name', `${name}${i}`);
    };
    const names = (): unknown[] =>
      [0, 1, 2].map((at) => (store.glimpseAt(['users', at]) as { name?: unknown })?.name);
    write('a');
    expect(names()).toEqual(['n0', 'a7', 'n2']);
    store.insert('/users', 0, { name: 'new' });
    expect(names()).toEqual(['new', 'n0', 'a7']);
    store.delete('/users/2');
    expect(names()).toEqual(['new', 'n0', 'n2']);
    write('b');
    store.set('/users/1', { name: 'other' });
    expect(names()).toEqual(['new', 'other', 'n2']);
    write('c');
    store.fromObject({ users: users(4) });
    expect(names()).toEqual(['n0', 'n1', 'n2']);
    // A sweep detaches entries that were read since they were written, and another entry takes their place
    write('d');
    store.toObject();
    for (const at of [2, 3, 2, 3]) store.getVersion(`/users/${at}/name`);
    store.set('/users/1/name', 'e');
    expect(names()).toEqual(['n0', 'e', 'n2']);
  });

  test('STO23: glimpseAt between writes gives the current value and causes no further copy', () => {
    const store = new FlatStore({ users: users(100) }, { freeze: false });
    store.set('/users/5/name', 'a');
    store.set('/users/5/address/city', 'a');
    const before = store.getAt(['users', 5]);
    store.set('/users/5/name', 'b');
    const done = counted(() => {
      for (const name of ['c', 'd', 'e']) {
        store.set('/users/5/name', name);
        expect(store.glimpseAt(['users', 5])).toMatchObject({ name, address: { city: 'a' } });
      }
    });
    expect(done.copies).toBe(0);
    expect(before).toMatchObject({ name: 'a' });
    // It also shows writes to an entry below, and to the Map of a wide object
    store.set('/users/5/address/city', 'b');
    expect(store.glimpseAt(['users', 5])).toMatchObject({ name: 'e', address: { city: 'b' } });
    for (let i = 0; i < 100; i++) store.set(`/users/5/m${i}`, i);
    store.set('/users/5/m7', 'x');
    expect(store.glimpseAt(['users', 5])).toMatchObject({ m7: 'x', m99: 99 });
    expect([store.glimpseAt(['users', 5, 'name']), store.glimpseAt(['users', 500])]).toEqual([
      'e',
      undefined,
    ]);
  });

  test('STO27: has, typeAt, arrayLength and segmentsOf copy nothing and create no entry, even in dirty containers', () => {
    const store = new FlatStore({ users: users(100), byId: { a: { b: 1 } } }, { freeze: false });
    store.set('/users/5/address/city', 'a');
    store.set('/byId/a/b', 2);
    store.set('/byId/c', {});
    const pointers = ['', '/users', '/users/5', '/users/5/address/city', '/byId', '/byId/a', '/no'];
    const told: unknown[] = [];
    const asked = counted(() => {
      for (const at of pointers) {
        told.push(store.typeAt(at), store.has(at), store.arrayLength(at));
        store.segmentsOf(at);
      }
    });
    expect(asked).toEqual({ copies: 0, marks: 0, entries: 0 });
    expect(told.filter((_, i) => i % 3 === 0)).toEqual([
      'object',
      'array',
      'object',
      'leaf',
      'object',
      'object',
      undefined,
    ]);
  });

  test('STO23: a wide object is copied into a Map once, and back only when it is read as a whole', () => {
    const wide = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`k${i}`, i]));
    const store = new FlatStore({ wide }, { freeze: false });
    expect(counted(() => store.set('/wide/k1', 'x')).copies).toBe(1);
    const writes = counted(() => {
      for (let i = 0; i < 100; i++) store.set(`/wide/k${i}`, 'y');
      for (let i = 0; i < 100; i++) store.get(`/wide/k${i}`);
    });
    expect(writes.copies).toBe(0);
    expect(counted(() => store.get('/wide')).copies).toBe(1);
    expect(counted(() => store.set('/wide/k1', 'z')).copies).toBe(0);
    expect(store.get('/wide')).toEqual({
      ...wide,
      ...Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${i}`, i === 1 ? 'z' : 'y'])),
    });
    expect(wide['k1']).toBe(1);
  });

  test('STO24: a splice, move or sort recreates no entry and copies the array once', () => {
    const store = new FlatStore({ users: users(1000) }, { freeze: false });
    for (let i = 0; i < 100; i++) store.set(`/users/${i}/name`, 'x');
    const edits = counted(() => {
      store.insert('/users', 0, { name: 'new' });
      store.move('/users/50', '/users/0');
      store.delete('/users/1');
      for (let i = 0; i < 100; i++) store.get(`/users/${i}/name`);
    });
    expect(edits.entries).toBeLessThanOrEqual(3);
    expect(edits.copies).toBe(1);
    expect(counted(() => store.reverse('/users')).entries).toBe(0);
    expect(store.get('/users/999/name')).toBe('x');
  });

  test('STO18: restoring a snapshot copies nothing', () => {
    const store = new FlatStore({ users: users(100) }, { freeze: false });
    const snapshot = store.snapshot();
    store.set('/users/1/name', 'x');
    expect(counted(() => store.restore(snapshot)).copies).toBeLessThanOrEqual(2);
  });
});

describe('bounded memory', () => {
  test('STO25: reading alone keeps no more entries than the bound', () => {
    const overlay = new Overlay({ users: users(5000) }, 300);
    for (let round = 0; round < 6; round++) {
      for (let i = 0; i < 5000; i++) {
        overlay.get(`/users/${i}/name`);
        if (overlay.made > 304) throw new Error(`${overlay.made} after ${i}`);
      }
    }
    expect(overlay.made).toBeLessThanOrEqual(304);
  });

  test('STO25: reading a little more than the bound again and again finds most of it remembered', () => {
    const overlay = new Overlay({ users: users(1500) }, 1000);
    const round = (): void => {
      for (let i = 0; i < 1500; i++) overlay.get(`/users/${i}/name`);
    };
    let remembered = 0;
    for (let i = 0; i < 200; i++) {
      round();
      remembered += overlay.made / 200;
    }
    // A sweep used to drop all of it
    expect(remembered).toBeGreaterThan(500);
    expect(remembered).toBeLessThanOrEqual(1000);
  });

  test('STO25: leaves that are only read need no entries of their own, until something else is written', () => {
    const store = new FlatStore({ users: users(100) }, { freeze: false });
    const read = (): void => {
      for (let i = 0; i < 100; i++) expect(store.get(`/users/${i}/name`)).toBe(`n${i}`);
    };
    expect(counted(() => Array.from({ length: 100 }, read)).entries).toBe(1);
    store.set('/users/7/address/city', 'Rome');
    expect(counted(read).entries).toBe(99);
    // From then on a write elsewhere invalidates nothing
    store.toObject();
    store.set('/users/7/address/city', 'Oslo');
    expect(counted(read).entries).toBe(0);
  });

  test('STO1: a leaf that was remembered without an entry is found anew after a write, a shift and a deletion', () => {
    const store = new FlatStore({ users: users(100), other: null }, { freeze: false });
    const read = (): unknown[] => ['/users/8/name', '/other'].map((at) => store.get(at));
    for (let i = 0; i < 8; i++) expect(read()).toEqual(['n8', null]);
    store.set('/users/7/name', 'x');
    store.set('/users/8/name', 'y');
    expect(read()).toEqual(['y', null]);
    expect([store.has('/other'), store.has('/users/8/name')]).toEqual([true, true]);
    for (let i = 0; i < 8; i++) store.get('/users/9/name');
    store.toObject();
    for (let i = 0; i < 8; i++) store.get('/users/10/name');
    store.delete('/users/0');
    expect([8, 9, 10].map((i) => store.get(`/users/${i}/name`))).toEqual(['n9', 'n10', 'n11']);
    store.delete('/other');
    store.set('/users/8', 1);
    expect(read()).toEqual([undefined, undefined]);
  });

  test('STO25: entries that were written through stay until the document is read as a whole', () => {
    const store = new FlatStore({ users: users(1000) }, { entries: 100, freeze: false });
    for (let i = 0; i < 1000; i++) store.set(`/users/${i}/name`, 'x');
    for (let i = 0; i < 1000; i++) expect(store.get(`/users/${i}/name`)).toBe('x');
    store.toObject();
    const again = counted(() => store.set('/users/7/name', 'y'));
    // The element; newer memos keep the entry of the array
    expect(again.entries).toBe(1);
  });

  test('STO25: a container that was deleted or replaced is not kept alive', async () => {
    const store = new FlatStore({ keep: 1 }, { freeze: false });
    const put = (place: string): WeakRef<object> => {
      const container = { payload: Array.from({ length: 10 }, () => ({})) };
      store.set(place, container);
      for (let i = 0; i < 10; i++) store.get(`${place}/payload`);
      return new WeakRef(container);
    };
    const held = ['/deleted', '/replaced', '/list/0'].map(put);
    store.delete('/deleted');
    store.set('/replaced', 1);
    store.delete('/list/0');
    // Until it is read, the container of the root holds the old list
    store.toObject();
    await new Promise((resolve) => setTimeout(resolve));
    globalThis.gc?.();
    expect(held.map((ref) => ref.deref())).toEqual([undefined, undefined, undefined]);
    expect(store.toObject()).toEqual({ keep: 1, replaced: 1, list: [] });
  });

  test('what a write has replaced in the first version of the document does not stay in memory', async () => {
    const wide = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${i}`, i]));
    const kept = (
      document: (part: object) => object,
      place: string,
      isRead: boolean,
    ): [FlatStore, WeakRef<object>] => {
      const part = { payload: [1] };
      const store = new FlatStore(document(part));
      store.set(place, 1);
      if (isRead) store.toObject();
      store.set(place, 2);
      return [store, new WeakRef(part)];
    };
    const all = [
      kept((part) => ({ part, n: 1 }), '/part', false),
      kept((part) => [part, 1], '/0', false),
      // Where the root has many members, its former version is released with the next read
      kept((part) => ({ ...wide, part }), '/part', true),
      kept((part) => ({ a: { part } }), '/a/part', true),
    ];
    await new Promise((resolve) => setTimeout(resolve));
    globalThis.gc?.();
    expect(all.map(([, part]) => part.deref())).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(all.map(([store]) => store.size)).toEqual([2, 2, 101, 1]);
  });
});

describe('large documents', () => {
  test('STO26: 10,000 levels are read, written, listed, frozen and reconciled without overflow', () => {
    const levels = 10_000;
    const deep = '/d'.repeat(levels);
    const store = new FlatStore({}, { freeze: true });
    store.set(`${deep}/x`, 1);
    const snapshot = store.snapshot();
    store.set(`${deep}/x`, 2);
    for (let i = 0; i < 8; i++) expect(store.get(`${deep}/x`)).toBe(2);
    store.toObject();
    expect(snapshot.get(`${deep}/x`)).toBe(1);
    expect([...store.keys()]).toEqual([`${deep}/x`]);
    expect(store.size).toBe(1);
    expect(store.getPointersMatchingPattern('/**/x')).toEqual([`${deep}/x`]);
    expect(store.getVersion(deep)).toBe(store.version);
    expect(store.setDeep('', snapshot.toObject())).toHaveLength(1);
    expect(store.delete('/d')).toHaveLength(1);
    expect(store.toObject()).toEqual({});
  });

  test('STO26: a million leaves', () => {
    const rows = Array.from({ length: 100_000 }, (_, i) => ({
      a: i,
      b: i,
      c: i,
      d: i,
      e: i,
      f: i,
      g: i,
      h: i,
      i,
      j: i,
    }));
    const store = new FlatStore({ rows }, { freeze: false });
    expect(store.size).toBe(1_000_000);
    store.set('/rows/99999/j', 'x');
    store.delete('/rows/0');
    expect(store.get('/rows/99998/j')).toBe('x');
    expect(store.getPointersMatchingPattern('/rows/*/j')).toHaveLength(99_999);
    expect(store.size).toBe(999_990);
    expect(rows[99_999]?.j).toBe(99_999);
    expect(store.splice('/rows', 0, 99_999)).toHaveLength(99_999);
    expect(store.toObject()).toEqual({ rows: [] });
    expect(store.setDeep('/rows', rows)).toHaveLength(100_000);
  });
});
