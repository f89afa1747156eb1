/**
 * Small applications with a random user, each compared with a naive model after every step: a sheet whose
 * formulas are computeds, an outline that three clients edit over slow connections, and a board whose reported changes must
 * add up to the document.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  compile,
  computed,
  createDataMap,
  type DataMap,
  effect,
  type LiveQueryDelta,
  type LiveQueryOptions,
  type Patch,
  type ReadonlySignal,
  resolvePointer,
} from '../src/index.ts';
import { fuzz, patience } from './fuzz.ts';
import { applyToPlain } from './plain-patch.ts';

/** A random integer from 0 to below the bound. */
type Choose = (below: number) => number;

function users(runs: number, length: number, use: (choose: Choose) => void): void {
  const numbers = fc.array(fc.nat(1_000_000), { minLength: length, maxLength: length });
  fc.assert(
    fc.property(numbers, (list) => {
      let at = 0;
      use((below) => (list[at++ % list.length] as number) % Math.max(1, below));
    }),
    { seed: 1, ...fuzz(runs) },
  );
}

test(
  'DM2, DM11: formulas with dynamic dependencies show what a fresh evaluation gives, through pastes, undo and rollbacks',
  () => {
    users(25, 400, (choose) => {
      const rows = 6;
      const name = (row: number): string => `/cells/${row}/${choose(4)}`;
      // Formulas refer to rows above only, so there are no cycles
      const formula = (row: number): string =>
        row === 0 || choose(3) === 0
          ? String(choose(9))
          : `=${name(choose(row))} ${name(choose(row))} ${name(choose(row))}`;
      const store = createDataMap<any>({
        cells: Array.from({ length: rows }, (_, row) => [0, 1, 2, 3].map(() => formula(row))),
      });

      const evaluate = (text: string, cell: (pointer: string) => number): number => {
        if (!text.startsWith('=')) return Number(text);
        const [when = '', yes = '', no = ''] = text.slice(1).split(' ');
        return cell(when) % 2 === 0 ? cell(yes) + 1 : cell(no);
      };
      const fresh = (pointer: string): number =>
        evaluate(String(resolvePointer(store.toObject(), pointer)), fresh);
      const cells = new Map<string, ReadonlySignal<number>>();
      const cell = (pointer: string): ReadonlySignal<number> => {
        const known = cells.get(pointer);
        if (known !== undefined) return known;
        const made = computed(() => evaluate(String(store.get(pointer)), (at) => cell(at).value));
        cells.set(pointer, made);
        return made;
      };
      const shown = new Map<string, number>();
      const stops = [1, 3, 5].map((row) => {
        const pointer = name(row);
        return effect(() => void shown.set(pointer, cell(pointer).value));
      });
      const past: Patch[] = [];
      store.onCommit(({ inverse, origin }) => {
        if (origin !== 'undo') past.push(inverse);
      });

      const write = (): void => {
        const row = choose(rows);
        store.set(name(row), formula(row));
      };
      for (let step = 0; step < 20; step++) {
        const kind = choose(5);
        if (kind === 0) store.patch(past.pop() ?? [], { origin: 'undo' });
        else if (kind === 1) {
          store.batch(() => {
            for (let count = choose(6); count > 0; count--) write();
            const pointer = name(choose(rows));
            expect(cell(pointer).peek()).toBe(fresh(pointer));
          });
        } else if (kind === 2) {
          const undo = () =>
            store.transaction(() => {
              write();
              cell(name(choose(rows))).peek();
              throw new Error('no');
            });
          expect(undo).toThrow('no');
        } else write();
        for (const [pointer, value] of shown) expect(value).toBe(fresh(pointer));
        const pointer = name(choose(rows));
        expect(cell(pointer).peek()).toBe(fresh(pointer));
      }
      for (const stop of stops) stop();
    });
  },
  patience,
);

interface Item {
  text: string;
  below: Item[];
}

interface Client {
  readonly store: DataMap<any>;
  readonly up: (() => void)[];
  readonly down: (() => void)[];
  receive(author: Client, patch: Patch | undefined): void;
}

