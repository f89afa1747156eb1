/**
 * One write and a snapshot, in a program with objects of many hidden classes. If one object is copied again and again, as in
 * `snapshot.bench.ts`, V8 can reuse its hidden class. Here it copies objects with many hidden classes, and objects in dictionary mode.
 */
import { FlatStore } from '@data-map/storage';
import { produce, setAutoFreeze } from 'immer';
import { create } from 'mutative';

import { group } from '../runner/group.ts';
import { sink } from '../runner/sink.ts';
import { expectSame } from './documents.ts';

// No contender freezes, as in production
setAutoFreeze(false);

interface User {
  readonly id: number;
  name: unknown;
}
type Users = Record<string, User>;
interface Document {
  readonly users: Users;
}

/** A document that is written to, and read as a whole after each write. */
interface Store {
  rename(user: string, name: unknown): Document;
  /** Adds a user, reads the document, and removes the user again. */
  visit(user: string, value: User): Document;
}

const stores: Record<string, (document: Document) => Store> = {
  'data-map': (document) => {
    const store = new FlatStore(document, { freeze: false });
    const whole = (): Document => store.toObject() as Document;
    return {
      rename(user, name) {
        store.set(`/users/${user}/name`, name);
        return whole();
      },
      visit(user, value) {
        store.set(`/users/${user}`, value);
        sink(whole());
        store.delete(`/users/${user}`);
        return whole();
      },
    };
  },
  immer: (document) => updating(document, produce),
  mutative: (document) => updating(document, create),
};

function updating(
  document: Document,
  update: (base: Document, recipe: (draft: Document) => void) => Document,
): Store {
  let state = document;
  return {
    rename(user, name) {
      state = update(state, ({ users }) => {
        users[user]!.name = name;
      });
      return state;
    },
    visit(user, value) {
      state = update(state, ({ users }) => {
        users[user] = value;
      });
      sink(state);
      state = update(state, ({ users }) => {
        delete users[user];
      });
      return state;
    },
  };
}

function usersOf(count: number, nameOf: (i: number) => string): Users {
  const made: Users = {};
  for (let i = 0; i < count; i++) made[nameOf(i)] = { id: i, name: `n${i}` };
  return made;
}

const origins: Record<string, (count: number, salt: string) => Users> = {
  'assigned one by one': (count, salt) => usersOf(count, (i) => salt + i),
  'JSON.parse': (count, salt) =>
    JSON.parse(JSON.stringify(usersOf(count, (i) => salt + i))) as Users,
  'Object.fromEntries': (count, salt) =>
    Object.fromEntries(Object.entries(usersOf(count, (i) => salt + i))),
  'indices for names': (count) => usersOf(count, String),
};

const NAMES = ['a', 'b', 'c'];

interface Contender {
  readonly held: readonly { readonly store: Store; readonly user: string }[];
  run(): void;
}

for (const size of [24, 48, 100, 1000]) {
  const contenders = (
    run: (store: Store, user: string, value: number) => Document,
  ): Record<string, () => Contender> =>
    Object.fromEntries(
      Object.entries(stores).map(([name, make]) => [
        name,
        () => {
          const held = Object.entries(origins).flatMap(([origin, from]) =>
            NAMES.map((salt) => {
              const document = { users: from(size, origin + salt) };
              return { store: make(document), user: Object.keys(document.users)[7]! };
            }),
          );
          let value = 0;
          return {
            held,
            run() {
              value++;
              for (const { store, user } of held) sink(run(store, user, value));
            },
          };
        },
      ]),
    );
  const check = ({ held }: Contender, name: string): void => {
    for (const { store, user } of held) {
      const before = store.rename(user, 'before');
      const after = store.rename(user, 'after');
      expectSame(before.users[user]!.name, 'before', name);
      expectSame(after.users[user]!.name, 'after', name);
      expectSame(Object.keys(store.visit('new', { id: 0, name: '' }).users).length, size, name);
    }
  };
  const operations = NAMES.length * Object.keys(origins).length;
  group(
    'storage/objects of many origins, whole document after 1 write',
    { operations, size, check },
    contenders((store, user, value) => store.rename(user, value)),
  );
  group(
    'storage/objects of many origins, a member comes and goes',
    { operations, size, check },
    contenders((store, _, value) => store.visit(`new${value % 3}`, { id: value, name: '' })),
  );
}
