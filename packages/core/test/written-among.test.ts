import { type Change, FlatStore, invertChange, writtenAmong } from '@data-map/storage';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rebase } from './rebase.ts';
import { fuzz, patience } from './fuzz.ts';

type Location = readonly (string | number)[];

/** A single location, traced back through the Changes one by one. */
function isWritten(changes: readonly Change[], last: Location): boolean {
  let location = last;
  for (const change of changes.toReversed()) {
    const { op, segments, permutation } = change;
    const isAbove = segments.every((segment, depth) => segment === location[depth]);
    if (op === 'replace' && permutation === undefined && isAbove) return true;
    const before = rebase(location, invertChange(change));
    if (before === null) return true;
    location = before;
  }
  return false;
}

const at = fc.nat(1_000_000);
const steps = fc.array(
  fc.record({ what: fc.nat(7), at, to: at, index: fc.nat(5), wide: fc.boolean() }),
  { maxLength: 25 },
);
let made = 0;
const fresh = (wide: boolean): unknown =>
  wide ? { id: ++made, list: [++made, [++made], {}] } : ++made;

test(
  'DM48: writtenAmong agrees with tracing each location back through the Changes separately',
  () => {
    fc.assert(
      fc.property(steps, (todo) => {
        const store = new FlatStore({
          list: [1, [2, 3], { a: 4, b: [5] }, 6],
          map: { a: [7, 8], b: { c: 9 } },
        });
        const changes: Change[] = [];
        for (const { what, at: from, to, index, wide } of todo) {
          const all = [...pointersIn(store.toObject())];
          const pick = all[from % all.length]!;
          const other = all[to % all.length]!;
          const run = [
            () => store.set(pick, fresh(wide)),
            () => store.set(pick, fresh(!wide)),
            () => store.insert(pick, index, fresh(wide)),
            () => store.delete(pick),
            () => store.move(pick, other),
            () => store.sort(pick, (a, b) => String(a).length - String(b).length),
            () => store.reverse(pick),
            () => store.set(`${pick}/new`, fresh(wide)),
          ][what]!;
          try {
            for (const change of run()) changes.push(change);
          } catch {
            // Some steps are not applicable
          }
        }
        const locations = [...pointersIn(store.toObject())].map((pointer) =>
          store.segmentsOf(pointer)!,
        );
        const expected = locations.map((location) => isWritten(changes, location));
        expect(writtenAmong(changes, locations)).toEqual(expected);
      }),
      fuzz(1000),
    );
  },
  patience,
);

function* pointersIn(value: unknown, above = ''): Generator<string> {
  yield above;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) yield* pointersIn(member, `${above}/${key}`);
}
