import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  createDataMap,
  type DataMap,
  IndexError,
  type LiveQuery,
  type LiveQueryDelta,
  LocationError,
} from '../src/index.ts';
import { fuzz, patience } from './fuzz.ts';

/** More than are asked one by one, so that the index decides who is given a Change. */
const QUERIES = [
  '$.rows[1].cells[?@.x > 1]',
  '$.rows[-1].cells[0]',
  '$..name',
  '$.rows[*].cells[?@.x == $.limit]',
  '$.rows[1:3].cells[*].x',
  '$.rows[2].cells[1]',
  '$.rows[?@.cells[0].x == $.rows[0].cells[0].x]',
  '$.rows[0].cells[1].x',
  '$.list[1]',
];

type Step =
  | { readonly do: 'x'; readonly row: number; readonly cell: number; readonly x: number }
  | { readonly do: 'limit'; readonly x: number }
  | { readonly do: 'splice'; readonly row: number; readonly count: number; readonly rows: Row[] }
  | { readonly do: 'cells'; readonly row: number; readonly cell: number; readonly cells: Cell[] }
  | { readonly do: 'move'; readonly row: number; readonly to: number }
  | { readonly do: 'moveCell'; readonly row: number; readonly to: number }
  | { readonly do: 'sort' | 'reverse' }
  | { readonly do: 'rows'; readonly rows: Row[] }
  | { readonly do: 'append'; readonly x: number }
  | { readonly do: 'join' | 'leave' | 'read' | 'make'; readonly at: number }
  | {
      readonly do: 'batch' | 'transaction';
      readonly steps: readonly Step[];
      readonly fails: boolean;
    };

interface Cell {
  readonly x: number;
  readonly name: string;
}

interface Row {
  readonly cells: readonly Cell[];
  readonly name: string;
}

const small = fc.nat(3);
const name = fc.constantFrom('a', 'b', 'c');
const cell: fc.Arbitrary<Cell> = fc.record({ x: small, name });
const row: fc.Arbitrary<Row> = fc.record({
  cells: fc.array(cell, { maxLength: 11, size: 'max' }),
  name,
});
const rows = fc.array(row, { minLength: 2, maxLength: 12, size: 'max' });
const few = fc.array(row, { maxLength: 2 });

const { step } = fc.letrec<{ step: Step; nest: Step }>((tie) => ({
  step: fc.oneof(
    { maxDepth: 3 },
    fc.record({ do: fc.constant('x'), row: small, cell: small, x: small }),
    fc.record({ do: fc.constant('limit'), x: small }),
    fc.record({ do: fc.constant('splice'), row: small, count: fc.nat(1), rows: few }),
    fc.record({
      do: fc.constant('cells'),
      row: small,
      cell: small,
      cells: fc.array(cell, { maxLength: 2 }),
    }),
    fc.record({ do: fc.constant('move'), row: small, to: small }),
    fc.record({ do: fc.constant('moveCell'), row: small, to: small }),
    fc.record({ do: fc.constantFrom('sort', 'reverse') }),
    fc.record({ do: fc.constant('rows'), rows }),
    fc.record({ do: fc.constant('append'), x: small }),
    fc.record({ do: fc.constantFrom('join', 'leave', 'read', 'make'), at: fc.nat(100) }),
    tie('nest'),
    tie('nest'),
  ) as fc.Arbitrary<Step>,
  nest: fc.record({
    do: fc.constantFrom('batch', 'transaction'),
    steps: fc.array(tie('step'), { minLength: 2, maxLength: 8, size: 'max' }),
    fails: fc.boolean(),
  }) as fc.Arbitrary<Step>,
}));

/** Thrown by the program itself. */
class Thrown extends Error {}

type Results = ReadonlyMap<string, unknown>;

function resultsOf({
  values,
  pointers,
}: {
  values: readonly unknown[];
  pointers: readonly string[];
}) {
  return new Map(pointers.map((pointer, at) => [pointer, values[at]]));
}

function presentOf({ value, pointers }: LiveQuery): Results {
  return resultsOf({ values: value, pointers });
}

