/**
 * JSONPath over 10,000 users with 100,000 leaves: the queries, equivalent hand-written loops, and the peers.
 * One operation is one evaluation of a compiled query, or of its text for peers that cannot compile.
 *
 * Each query is measured twice: alone, in a process that runs no other query (`jsonpath-alone/`), and after
 * twenty other queries over objects of other shapes (`jsonpath-after.bench.ts`), which make the inline caches of
 * code that queries share megamorphic.
 */
import { isDeepStrictEqual } from 'node:util';

import { compile } from '@data-map/path';
import * as p3 from 'json-p3';
import faster from 'jsonpath-faster';
import { JSONPath } from 'jsonpath-plus';
import * as rfc from 'jsonpath-rfc9535';
import Nimma from 'nimma';

import { group } from '../runner/group.ts';
import { sink } from '../runner/sink.ts';

const USERS = 10_000;
const LEAVES = 10 * USERS;

interface User {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly active: boolean;
  readonly score: number;
  readonly age: number;
  readonly role: string;
  readonly address: { readonly city: string; readonly zip: string; readonly street: string };
}

interface ArrayDocument {
  readonly users: readonly User[];
}

interface ObjectDocument {
  readonly users: Readonly<Record<string, User>>;
}

type Json = ReturnType<typeof JSON.parse>;

type Evaluate = (document: unknown) => readonly unknown[];

interface Case {
  readonly text: string;
  readonly document: () => unknown;
  readonly hand: (document: never) => readonly unknown[];
  /** Contenders that give other results, and are left out. */
  readonly wrong?: readonly string[];
}

const CITIES = ['Paris', 'Rome', 'Oslo', 'Bern', 'Kiel'];

function users(): User[] {
  return Array.from({ length: USERS }, (_, index) => ({
    id: index,
    name: `user${index}`,
    email: `u${index}@example.org`,
    active: index % 2 === 0,
    score: (index * 37) % 100,
    age: index % 80,
    role: index % 3 === 0 ? 'admin' : 'guest',
    address: { city: CITIES[index % 5] ?? '', zip: String(index), street: `street ${index}` },
  }));
}

/** Parses a document from text, as it would come from the network, so that its hidden classes are not those of literals. */
function parsed(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as Json;
}

const asArray = (): unknown => parsed({ users: users() });
const asObject = (): unknown =>
  parsed({ users: Object.fromEntries(users().map((user) => [`key${user.id}`, user])) });

export const cases = {
  'wildcard array': {
    text: '$.users[*].name',
    document: asArray,
    hand(document: ArrayDocument) {
      const out = [];
      for (const user of document.users) out.push(user.name);
      return out;
    },
  },
  'wildcard object': {
    text: '$.users[*].name',
    document: asObject,
    hand(document: ObjectDocument) {
      const out = [];
      for (const key in document.users) out.push(document.users[key]?.name);
      return out;
    },
  },
  descendant: { text: '$..email', document: asArray, hand: emailsOf },
  'filter boolean': {
    text: '$.users[?(@.active==true)]',
    document: asArray,
    hand(document: ArrayDocument) {
      const out = [];
      for (const user of document.users) if (user.active) out.push(user);
      return out;
    },
  },
  'filter conjunction': {
    text: "$.users[?(@.score>90 && @.address.city=='Paris')].name",
    document: asArray,
    hand(document: ArrayDocument) {
      const out = [];
      for (const user of document.users) {
        if (user.score > 90 && user.address.city === 'Paris') out.push(user.name);
      }
      return out;
    },
  },
  'filter existence': {
    text: '$.users[?(@.address.zip)]',
    document: asArray,
    hand(document: ArrayDocument) {
      const out = [];
      for (const user of document.users) if (user.address.zip !== undefined) out.push(user);
      return out;
    },
  },
  slice: {
    text: '$.users[100:5000:2].id',
    wrong: ['nimma'],
    document: asArray,
    hand(document: ArrayDocument) {
      const out = [];
      for (let index = 100; index < 5000; index += 2) out.push(document.users[index]?.id);
      return out;
    },
  },
  single: {
    text: '$.users[5000].address.city',
    document: asArray,
    hand: (document: ArrayDocument) => [document.users[5000]?.address.city],
  },
} as const satisfies Record<string, Case>;

export type CaseName = keyof typeof cases;