test(
  'DM52: clients that rebase on the order of a server converge, however slow their connections, if each patch is answered',
  () => {
    users(40, 500, (choose) => {
      const outline = (): { list: Item[]; title: string } => ({
        list: [{ text: 'a', below: [{ text: 'b', below: [] }] }],
        title: '',
      });
      const server = createDataMap<any>(outline());
      const clients: Client[] = [];
      server.onCommit(({ patch, origin }) => {
        for (const client of clients) {
          client.down.push(() => client.receive(origin as Client, structuredClone(patch)));
        }
      });
      const submit = (author: Client, patch: Patch): void => {
        const waiting = author.down.length;
        try {
          server.patch(patch, { origin: author });
        } catch {
          // Refused: answered below
        }
        // A patch that changes nothing makes no commit, and must be answered all the same
        if (author.down.length === waiting) {
          author.down.push(() => author.receive(author, undefined));
        }
      };

      const connect = (): Client => {
        const store = createDataMap<any>(outline());
        let pending: { patch: Patch; inverse: Patch }[] = [];
        const again = (patch: Patch) => {
          try {
            return { patch, inverse: store.patch(patch) };
          } catch {
            return { patch, inverse: [] };
          }
        };
        const client: Client = {
          store,
          up: [],
          down: [],
          receive: (author, patch) =>
            store.transaction(
              () => {
                for (const { inverse } of pending.toReversed()) store.patch(inverse);
                if (author === client) pending.shift();
                if (patch !== undefined) store.patch(patch);
                pending = pending.map((own) => again(own.patch));
              },
              { origin: server },
            ),
        };
        store.onCommit(({ patch, inverse, origin }) => {
          if (origin === server) return;
          pending.push({ patch, inverse });
          client.up.push(() => submit(client, structuredClone(patch)));
        });
        return client;
      };

      clients.push(connect(), connect(), connect());
      const copies = clients.map(({ store }) => structuredClone(store.toObject()));
      for (const [index, { store }] of clients.entries()) {
        store.onCommit(({ patch }) => void (copies[index] = applyToPlain(copies[index], patch)));
      }
      const deliver = (): boolean => {
        const wires = clients
          .flatMap(({ up, down }) => [up, down])
          .filter(({ length }) => length > 0);
        wires[choose(wires.length)]?.shift()?.();
        return wires.length > 0;
      };
      for (let step = 0; step < 60; step++) {
        const at = choose(3);
        const { store } = clients[at] as Client;
        if (choose(2) === 0) deliver();
        else edit(store, choose);
        expect(store.toObject()).toEqual(copies[at]);
      }
      while (deliver());
      for (const { store } of clients) expect(store.toObject()).toEqual(server.toObject());
    });
  },
  patience,
);

function edit(store: DataMap<any>, choose: Choose): void {
  const places = store.query('$..below').pointers;
  const list = places[choose(places.length + 1)] ?? '/list';
  const length = (store.get(list) as Item[]).length;
  const element: string = `${list}/${choose(length)}`;
  const kind = choose(7);
  if (kind === 0) store.set('/title', ['x', 'y'][choose(2)]);
  else if (kind < 3 || length === 0) {
    store.array(list).insert(choose(length + 1), { text: 'n', below: [] });
  } else if (kind === 3) store.delete(element);
  else if (kind === 4) store.move(element, `${list}/${choose(length)}` as string);
  else if (kind === 5) store.set(element + '/text', ['p', 'q'][choose(2)]);
  else {
    store.batch(() => {
      store.array(list).remove(0);
      store.push('/list', { text: 'm', below: [] });
    });
  }
}

interface Card {
  id: number;
  points: number;
}

