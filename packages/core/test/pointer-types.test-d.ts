import { describe, expectTypeOf, test } from 'vitest';
import type {
  DataMap,
  DataMapEvent,
  ElementRef,
  PointerSignal,
  SubscriptionEvent,
} from '../src/index.ts';
import type {
  CheckedArrayPointer,
  CheckedPointer,
  CheckedTarget,
  ElementAt,
  TargetValue,
  ValueAt,
  Writable,
} from '../src/pointer-types.ts';

interface Todo {
  title: string;
  done: boolean;
  note?: string;
  tags: readonly string[];
}
interface Tree {
  value: number;
  children: Tree[];
  parent: Tree | null;
}
interface Doc {
  todos: Todo[];
  pair: [number, string];
  byId: Record<string, Todo>;
  byNumber: Record<number, boolean>;
  'a/b': { 'm~n': 1; '*': 2 };
  '': 3;
  when: Date;
  tree: Tree;
  either: { kind: 'a'; x: 1 } | { kind: 'b'; y: 2 };
  maybe?: { deep: string };
  anything: any;
  opaque: unknown;
}

declare function get<const P extends string>(
  pointer: P extends CheckedPointer<Doc, P> ? P : CheckedPointer<Doc, P>,
): ValueAt<Doc, P>;

describe('values at literal pointers', () => {
  test('DM30: the value at a literal pointer is known', () => {
    expectTypeOf<ValueAt<Doc, ''>>().toEqualTypeOf<Doc>();
    expectTypeOf<ValueAt<Doc, '/todos'>>().toEqualTypeOf<Todo[]>();
    expectTypeOf<ValueAt<Doc, '/todos/0'>>().toEqualTypeOf<Todo | undefined>();
    expectTypeOf<ValueAt<Doc, '/todos/0/title'>>().toEqualTypeOf<string | undefined>();
    expectTypeOf<ValueAt<Doc, '/todos/0/note'>>().toEqualTypeOf<string | undefined>();
    expectTypeOf<ValueAt<Doc, '/todos/0/tags/1'>>().toEqualTypeOf<string | undefined>();
    expectTypeOf<ValueAt<Doc, `/todos/${number}/done`>>().toEqualTypeOf<boolean | undefined>();
    expectTypeOf<ValueAt<Doc, '/pair/0'>>().toEqualTypeOf<number>();
    expectTypeOf<ValueAt<Doc, '/pair/1'>>().toEqualTypeOf<string>();
    expectTypeOf<ValueAt<Doc, '/byId/x'>>().toEqualTypeOf<Todo | undefined>();
    expectTypeOf<ValueAt<Doc, '/byNumber/7'>>().toEqualTypeOf<boolean | undefined>();
    expectTypeOf<ValueAt<Doc, '/a~1b/m~0n'>>().toEqualTypeOf<1>();
    expectTypeOf<ValueAt<Doc, '/a~1b/*'>>().toEqualTypeOf<2>();
    expectTypeOf<ValueAt<Doc, '/'>>().toEqualTypeOf<3>();
    expectTypeOf<ValueAt<Doc, '/when'>>().toEqualTypeOf<Date>();
    expectTypeOf<ValueAt<Doc, '/maybe/deep'>>().toEqualTypeOf<string | undefined>();
    expectTypeOf<ValueAt<Doc, '/either/kind'>>().toEqualTypeOf<'a' | 'b'>();
    expectTypeOf<ValueAt<Doc, '/either/x'>>().toEqualTypeOf<1 | undefined>();
    expectTypeOf<ValueAt<Doc, '/anything/goes/here'>>().toBeAny();
    expectTypeOf<ValueAt<Doc, '/opaque/goes/here'>>().toBeUnknown();
  });

  test('DM31: a string that is not a literal gives unknown', () => {
    expectTypeOf<ValueAt<Doc, string>>().toBeUnknown();
    expectTypeOf<TargetValue<Doc, string>>().toBeUnknown();
    expectTypeOf<Writable<Doc, string>>().toBeUnknown();
  });

  test('DM32: recursive types are walked only as far as the pointer goes', () => {
    expectTypeOf<ValueAt<Doc, '/tree/children/0/children/1/value'>>().toEqualTypeOf<
      number | undefined
    >();
    expectTypeOf<ValueAt<Doc, '/tree/parent/parent/value'>>().toEqualTypeOf<number | undefined>();
  });

  test('DM33: what may be written is the value without undefined', () => {
    expectTypeOf<Writable<Doc, '/todos/0/note'>>().toEqualTypeOf<string>();
    expectTypeOf<Writable<Doc, '/todos/-'>>().toEqualTypeOf<Todo>();
    expectTypeOf<Writable<Doc, '/opaque/x'>>().toBeUnknown();
    expectTypeOf<Writable<Doc, '/either'>>().toEqualTypeOf<Doc['either']>();
    expectTypeOf<Writable<{ flag?: boolean | null }, '/flag'>>().toEqualTypeOf<boolean | null>();
  });

  test('DM33: what is put behind a tuple is of its last type, and used to be of any of them', () => {
    expectTypeOf<Writable<[1, ...2[]], '/-'>>().toEqualTypeOf<2>();
    expectTypeOf<Writable<[...1[], 2], '/-'>>().toEqualTypeOf<2>();
    expectTypeOf<Writable<readonly [1, 2?, ...3[]], '/-'>>().toEqualTypeOf<2 | 3>();
    expectTypeOf<Writable<readonly 1[], '/-'>>().toEqualTypeOf<1>();
  });

  test('DM33: one of several places holds what all of them can, and used to hold what one can', () => {
    interface Sizes {
      width: number;
      height: number | null;
      name: string;
    }
    expectTypeOf<Writable<Sizes, '/width' | '/height'>>().toEqualTypeOf<number>();
    expectTypeOf<Writable<Sizes, '/width' | '/name'>>().toBeNever();
    expectTypeOf<ValueAt<Sizes, '/width' | '/name'>>().toEqualTypeOf<number | string>();
  });
});

