import type { Change } from '@data-map/storage';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rebase } from './rebase.ts';

type Place = readonly (string | number)[];

const change = (partial: Partial<Change> & Pick<Change, 'op' | 'segments'>): Change => ({
  pointer: '',
  value: undefined,
  previous: undefined,
  ...partial,
});

/** Array edits as the Changes that the store would emit, each with the array method that does the same. */
const edit = fc.oneof(
  fc.record({ kind: fc.constant('insert' as const), at: fc.nat(9) }),
  fc.record({ kind: fc.constant('remove' as const), at: fc.nat(9) }),
  fc.record({ kind: fc.constant('move' as const), at: fc.nat(9), to: fc.nat(9) }),
  fc.record({ kind: fc.constant('reverse' as const) }),
  fc.record({ kind: fc.constant('rebuild' as const), at: fc.nat(9) }),
);

describe('rebase', () => {
  test('DM22: a location follows its element through any edits of the array that it is in', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 20 }), fc.nat(4), (edits, start) => {
        let list = Array.from({ length: 5 }, (_, id) => ({ id }));
        const element = list[start];
        let location: Place | null = ['list', start, 'deep', 0];
        for (const step of edits) {
          if (location === null) break;
          const at = 'at' in step ? Math.min(step.at, list.length - 1) : 0;
          if (list.length === 0 && step.kind !== 'insert') continue;
          if (step.kind === 'insert') {
            const index = Math.max(0, at);
            list = list.toSpliced(index, 0, { id: -1 });
            location = rebase(location, change({ op: 'add', segments: ['list', index] }));
          } else if (step.kind === 'remove') {
            list = list.toSpliced(at, 1);
            location = rebase(location, change({ op: 'remove', segments: ['list', at] }));
          } else if (step.kind === 'move') {
            const to = Math.min(step.to, list.length - 1);
            const [moved] = list.slice(at, at + 1);
            list = list.toSpliced(at, 1);
            if (moved !== undefined) list = list.toSpliced(to, 0, moved);
            location = rebase(
              location,
              change({ op: 'move', fromSegments: ['list', at], segments: ['list', to] }),
            );
          } else if (step.kind === 'reverse') {
            const permutation = list.map((_, i) => list.length - 1 - i);
            list = list.toReversed();
            location = rebase(location, change({ op: 'replace', segments: ['list'], permutation }));
          } else {
            const previous = { list };
            list = list.toSpliced(at, 1).toReversed();
            location = rebase(
              location,
              change({ op: 'replace', segments: [], previous, value: { list } }),
            );
            // The element is looked for by identity only at the end of its location; deeper locations are lost.
            if (location === null) return;
          }
          const index = element === undefined ? -1 : list.indexOf(element);
          expect(location).toEqual(index < 0 ? null : ['list', index, 'deep', 0]);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('DM22: an element that is moved elsewhere, or under another name, is followed', () => {
    const moved = change({ op: 'move', fromSegments: ['a', 1], segments: ['b', 'x'] });
    expect(rebase(['a', 1, 'name'], moved)).toEqual(['b', 'x', 'name']);
    expect(rebase(['a', 2], moved)).toEqual(['a', 1]);
    expect(rebase(['a', 0], moved)).toEqual(['a', 0]);
  });

  test('DM22: a name of digits is not an index', () => {
    expect(rebase(['o', '1'], change({ op: 'add', segments: ['o', '0'] }))).toEqual(['o', '1']);
    expect(rebase(['o', '1'], change({ op: 'remove', segments: ['o', '1'] }))).toBeNull();
  });

  test('DM22: a replaced element stays where it is; in a replaced container it is found by identity', () => {
    const a = { id: 'a' };
    const b = { id: 'b' };
    const location = ['list', 1];
    expect(rebase(location, change({ op: 'replace', segments: ['list', 1], value: a }))).toBe(
      location,
    );
    const replaced = (value: unknown): Change =>
      change({ op: 'replace', segments: ['list'], previous: [a, b], value });
    expect(rebase(location, replaced([{ id: 'c' }, b]))).toBe(location);
    expect(rebase(location, replaced([b]))).toEqual(['list', 0]);
    expect(rebase(location, replaced([a]))).toBeNull();
    expect(rebase(location, replaced('gone'))).toBeNull();
  });
});
