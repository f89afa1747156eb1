/** The types that users see: documents of shapes that occur in practice, through every method. */
import { describe, expectTypeOf, test } from 'vitest';
import {
  createDataMap,
  type ArrayHandle,
  type CheckedMove,
  type CheckedPointer,
  type CheckedRemoval,
  type CheckedTarget,
  type DataMap,
  type DataMapEvent,
  type ElementRef,
  type FlatResult,
  type LiveQuery,
  type LiveQueryDelta,
  type LiveQueryOptions,
  type PersistentVector,
  type PointerSignal,
  type ReadonlySignal,
  type Signal,
  type SubscriptionEvent,
  type Synchronous,
  type ValueAt,
} from '../src/index.ts';

interface User {
  name: string;
  age?: number;
  id: number;
}
interface Doc {
  users: User[];
  n: number;
  opt?: { deep?: { x: number } };
  readonly fixed: { readonly k: 1 };
  byId: Record<string, User>;
  sizes: Record<'s' | 'm', number>;
  some: Partial<Record<'s' | 'm', number>>;
  explicit: number | undefined;
}
type Shape = { kind: 'circle'; r: number } | { kind: 'square'; side: number };
type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
type Id = string & { readonly brand: 'id' };
declare enum Status {
  Open = 'open',
  Done = 'done',
}
declare enum Level {
  Low = 0,
  High = 1,
}

declare const doc: DataMap<Doc>;
declare const text: string;
declare const index: number;

