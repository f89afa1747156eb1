import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toEdits, type ChangeRecord } from '../src/change.ts';
import { regionsOf, work as regionWork } from '../src/regions.ts';
import { undo, work as undoWork } from '../src/undo.ts';
import { EditIndex, work as indexWork } from '../src/edit-index.ts';
import { SubscriptionEngine } from '@data-map/subscriptions';
import { fuzz } from './fuzz.ts';

type Row = { id: number; tags: number[] };

const LENGTH = 12;

const step = fc.record({
  what: fc.constantFrom('add', 'remove', 'replace', 'move', 'near', 'id', 'tag', 'untag'),
  at: fc.nat(),
  to: fc.nat(),
});
type Step = { what: string; at: number; to: number };

/** Applies the steps to a copy of the rows. Returns the resulting rows and the Changes. */
function perform(before: readonly Row[], steps: readonly Step[]): [Row[], ChangeRecord[]] {
  const rows = structuredClone(before) as Row[];
  const changes: ChangeRecord[] = [];
  const note = (
    op: ChangeRecord['op'],
    way: (string | number)[],
    value: unknown,
    previous: unknown,
    from?: number,
  ): void => {
    const segments = ['rows', ...way];
    const pointer = `/${segments.join('/')}`;
    const source = { from: `/rows/${from}`, fromSegments: ['rows', from ?? 0] };
    changes.push({
      op,
      pointer,
      segments,
      value: structuredClone(value),
      previous: structuredClone(previous),
      ...(from === undefined ? {} : source),
    });
  };
  for (const [id, { what, at, to }] of steps.entries()) {
    const index = at % (what === 'add' ? rows.length + 1 : Math.max(1, rows.length));
    const row = rows[index];
    const fresh: Row = { id: -id, tags: [id, id + 1] };
    if (what === 'add') {
      rows.splice(index, 0, fresh);
      note('add', [index], fresh, undefined);
    }
    if (what === 'add' || row === undefined) continue;
    if (what === 'remove') {
      rows.splice(index, 1);
      note('remove', [index], undefined, row);
    } else if (what === 'replace') {
      rows[index] = fresh;
      note('replace', [index], fresh, row);
    } else if (what === 'move' || what === 'near') {
      const target = what === 'move' ? to % rows.length : Math.min(index + 1, rows.length - 1);
      rows.splice(index, 1);
      rows.splice(target, 0, row);
      note('move', [target], row, undefined, index);
    } else if (what === 'id') {
      note('replace', [index, 'id'], -id, row.id);
      row.id = -id;
    } else if (what === 'tag') {
      row.tags.splice(to % (row.tags.length + 1), 0, id);
      note('add', [index, 'tags', to % row.tags.length], id, undefined);
    } else if (row.tags.length > 0) {
      const [tag] = row.tags.splice(to % row.tags.length, 1);
      note('remove', [index, 'tags', to % (row.tags.length + 1)], undefined, tag);
    }
  }
  return [rows, changes];
}

const rowsOf = (length: number): Row[] =>
  Array.from({ length }, (_, id) => ({ id, tags: [id, 2 * id, 3 * id] }));

/** Returns a seeded pseudo-random generator. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Returns the ranges of positions that the shifts of the rows cover, by comparing each shift with each range. */
function naiveSpans(changes: readonly ChangeRecord[]): [number, number][] {
  const spans: [number, number][] = [];
  for (const { op, segments, fromSegments } of changes) {
    if (segments.length !== 2 || op === 'replace') continue;
    const at = Number(segments[1]);
    const other = fromSegments === undefined ? Infinity : Number(fromSegments[1]);
    let span: [number, number] = [Math.min(at, other), Math.max(at, other)];
    for (let met; (met = spans.findIndex(([a, b]) => a <= span[1] && b >= span[0])) >= 0;) {
      const [[from, to]] = spans.splice(met, 1) as [[number, number]];
      span = [Math.min(from, span[0]), Math.max(to, span[1])];
    }
    spans.push(span);
  }
  return spans.toSorted(([a], [b]) => a - b);
}

