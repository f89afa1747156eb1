/**
 * An element comes in front of a watched list, and goes again: what the query pays for it, without the list itself, which the
 * contenders do not move. One operation is one of the two changes. The contender is a list of positions that is shifted by hand.
 */
import { deepStrictEqual } from 'node:assert';
import { IncrementalQuery } from '@data-map/path';

import { group } from '../runner/group.ts';
import { sink } from '../runner/sink.ts';
import { QUERY, type User, usersOf } from './incremental-document.ts';

interface Shifter {
  run(): void;
  /** How many names there are after the element came, and after it went. */
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
        // While the newcomer is there nothing else is read
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