describe('documents', () => {
  test('DM30: JSON as a recursive type', () => {
    const json = createDataMap<Json>({});
    expectTypeOf(json.get('/a/b/0')).toEqualTypeOf<Json | undefined>();
    expectTypeOf(json.array('/a')).toEqualTypeOf<ArrayHandle<Json>>();
    expectTypeOf(json.set('/a/b', { x: [1, null] })).toBeBoolean();
    expectTypeOf(json.delete('/a/b')).toBeBoolean();
    expectTypeOf(json.push('', 1, 'a')).toBeNumber();
    json.subscribe('/*', (value) => expectTypeOf(value).toEqualTypeOf<Json | undefined>());
    // @ts-expect-error a date is no JSON
    json.set('/a', new Date());
  });

  test('SUB14: a test of the kind tells whether an event has changes; it used to leave them possibly undefined', () => {
    const store = {} as DataMap<Doc>;
    store.subscribe('/users', (_, { kind, changes }) => {
      if (kind === 'update') expectTypeOf(changes.length).toEqualTypeOf<number>();
      else expectTypeOf(changes).toEqualTypeOf<undefined>();
    });
    store.subscribe('$.users[?@.age > 3]', (_, event) => {
      if (event.kind === 'update') expectTypeOf(event.changes.length).toEqualTypeOf<number>();
    });
  });

  test('DM30: unions that are told apart by a member', () => {
    interface Drawing {
      shapes: Shape[];
      one: Shape;
      maybe: Shape | null;
      opt?: Shape;
    }
    const store = {} as DataMap<Drawing>;
    expectTypeOf(store.get('/one/kind')).toEqualTypeOf<'circle' | 'square'>();
    expectTypeOf(store.get('/one/r')).toEqualTypeOf<number | undefined>();
    expectTypeOf(store.get('/maybe/kind')).toEqualTypeOf<'circle' | 'square' | undefined>();
    expectTypeOf(store.get('/shapes/0')).toEqualTypeOf<Shape | undefined>();
    store.set('/one', { kind: 'circle', r: 1 });
    store.set('/maybe', null);
    store.push('/shapes', { kind: 'circle', r: 1 }, { kind: 'square', side: 2 });
    store.subscribe('/shapes/*/kind', (kind) =>
      expectTypeOf(kind).toEqualTypeOf<'circle' | 'square' | undefined>(),
    );
    // @ts-expect-error a circle has no side
    store.set('/one', { kind: 'circle', side: 1 });
    // @ts-expect-error null is no shape here
    store.set('/one', null);
    // @ts-expect-error no variant has it
    store.get('/one/width');
  });

  test('DM33: a literal in what a change returns used to be widened, and refused', () => {
    const store = {} as DataMap<{ shape: Shape; opt?: Shape; mode: 'on' | 'off'; tags: 'a'[] }>;
    store.update('/shape', (shape) =>
      shape.kind === 'circle' ? { ...shape, r: shape.r + 1 } : shape,
    );
    expectTypeOf(store.update('/shape', () => ({ kind: 'circle', r: 1 }))).toBeBoolean();
    store.update('/opt', (shape) => shape ?? { kind: 'square', side: 1 });
    store.update('/mode', (mode) => (mode === 'on' ? 'off' : 'on'));
    store.update('/tags', (tags) => [...tags, 'a']);
    // @ts-expect-error no mode
    store.update('/mode', () => 'of');
    // @ts-expect-error half a shape
    store.update('/shape', () => ({ kind: 'circle' }));
    // @ts-expect-error undefined
    store.update('/opt', () => undefined);
  });

  test('DM30: readonly arrays and tuples', () => {
    interface Lists {
      readonly list: readonly { readonly id: number }[];
      pair: readonly [a: string, b?: number];
      rest: [string, ...number[]];
      empty: [];
    }
    const store = {} as DataMap<Lists>;
    expectTypeOf(store.get('/list/0')).toEqualTypeOf<{ readonly id: number } | undefined>();
    expectTypeOf(store.get('/list/0/id')).toEqualTypeOf<number | undefined>();
    expectTypeOf(store.get('/pair/0')).toEqualTypeOf<string>();
    expectTypeOf(store.get('/pair/1')).toEqualTypeOf<number | undefined>();
    expectTypeOf(store.array('/list')).toEqualTypeOf<ArrayHandle<{ readonly id: number }>>();
    store.push('/list', { id: 1 });
    // The elements of a tuple with a rest used to be of all its types at any place
    expectTypeOf(store.get('/rest/0')).toEqualTypeOf<string>();
    expectTypeOf(store.get('/rest/5')).toEqualTypeOf<number | undefined>();
    expectTypeOf(store.get(`/rest/${index}`)).toEqualTypeOf<string | number | undefined>();
    // @ts-expect-error a number in front
    store.set('/rest/0', 1);
    // @ts-expect-error a string behind
    store.set('/rest/1', 'a');
    // @ts-expect-error two elements at most
    store.get('/pair/2');
    // @ts-expect-error no element
    store.get('/empty/0');
    // @ts-expect-error a length is no element
    store.get('/list/length');
    // @ts-expect-error nor is that of a tuple
    store.get('/pair/length');
  });

  test('DM33, DM36: arrays are edited only as their types allow; tuples used to take any of their elements anywhere', () => {
    interface Lists {
      pair: [string, number];
      maybe: readonly [string, number?];
      rest: [string, ...number[]];
      some: readonly [string, ...string[]];
      mixed: (string | number)[];
      either: [1, 2] | number[];
      may?: number[];
    }
    const store = {} as DataMap<Lists>;
    store.push('/rest', 1, 2);
    // @ts-expect-error a string behind
    store.push('/rest', 'a');
    // @ts-expect-error of fixed length
    store.push('/pair', 1);
    // @ts-expect-error two elements at most
    store.push('/maybe', 1);
    // @ts-expect-error would put a number in the place of the string
    store.unshift('/rest', 1);
    // @ts-expect-error likewise
    store.splice('/rest', 0, 1);
    // @ts-expect-error likewise
    store.sort('/pair');
    // @ts-expect-error a handle could do all of that
    store.array('/rest');
    store.push('/some', 'a');
    store.unshift('/some', 'a');
    store.push('/mixed', 'a', 1);
    store.unshift('/mixed', 'a', 1);
    store.push('/either', 7);
    store.push('/may', 7);
    expectTypeOf(store.array('/may')).toEqualTypeOf<ArrayHandle<number>>();
    store.push('/pair' as string, 1);
    const generic = <E>(lists: DataMap<{ byId: Record<string, E[]> }>, element: E): void => {
      lists.push('/byId/x', element);
      lists.unshift('/byId/x', element);
    };
    void generic;
  });

  test('DM30: records by names, numbers, templates, enums and brands', () => {
    interface Records {
      any: Record<string, number>;
      two: Record<'x' | 'y', string>;
      part: Partial<Record<'x' | 'y', string>>;
      numbers: Record<number, boolean>;
      mixed: { [name: string]: number | undefined; known: number };
      templates: Record<`id-${number}`, { n: number }>;
      status: Record<Status, number>;
      level: Record<Level, string>;
      byId: Record<Id, number>;
    }
    const store = {} as DataMap<Records>;
    const xy = 'x' as 'x' | 'y';
    const id = 'i' as Id;
    expectTypeOf(store.get('/any/a')).toEqualTypeOf<number | undefined>();
    expectTypeOf(store.get(`/any/${text}`)).toEqualTypeOf<number | undefined>();
    expectTypeOf(store.get(`/any/${id}`)).toEqualTypeOf<number | undefined>();
    expectTypeOf(store.get('/two/x')).toEqualTypeOf<string>();
    expectTypeOf(store.get(`/two/${xy}`)).toEqualTypeOf<string>();
    expectTypeOf(store.signal(`/two/${xy}`)).toEqualTypeOf<PointerSignal<string>>();
    expectTypeOf(store.get('/part/x')).toEqualTypeOf<string | undefined>();
    expectTypeOf(store.get('/numbers/5')).toEqualTypeOf<boolean | undefined>();
    expectTypeOf(store.get(`/numbers/${index}`)).toEqualTypeOf<boolean | undefined>();
    expectTypeOf(store.get('/mixed/known')).toEqualTypeOf<number>();
    expectTypeOf(store.get('/mixed/other')).toEqualTypeOf<number | undefined>();
    expectTypeOf(store.get(`/templates/id-${index}`)).toEqualTypeOf<{ n: number } | undefined>();
    expectTypeOf(store.get('/templates/id-7/n')).toEqualTypeOf<number | undefined>();
    expectTypeOf(store.get(`/level/${Level.Low}`)).toEqualTypeOf<string>();
    // These used to be undefined and unknown
    expectTypeOf(store.get('/status/open')).toEqualTypeOf<number>();
    expectTypeOf(store.get(`/status/${Status.Done}`)).toEqualTypeOf<number>();
    expectTypeOf(store.get(`/byId/${id}`)).toEqualTypeOf<number | undefined>();
    store.set(`/status/${Status.Open}`, 1);
    // @ts-expect-error not in the record
    store.get('/two/z');
    // @ts-expect-error not a number
    store.get('/numbers/x');
    // @ts-expect-error not of the template
    store.get('/templates/7');
    // @ts-expect-error no status
    store.get('/status/closed');
    // @ts-expect-error a string for a number
    store.set('/status/open', 'a');
    // @ts-expect-error a string for a number
    store.set(`/byId/${id}`, 'a');
  });

  test('DM30: numeric names, names with slash and tilde, empty names', () => {
    interface Names {
      0: string;
      '1': boolean;
      'a/b': { '~': number };
      '': { '': 1 };
      'x y': 2;
    }
    const store = {} as DataMap<Names>;
    expectTypeOf(store.get('/0')).toEqualTypeOf<string>();
    expectTypeOf(store.get('/1')).toEqualTypeOf<boolean>();
    expectTypeOf(store.get('/a~1b/~0')).toEqualTypeOf<number>();
    expectTypeOf(store.get('//')).toEqualTypeOf<1>();
    expectTypeOf(store.get('/x y')).toEqualTypeOf<2>();
    // @ts-expect-error two names
    store.get('/a/b');
  });

  test('DM30: any, unknown, and nothing said', () => {
    const any = {} as DataMap<any>;
    expectTypeOf(any.get('/x/y')).toBeAny();
    expectTypeOf(any.push('/x', 1)).toBeNumber();
    expectTypeOf(any.array('/x').at(0)).toBeAny();
    expectTypeOf(any.delete('/x')).toBeBoolean();
    expectTypeOf(any.move('/x', '/y')).toBeBoolean();
    any.signal('/x').value = 3;
    any.ref('/x').set(4);
    any.subscribe('/x', (value) => expectTypeOf(value).toBeAny());
    const unknown = {} as DataMap;
    expectTypeOf(unknown.get('/x')).toBeUnknown();
    expectTypeOf(unknown.toObject()).toBeUnknown();
    unknown.update('/x', (value) => {
      expectTypeOf(value).toBeUnknown();
      return 1;
    });
    unknown.signal('/x').value = 4;
    unknown.array('/x').push(1, 'a');
    expectTypeOf(unknown.delete('/x/y')).toBeBoolean();
    expectTypeOf(unknown.move('/x/y', '/z')).toBeBoolean();
  });

  test('DM30: leaves that are objects have no places inside', () => {
    interface Leaves {
      when: Date;
      map: Map<string, number>;
      set: Set<number>;
      bytes: Uint8Array;
      buffer: ArrayBuffer;
      later: Promise<number>;
      call: () => void;
      big: bigint;
      id: Id;
    }
    const store = {} as DataMap<Leaves>;
    expectTypeOf(store.get('/map')).toEqualTypeOf<Map<string, number>>();
    expectTypeOf(store.get('/bytes')).toEqualTypeOf<Uint8Array>();
    expectTypeOf(store.get('/id')).toEqualTypeOf<Id>();
    // @ts-expect-error below a Map
    store.get('/map/size');
    // @ts-expect-error below a Date
    store.get('/when/getTime');
    // @ts-expect-error below a Set
    store.get('/set/size');
    // @ts-expect-error below bytes, which had numbers
    store.get('/bytes/0');
    // @ts-expect-error below a buffer
    store.get('/buffer/byteLength');
    // @ts-expect-error below a promise
    store.get('/later/then');
    // @ts-expect-error below a function
    store.get('/call/name');
    // @ts-expect-error below a branded string
    store.get('/id/length');
    // @ts-expect-error not branded
    store.set('/id', 'x');
  });

  test('DM30: what createDataMap infers', () => {
    const literal = createDataMap({ a: 1, b: 'x', c: [1, 2], d: null, f: true });
    expectTypeOf(literal.get('/a')).toEqualTypeOf<number>();
    expectTypeOf(literal.get('/c/0')).toEqualTypeOf<number | undefined>();
    expectTypeOf(literal.get('/d')).toEqualTypeOf<null>();
    expectTypeOf(literal.get('/f')).toEqualTypeOf<boolean>();
    const constant = createDataMap({ a: 1, l: ['x', 'y'] } as const);
    expectTypeOf(constant.get('/a')).toEqualTypeOf<1>();
    expectTypeOf(constant.get('/l/1')).toEqualTypeOf<'y'>();
    const satisfying = createDataMap({ users: [{ name: 'a', id: 1 }] } satisfies Partial<Doc>);
    expectTypeOf(satisfying.get('/users/0/name')).toEqualTypeOf<string | undefined>();
    // @ts-expect-error of which a literal says nothing
    satisfying.get('/users/0/age');
    const scalar = createDataMap(5);
    expectTypeOf(scalar.get('')).toEqualTypeOf<number>();
    expectTypeOf(scalar.set('', 6)).toBeBoolean();
    const absent = createDataMap<Doc | undefined>(undefined);
    expectTypeOf(absent.get('/n')).toEqualTypeOf<number | undefined>();
    expectTypeOf(absent.set('/n', 3)).toBeBoolean();
    const list = createDataMap<User[]>([]);
    expectTypeOf(list.get('/0/name')).toEqualTypeOf<string | undefined>();
    expectTypeOf(list.array('')).toEqualTypeOf<ArrayHandle<User>>();
    expectTypeOf(list.push('', { name: 'x', id: 1 })).toBeNumber();
  });
});

