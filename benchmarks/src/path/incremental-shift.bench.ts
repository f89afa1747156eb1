/**
 * Inserting an element at the front of a watched list and removing it again: the cost of updating the query, without that of moving the list's own
 * elements. One operation is one of the two changes. The other contender is a hand-written list of positions that it shifts.
 */
import { deepStrictEqual } from 'node:assert';
import { IncrementalQuery } from '@data-map/path';

import { group } from '../runner/group.ts';
import { sink } from '../runner/sink.ts';
import { QUERY, type User, usersOf } from './incremental-document.ts';

interface Shifter {
  run(): void;
  /** The number of names after the insertion and after the removal. */
  lengths(): readonly number[];
}

const newcomer: User = { id: -1, name: 'newcomer', active: true, score: 0 };

for (const size of [1000, 100_000]) {
  group<Shifter>(
    'path/incremental unshift and shift',
    {
      operations: 2,
      size,
      check({ lengths }) {
        deepStrictEqual(lengths(), [size / 2 + 1, size / 2]);
        deepStrictEqual(lengths(), [size / 2 + 1, size / 2]);
      },
    },
    {
      'data-map': () => {
        const users = usersOf(size);
        // While the new element is in the list, the query reads nothing else
        const query = new IncrementalQuery(QUERY, {
          getAt: (segments) => (segments[1] === 0 ? newcomer : users.getAt(segments)),
        });
        const come = [{ op: 'add', segments: ['users', 0] }] as const;
        const go = [{ op: 'remove', segments: ['users', 0] }] as const;
        return {
          run() {
            sink(query.apply(come));
            sink(query.apply(go));
          },
          lengths() {
            query.apply(come);
            const { length } = query;
            query.apply(go);
            return [length, query.length];
          },
        };
      },
      'positions by hand': () => {
        const { document } = usersOf(size);
        let positions = [...document.users.keys()].filter((index) => document.users[index]?.active);
        const come = (): void => {
          positions = [0, ...positions.map((position) => position + 1)];
        };
        const go = (): void => {
          positions = positions.slice(1).map((position) => position - 1);
        };
        return {
          run() {
            come();
            go();
            sink(positions);
          },
          lengths() {
            come();
            const { length } = positions;
            go();
            return [length, positions.length];
          },
        };
      },
    },
  );
}