describe('the regions of a commit', () => {
  test('SUB38: they are the shifted ranges of the array and the locations written outside of them, and each edit is in one', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), (steps) => {
        const [, changes] = perform(rowsOf(LENGTH), steps);
        const regions = regionsOf(changes);
        const spans = naiveSpans(changes);
        const found = regions.filter(({ pointer }) => pointer === '/rows');
        const shifted = found.map(({ shifted: span }) => [span?.from, span?.to]);
        expect(shifted.toSorted(([a], [b]) => a! - b!)).toEqual(spans);
        const all = regions.flatMap(({ edits }) => edits.map(({ at }) => at));
        expect(all.toSorted((a, b) => a - b)).toEqual(toEdits(changes).map(({ at }) => at));
        for (const { edits, segments, shifted: span } of regions) {
          expect(edits).toEqual(edits.toSorted((a, b) => a.at - b.at));
          for (const { segments: way } of edits) {
            expect(way.slice(0, segments.length)).toEqual(segments);
            const index = Number(way[1]);
            const isCovered = spans.some(([from, to]) => index >= from && index <= to);
            expect(isCovered).toBe(segments.length === 1 && span !== undefined);
          }
        }
        const firsts = regions.map(({ edits }) => edits[0]!.at);
        expect(firsts).toEqual(firsts.toSorted((a, b) => a - b));
      }),
      fuzz(1000),
    );
  });

  // Each level of the tree of edits used to hold an array of its segments: 40 GB here
  test('SUB16, SUB38: they are found below 100,000 levels without an array of segments for each level', () => {
    const deep = Array.from({ length: 100_000 }, () => 'a');
    const change = (key: string): ChangeRecord => {
      const segments = [...deep, key];
      const pointer = `/${segments.join('/')}`;
      return { op: 'replace', pointer, segments, value: [1], previous: [2] };
    };
    const regions = regionsOf([change('x'), change('y'), change('x')]);
    expect(regions.map(({ pointer, edits }) => [pointer.slice(-2), edits.length])).toEqual([
      ['/x', 2],
      ['/y', 1],
    ]);
    expect(regions[0]?.segments).toEqual([...deep, 'x']);
  });

  test('SUB38: thousands of scattered moves, and moves that join their ranges, are not compared with each other', () => {
    const count = 20_000;
    const change = (from: number, to: number): ChangeRecord => ({
      op: 'move',
      pointer: `/rows/${to}`,
      segments: ['rows', to],
      from: `/rows/${from}`,
      fromSegments: ['rows', from],
      value: 1,
      previous: undefined,
    });
    const apart = Array.from({ length: count }, (_, i) => change(3 * i, 3 * i + 1));
    const joining = Array.from({ length: count }, (_, i) => change(3 * i + 3, 3 * i + 1));
    const writes = Array.from({ length: count }, (_, i): ChangeRecord => {
      const segments = ['rows', 3 * i + 2, 'id'];
      const pointer = `/rows/${3 * i + 2}/id`;
      return { op: 'replace', pointer, segments, value: 1, previous: 2 };
    });
    const { compared } = regionWork;
    expect(regionsOf([...writes, ...apart])).toHaveLength(2 * count);
    expect(regionsOf([...apart, ...writes, ...joining])).toHaveLength(1);
    expect(regionWork.compared - compared).toBeLessThan(8 * count * Math.log2(count));
  });
});