describe('pointers', () => {
  interface Tree {
    v: number;
    kids?: Tree[];
    meta: { [name: string]: Tree | undefined };
  }
  const tree = {} as DataMap<Tree>;
  const lists = {} as DataMap<{
    items: { n: number }[];
    list?: string[];
    nullable: string[] | null;
    either: string[] | number[];
    tuple: [{ a: 1 }, { b: 2 }];
  }>;

  test('DM32: a tree is read as deep as 40 segments', () => {
    expectTypeOf(tree.get('/kids/0/kids/1/meta/x/v')).toEqualTypeOf<number | undefined>();
    expectTypeOf(
      tree.get(
        '/meta/b/meta/c/meta/d/meta/e/meta/f/meta/g/meta/h/meta/i/meta/j/meta/k/kids/0/kids/1/kids/2/kids/3/kids/4/kids/5/kids/6/kids/7/kids/8/v',
      ),
    ).toEqualTypeOf<number | undefined>();
    tree.push('/kids/0/kids', { v: 1, meta: {} });
    tree.delete('/kids/0/kids');
    tree.delete('/meta/x');
    // @ts-expect-error half a tree
    tree.push('/kids/0/kids', { v: 1 });
  });

  test('DM36: arrays that may be absent, null, or of one of two types', () => {
    lists.push('/list', 'a');
    lists.push('/nullable', 'a');
    lists.set('/nullable', null);
    lists.push('/either', 1, 'a');
    expectTypeOf(lists.array('/list')).toEqualTypeOf<ArrayHandle<string>>();
    expectTypeOf(lists.array('/nullable')).toEqualTypeOf<ArrayHandle<string>>();
    expectTypeOf(lists.get('/either/0')).toEqualTypeOf<string | number | undefined>();
    expectTypeOf(lists.get('/tuple/1/b')).toEqualTypeOf<2>();
    expectTypeOf(lists.get(`/tuple/${index}/b`)).toEqualTypeOf<2 | undefined>();
    // @ts-expect-error null is no element
    lists.push('/nullable', null);
  });

  test('DM30: pointers in constants, unions, templates and functions', () => {
    const places = { all: '/items', first: '/items/0/n' } as const;
    const first = '/items/0/n';
    const either = '/items' as '/items' | '/items/0';
    const item = (at: number): `/items/${number}` => `/items/${at}`;
    expectTypeOf(lists.get(places.first)).toEqualTypeOf<number | undefined>();
    expectTypeOf(lists.get(first)).toEqualTypeOf<number | undefined>();
    expectTypeOf(lists.get(either)).toEqualTypeOf<{ n: number }[] | { n: number } | undefined>();
    expectTypeOf(lists.get(item(3))).toEqualTypeOf<{ n: number } | undefined>();
    expectTypeOf(lists.get(`${item(3)}/n`)).toEqualTypeOf<number | undefined>();
    // @ts-expect-error misspelt behind a function
    lists.get(`${item(3)}/m`);
    // @ts-expect-error one of the two is misspelt
    lists.get('/items' as '/items' | '/item');
  });

  test('DM30: members of intersections and of mapped types', () => {
    type Entity = { id: string } & { created: number };
    const store = {} as DataMap<{
      all: Entity[];
      part: Partial<Entity>;
      omit: Omit<Entity, 'id'>;
      fixed: Readonly<Entity>;
    }>;
    expectTypeOf(store.get('/all/0/created')).toEqualTypeOf<number | undefined>();
    expectTypeOf(store.get('/part/id')).toEqualTypeOf<string | undefined>();
    expectTypeOf(store.get('/omit/created')).toEqualTypeOf<number>();
    store.delete('/part/id');
    // @ts-expect-error required
    store.delete('/fixed/id');
    // @ts-expect-error omitted
    store.get('/omit/id');
  });
});

