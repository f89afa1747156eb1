import { expect, test } from 'vitest';
import { compile, IncrementalQuery, type QueryChange } from '@data-map/path';
import { pick, randomFrom } from './random-documents.ts';
import { numbers, replace, watched } from './watched.ts';

interface Row {
  readonly id: number;
  readonly version: number;
}

/** A change of a list, and the list after it. */
type Edit = readonly [change: QueryChange, after: readonly Row[]];

const SELECTORS = '1 -1 -2 9 : 1:4 :2 2: -3: :-1 3:40 1:3:1 ::2 1::2 ::3 ::-1 4:0:-2 -2::-3'.split(
  ' ',
);

const inserted = (list: readonly Row[], at: number, id: number): Edit => [
  { op: 'add', segments: [at] },
  list.toSpliced(at, 0, { id, version: 0 }),
];
const removed = (list: readonly Row[], at: number): Edit => [
  { op: 'remove', segments: [at] },
  list.toSpliced(at, 1),
];
const moved = (list: readonly Row[], from: number, to: number): Edit => [
  { op: 'move', fromSegments: [from], segments: [to] },
  list.toSpliced(from, 1).toSpliced(to, 0, list[from] as Row),
];
const permuted = (list: readonly Row[], permutation: readonly number[]): Edit => [
  { op: 'replace', segments: [], permutation },
  permutation.map((old) => list[old] as Row),
];
const renewed = (list: readonly Row[], at: number): Edit => [
  replace(at),
  list.with(at, { id: list[at]?.id ?? 0, version: 1 }),
];

/** Every edit of a list of six by one structural change; `undefined` stands for none. */
function everyEdit(list: readonly Row[]): (Edit | undefined)[] {
  const places = numbers(list.length);
  return [
    undefined,
    ...numbers(list.length + 1).map((at) => inserted(list, at, 100)),
    ...places.map((at) => removed(list, at)),
    ...places.flatMap((from) => places.map((to) => moved(list, from, to))),
    ...[[5, 4, 3, 2, 1, 0], [1, 2, 3, 4, 5, 0], [0, 1, 4, 3, 2, 5], places].map((permutation) =>
      permuted(list, permutation),
    ),
  ];
}

/** Applies edits in one batch, and compares the delta, the values and the reads of a query with what the ids of the elements say. */
function checkEdits(selector: string, list: readonly Row[], edits: readonly Edit[]): void {
  const text = `$[${selector}]`;
  const document = watched(list);
  const query = new IncrementalQuery(text, document);
  const indexesOf = (of: readonly Row[]): Map<number, number> =>
    new Map(
      compile(text)
        .nodes(of)
        .map(({ pointer, value }) => [(value as Row).id, Number(pointer.slice(1))]),
    );
  const before = indexesOf(list);
  document.value = edits.at(-1)?.[1] ?? list;
  document.reads.length = 0;
  const delta = query.apply(edits.map(([change]) => change));
  const after = indexesOf(document.value);
  const idsOf = (nodes: readonly { readonly value: unknown }[]): number[] =>
    nodes.map(({ value }) => (value as Row).id);
  const came = [...after.keys()].filter((id) => !before.has(id));
  const stayed = [...after.keys()].filter((id) => before.has(id));
  const isRenewed = (id: number): boolean => document.value[after.get(id) ?? -1]?.version === 1;
  expect(idsOf(delta.added)).toEqual(came);
  expect(idsOf(delta.removed)).toEqual([...before.keys()].filter((id) => !after.has(id)));
  expect(idsOf(delta.changed)).toEqual(stayed.filter(isRenewed));
  expect(idsOf(delta.moved)).toEqual(stayed.filter((id) => before.get(id) !== after.get(id)));
  expect(query.values).toEqual(compile(text).values(document.value));
  const isRead = (id: number): boolean => !before.has(id) || isRenewed(id);
  const read = [...after].filter(([id]) => isRead(id)).map(([, index]) => `/${index}`);
  const isThere = (pointer: string): boolean => Number(pointer.slice(1)) < document.value.length;
  expect(document.reads.filter(isThere).toSorted()).toEqual(read.toSorted());
  // Whether there is an element at a single index, the query may find out by reading it, once
  const missing = document.reads.filter((pointer) => !isThere(pointer));
  expect(missing).toEqual(missing.length === 0 ? [] : [`/${selector}`]);
}

test('IQ2, IQ3, IQ5: elements of an index or slice keep their identity through any edit, and only those that enter it are read', () => {
  const list = numbers(6).map((id): Row => ({ id, version: 0 }));
  for (const selector of SELECTORS) {
    for (const edit of everyEdit(list)) {
      if (edit === undefined) {
        for (const at of numbers(6)) checkEdits(selector, list, [renewed(list, at)]);
        continue;
      }
      checkEdits(selector, list, [edit]);
      // An element is replaced after the edit has given it another index
      for (const at of numbers(edit[1].length))
        checkEdits(selector, list, [edit, renewed(edit[1], at)]);
      for (const at of [0, 2, 5]) {
        const first = renewed(list, at);
        const second = everyEdit(first[1])[everyEdit(list).indexOf(edit)];
        if (second !== undefined) checkEdits(selector, list, [first, second]);
      }
    }
  }
});

test('IQ2, IQ3, IQ5: the same for several edits in one batch', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = randomFrom(seed);
    const list = numbers(2 + random(8)).map((id): Row => ({ id, version: 0 }));
    const edits: Edit[] = [];
    for (let now: readonly Row[] = list; edits.length < 4; now = edits.at(-1)?.[1] ?? list) {
      const { length } = now;
      const kind = length < 2 ? 0 : random(5);
      if (kind === 0) edits.push(inserted(now, random(length + 1), 100 + edits.length));
      else if (kind === 1) edits.push(removed(now, random(length)));
      else if (kind === 2) edits.push(moved(now, random(length), random(length)));
      else if (kind === 3) edits.push(permuted(now, numbers(length).toReversed()));
      else edits.push(renewed(now, random(length)));
    }
    checkEdits(pick(random, SELECTORS), list, edits);
  }
});
