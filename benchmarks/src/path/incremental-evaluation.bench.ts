/** A change without an incremental query: the compiled query is evaluated again, with 100,000 users. One operation is one change. */
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
  names(): readonly unknown[];
}

const SIZE = 100_000;
const steps = stepsOf(SIZE, 'active').slice(0, 10);

function watcher(
  follow: (users: Users) => { change(step: number): void; names(): readonly unknown[] },
) {
  return (): Watcher => {
    const users = usersOf(SIZE);
    const { change, names } = follow(users);
    return {
      users,
      names,
      run() {
        for (const [step, { index }] of steps.entries()) {
          const user = users.document.users[index] as User;
          users.document.users[index] = { ...user, active: !user.active };
          change(step);
        }
      },
    };
  };
}

group<Watcher>(
  'path/incremental against evaluation',
  {
    operations: steps.length,
    size: SIZE,
    check({ run, users, names }) {
      run();
      deepStrictEqual(names(), activeNames(users));
    },
  },
  {
    'data-map': watcher((users) => {
      const query = new IncrementalQuery(QUERY, users);
      return {
        change: (step) => sink(query.apply(steps[step]?.changes ?? [])),
        names: () => query.values,
      };
    }),
    'evaluated again': watcher((users) => {
      const query = compile(QUERY);
      let values: readonly unknown[] = [];
      return {
        change: () => {
          values = query.values(users.document);
        },
        names: () => values,
      };
    }),
  },
);
