import fc from 'fast-check';
import { FlatStore } from '@data-map/storage';
import { afterEach, describe, expect, test } from 'vitest';
import { UNSTEADY, WIDE } from '../src/container.ts';
import { fuzz } from './fuzz.ts';

const objectOf = (members: number, prefix = 'k'): Record<string, unknown> =>
  Object.fromEntries(Array.from({ length: members }, (_, i) => [prefix + i, i]));

/** Sizes just below and above those at which an object changes its form, and a size far above. */
const size = fc
  .constantFrom(UNSTEADY / 2, UNSTEADY, WIDE / 2, WIDE, 1000)
  .chain((border) => fc.integer({ min: border - 4, max: border + 4 }));

/** With the empty prefix, names are indices, which an object keeps in numeric order. */
const prefix = fc.constantFrom('k', '');

const step = fc.record({
  do: fc.constantFrom('write', 'write', 'write', 'burst', 'add', 'remove', 'read', 'read', 'read'),
  at: fc.nat(),
});

test('STO1 STO3: a wide object equals one that is copied at every step, the order of members included', () => {
  fuzz(
    fc.property(size, prefix, fc.array(step, { maxLength: 40 }), (members, start, steps) => {
      const store = new FlatStore({ wide: objectOf(members, start) }, { freeze: false });
      let wanted = objectOf(members, start);
      let next = members;
      const handedOut: { object: unknown; text: string }[] = [];
      for (const { do: todo, at } of steps) {
        const names = Object.keys(wanted);
        const name = names[at % names.length] ?? '';
        if (todo === 'read') {
          const object = store.get('/wide');
          if (Object.getPrototypeOf(object) !== Object.prototype) throw new Error('Prototype');
          handedOut.push({ object, text: JSON.stringify(wanted) });
        } else if (todo === 'burst') {
          const burst = names.slice(0, 1 + (at % names.length));
          wanted = Object.assign(
            structuredClone(wanted),
            Object.fromEntries(burst.map((each) => [each, at])),
          );
          for (const each of burst) store.set(`/wide/${each}`, at);
        } else if (todo === 'remove') {
          const { [name]: _, ...rest } = wanted;
          wanted = rest;
          store.delete(`/wide/${name}`);
        } else {
          const written = todo === 'add' ? start + next++ : name;
          wanted = { ...wanted, [written]: -at - 1 };
          store.set(`/wide/${written}`, -at - 1);
        }
        for (const { object, text } of handedOut) expect(JSON.stringify(object)).toBe(text);
      }
      expect(JSON.stringify(store.get('/wide'))).toBe(JSON.stringify(wanted));
    }),
    300,
  );
});

describe('members of Object.prototype', () => {
  afterEach(() => {
    Reflect.deleteProperty(Object.prototype, 'k7');
    Reflect.deleteProperty(Object.prototype, 'k8');
  });

  test('STO6: neither a setter nor a read-only member there disturbs the copy of a wide object', () => {
    const wide = JSON.parse(
      JSON.stringify({ ...objectOf(100), constructor: 1, toString: 2 }).replace(
        '{',
        '{"__proto__":3,',
      ),
    ) as Record<string, unknown>;
    const store = new FlatStore({ wide, plain: objectOf(100) }, { freeze: false });
    let called = 0;
    const count = (): void => {
      called++;
    };
    Reflect.defineProperty(Object.prototype, 'k7', { configurable: true, set: count });
    Reflect.defineProperty(Object.prototype, 'k8', { configurable: true, value: 'inherited' });
    for (const place of ['wide', 'plain']) {
      const names = Object.keys(store.get(`/${place}`) as object);
      for (let round = 0; round < 3; round++) {
        store.set(`/${place}/k9`, `r${round}`);
        const copy = store.get(`/${place}`) as object;
        expect(Object.keys(copy)).toEqual(names);
        expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
      }
      expect(store.get(`/${place}/k7`)).toBe(7);
      expect(store.get(`/${place}/k8`)).toBe(8);
    }
    expect(store.get('/wide/__proto__')).toBe(3);
    expect(called).toBe(0);
  });
});
