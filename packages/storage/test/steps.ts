import fc from 'fast-check';
import { formatPointer } from '@data-map/path';
import type { Change, FlatStore } from '@data-map/storage';
import { StorageError } from '@data-map/storage';
import { json } from './arbitraries.ts';
import { canonical, clone, Oracle } from './oracle.ts';

const byText = (a: unknown, b: unknown): number => {
  const [left, right] = [canonical(a), canonical(b)];
  return left < right ? -1 : Number(left > right);
};

const small = fc.nat({ max: 4 });
const values = fc.array(json, { maxLength: 3 });

export type Step =
  | { do: 'set' | 'setDeep'; at: number; value: unknown }
  | { do: 'delete' | 'sort' | 'reverse' | 'look'; at: number }
  | { do: 'splice'; at: number; start: number; count: number; values: unknown[] }
  | { do: 'insert'; at: number; start: number; values: unknown[] }
  | { do: 'move'; at: number; to: number }
  | { do: 'undo' | 'snapshot' | 'restore' };

const at = fc.nat({ max: 1_000_000 });
export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('set', 'setDeep'), at, value: json }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('delete', 'sort', 'reverse'), at }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('look'), at }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('splice'), at, start: small, count: small, values }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('insert'), at, start: small, values }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('move'), at, to: at }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('undo', 'snapshot', 'restore') }) },
);

/** The pointers of all values of a document, so that most steps hit an existing place. */
export function places(doc: unknown): string[] {
  const found: string[] = [];
  const visit = (value: unknown, segments: (string | number)[]): void => {
    found.push(formatPointer(segments));
    if (typeof value !== 'object' || value === null) return;
    const members = value as Record<string, unknown>;
    for (const key of Object.keys(members)) visit(members[key], [...segments, key]);
  };
  visit(doc, []);
  return found;
}

/** Performs an operation on the oracle and then on the store. @throws Refused when the oracle refuses it */
export function perform(
  store: FlatStore,
  oracle: Oracle,
  todo: Step,
  pool: string[],
): readonly Change[] {
  const pick = (index: number): string => pool[index % pool.length]!;
  switch (todo.do) {
    case 'set':
      oracle.set(pick(todo.at), todo.value);
      return store.set(pick(todo.at), clone(todo.value));
    case 'setDeep':
      oracle.set(pick(todo.at), todo.value);
      return store.setDeep(pick(todo.at), clone(todo.value));
    case 'delete':
      oracle.delete(pick(todo.at));
      return store.delete(pick(todo.at));
    case 'sort':
      oracle.sort(pick(todo.at), byText);
      return store.sort(pick(todo.at), byText);
    case 'reverse':
      oracle.reverse(pick(todo.at));
      return store.reverse(pick(todo.at));
    case 'splice':
      oracle.splice(pick(todo.at), todo.start, todo.count, todo.values);
      return store.splice(pick(todo.at), todo.start, todo.count, ...clone(todo.values));
    case 'insert':
      oracle.splice(pick(todo.at), todo.start, 0, todo.values);
      return store.insert(pick(todo.at), todo.start, ...clone(todo.values));
    case 'move':
      oracle.move(pick(todo.at), pick(todo.to));
      return store.move(pick(todo.at), pick(todo.to));
    default:
      return [];
  }
}

/** Performs an operation on the store alone; returns whether the store refused it. */
export function refused(store: FlatStore, todo: Step, pool: string[]): boolean {
  try {
    perform(store, new Lenient(), todo, pool);
    return false;
  } catch (error) {
    return error instanceof StorageError;
  }
}

class Lenient extends Oracle {
  constructor() {
    super(null);
  }
  override set(): void {}
  override delete(): void {}
  override splice(): void {}
  override move(): void {}
  override sort(): void {}
  override reverse(): void {}
}
