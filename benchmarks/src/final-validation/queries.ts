import { queryFlat, type FlatResult } from '@data-map/path';
import { FlatStore } from '@data-map/storage';

import { seededRandom } from '../baseline/random.ts';
import { group, type Contender } from '../runner/group.ts';
import { sink } from '../runner/sink.ts';
import { atLeast, within } from '../runner/target.ts';

const KEYS = 100_000;
const LEAVES = 10;
const ITEMS = 100_000;
const ASKED = 100;
const WILDCARD = '$.items[*].name';
const COMPLEX = "$.items[?@.f1 > 900 && @.f2 < 100 && (@.f3 == 7 || @.name == 'item 5')].name";

type Item = { name: string } & Record<`f${number}`, number>;

interface Asker extends Contender {
  ask(): FlatResult;
  rename(index: number, name: string): void;
}

/** Items with a name and `leaves` numbers. */
function makeItems(count: number, leaves: number): Item[] {
  const random = seededRandom(count);
  return Array.from({ length: count }, (_, index) => {
    const item: Item = { name: `item ${index}` };
    for (let field = 1; field < leaves; field++) item[`f${field}`] = random(1000);
    return item;
  });
}

/** Targets: a wildcard on 100,000 keys in 10 ms; a filter on 100,000 items, repeated a million times a second. */
export function queryTargets(): void {
  const rows = KEYS / LEAVES;
  group<Asker>(
    'target/wildcard query, 100,000 keys',
    {
      operations: 1,
      target: within(10),
      check: checkAgainst(makeItems(rows, LEAVES), () => true),
    },
    {
      'data-map': () => {
        const asker = asking(makeItems(rows, LEAVES), WILDCARD);
        const random = seededRandom(5);
        let written = 0;
        return {
          ...asker,
          // One value is written before each query, so that no result is cached
          run() {
            asker.rename(random(rows), `renamed ${++written}`);
            const { values, pointers } = asker.ask();
            sink(values);
            sink(pointers);
          },
        };
      },
    },
  );
  group<Asker>(
    'target/complex query, 100,000 items, unchanged store',
    {
      operations: ASKED,
      target: atLeast(1_000_000),
      check: checkAgainst(
        makeItems(ITEMS, 4),
        ({ name, f1 = 0, f2 = 0, f3 }) => f1 > 900 && f2 < 100 && (f3 === 7 || name === 'item 5'),
      ),
    },
    {
      'data-map': () => {
        const asker = asking(makeItems(ITEMS, 4), COMPLEX);
        return {
          ...asker,
          run() {
            for (let index = 0; index < ASKED; index++) sink(asker.ask().values);
          },
        };
      },
    },
  );
}

function asking(items: readonly Item[], path: string): Omit<Asker, 'run'> {
  const store = new FlatStore({ items });
  return {
    ask: () => queryFlat(store, path),
    rename: (index, name) => void store.set(`/items/${index}/name`, name),
  };
}

/** Compares the results with those of a loop over the same items, before and after some of these change. */
function checkAgainst(items: Item[], selects: (item: Item) => boolean): (asker: Asker) => void {
  return ({ ask, rename }) => {
    for (const name of ['before', 'after']) {
      const selected = items.findIndex((item) => selects(item));
      for (const index of [selected, 3]) {
        rename(index, name);
        const item = items[index];
        if (item) item.name = name;
      }
      const wanted = items.flatMap((item, index) =>
        selects(item) ? [[item.name, `/items/${index}/name`]] : [],
      );
      const { values, pointers } = ask();
      const found = values.map((value, index) => [value, pointers[index]]);
      if (wanted.length === 0 || JSON.stringify(found) !== JSON.stringify(wanted)) {
        throw new Error(`Expected ${wanted.length} names, found ${found.length} or others`);
      }
    }
  };
}
