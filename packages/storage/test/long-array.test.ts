import fc from 'fast-check';
import { FlatStore } from '@data-map/storage';
import type { Change, Snapshot } from '@data-map/storage';
import { describe, expect, test } from 'vitest';
import { work } from '../src/entry.ts';
import { fuzz } from './fuzz.ts';

type Row = { id: number; tags?: number[] } | number;

/** Pseudo-random numbers from a seed. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const rowsOf = (length: number): Row[] => Array.from({ length }, (_, id) => ({ id }));

/** Random edits of a long array, each made on a store and on the plain array `rows`. */
class Session {
  rows: Row[];
  readonly store: FlatStore;
  readonly journal: Change[] = [];
  readonly kept: [Snapshot, string][] = [];
  readonly #next: (below: number) => number;
  #id = 1_000_000;

  constructor(length: number, seed: number) {
    this.rows = rowsOf(length);
    this.store = new FlatStore({ rows: rowsOf(length), other: 1 });
    this.#next = random(seed);
  }

  edit(kind: number): void {
    const { store, rows } = this;
    const next = this.#next;
    const at = next(rows.length);
    const id = this.#id++;
    const put = (changes: readonly Change[]): void => void this.journal.push(...changes);
    const row = rows[at]!;
    if (kind < 3) {
      put(store.insert('/rows', at, { id }));
      rows.splice(at, 0, { id });
    } else if (kind < 6) {
      put(store.delete(`/rows/${at}`));
      rows.splice(at, 1);
    } else if (kind === 6) {
      const to = next(rows.length);
      put(store.move(`/rows/${at}`, `/rows/${to}`));
      rows.splice(at, 1);
      rows.splice(to, 0, row);
    } else if (kind === 7) {
      put(store.set(`/rows/${at}`, id));
      rows[at] = id;
    } else if (kind === 8 && typeof row === 'object') {
      put(store.set(`/rows/${at}/id`, id));
      rows[at] = { ...row, id };
    } else if (kind === 9 && typeof row === 'object') {
      put(store.set(`/rows/${at}/tags/-`, id));
      rows[at] = { ...row, tags: [...(row.tags ?? []), id] };
    } else if (kind === 10) {
      const count = next(5);
      const values = Array.from({ length: next(5) }, (_, i) => -i - id);
      put(store.exchange('/rows', at, count, values));
      rows.splice(at, count, ...values);
    } else if (kind === 11) {
      put(store.set('/rows/-', { id }));
      rows.push({ id });
    }
  }

  /** Compares what the store reads with `rows`, without reading the whole array. */
  look(): void {
    const { store, rows } = this;
    expect(store.arrayLength('/rows')).toBe(rows.length);
    for (let i = 0; i < 4; i++) {
      const at = this.#next(rows.length);
      const row = rows[at]!;
      expect(store.get(`/rows/${at}`)).toEqual(row);
      expect(store.getAt(['rows', at])).toEqual(row);
      if (typeof row === 'object') {
        expect(store.get(`/rows/${at}/id`)).toBe(row.id);
        expect(store.segmentsOf(`/rows/${at}/id`)).toEqual(['rows', at, 'id']);
      }
    }
    expect(store.has(`/rows/${rows.length}`)).toBe(false);
    expect(store.get(`/rows/${rows.length}`)).toBe(undefined);
    expect(store.typeAt('/rows')).toBe('array');
    expect(() => store.set(`/rows/${rows.length + 1}`, 1)).toThrow('/rows');
    expect(store.delete(`/rows/${rows.length}`)).toEqual([]);
  }

  compare(): void {
    expect(JSON.stringify(this.store.get('/rows'))).toBe(JSON.stringify(this.rows));
  }
}

describe('a long array with many edits', () => {
  test('STO24, STO31: it equals a plain array after the same edits, whatever is read in between', () => {
    fuzz(
      fc.property(
        fc.integer({ min: 4090, max: 4400 }),
        fc.nat(),
        fc.array(fc.constantFrom('read', 'snapshot', 'sort', 'back', 'look', 'glimpse'), {
          maxLength: 12,
        }),
        (length, seed, pauses) => {
          const next = random(seed);
          const session = new Session(length, seed);
          const { store } = session;
          for (const pause of [...pauses, 'read']) {
            const mark = session.journal.length;
            const before = session.rows.slice();
            const count = next(150);
            for (let i = 0; i < count; i++) {
              session.edit(next(12));
              if (i % 10 === 0) session.look();
            }
            if (pause === 'read') session.compare();
            else if (pause === 'snapshot') {
              const text = JSON.stringify(session.rows);
              session.kept.push([store.snapshot(), text]);
            } else if (pause === 'sort') {
              const key = (row: unknown): number => Number(Object(row).id ?? row) % 1000;
              session.journal.push(...store.sort('/rows', (a, b) => key(a) - key(b)));
              session.rows.sort((a, b) => key(a) - key(b));
            } else if (pause === 'back') {
              store.takeBack(session.journal.splice(mark));
              session.rows = before;
            } else if (pause === 'glimpse') {
              expect(JSON.stringify(store.glimpseAt(['rows']))).toBe(JSON.stringify(session.rows));
            }
            session.look();
          }
          for (const [snapshot, text] of session.kept) {
            expect(JSON.stringify(snapshot.get('/rows'))).toBe(text);
          }
          store.takeBack(session.journal);
          expect(JSON.stringify(store.get('/rows'))).toBe(JSON.stringify(rowsOf(length)));
        },
      ),
      40,
    );
  });

  test('STO31: many random edits move each element a few times only, and the next read moves each once', () => {
    const length = 100_000;
    for (const kinds of [[0, 3], [6], [0, 3, 6, 8, 9, 10, 11]]) {
      const next = random(3);
      const session = new Session(length, 11);
      const { moves } = work;
      for (let i = 0; i < 3000; i++) session.edit(kinds[next(kinds.length)]!);
      const { copies } = work;
      expect(work.moves - moves).toBeLessThan(18 * length);
      session.compare();
      // The array, the root, and the rows that were written
      expect(work.copies - copies).toBeLessThan(1000);
      for (let i = 0; i < 3; i++) session.edit(kinds[0]!);
      session.compare();
    }
  });

  test('STO31: an array that was handed out does not change when the array is edited again', () => {
    const session = new Session(5000, 5);
    const first = session.store.get('/rows');
    const text = JSON.stringify(first);
    for (let i = 0; i < 200; i++) session.edit(i % 12);
    const second = session.store.get('/rows');
    const later = JSON.stringify(second);
    expect(session.store.get('/rows')).toBe(second);
    for (let i = 0; i < 200; i++) session.edit(i % 12);
    expect(JSON.stringify(first)).toBe(text);
    expect(JSON.stringify(second)).toBe(later);
    session.compare();
  });
});