/** A subscriber that knows the results only from when it joined and what it was told since. */
class Subscriber {
  readonly query: LiveQuery;
  readonly stop: () => void;
  known: Results;

  constructor(query: LiveQuery) {
    this.query = query;
    this.known = presentOf(query);
    this.stop = query.subscribe((delta) => this.#hear(delta));
  }

  #hear({ removed, moved, added, changed }: LiveQueryDelta): void {
    const results = new Map(this.known);
    for (const { pointer } of removed) expect(results.delete(pointer)).toBe(true);
    for (const { from } of moved) results.delete(from);
    for (const { from, pointer } of moved) results.set(pointer, this.known.get(from));
    for (const { pointer, value } of [...added, ...changed]) results.set(pointer, value);
    this.known = results;
  }
}

/** Runs a program on one store with live queries that are watched, or read now and then. */
class Machine {
  readonly store: DataMap<any>;
  readonly queries: LiveQuery[];
  readonly subscribers: Subscriber[] = [];

  constructor(document: readonly Row[]) {
    this.store = createDataMap<any>({ rows: document, limit: 1 });
    this.queries = [...QUERIES, ...QUERIES].map((text) => this.store.liveQuery(text));
    for (const [at, query] of this.queries.entries()) {
      if (at % 2 === 1) this.subscribers.push(new Subscriber(query));
      else void query.value;
    }
  }

  run(each: Step): void {
    try {
      this.#do(each);
    } catch (error) {
      const isExpected =
        error instanceof Thrown || error instanceof IndexError || error instanceof LocationError;
      if (!isExpected) throw error;
    }
  }

  #do(each: Step): unknown {
    const { store, queries, subscribers } = this;
    switch (each.do) {
      case 'x':
        return store.set(`/rows/${each.row}/cells/${each.cell}/x`, each.x);
      case 'limit':
        return store.set('/limit', each.x);
      case 'splice':
        return store.splice('/rows', each.row, each.count, ...each.rows);
      case 'cells':
        return store.splice(`/rows/${each.row}/cells`, each.cell, 1, ...each.cells);
      case 'move':
        return store.move(`/rows/${each.row}`, `/rows/${each.to}`);
      case 'moveCell':
        return store.move(`/rows/${each.row}/cells/0`, `/rows/${each.to}/cells/0`);
      case 'sort':
        return store.sort('/rows', (a: Row, b: Row) => Number(String(a.name) > String(b.name)));
      case 'reverse':
        return store.reverse('/rows');
      case 'rows':
        return store.set('/rows', each.rows);
      case 'append':
        return store.set('/list/-', each.x);
      case 'join':
        return subscribers.push(new Subscriber(queries[each.at % queries.length]!));
      case 'leave':
        return subscribers.splice(each.at % subscribers.length, 1)[0]?.stop();
      case 'read':
        return queries[each.at % queries.length]!.value;
      case 'make':
        return queries.push(store.liveQuery(QUERIES[each.at % QUERIES.length]!));
      default:
        return store[each.do](() => {
          for (const inner of each.steps) this.run(inner);
          if (each.fails) throw new Thrown();
        });
    }
  }

  check(): void {
    // Whoever joined in a transaction that failed is told at the next commit what the rollback did
    this.store.set('/commits', this.store.version);
    const fresh = createDataMap(this.store.toObject());
    for (const query of this.queries)
      expect([query.value, query.pointers]).toEqual(Object.values(fresh.query(query.jsonpath)));
    for (const { known, query } of this.subscribers)
      expect(new Map(known)).toEqual(resultsOf(fresh.query(query.jsonpath)));
  }
}

test(
  'DM42, DM43: many live queries, and all who join and leave them, know the results after each step',
  () => {
    fc.assert(
      fc.property(
        rows,
        fc.array(step, { minLength: 4, maxLength: 14, size: 'max' }),
        (document, steps) => {
          const machine = new Machine(document);
          for (const each of steps) {
            machine.run(each);
            machine.check();
          }
        },
      ),
      fuzz(150),
    );
  },
  patience,
);
