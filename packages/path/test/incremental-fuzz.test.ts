import { expect, test } from 'vitest';
import { compile, type DocumentReader, IncrementalQuery, type QueryDelta } from '@data-map/path';
import {
  pick,
  randomDescent,
  type Random,
  randomFrom,
  randomQuery,
  randomValue,
  RandomDocument,
} from './random-documents.ts';

interface Node {
  readonly pointer: string;
  readonly value: unknown;
}

/** The nodelist of a fresh evaluation. */
function evaluated(query: string, document: unknown): Node[] {
  return compile(query)
    .nodes(document)
    .map(({ pointer, value }) => ({ pointer, value }));
}

/** Returns for each node of the nodelist its former index, -1 for an added one, if only the nodes of `moved` have changed their order. */
function formers(count: number, { added, removed }: QueryDelta, moved: QueryDelta['moved']) {
  const left = new Set([
    ...removed.map(({ index }) => index),
    ...moved.map(({ fromIndex }) => fromIndex),
  ]);
  const others = Array.from({ length: count }, (_, at) => at).filter((at) => !left.has(at));
  const placed = new Map(moved.map(({ index, fromIndex }) => [index, fromIndex]));
  for (const { index } of added) placed.set(index, -1);
  const length = others.length + placed.size;
  return Array.from({ length }, (_, at) => placed.get(at) ?? others.shift());
}

/** Applies a delta to the former nodelist as the comment of `QueryDelta` says, and checks what the delta claims. */
function patched(nodes: readonly Node[], delta: QueryDelta): Node[] {
  const stayed = nodes.map((node): Node | undefined => node);
  for (const { index, pointer, value } of delta.removed) {
    expect({ pointer, value }).toEqual(nodes[index]);
    expect(stayed[index]).toBeDefined();
    stayed[index] = undefined;
  }
  const result: Node[] = [];
  const put = (index: number, node: Node): void => {
    expect(result[index]).toBeUndefined();
    result[index] = node;
  };
  for (const { index, pointer, fromIndex, from } of delta.moved) {
    const node = stayed[fromIndex];
    expect(node?.pointer).toBe(from);
    stayed[fromIndex] = undefined;
    put(index, { pointer, value: node?.value });
  }
  const lists = [delta.added, delta.removed, delta.changed, delta.moved];
  expect(delta.isEmpty).toBe(lists.every(({ length }) => length === 0));
  if (delta.shift === 'none') expect(delta.moved).toEqual([]);
  if (delta.shift !== 'order') {
    const rank = (list: readonly { readonly index: number }[], at: number): number =>
      at - list.filter(({ index }) => index < at).length;
    for (const { index, fromIndex } of delta.moved) {
      expect(rank(delta.added, index)).toBe(rank(delta.removed, fromIndex));
    }
  }
  const lifted = delta.lifted();
  if (lifted !== undefined) {
    const { length } = nodes;
    expect(formers(length, delta, lifted)).toEqual(formers(length, delta, delta.moved));
    for (const { fromIndex, from } of lifted) expect(nodes[fromIndex]?.pointer).toBe(from);
  }
  for (const { index, pointer, value } of delta.added) put(index, { pointer, value });
  let place = 0;
  for (const node of stayed) {
    if (node === undefined) continue;
    while (result[place] !== undefined) place++;
    result[place] = node;
  }
  for (const { index, pointer, value, previous } of delta.changed) {
    expect(result[index]).toEqual({ pointer, value: previous });
    expect(value === previous && typeof value !== 'object').toBe(false);
    result[index] = { pointer, value };
  }
  return result;
}

function told({ added, removed, changed, moved }: QueryDelta): unknown {
  return { added, removed, changed, moved };
}

type Shape = 'small' | 'wide' | 'deep' | 'folded';

/** Queries whose results are nested in one another. */
const DEEP_QUERIES = ['$..*', '$..a', '$..[?@.b]', '$..[?@..b].a', '$..[0, ?$.b]', '$..[::2][0]'];

function randomDocument(random: Random, shape: Shape): RandomDocument {
  if (shape === 'folded')
    return new RandomDocument(random, pick(random, [4, 6, 20]), 4 + random(4));
  const document = new RandomDocument(random, shape === 'deep' ? 300 : 4);
  if (shape === 'wide') {
    const values = Array.from({ length: pick(random, [200, 1500]) }, () => randomValue(random, 1));
    const members = values.slice(25, 200).map((value, at) => [`k${at}`, value] as const);
    document.value = { a: values, b: Object.fromEntries(members) };
  } else if (shape === 'deep') {
    let value = randomValue(random, 3);
    for (let depth = 60 + random(60); depth > 0; depth--) {
      value = random(3) === 0 ? [value] : { a: value };
      if (random(12) === 0) value = { b: random(2), a: value };
    }
    document.value = { b: 1, a: value };
  }
  return document;
}