function emailsOf(node: unknown, out: unknown[] = []): unknown[] {
  if (Array.isArray(node)) {
    for (const child of node) if (typeof child === 'object' && child !== null) emailsOf(child, out);
  } else {
    const object = node as Readonly<Record<string, unknown>>;
    if (object['email'] !== undefined) out.push(object['email']);
    for (const key in object) {
      const child = object[key];
      if (typeof child === 'object' && child !== null) emailsOf(child, out);
    }
  }
  return out;
}

/** How each implementation prepares a query. */
const implementations: Readonly<Record<string, (text: string) => Evaluate>> = {
  'data-map': (text) => {
    const query = compile(text);
    return (document) => query.values(document);
  },
  'json-p3': (text) => {
    const query = p3.compile(text);
    return (document) => query.query(document as Json).values();
  },
  'jsonpath-rfc9535': (text) => (document) => rfc.query(document as Json, text),
  nimma: (text) => {
    const query = new Nimma([text]);
    return (document) => {
      const out: unknown[] = [];
      query.query(document, { [text]: ({ value }) => out.push(value) });
      return out;
    };
  },
  // Generates code, which it caches by text. It does not follow the RFC; cases with wrong results leave it out
  'jsonpath-faster': (text) => (document) => faster.query(document, text),
  'jsonpath-plus': (text) => (document) => {
    const found: unknown = JSONPath({ path: text, json: document as Json, wrap: true });
    return found as unknown[];
  },
};

const OTHERS = [
  '$.a[*].b',
  '$.a[?(@.b==1)].c',
  "$.list[?(@.kind=='x' && @.n>3)]",
  '$..price',
  '$.m.*.n',
  '$.deep[?(@.x.y<10)]',
  '$..[?(@.isbn)].title',
  '$.list[1:7].q',
  "$.list[?(@.t!='z')].u",
  '$.a[?(!@.b)]',
  '$.a[?(@.p||@.q)].r',
  '$.m[*].n.o',
  '$.a[?(@.v>=2 && @.w<=9)]',
  "$.a[?(@.s=='k')].d.e",
  '$..*',
  '$.deep[?(@.g.h==null)]',
  '$.list[*].id',
  '$.m[?(@.z==false)]',
  '$.a[?(@.i>1 && @.j>2 && @.k>3)].l',
  '$..name',
];

function shape(names: string): object {
  return Object.fromEntries(names.split('').map((name, at) => [name, at]));
}

/** The implementations of which twenty other queries have run in this process. */
const busy = new Set<string>();

/** Runs twenty other queries of an implementation, over objects of many shapes, until they are hot; once in a process. */
function runOthers(contender: string, make: (text: string) => Evaluate): void {
  if (busy.has(contender)) return;
  busy.add(contender);
  const a: unknown[] = [];
  const deep: unknown[] = [];
  const list: unknown[] = [];
  const m: Record<string, unknown> = {};
  for (let at = 0; at < 60; at++) {
    a.push(shape('bcxpq'.slice(at % 3)), shape('vwsijkl'), { d: { e: 1 }, s: 'k' });
    deep.push({ x: { y: at }, g: { h: 0 } });
    list.push({ ...shape('ntuq'.slice(at % 3)), kind: 'x', id: at }, at, 'text');
    m[`k${at}`] = { n: { o: at }, z: false, price: 3, isbn: 'x', title: 't', name: 'n' };
  }
  const document = { a, deep, list, m };
  for (const text of OTHERS) {
    const evaluate = make(text);
    for (let round = 0; round < 1_000; round++) sink(evaluate(document));
  }
}

/** Registers a query with all contenders, ours first. */
export function registerCase(name: CaseName, mode: 'alone' | 'after twenty others'): void {
  const entry: Case = cases[name];
  const document = entry.document();
  const expected = entry.hand(document as never);
  const contenders: Record<string, () => { run(): void; evaluate(): readonly unknown[] }> = {};
  for (const [contender, make] of Object.entries(implementations)) {
    if (entry.wrong?.includes(contender)) continue;
    contenders[contender] = () => {
      if (mode !== 'alone') runOthers(contender, make);
      const evaluate = make(entry.text);
      return { run: () => sink(evaluate(document)), evaluate: () => evaluate(document) };
    };
  }
  const hand = (): readonly unknown[] => entry.hand(document as never);
  contenders['hand-written loop'] = () => ({ run: () => sink(hand()), evaluate: hand });
  group(
    `path/jsonpath ${name}, ${mode}`,
    {
      operations: 1,
      size: LEAVES,
      check({ evaluate }, contender) {
        if (!isDeepStrictEqual(evaluate(), expected))
          throw new Error(`${contender} gives something else`);
      },
    },
    contenders,
  );
}