describe('stores', () => {
  test('DM38: a store of a narrower document is one of a wider', () => {
    interface Sub extends Doc {
      extra: string;
    }
    const sub = {} as DataMap<Sub>;
    expectTypeOf(sub).toExtend<DataMap<Doc>>();
    expectTypeOf(doc).toExtend<DataMap>();
    expectTypeOf(doc).toExtend<DataMap<any>>();
    expectTypeOf<DataMap<any>>().toExtend<DataMap<Doc>>();
    expectTypeOf<ElementRef<User>>().toExtend<ElementRef>();
    expectTypeOf<ElementRef<User>>().toExtend<ElementRef<User | undefined>>();
    expectTypeOf<LiveQuery<User>>().toExtend<LiveQuery>();
    expectTypeOf<LiveQuery<User>>().toExtend<LiveQuery<{ name: string }>>();
    expectTypeOf<LiveQuery>().not.toExtend<LiveQuery<User>>();
    expectTypeOf<PointerSignal<number>>().toExtend<Signal<number>>();
    expectTypeOf<PointerSignal<number>>().toExtend<ReadonlySignal<number | undefined>>();
    expectTypeOf<ArrayHandle<User>>().toExtend<Iterable<{ name: string }>>();
  });

  test('DM38: a function for any document says what it needs', () => {
    const bump = (store: DataMap<{ n: number }>): number => {
      store.update('/n', (n) => n + 1);
      return store.get('/n');
    };
    expectTypeOf(bump(doc)).toBeNumber();
    const anywhere = <T>(store: DataMap<T>, pointer: string): unknown => {
      store.set(pointer, 1);
      store.delete(pointer);
      store.push(pointer, 1);
      store.array(pointer).push(1);
      store.signal(pointer).value = 2;
      store.subscribe(pointer, (value) => expectTypeOf(value).toBeUnknown());
      return store.get(pointer);
    };
    expectTypeOf(anywhere(doc, '/n')).toBeUnknown();
    const at = <T, const P extends string>(
      store: DataMap<T>,
      pointer: P extends CheckedPointer<T, P> ? P : CheckedPointer<T, P>,
    ): ValueAt<T, P> => store.get<P>(pointer);
    expectTypeOf(at(doc, '/users/0/name')).toEqualTypeOf<string | undefined>();
    // @ts-expect-error misspelt
    at(doc, '/users/0/nam');
  });
});