function run(seed: number, calls: number, shape: Shape): number {
  const random = randomFrom(seed);
  const document = randomDocument(random, shape);
  const queries = Array.from({ length: 3 }, () => {
    if (shape === 'folded' && random(4) > 0) return randomDescent(random);
    if ((shape === 'deep' || shape === 'folded') && random(4) > 0)
      return pick(random, DEEP_QUERIES);
    return randomQuery(random);
  });
  // The first of the three queries glimpses copies: a copy that it kept would be found among its values
  const glimpsed: DocumentReader = {
    getAt: (location) => document.getAt(location),
    glimpseAt: (location) => structuredClone(document.getAt(location)),
    isPersistent: shape === 'folded',
  };
  const persistent: DocumentReader = {
    getAt: (location) => document.getAt(location),
    isPersistent: true,
  };
  const watched = queries.map((text, at) => {
    const other = shape === 'folded' || at === 2 ? persistent : document;
    const query = new IncrementalQuery(text, at === 0 ? glimpsed : other);
    const nodes = evaluated(text, document.value);
    // The deltas must be those of a query that folds nothing
    const twin = other === persistent ? new IncrementalQuery(text, document) : undefined;
    return { text, query, nodes, twin };
  });
  let changes = 0;
  for (let call = 0; call < calls; call++) {
    const batch = Array.from({ length: pick(random, [1, 1, 1, 2, 3, 5]) }, () =>
      shape === 'folded' && random(5) === 0 ? document.refetch() : document.change(),
    ).flat();
    changes += batch.length;
    for (const one of watched) {
      // The second query is given only the changes that concern it
      const isChoosy = one === watched[1];
      const given = isChoosy ? batch.filter((change) => one.query.concerns(change)) : batch;
      const delta = one.query.apply(given);
      if (one.twin !== undefined) expect(told(delta)).toEqual(told(one.twin.apply(given)));
      const expected = evaluated(one.text, document.value);
      const values = expected.map(({ value }) => value);
      expect(one.query.length).toBe(expected.length);
      // Lists that are read now and then are edited by what happened since
      if (random(2) === 0)
        expect(one.query.pointers).toEqual(expected.map(({ pointer }) => pointer));
      if (random(2) === 0) {
        const list = one.query.values;
        expect(list).toHaveLength(values.length);
        expect(list.every((value, index) => value === values[index])).toBe(true);
      }
      one.nodes = patched(one.nodes, delta);
      expect(one.nodes).toEqual(expected);
    }
  }
  return changes;
}

/** Runs seeds from 1 on, or only `FUZZ_SEED`; names the seed that fails, and returns the number of changes. */
function runSeeds(seeds: number, calls: number, shape: Shape): number {
  const only = process.env['FUZZ_SEED'];
  const last = only === undefined ? seeds : 1;
  let changes = 0;
  for (let at = 1; at <= last; at++) {
    const seed = only === undefined ? at : Number(only);
    try {
      changes += run(seed, calls, shape);
    } catch (error) {
      throw new Error(`Repeat with FUZZ_SEED=${seed}`, { cause: error });
    }
  }
  return changes;
}

const asked = Number(process.env['FUZZ_RUNS'] ?? 0);
const timeout = 60_000 + asked * 200;

test(
  'IQ1, IQ2, IQ14, SEAM2, SEAM8: after random changes the nodelist and the accumulated deltas equal a fresh evaluation',
  { timeout },
  () => {
    const changes = runSeeds(asked || 400, 12, 'small');
    expect(changes).toBeGreaterThanOrEqual(12);
    if (asked > 0) process.stdout.write(`${changes} changes over ${asked} seeds\n`);
  },
);

test(
  'IQ1, IQ2: the same in arrays of hundreds and thousands of elements, whose sequences have several levels of blocks',
  { timeout },
  () => {
    expect(runSeeds(Math.ceil(asked / 20) || 10, 20, 'wide')).toBeGreaterThanOrEqual(20);
  },
);

test(
  'IQ1, IQ2, IQ15: the same where some hundred results are nested in one another',
  { timeout },
  () => {
    expect(runSeeds(Math.ceil(asked / 10) || 25, 8, 'deep')).toBeGreaterThanOrEqual(8);
  },
);

test('IQ1, IQ2, IQ16: the same with folded containers, and as without folding', { timeout }, () => {
  expect(runSeeds(Math.ceil(asked / 2) || 200, 12, 'folded')).toBeGreaterThanOrEqual(8);
});

test('IQ1: seeds that once failed pass', () => {
  // A result with a change below it was not tested again when, in the same batch, what its filter reads from the root changed
  expect(run(339, 12, 'small')).toBeGreaterThan(0);
  // Within a batch, an element was changed while it stood at an index that the query does not read, and was not looked at
  expect(run(2398, 12, 'small')).toBeGreaterThan(0);
  // A member that was added after a wide object had become narrow was missing in the Map of its branch
  expect(run(3959, 12, 'small')).toBeGreaterThan(0);
  // A member of a folded container that took another place among its siblings was not reported as moved
  expect(run(2094, 12, 'folded')).toBeGreaterThan(0);
});