test(
  'DM22, DM43, DM50: replaying what refs, deltas, deep events and commits report of a board gives the board',
  () => {
    users(30, 400, (choose) => {
      let ids = 0;
      const card = (): Card => ({ id: ids++, points: choose(6) });
      const board = {
        columns: [0, 1, 2].map(() => ({ cards: [card(), card(), card()] })),
        least: 2,
      };
      const store = createDataMap<typeof board>(board);

      let mirror: unknown = structuredClone(store.toObject());
      store.onCommit(({ patch, inverse }) => {
        const after = applyToPlain(mirror, patch);
        expect(applyToPlain(after, inverse)).toEqual(mirror);
        mirror = after;
      });
      let before = store.toObject();
      let cards: (Card | undefined)[][] = [];
      store.subscribe(
        '/columns/*/cards/*',
        (value, { segments, previous }) => {
          const [, column, , index] = segments as [string, number, string, number];
          const list = cards[column] as (Card | undefined)[];
          expect(previous).toEqual(list[index]);
          list[index] = value;
        },
        { deep: true },
      );
      const views = [
        follow(store, '$.columns[*].cards[?@.points >= $.least]', {}),
        follow(store, '$.columns[*].cards[*]', {
          sort: (a: Card, b: Card) => b.points - a.points || a.id - b.id,
          limit: 4,
          key: ({ id }: Card) => id,
        }),
        follow(store, '$.columns[*].cards[-2:].points', {}),
      ];
      const refs = [0, 1, 2].map((column) => store.ref(`/columns/${column}/cards/1`));
      const followed = refs.map((ref) => ref.get()?.id);

      const write = (): void => {
        const [from, to] = [choose(3), choose(3)];
        const length = store.array(`/columns/${from}/cards`).length;
        const other = store.array(`/columns/${to}/cards`).length;
        const kind = choose(9);
        if (kind === 0 || length === 0) store.push(`/columns/${from}/cards`, card());
        else if (kind === 1) store.array(`/columns/${from}/cards`).insert(choose(length), card());
        else if (kind < 4 && from !== to) {
          store.move(
            `/columns/${from}/cards/${choose(length)}`,
            `/columns/${to}/cards/${choose(other + 1)}`,
          );
        } else if (kind === 4) store.array(`/columns/${from}/cards`).remove(choose(length));
        else if (kind === 5) store.sort(`/columns/${from}/cards`, (a, b) => a.points - b.points);
        else if (kind === 6) store.reverse(`/columns/${from}/cards`);
        else if (kind === 7) store.set('/least', choose(6));
        else store.set(`/columns/${from}/cards/${choose(length)}/points`, choose(6));
      };
      for (let step = 0; step < 25; step++) {
        before = store.toObject();
        cards = before.columns.map((column) => [...column.cards]);
        const kind = choose(4);
        if (kind === 0) {
          const fail = () =>
            store.transaction(() => {
              for (let count = choose(5); count >= 0; count--) write();
              throw new Error('no');
            });
          expect(fail).toThrow('no');
          expect(store.toObject()).toEqual(before);
        } else if (kind === 1) {
          store.batch(() => {
            for (let count = choose(5); count >= 0; count--) write();
          });
        } else write();

        const now = store.toObject();
        expect(mirror).toEqual(now);
        expect(cards.map((list) => list.filter((one) => one !== undefined))).toEqual(
          now.columns.map((column) => column.cards),
        );
        for (const check of views) check();
        for (const [index, ref] of refs.entries()) {
          const place = store.query(`$.columns[*].cards[?@.id == ${followed[index]}]`).pointers[0];
          expect(ref.pointer).toBe(place ?? null);
        }
      }
    });
  },
  patience,
);

/** Maintains the results of a live query from its deltas alone, as documented; returns a check against a fresh evaluation. */
function follow<E>(store: DataMap<any>, text: string, options: LiveQueryOptions<E>): () => void {
  const query = store.liveQuery(text, options);
  let rows = query.value.map((value: unknown, index) => ({
    value,
    pointer: query.pointers[index],
  }));
  query.subscribe(({ added, removed, changed, moved }: LiveQueryDelta) => {
    const former = rows;
    const gone = new Set([
      ...removed.map(({ index }) => index),
      ...moved.map((one) => one.fromIndex),
    ]);
    rows = rows.filter((_, index) => !gone.has(index));
    const coming = [
      ...added.map(({ index, pointer, value }) => ({ index, pointer, value })),
      ...moved.map(({ index, pointer, fromIndex }) => ({
        index,
        pointer,
        value: former[fromIndex]?.value,
      })),
    ];
    for (const { index, pointer, value } of coming.toSorted((a, b) => a.index - b.index)) {
      rows.splice(index, 0, { value, pointer });
    }
    for (const { index, pointer, value, previous } of changed) {
      expect(rows[index]?.value).toEqual(previous);
      rows[index] = { value, pointer };
    }
  });
  return () => {
    let nodes = compile(text).nodes(store.toObject());
    const { sort, limit } = options;
    if (sort !== undefined)
      nodes = nodes.toSorted((a, b) => sort(a.value as never, b.value as never));
    const expected = nodes.slice(0, limit).map(({ value, pointer }) => ({ value, pointer }));
    expect(rows).toEqual(expected);
    expect(query.value).toEqual(expected.map(({ value }) => value));
  };
}