describe('wrong keys', () => {
  test('DM34: the message names the keys that come next', () => {
    expectTypeOf<CheckedPointer<Doc, '/todos/0/titel'>>().toEqualTypeOf<
      '/todos/0/title' | '/todos/0/done' | '/todos/0/note' | '/todos/0/tags'
    >();
    expectTypeOf<CheckedPointer<Doc, '/a~1b/x'>>().toEqualTypeOf<'/a~1b/m~0n' | '/a~1b/*'>();
    expectTypeOf<CheckedPointer<Doc, '/todos/first'>>().toEqualTypeOf<
      `/todos/${number}` | '/todos/-'
    >();
    expectTypeOf<CheckedPointer<Doc, '/todos/0/title/x'>>().toEqualTypeOf<'/todos/0/title'>();
    expectTypeOf<CheckedPointer<Doc, '/pair/2'>>().toEqualTypeOf<'/pair/0' | '/pair/1'>();
    expectTypeOf<CheckedPointer<Doc, 'todos'>>().toEqualTypeOf<`/${string}`>();
  });

  test('DM34: a right pointer is accepted as it is, a wrong one is an error', () => {
    expectTypeOf(get('/todos/0/title')).toEqualTypeOf<string | undefined>();
    expectTypeOf(get('/tree/children/0/value')).toEqualTypeOf<number | undefined>();
    const index: number = 3;
    expectTypeOf(get(`/todos/${index}/done`)).toEqualTypeOf<boolean | undefined>();
    const anywhere: string = '/x';
    expectTypeOf(get(anywhere)).toBeUnknown();
    // @ts-expect-error a misspelt key
    get('/todos/0/titel');
    // @ts-expect-error below a leaf
    get('/todos/0/done/x');
    // @ts-expect-error no leading slash
    get('todos');
  });
});