describe('type parameters', () => {
  interface Entities<E> {
    byId: Record<string, E>;
    list: E[];
    selected: E | null;
    draft?: E;
  }

  test('DM38: where one is the type of a part, the rest is known, and used to be refused', () => {
    const id: string = text;
    const use = <E extends { id: string }>(store: DataMap<Entities<E>>, entity: E): unknown => {
      const read: (E | null | undefined)[] = [
        store.get(`/byId/${id}`),
        store.peek('/list/0'),
        store.get('/selected'),
        store.get('/draft'),
        store.signal(`/byId/${id}`).value,
        store.ref('/list/0').get(),
        store.array('/list').at(0),
        store.pop('/list'),
      ];
      store.set(`/byId/${entity.id}`, entity);
      store.set('/list/-', entity);
      store.set('/selected', null);
      store.update('/draft', (draft: E | undefined) => draft ?? entity);
      store.push('/list', entity);
      store.sort('/list', (a: E, b: E) => a.id.localeCompare(b.id));
      store.move('/list/0', '/list/1');
      store.delete(`/byId/${id}`);
      store.delete('/draft');
      store.subscribe('/byId/*', (value: E | undefined) => read.push(value));
      // @ts-expect-error required
      store.delete('/list');
      // @ts-expect-error null is no entity
      store.set('/list/0', null);
      // @ts-expect-error misspelt
      store.get('/lists/0');
      return read;
    };
    expectTypeOf(use<{ id: string; name: string }>).toBeFunction();
  });

  test('DM38: what is behind it is not known', () => {
    const use = <E extends { id: string }>(store: DataMap<Entities<E>>): unknown =>
      // @ts-expect-error a place in a type parameter
      store.get('/list/0/id');
    expectTypeOf(use).toBeFunction();
    const entities = {} as DataMap<Entities<User>>;
    expectTypeOf(entities.get('/list/0/name')).toEqualTypeOf<string | undefined>();
  });

  test('DM38: a key that is one is widened', () => {
    type Sizes = Record<'s' | 'm', number>;
    const use = <K extends keyof Sizes>(store: DataMap<{ sizes: Sizes }>, key: K): number => {
      // @ts-expect-error a pointer with a type parameter
      store.get(`/sizes/${key}`);
      const size: keyof Sizes = key;
      store.set(`/sizes/${size}`, 1);
      return store.get(`/sizes/${size}`);
    };
    expectTypeOf(use).toBeFunction();
  });
});

