import fc from 'fast-check';
import { formatPointer, parsePointer } from '@data-map/path';
import { FlatStore, invertChange } from '@data-map/storage';
import type { Change, Snapshot } from '@data-map/storage';
import { expect, test } from 'vitest';
import { json, pointer } from './arbitraries.ts';
import { fuzz } from './fuzz.ts';
import { canonical, clone, naiveApply, Oracle, Refused } from './oracle.ts';
import { perform, places, refused, step } from './steps.ts';

/** Objects around the size at which they are kept in a Map, with an array among their members. */
const wide = fc.tuple(fc.integer({ min: 30, max: 70 }), json, json).map(([members, a, b]) => {
  const list = Array.from({ length: 12 }, (_, i) => (i % 2 === 0 ? { a } : i));
  const all = Array.from({ length: members }, (_, i) => [`k${i}`, i % 9 === 0 ? b : i]);
  return Object.fromEntries([...all, ['a', list], ['b', Object.fromEntries(all)]]);
});

/** Compares the store with the oracle after a step; returns a description of the first difference. */
function fault(
  store: FlatStore,
  oracle: Oracle,
  pool: string[],
  salt: number,
  seen: Map<string, { version: number; text: string }>,
): string | undefined {
  // First, since the reads below settle what was written
  for (const place of pool) {
    const location = locationIn(oracle, place);
    if (location === null) continue;
    if (canonical(store.glimpseAt(location)) !== canonical(oracle.get(place)))
      return `glimpseAt ${place}`;
  }
  for (const [i, place] of pool.entries()) {
    // Some places are read often and so have memos, others rarely
    for (let n = (i + salt) % 4; n < 4; n++) {
      if (canonical(store.get(place)) !== canonical(oracle.get(place))) return `get ${place}`;
    }
    const now = { version: store.getVersion(place), text: canonical(oracle.get(place)) };
    const before = seen.get(place);
    if (before?.version === now.version && before.text !== now.text) return `getVersion ${place}`;
    if (before !== undefined && before.version > now.version) return `getVersion fell ${place}`;
    seen.set(place, now);
    if (store.has(place) !== (oracle.get(place) !== undefined)) return `has ${place}`;
    const length = oracle.get(place);
    if (store.arrayLength(place) !== (Array.isArray(length) ? length.length : undefined)) {
      return `arrayLength ${place}`;
    }
    if (store.typeAt(place) !== typeOf(length)) return `typeAt ${place}`;
    const location = locationIn(oracle, place);
    if (canonical(store.segmentsOf(place) ?? null) !== canonical(location))
      return `segmentsOf ${place}`;
  }
  if (salt % 2 === 0 && canonical(store.toObject()) !== canonical(oracle.doc)) return 'toObject';
  return undefined;
}

function locationIn(oracle: Oracle, place: string): (string | number)[] | null {
  if (oracle.get(place) === undefined) return null;
  const tokens = parsePointer(place);
  return tokens.map((token, i) => {
    const above = oracle.get(formatPointer(tokens.slice(0, i)));
    return Array.isArray(above) ? Number(token) : String(token);
  });
}

function typeOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return 'array';
  return typeof value === 'object' && value !== null ? 'object' : 'leaf';
}

test('STO1 STO2 STO3 STO4 STO20: after every step the store equals a naive one, and its Changes lead from the one document to the other', () => {
  const scenario = fc.tuple(
    fc.oneof({ weight: 5, arbitrary: json }, wide),
    fc.array(pointer, { minLength: 4, maxLength: 8 }),
    fc.array(step, { maxLength: 25 }),
    fc.record({ freeze: fc.boolean(), entries: fc.constantFrom(0, 3, 20, undefined) }),
  );
  fuzz(
    fc.property(scenario, ([doc, fixed, steps, options]) => {
      const store = new FlatStore(clone(doc), options);
      const oracle = new Oracle(doc);
      const kept: { snapshot: Snapshot; text: string }[] = [];
      const history: Change[] = [];
      const seen = new Map<string, { version: number; text: string }>();
      for (const [index, todo] of steps.entries()) {
        const pool = [...fixed, ...places(oracle.doc)];
        const before = canonical(oracle.doc);
        const source = clone(oracle.doc);
        let changes: readonly Change[] = [];
        let refusal: Refused | undefined;
        const version = store.version;
        const root = index % 3 === 0 ? store.toObject() : undefined;
        try {
          if (todo.do === 'snapshot') {
            kept.push({ snapshot: store.snapshot(), text: before });
          } else if (todo.do === 'restore' && kept.length > 0) {
            const { snapshot } = kept[index % kept.length]!;
            changes = store.restore(snapshot);
            oracle.doc = clone(snapshot.toObject());
          } else if (todo.do === 'undo' && history.length > 0) {
            const inverse = invertChange(history.pop()!);
            oracle.doc = naiveApply(oracle.doc, inverse);
            changes = store.apply(inverse);
            history.length = 0;
          } else {
            changes = perform(store, oracle, todo, pool);
          }
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
          refusal = error;
        }
        if (refusal !== undefined) {
          if (!refused(store, todo, pool)) throw new Error(`Not refused: ${JSON.stringify(todo)}`);
          if (store.version !== version || (root !== undefined && store.toObject() !== root)) {
            throw new Error(`Changed by what it refused: ${JSON.stringify(todo)}`);
          }
        }
        const wrong = fault(store, oracle, [...fixed, ...places(oracle.doc)], index, seen);
        if (wrong !== undefined)
          throw new Error(`${wrong} after step ${index} ${JSON.stringify(todo)}`);
        const after = canonical(oracle.doc);
        // The Changes lead from the one document to the other, and back
        let replayed = source;
        for (const change of changes) replayed = naiveApply(replayed, change);
        if (canonical(replayed) !== after) throw new Error(`Changes of ${JSON.stringify(todo)}`);
        for (const change of changes.toReversed())
          replayed = naiveApply(replayed, invertChange(change));
        if (canonical(replayed) !== before) throw new Error(`Inverses of ${JSON.stringify(todo)}`);
        if (changes.length > 0) history.push(...changes);
        if (changes.length > 0 && store.version <= version) throw new Error('version');
        for (const { snapshot, text } of kept) {
          if (canonical(snapshot.toObject()) !== text)
            throw new Error(`Snapshot after ${JSON.stringify(todo)}`);
        }
      }
      expect(canonical(store.toObject())).toBe(canonical(oracle.doc));
    }),
    1500,
  );
});