describe('targets', () => {
  test('DM35: patterns are checked and typed like pointers; JSONPath is not', () => {
    expectTypeOf<TargetValue<Doc, '/todos/*/done'>>().toEqualTypeOf<boolean>();
    expectTypeOf<TargetValue<Doc, '/byId/*/title'>>().toEqualTypeOf<string>();
    expectTypeOf<TargetValue<Doc, '/a~1b/~2'>>().toEqualTypeOf<2>();
    expectTypeOf<TargetValue<Doc, '/todos/**/x'>>().toBeUnknown();
    expectTypeOf<TargetValue<Doc, '$.todos[*]'>>().toBeUnknown();
    expectTypeOf<CheckedTarget<Doc, '/todos/*/done'>>().toEqualTypeOf<'/todos/*/done'>();
    expectTypeOf<CheckedTarget<Doc, '/todos/**'>>().toEqualTypeOf<'/todos/**'>();
    expectTypeOf<CheckedTarget<Doc, '/**/done'>>().toEqualTypeOf<'/**/done'>();
    expectTypeOf<CheckedTarget<Doc, '$..x'>>().toEqualTypeOf<'$..x'>();
    expectTypeOf<CheckedTarget<Doc, '/todos/*/don'>>().toEqualTypeOf<
      '/todos/*/title' | '/todos/*/done' | '/todos/*/note' | '/todos/*/tags'
    >();
  });

  test('DM31: a name that is not known, or known in part, gives unknown', () => {
    expectTypeOf<ValueAt<Doc, `/${string}`>>().toBeUnknown();
    expectTypeOf<ValueAt<Doc, `/todos/${string}`>>().toBeUnknown();
    expectTypeOf<ValueAt<Doc, `/todos/0/ti${string}`>>().toBeUnknown();
    expectTypeOf<ValueAt<Doc, `/todos/0/${string}/more`>>().toBeUnknown();
    expectTypeOf<ValueAt<Doc, `/byId/${string}/title`>>().toEqualTypeOf<string | undefined>();
    expectTypeOf<CheckedPointer<Doc, `/todos/0/${string}`>>().toEqualTypeOf<`/todos/0/${string}`>();
    expectTypeOf<CheckedPointer<Doc, '/todos/0/x'>>().not.toEqualTypeOf<'/todos/0/x'>();
  });

  test('DM31: a template may begin with what is not known, and used to be refused', () => {
    const use = (store: DataMap<Doc>, at: string): void => {
      expectTypeOf(store.get(`${at}/title`)).toBeUnknown();
      store.set(`${at}/title`, 'x');
      store.push(`${at}/list`, 1);
      store.ref(`${at}/x`).set(1);
      store.move(`${at}/a`, `${at}/b`);
      store.subscribe(`${at}/title`, (value, event) => {
        expectTypeOf(value).toBeUnknown();
        expectTypeOf(event).toEqualTypeOf<DataMapEvent>();
      });
      store.subscribe(`/todos/${1 as number}/title`, (value, event) => {
        expectTypeOf(value).toEqualTypeOf<string | undefined>();
        expectTypeOf(event).toEqualTypeOf<SubscriptionEvent<string | undefined>>();
      });
      // @ts-expect-error a literal has to begin with a slash
      store.get('todos');
    };
    expectTypeOf(use).toBeFunction();
  });

  test('DM30: what only an index signature has may be absent, what is declared beside it may not', () => {
    interface Mixed {
      known: string;
      [other: string]: string | number;
    }
    interface Patterned {
      fixed: string;
      [id: `id-${number}`]: { n: 1 };
    }
    expectTypeOf<ValueAt<Mixed, '/known'>>().toEqualTypeOf<string>();
    expectTypeOf<ValueAt<Mixed, '/other'>>().toEqualTypeOf<string | number | undefined>();
    expectTypeOf<ValueAt<Patterned, '/id-5'>>().toEqualTypeOf<{ n: 1 } | undefined>();
    expectTypeOf<ValueAt<Patterned, '/id-5/n'>>().toEqualTypeOf<1 | undefined>();
    expectTypeOf<ValueAt<Patterned, '/fixed'>>().toEqualTypeOf<string>();
    expectTypeOf<CheckedPointer<Patterned, '/idx'>>().not.toEqualTypeOf<'/idx'>();
  });

  test('DM34: a number that is no index is none, nor is a tilde that escapes nothing', () => {
    expectTypeOf<CheckedPointer<Doc, '/todos/-1'>>().toEqualTypeOf<'/todos/0' | '/todos/-'>();
    expectTypeOf<CheckedPointer<Doc, '/todos/1.5'>>().toEqualTypeOf<'/todos/0' | '/todos/-'>();
    expectTypeOf<CheckedTarget<Doc, '/todos/-1/title'>>().toEqualTypeOf<'/todos/0' | '/todos/-'>();
    // These used to be accepted, and throw when they were written to
    type Refused = '/todos/0' | '/todos/-';
    expectTypeOf<CheckedPointer<Doc, '/todos/01'>>().toEqualTypeOf<Refused>();
    expectTypeOf<CheckedPointer<Doc, '/todos/1e3'>>().toEqualTypeOf<Refused>();
    expectTypeOf<CheckedPointer<Doc, '/todos/0x1'>>().toEqualTypeOf<Refused>();
    expectTypeOf<CheckedPointer<Doc, '/todos/ 1'>>().toEqualTypeOf<Refused>();
    expectTypeOf<CheckedPointer<Doc, '/todos/+1/title'>>().toEqualTypeOf<Refused>();
    expectTypeOf<CheckedPointer<[1, ...2[]], '/01'>>().toEqualTypeOf<'/0' | '/-'>();
    expectTypeOf<CheckedPointer<Doc, '/todos/100'>>().toEqualTypeOf<'/todos/100'>();
    expectTypeOf<CheckedPointer<{ '01': 1 }, '/01'>>().toEqualTypeOf<'/01'>();
    expectTypeOf<CheckedPointer<Doc, '/a~1b/m~n'>>().not.toEqualTypeOf<'/a~1b/m~n'>();
    expectTypeOf<CheckedPointer<{ '-1': 1 }, '/-1'>>().toEqualTypeOf<'/-1'>();
    type Tilde = { '~1': 1; '/': 2 };
    expectTypeOf<ValueAt<Tilde, '/~01'>>().toEqualTypeOf<1>();
    expectTypeOf<ValueAt<Tilde, '/~1'>>().toEqualTypeOf<2>();
  });

  test('DM34: a member whose type is never exists all the same', () => {
    interface Never {
      a: never;
      b?: never;
      c: Record<string, never>;
      d: never[];
      e: {};
    }
    expectTypeOf<CheckedPointer<Never, '/a'>>().toEqualTypeOf<'/a'>();
    expectTypeOf<CheckedPointer<Never, '/b'>>().toEqualTypeOf<'/b'>();
    expectTypeOf<CheckedPointer<Never, '/c/x'>>().toEqualTypeOf<'/c/x'>();
    expectTypeOf<ValueAt<Never, '/b'>>().toEqualTypeOf<undefined>();
    expectTypeOf<ValueAt<Never, '/d/0'>>().toEqualTypeOf<undefined>();
    expectTypeOf<CheckedTarget<Never, '/c/*'>>().toEqualTypeOf<'/c/*'>();
    expectTypeOf<CheckedTarget<Never, '/d/*'>>().toEqualTypeOf<'/d/*'>();
    expectTypeOf<CheckedPointer<Never, '/a/x'>>().not.toEqualTypeOf<'/a/x'>();
    expectTypeOf<CheckedTarget<Never, '/e/*'>>().not.toEqualTypeOf<'/e/*'>();
    expectTypeOf<CheckedTarget<[], '/*'>>().not.toEqualTypeOf<'/*'>();
  });

  test('DM34: the escape of patterns is none of pointers', () => {
    expectTypeOf<CheckedPointer<Doc, '/a~1b/~2'>>().not.toEqualTypeOf<'/a~1b/~2'>();
    expectTypeOf<CheckedTarget<Doc, '/a~1b/~2'>>().toEqualTypeOf<'/a~1b/~2'>();
  });

  test('DM33: nor is undefined written by signals and refs', () => {
    const write = (element: PointerSignal<string | undefined>, ref: ElementRef<string>): void => {
      expectTypeOf(element.value).toEqualTypeOf<string | undefined>();
      element.value = 'b';
      // @ts-expect-error undefined
      element.value = undefined;
      // @ts-expect-error undefined
      element.update(() => undefined);
      // @ts-expect-error undefined
      ref.set(undefined);
    };
    expectTypeOf(write).toBeFunction();
  });

  test('DM36: array operations are for arrays', () => {
    expectTypeOf<CheckedArrayPointer<Doc, '/todos'>>().toEqualTypeOf<'/todos'>();
    expectTypeOf<CheckedArrayPointer<Doc, '/when'>>().toEqualTypeOf<'Not an array: /when'>();
    expectTypeOf<CheckedArrayPointer<Doc, '/todoz'>>().not.toEqualTypeOf<'/todoz'>();
    expectTypeOf<CheckedArrayPointer<Doc, '/anything'>>().toEqualTypeOf<'/anything'>();
    expectTypeOf<ElementAt<Doc, '/todos'>>().toEqualTypeOf<Todo>();
    expectTypeOf<ElementAt<Doc, '/anything'>>().toBeAny();
  });
});