describe('methods', () => {
  test('DM34: has, keys and entries take the places of the document, and used to take any string', () => {
    expectTypeOf(doc.has('/users/0/age')).toBeBoolean();
    expectTypeOf(doc.has(text)).toBeBoolean();
    expectTypeOf([...doc.keys()]).toEqualTypeOf<string[]>();
    expectTypeOf([...doc.keys('/users')]).toEqualTypeOf<string[]>();
    expectTypeOf([...doc.entries('/users')]).toEqualTypeOf<[string, unknown][]>();
    // @ts-expect-error misspelt
    doc.has('/user');
    // @ts-expect-error misspelt
    doc.keys('/user');
    // @ts-expect-error misspelt
    doc.entries('/user');
    // @ts-expect-error misspelt
    doc.mergePatch({}, '/user');
  });

  test('DM31: a template that does not begin with a slash used to be accepted', () => {
    const bool = true as boolean;
    expectTypeOf(doc.get(`${text}/x`)).toBeUnknown();
    expectTypeOf(doc.get(`${text as Id}/x`)).toBeUnknown();
    expectTypeOf(doc.get(`${text as Uppercase<string>}/x`)).toBeUnknown();
    expectTypeOf(doc.get(`${text as any}/x`)).toBeUnknown();
    expectTypeOf(doc.get(`/users/${index}/name`)).toEqualTypeOf<string | undefined>();
    // @ts-expect-error begins with a letter
    doc.get(`users/${text}`);
    // @ts-expect-error begins with a letter
    doc.get(`users/${index}`);
    // @ts-expect-error begins with a digit
    doc.get(`${index}/name`);
    // @ts-expect-error begins with a letter
    doc.get(`${text as 'a' | 'b'}/x`);
    // @ts-expect-error begins with a letter
    doc.get(`${bool}/x`);
    // @ts-expect-error neither a slash nor a dollar
    doc.subscribe(`users/${text}`, () => {});
    type Users = CheckedTarget<Doc, `users/${string}`>;
    expectTypeOf<Users>().toEqualTypeOf<`/${string}` | `$${string}`>();
    expectTypeOf<CheckedTarget<Doc, `$.${string}`>>().toEqualTypeOf<`$.${string}`>();
  });

  test('DM33: set and update write what the place can hold', () => {
    doc.set('/opt/deep/x', 4);
    doc.set('/opt', {});
    doc.set('/fixed/k', 1);
    doc.set('/users/-', { name: 'x', id: 1 });
    doc.set('/users/0/age', 3, { origin: 'me' });
    doc.update('/n', (n) => {
      expectTypeOf(n).toBeNumber();
      return n + 1;
    });
    doc.update('/users/0/age', (age = 0) => age + 1);
    doc.update('/users/-', () => ({ name: 'x', id: 1 }));
    const either = '/n' as '/n' | '/sizes/s';
    doc.set(either, 5);
    doc.update(either, (n) => n + 1);
    // @ts-expect-error a number for one of them, and used to be accepted for both
    doc.set('/n' as '/n' | '/users/0/name', 5);
    // @ts-expect-error undefined is not written
    doc.set('/opt', undefined);
    // @ts-expect-error a string for a number
    doc.set('/n', 'x');
    // @ts-expect-error a string for a number
    doc.update('/n', () => 'x');
    // @ts-expect-error a member too many
    doc.set('/users/0', { name: 'x', id: 1, nick: 'y' });
    // @ts-expect-error a member too few
    doc.set('/users/0', { name: 'x' });
  });

  test('DM39: what has to be there is not deleted, and used to be', () => {
    doc.delete('/users/0');
    doc.delete(`/users/${index}`);
    doc.delete('/users/0/age');
    doc.delete('/opt');
    doc.delete('/opt/deep');
    doc.delete('/byId/a');
    doc.delete(`/byId/${text}`);
    doc.delete('/some/s');
    doc.delete('/explicit');
    doc.delete(text);
    doc.delete(`${text}/x`);
    expectTypeOf<CheckedRemoval<Doc, '/n'>>().toEqualTypeOf<'Not optional: /n'>();
    expectTypeOf<CheckedRemoval<Doc, ''>>().toEqualTypeOf<'Not optional: the root'>();
    expectTypeOf<CheckedRemoval<Doc, '/m'>>().toEqualTypeOf<CheckedPointer<Doc, '/m'>>();
    expectTypeOf<CheckedRemoval<[1, 2?], '/0'>>().toEqualTypeOf<'Not optional: /0'>();
    expectTypeOf<CheckedRemoval<[1, 2?], '/1'>>().toEqualTypeOf<'/1'>();
    expectTypeOf<CheckedRemoval<[1, ...2[]], '/0'>>().toEqualTypeOf<'Not optional: /0'>();
    expectTypeOf<CheckedRemoval<[1, ...2[]], '/1'>>().toEqualTypeOf<'/1'>();
    expectTypeOf<CheckedRemoval<Shape, '/r'>>().toEqualTypeOf<'Not optional: /r'>();
    expectTypeOf<CheckedRemoval<{ 0: 1 }, '/0'>>().toEqualTypeOf<'Not optional: /0'>();
    expectTypeOf<CheckedRemoval<{ 'a/b'?: 1 }, '/a~1b'>>().toEqualTypeOf<'/a~1b'>();
    expectTypeOf<CheckedRemoval<{ 'a/b': 1 }, '/a~1b'>>().toEqualTypeOf<'Not optional: /a~1b'>();
    expectTypeOf<
      CheckedRemoval<Record<Status, 1>, '/open'>
    >().toEqualTypeOf<'Not optional: /open'>();
    // @ts-expect-error required
    doc.delete('/n');
    // @ts-expect-error required, though the element may be absent
    doc.delete('/users/0/name');
    // @ts-expect-error required, though what holds it is optional
    doc.delete('/opt/deep/x');
    // @ts-expect-error required
    doc.delete('/sizes/s');
    // @ts-expect-error the root
    doc.delete('');
    // @ts-expect-error misspelt
    doc.delete('/users/0/agee');
  });

  test('DM39: a move takes from where nothing has to be to where it fits, and used to take anything anywhere', () => {
    doc.move('/users/0', '/users/1');
    doc.move(`/users/${index}`, '/users/-');
    doc.move('/byId/a', '/users/0');
    doc.move('/some/s', '/n');
    doc.move(text, '/n');
    doc.move('/users/0', text);
    doc.move(`${text}/a`, `${text}/b`);
    type Wrong = CheckedMove<Doc, '/some/s', '/users/0'>;
    expectTypeOf<Wrong>().toEqualTypeOf<'Not a place for what is at /some/s: /users/0'>();
    // @ts-expect-error required
    doc.move('/n', '/some/s');
    // @ts-expect-error a number is no user
    doc.move('/some/s', '/users/0');
    // @ts-expect-error misspelt
    doc.move('/users/0', '/user/1');
  });

  test('DM36: array operations have the elements of the array', () => {
    const users = doc.array('/users');
    for (const user of users) expectTypeOf(user).toEqualTypeOf<User>();
    expectTypeOf([...users]).toEqualTypeOf<User[]>();
    expectTypeOf(users.toArray()).toEqualTypeOf<readonly User[]>();
    expectTypeOf(users.at(0)).toEqualTypeOf<User | undefined>();
    expectTypeOf(users.pop()).toEqualTypeOf<User | undefined>();
    expectTypeOf(users.remove(0)).toEqualTypeOf<User | undefined>();
    expectTypeOf(users.splice(0, 1)).toEqualTypeOf<User[]>();
    users.sort((a, b) => a.id - b.id).reverse();
    expectTypeOf(doc.pop('/users')).toEqualTypeOf<User | undefined>();
    expectTypeOf(doc.shift('/users')).toEqualTypeOf<User | undefined>();
    expectTypeOf(doc.splice('/users', 0, 1, { name: 'z', id: 2 })).toEqualTypeOf<User[]>();
    doc.sort('/users', (a, b) => {
      expectTypeOf(a).toEqualTypeOf<User>();
      return a.id - b.id;
    });
    // @ts-expect-error no array
    doc.array('/n');
    // @ts-expect-error no array
    doc.reverse('/fixed');
    // @ts-expect-error no user
    doc.push('/users', { nam: 'x' });
    // @ts-expect-error no user
    doc.push('/users', 5);
    // @ts-expect-error no user
    users.push(5);
    // @ts-expect-error no user
    doc.splice('/users', 0, 1, 5);
    // @ts-expect-error what the store hands out is not written
    users.toArray().push({ name: 'x', id: 1 });
  });

  test('DM35: subscribers are given values of the place, before and after', () => {
    doc.subscribe('/users/*/name', (name, event) => {
      expectTypeOf(name).toEqualTypeOf<string | undefined>();
      expectTypeOf(event).toEqualTypeOf<SubscriptionEvent<string | undefined>>();
      // Used to be unknown
      expectTypeOf(event.previous).toEqualTypeOf<string | undefined>();
    });
    doc.subscribe('', (value) => expectTypeOf(value).toEqualTypeOf<Doc | undefined>());
    doc.subscribe('/n', (value: number | undefined, { kind }: SubscriptionEvent) => {
      expectTypeOf(kind).toBeString();
      expectTypeOf(value).toEqualTypeOf<number | undefined>();
    });
    doc.subscribe('/n', console.log);
    const seen: SubscriptionEvent[] = [];
    doc.subscribe('/users/*/name', (_, event) => seen.push(event));
    doc.subscribe('$.users[*]', (value, event) => {
      expectTypeOf(value).toBeUnknown();
      expectTypeOf(event).toEqualTypeOf<DataMapEvent>();
    });
    const names = doc.events('/users/*/name');
    expectTypeOf(names).toEqualTypeOf<
      AsyncGenerator<SubscriptionEvent<string | undefined>, void, undefined>
    >();
    expectTypeOf(doc.events('$..x')).toEqualTypeOf<AsyncGenerator<DataMapEvent, void, undefined>>();
    // @ts-expect-error a name is no number
    doc.subscribe('/users/*/name', (name: number | undefined) => name);
    // @ts-expect-error misspelt
    doc.subscribe('/users/*/nam', () => {});
    // @ts-expect-error misspelt
    doc.events('/users/*/nam');
  });

  test('DM33: signals, computeds and refs of places', () => {
    const count = doc.signal('/n');
    expectTypeOf(count).toEqualTypeOf<PointerSignal<number>>();
    count.value++;
    count.update((n) => n + 1);
    doc.signal('/users/0/age').value = 3;
    expectTypeOf(doc.computed(() => doc.get('/n'))).toEqualTypeOf<ReadonlySignal<number>>();
    // Used to be a ref of a user or undefined, which a list of refs of users did not take
    expectTypeOf(doc.ref('/users/0')).toEqualTypeOf<ElementRef<User>>();
    expectTypeOf(doc.ref('/users/0').get()).toEqualTypeOf<User | undefined>();
    expectTypeOf(doc.ref(text)).toEqualTypeOf<ElementRef>();
    doc.ref('/users/0').subscribe((user) => expectTypeOf(user).toEqualTypeOf<User | undefined>());
    // @ts-expect-error a string for a number
    count.value = 'x';
    // @ts-expect-error undefined
    doc.signal('/users/0/age').value = undefined;
    // @ts-expect-error misspelt
    doc.signal('/m');
    // @ts-expect-error misspelt
    doc.ref('/m');
  });

  test('DM49: the caller says of what type results are; unless said, they are unknown', () => {
    expectTypeOf(doc.liveQuery('$.users[*]')).toEqualTypeOf<LiveQuery>();
    expectTypeOf(doc.liveQuery('$.users[*]').value).toEqualTypeOf<readonly unknown[]>();
    expectTypeOf(doc.query('$.users[*]').values).toEqualTypeOf<readonly unknown[]>();
    const users = doc.liveQuery<User>('$.users[*]', {
      sort: (a, b) => a.id - b.id,
      key: ({ id }) => id,
      limit: 3,
    });
    expectTypeOf(users.value).toEqualTypeOf<readonly User[]>();
    expectTypeOf(users.vector).toEqualTypeOf<PersistentVector<User>>();
    expectTypeOf(users.signal).toEqualTypeOf<ReadonlySignal<readonly User[]>>();
    expectTypeOf(users.toJSON()).toEqualTypeOf<readonly User[]>();
    users.subscribe((delta, query) => {
      expectTypeOf(delta).toEqualTypeOf<LiveQueryDelta<User>>();
      expectTypeOf(delta.added[0]?.value).toEqualTypeOf<User | undefined>();
      expectTypeOf(delta.changed[0]?.previous).toEqualTypeOf<User | undefined>();
      expectTypeOf(query).toEqualTypeOf<LiveQuery<User>>();
    });
    users.subscribe((delta: LiveQueryDelta) => expectTypeOf(delta.added[0]?.value).toBeUnknown());
    // What the options say is heard
    const scores = doc.liveQuery('$.sizes[*]', { sort: (a: number, b: number) => b - a });
    expectTypeOf(scores).toEqualTypeOf<LiveQuery<number>>();
    const options: LiveQueryOptions = { limit: 3 };
    expectTypeOf(doc.liveQuery('$..x', options)).toEqualTypeOf<LiveQuery>();
    expectTypeOf(doc.query<User>('$.users[*]')).toEqualTypeOf<FlatResult<User>>();
    expectTypeOf(doc.query<User>('$.users[*]').values).toEqualTypeOf<readonly User[]>();
    // @ts-expect-error not what was said
    doc.liveQuery<User>('$.users[*]', { sort: (a: number, b: number) => b - a });
    // @ts-expect-error results are not written
    users.value.push({ name: 'x', id: 1 });
  });

  test('DM16: batch and transaction take no function that returns a promise', () => {
    // @ts-expect-error its writes would come after the end of the batch
    doc.batch(async () => doc.set('/n', 1));
    // @ts-expect-error the same
    doc.transaction(async () => {});
    // @ts-expect-error may return a promise
    doc.transaction((): number | Promise<number> => 5);
    // @ts-expect-error a thenable
    doc.batch((): PromiseLike<void> => Promise.resolve(), { origin: 1 });
    expectTypeOf(doc.batch(() => {})).toBeVoid();
    expectTypeOf(doc.batch((): unknown => 5)).toBeUnknown();
    expectTypeOf(doc.transaction(() => JSON.parse('5'))).toBeAny();
    expectTypeOf(doc.transaction(() => ({ id: 1, tags: ['x'] }))).toEqualTypeOf<{
      id: number;
      tags: string[];
    }>();
    expectTypeOf(doc.batch((): number | undefined => 5)).toEqualTypeOf<number | undefined>();
    expectTypeOf(
      doc.batch((): never => {
        throw new Error('no');
      }),
    ).toBeNever();
    const logged = <R>(write: () => Synchronous<R>): R => doc.transaction(write);
    expectTypeOf(logged(() => 5)).toBeNumber();
    // @ts-expect-error a generic caller passes the refusal on
    logged(async () => 5);
  });

  test('DM30: batches, commits, patches and snapshots', () => {
    expectTypeOf(doc.batch(() => 'x' as const)).toEqualTypeOf<'x'>();
    expectTypeOf(doc.transaction(() => 5)).toBeNumber();
    expectTypeOf(doc.toObject()).toEqualTypeOf<Doc>();
    expectTypeOf(doc.toJSON()).toEqualTypeOf<Doc>();
    doc.onCommit(({ patch, inverse, origin }) => {
      expectTypeOf(origin).toBeUnknown();
      expectTypeOf(doc.patch(patch)).toEqualTypeOf<typeof inverse>();
    });
    expectTypeOf(doc.snapshot().get('/n')).toBeUnknown();
    // Used to be unknown
    expectTypeOf(doc.snapshot().toObject()).toEqualTypeOf<Doc>();
    expectTypeOf(doc.restore(doc.snapshot())).toBeBoolean();
    // @ts-expect-error of another document
    doc.restore(createDataMap({ n: 1 }).snapshot());
    expectTypeOf(doc).toExtend<Disposable>();
    expectTypeOf(doc.effect(() => {})).toExtend<Disposable>();
    // @ts-expect-error half a document
    doc.fromObject({ n: 1 });
  });
});
