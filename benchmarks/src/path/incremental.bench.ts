/**
 * A watched query over a list in which one user changes: the cost of one change until the difference is known. For all contenders this includes
 * copying the user. Compared with an evaluation, at two sizes, and with a hand-written Map for this one query, which has
 * neither order nor pointers.
 */
import { deepStrictEqual } from 'node:assert';
import { compile, IncrementalQuery } from '@data-map/path';

import { group } from '../runner/group.ts';
import { sink } from '../runner/sink.ts';
import {
  activeNames,
  QUERY,
  stepsOf,
  type User,
  type Users,
  usersOf,
} from './incremental-document.ts';

interface Watcher {
  run(): void;
  readonly users: Users;
  /** The names according to the contender. */
  names(): readonly unknown[];
}

type Edit = (user: User, round: number) => User;

const edits: Readonly<Record<string, { readonly member: keyof User; readonly edit: Edit }>> = {
  'in the result': { member: 'name', edit: (user, round) => ({ ...user, name: `name ${round}` }) },
  'in the filter': { member: 'active', edit: (user) => ({ ...user, active: !user.active }) },
  'beside both': { member: 'score', edit: (user) => ({ ...user, score: user.score + 1 }) },
};

for (const [name, { member, edit }] of Object.entries(edits)) {
  for (const size of [1000, 100_000]) {
    const steps = stepsOf(size, member);
    const watcher =
      (
        follow: (users: Users) => {
          change(step: (typeof steps)[number]): void;
          names(): readonly unknown[];
        },
        used = steps,
      ) =>
      (): Watcher => {
        const users = usersOf(size);
        const { change, names } = follow(users);
        let round = 0;
        return {
          users,
          names,
          run() {
            round++;
            for (const step of used) {
              const list = users.document.users;
              list[step.index] = edit(list[step.index] as User, round);
              change(step);
            }
          },
        };
      };
    group<Watcher>(
      `path/incremental change ${name}`,
      {
        operations: steps.length,
        size,
        check(contender) {
          contender.run();
          contender.run();
          contender.run();
          deepStrictEqual([...contender.names()].sort(), activeNames(contender.users).sort());
        },
      },
      {
        'data-map': watcher((users) => {
          const query = new IncrementalQuery(QUERY, users);
          return {
            change: ({ changes }) => sink(query.apply(changes)),
            names: () => query.values,
          };
        }),
        'a Map by hand': watcher((users) => {
          const known = new Map<number, string>();
          const take = (index: number): void => {
            const user = users.document.users[index] as User;
            if (user.active) known.set(index, user.name);
            else known.delete(index);
          };
          for (const index of users.document.users.keys()) take(index);
          return { change: ({ index }) => take(index), names: () => [...known.values()] };
        }),
        ...(size > 1000
          ? {}
          : {
              'evaluated again': watcher((users) => {
                const query = compile(QUERY);
                let values = query.values(users.document);
                return {
                  change: () => {
                    values = query.values(users.document);
                  },
                  names: () => values,
                };
              }),
            }),
      },
    );
  }
}