describe('the edits at and below a location', () => {
  const isWithin = (segments: readonly unknown[], top: readonly unknown[]): boolean =>
    segments.length >= top.length && top.every((segment, depth) => segment === segments[depth]);

  test('SUB38: a search in the sorted edits finds the same as a scan of all of them', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), (steps) => {
        const [, changes] = perform(rowsOf(LENGTH), steps);
        const written = new EditIndex(changes);
        const places = [[], ['rows'], ['row'], ['rows', 1], ['rows', 11], ['rows', 1, 'tags']];
        for (const top of [...places, ...changes.map(({ segments }) => segments)]) {
          const pointer = top.map((segment) => `/${segment}`).join('');
          const edits = toEdits(changes).filter(({ segments }) => isWithin(segments, top));
          expect(written.editsAt(pointer, top)).toEqual(edits);
          const below = changes.filter(
            ({ segments, fromSegments }) =>
              isWithin(segments, top) ||
              (fromSegments !== undefined && isWithin(fromSegments, top)),
          );
          expect(written.changesAt(pointer, top)).toEqual(below);
        }
      }),
      fuzz(500),
    );
  });

  test('SUB14, SUB38: reading `previous` and `changes` of thousands of updates does not scan all Changes for each', () => {
    const count = 10_000;
    const rows = rowsOf(count);
    const changes = rows.map(({ id }, index): ChangeRecord => {
      const segments = ['rows', index, 'id'];
      const pointer = `/rows/${index}/id`;
      return { op: 'replace', pointer, segments, value: -id - 1, previous: id };
    });
    const after = { rows: rows.map(({ id, tags }) => ({ id: -id - 1, tags })) };
    const engine = new SubscriptionEngine({
      getAt: (segments) =>
        segments.reduce<unknown>((value, segment) => Reflect.get(Object(value), segment), after),
    });
    let told = 0;
    engine.subscribe(
      '/rows/*',
      (value, event) => {
        told++;
        expect(event.previous).toEqual({ ...Object(value), id: -Object(value).id - 1 });
        if (event.kind === 'update') expect(event.changes?.length).toBe(1);
      },
      { deep: true },
    );
    const { compared } = indexWork;
    engine.notify(changes);
    expect(told).toBe(count);
    expect(indexWork.compared - compared).toBeLessThan(10 * count * Math.log2(count));
  });
});

describe('the value before a commit', () => {
  test('SUB38: the edits of short and long arrays are undone, and the current value is not modified', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(LENGTH, 600, 1100),
        fc.array(step, { minLength: 1, maxLength: 80 }),
        (length, steps) => {
          const before = rowsOf(length);
          const [after, changes] = perform(before, steps);
          const text = JSON.stringify(after);
          expect(undo(after, toEdits(changes), 1)).toEqual(before);
          expect(JSON.stringify(after)).toBe(text);
        },
      ),
      fuzz(200),
    );
  });

  test('SUB38: pieces of a long array that grow or are emptied are still undone correctly', () => {
    const next = random(5);
    const before = rowsOf(1300);
    const kinds = ['add', 'add', 'add', 'id', 'remove', 'remove', 'remove', 'tag'];
    const steps = Array.from({ length: 9000 }, (_, i) => {
      // First some thousand insertions near one position, then removals from the front, then scattered steps
      const what = kinds[i < 3000 ? next(4) : 3 + next(5)]!;
      const at = i < 3000 ? 700 + next(3) : i < 8000 ? 0 : next(1000);
      return { what, at, to: next(5) };
    });
    const [after, changes] = perform(before, steps);
    expect(undo(after, toEdits(changes), 1)).toEqual(before);
    expect(undo(before, toEdits(perform(after, steps)[1]), 1)).not.toBe(before);
    const [again, more] = perform(after, steps);
    expect(undo(again, toEdits(more), 1)).toEqual(after);
  });

  test('SUB38: undoing an edit of a long array moves only part of the elements behind it', () => {
    const count = 2000;
    const length = 100_000;
    const next = random(9);
    const after: unknown[] = Array.from({ length }, (_, i) => i);
    const changes = Array.from({ length: count }, (_, i): ChangeRecord => {
      const segments = ['rows', next(length)];
      const pointer = `/rows/${segments[1]}`;
      return i % 2 === 0
        ? { op: 'add', pointer, segments, value: i, previous: undefined }
        : { op: 'remove', pointer, segments, value: undefined, previous: i };
    });
    const { moved } = undoWork;
    undo(after, toEdits(changes), 1);
    expect((undoWork.moved - moved) / count).toBeLessThan(4 * Math.sqrt(length));
  });
});
