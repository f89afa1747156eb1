/**
 * Types of places: what is at a literal pointer or pattern, and which keys may come next where it is wrong.
 *
 * A pointer is walked segment by segment through the document's type. Nothing enumerates all paths of a type, so a
 * recursive or huge type costs the compiler only the length of the pointers that are written down.
 */

/** A value without members as far as pointers are concerned. */
type Leaf =
  | string
  | number
  | boolean
  | bigint
  | symbol
  | null
  | undefined
  | Date
  | RegExp
  | ReadonlyMap<unknown, unknown>
  | ReadonlySet<unknown>
  | ArrayBuffer
  | ArrayBufferView
  | PromiseLike<unknown>
  | ((...args: never[]) => unknown);

type IsAny<T> = 0 extends 1 & T ? true : false;

/** `any` or `unknown`: nothing is known, so everything is allowed. */
type IsOpen<T> = IsAny<T> extends true ? true : unknown extends T ? true : false;

/** The escapes of RFC 6901 §4, and in patterns `~2`, a literal star. `never` where a `~` begins no escape. */
type Unescape<S extends string, Wild extends boolean> = S extends `${infer A}~${infer B}`
  ? B extends `0${infer R}`
    ? `${A}~${Unescape<R, Wild>}`
    : B extends `1${infer R}`
      ? `${A}/${Unescape<R, Wild>}`
      : [Wild, B] extends [true, `2${infer R}`]
        ? `${A}*${Unescape<R, Wild>}`
        : never
  : S;

type Escape<S extends string> = S extends `${infer A}~${infer B}`
  ? `${EscapeSlash<A>}~0${Escape<B>}`
  : EscapeSlash<S>;

type EscapeSlash<S extends string> = S extends `${infer A}/${infer B}`
  ? `${A}~1${EscapeSlash<B>}`
  : S;

type IsTuple<T extends readonly unknown[]> = number extends T['length'] ? false : true;

/**
 * A step, with what is there. `never` stands for no step, of which the compiler is sure even where `V` is or has a type parameter: of a bare `V`
 * it would not know whether that is `never`, and refuse `/byId/x` in a `{ byId: Record<string, E> }`.
 */
interface Place<V> {
  readonly at: V;
}

/** The member `K` of `T`; `never` where no member of the union `T` can have it. */
type Child<T, K extends string> = [K] extends [never]
  ? never
  : IsOpen<T> extends true
    ? Place<T>
    : T extends Leaf
      ? never
      : T extends readonly unknown[]
        ? ArrayChild<T, K>
        : ObjectChild<T, K>;

type ArrayChild<T extends readonly unknown[], K extends string> =
  IsTuple<T> extends true
    ? K extends keyof T
      ? K extends `${number}`
        ? Place<T[K]>
        : never
      : `${number}` extends K
        ? Place<T[number] | undefined>
        : Unknowable<K>
    : K extends '-'
      ? Place<Behind<T> | undefined>
      : K extends NoIndex
        ? never
        : K extends `${infer N extends number}`
          ? number extends N
            ? TemplateIndex<T, K>
            : Place<T[N] | (K extends keyof T ? never : undefined)>
          : Unknowable<K>;

/** Numbers that are no index. */
type NoIndex = `-${string}` | `${string}.${string}`;

/** The text of a number that is inferred as no literal: a template, or a literal that no index is written as, such as `01` and `1e3`. */
type TemplateIndex<T extends readonly unknown[], K extends string> =
  {} extends Record<K, 1> ? Place<T[number] | undefined> : never;

/** What may come behind the elements that are there. */
type Behind<T extends readonly unknown[]> = T extends readonly [...unknown[], infer Last]
  ? Last
  : T extends readonly [unknown, ...infer Rest]
    ? Behind<Rest>
    : T[number];

/** `unknown` at a name that is known in part or not at all, such as `${string}`; a literal that is no member is none. */
type Unknowable<K extends string> = {} extends Record<K, 1> ? Place<unknown> : never;

type ObjectChild<T, K extends string> = K extends keyof T
  ? Place<Member<T, K>>
  : K extends `${infer N extends number}`
    ? N extends keyof T
      ? Place<Member<T, N>>
      : never
    : K extends `${keyof T & string}`
      ? MemberByText<T, K>
      : Unknowable<K>;

/** The member whose name is the text `K`: a string enum's, or one that only branded strings name. */
type MemberByText<T, K extends string> = {
  [Q in keyof T & string]: K extends `${Q}` ? Place<Member<T, Q>> : never;
}[keyof T & string];

/**
 * With `undefined` where no member of that name is declared, but an index signature has it. Not a union of both, which messages
 * would call `Member<…>` instead of saying what it is.
 */
type Member<T, K extends keyof T> =
  {} extends Record<K, 1>
    ? T[K] | undefined
    : T extends { [_ in K]: unknown }
      ? T[K]
      : T[K] | undefined;

/** `undefined` where some member of the union `T` has no such step: a leaf, an absent value, another variant. */
type MaybeAbsent<T, S extends string, Wild extends boolean> = T extends unknown
  ? [Step<T, S, Wild>] extends [never]
    ? undefined
    : never
  : never;

/** Any member of `T`, for the wildcard `*`. */
type AnyChild<T> =
  IsOpen<T> extends true
    ? Place<T>
    : T extends Leaf | readonly []
      ? never
      : T extends readonly unknown[]
        ? Place<T[number]>
        : [keyof T] extends [never]
          ? never
          : Place<T[keyof T]>;

type Step<T, S extends string, Wild extends boolean> = [Wild, S] extends [true, '*']
  ? AnyChild<T>
  : Child<T, Unescape<S, Wild>>;

type Walk<T, R extends string, Wild extends boolean> = R extends `${infer Head}/${infer Rest}`
  ? [Wild, Head] extends [true, '**']
    ? unknown
    : Walk<Step<T, Head, Wild>['at'], Rest, Wild> | MaybeAbsent<T, Head, Wild>
  : [Wild, R] extends [true, '**']
    ? unknown
    : Step<T, R, Wild>['at'] | MaybeAbsent<T, R, Wild>;

/**
 * What `get(P)` gives on a document of type `T`: the value at the literal pointer `P`, with `undefined` where an
 * array element, an optional member or a record entry may be absent; `unknown` where `P` is not a literal.
 */
export type ValueAt<T, P extends string> = string extends P
  ? unknown
  : P extends ''
    ? T
    : P extends `/${infer R}`
      ? Walk<T, R, false>
      : unknown;

/** What a subscription to `P` (pointer, pattern or JSONPath) is given; `unknown` below `**` and for JSONPath. */
export type TargetValue<T, P extends string> = string extends P
  ? unknown
  : P extends ''
    ? T
    : P extends `/${infer R}`
      ? Walk<T, R, true>
      : unknown;

/** What may be written at the literal pointer `P`: the value there, not `undefined`; where it may be one of several, what all can hold. */
export type Writable<T, P extends string> = string extends P
  ? unknown
  : (P extends unknown ? (value: ThereAt<T, P>) => void : never) extends (value: infer V) => void
    ? V
    : never;

/** What is at `P` if anything is. */
export type ThereAt<T, P extends string> = Defined<ValueAt<T, P>>;

/** Without `undefined`. Not by `Exclude`, to which nothing could be assigned where `V` has a type parameter. */
type Defined<V> = undefined extends V ? (unknown extends V ? unknown : V & ({} | null)) : V;

/** The segments that may follow inside `T`, escaped. */
type NextSegment<T, S extends string> =
  IsOpen<T> extends true
    ? string
    : T extends Leaf
      ? never
      : T extends readonly unknown[]
        ? IsTuple<T> extends true
          ? Extract<keyof T, `${number}`>
          : // A number that is there in spite of it is no index, and must not be among what is expected
            (S extends `${number}` ? '0' : `${number}`) | '-'
        : KeySegment<keyof T>;

type KeySegment<K> = K extends string ? Escape<K> : K extends number ? `${K}` : never;

type Check<
  T,
  R extends string,
  Done extends string,
  Wild extends boolean,
> = R extends `${infer Head}/${infer Rest}`
  ? [Wild, Head] extends [true, '**']
    ? `${Done}${R}`
    : [Step<T, Head, Wild>] extends [never]
      ? Suggest<T, Head, Done>
      : Check<Step<T, Head, Wild>['at'], Rest, `${Done}${Head}/`, Wild>
  : [Wild, R] extends [true, '**']
    ? `${Done}${R}`
    : [Step<T, R, Wild>] extends [never]
      ? Suggest<T, R, Done>
      : `${Done}${R}`;

/** The pointers that would have been right up to here: the next keys, or the leaf itself where none can follow. */
type Suggest<T, S extends string, Done extends string> = [NextSegment<T, S>] extends [never]
  ? Done extends `${infer Leafward}/`
    ? Leafward
    : never
  : `${Done}${NextSegment<T, S>}`;

/**
 * `P` itself where it is a place that a document of type `T` can have (or not a literal, so not checked); otherwise
 * the union of the pointers that could stand there, so that the compiler's message names the keys that come next.
 */
export type CheckedPointer<T, P extends string> = string extends P
  ? P
  : P extends ''
    ? P
    : P extends `/${infer R}`
      ? Check<T, R, '/', false>
      : Unchecked<P, `/${string}`>;

/** The same for what `subscribe` takes: a pointer, a pattern, or a JSONPath (which is checked at run time only). */
export type CheckedTarget<T, P extends string> = string extends P
  ? P
  : P extends '' | `$${string}`
    ? P
    : P extends `/${infer R}`
      ? Check<T, R, '/', true>
      : Unchecked<P, `/${string}` | `$${string}`>;

/** A template such as `${string}/name` may begin with anything; what is known to begin with a letter or digit may not. */
type Unchecked<P extends string, Expected> = P extends `${infer First}${string}`
  ? '/' extends First
    ? P
    : First extends `${number | bigint}`
      ? Expected
      : {} extends Record<First, 1>
        ? P
        : Expected
  : Expected;

/** `P` where an array may be there, otherwise an explanation in place of a type. */
export type CheckedArrayPointer<T, P extends string> = string extends P
  ? P
  : CheckedPointer<T, P> extends P
    ? IsOpen<ValueAt<T, P>> extends true
      ? P
      : [Extract<ValueAt<T, P>, readonly unknown[]>] extends [never]
        ? `Not an array: ${P}`
        : P
    : CheckedPointer<T, P>;

/** The elements of the array at `P`. */
export type ElementAt<T, P extends string> = string extends P
  ? unknown
  : IsOpen<ValueAt<T, P>> extends true
    ? ValueAt<T, P>
    : Extract<ValueAt<T, P>, readonly unknown[]> extends readonly (infer E)[]
      ? E
      : unknown;

/** Whether each of the places that `K` names in some member of the union `T` has to be there. */
type IsRequired<T, K extends string> =
  IsOpen<T> extends true
    ? false
    : {} extends Record<K, 1>
      ? false
      : T extends { readonly [_ in K]: infer V }
        ? undefined extends V
          ? false
          : true
        : false;

type EndsRequired<T, R extends string> = R extends `${infer Head}/${infer Rest}`
  ? EndsRequired<Step<T, Head, false>['at'], Rest>
  : IsRequired<T, Unescape<R, false>>;

/**
 * `P` where something can be taken away: an element, an optional member, a member that only an index signature has.
 * Otherwise an explanation in place of a type.
 */
export type CheckedRemoval<T, P extends string> = string extends P
  ? P
  : CheckedPointer<T, P> extends P
    ? P extends `/${infer R}`
      ? true extends EndsRequired<T, R>
        ? `Not optional: ${P}`
        : P
      : P extends ''
        ? 'Not optional: the root'
        : P
    : CheckedPointer<T, P>;

/** `Q` where what is at `P` can be put; otherwise an explanation in place of a type. */
export type CheckedMove<T, P extends string, Q extends string> =
  CheckedPointer<T, Q> extends Q
    ? Place<ThereAt<T, P>> extends Place<Writable<T, Q>>
      ? Q
      : unknown extends ThereAt<T, P>
        ? Q
        : `Not a place for what is at ${P}: ${Q}`
    : CheckedPointer<T, Q>;

/**
 * A function from the value at `P` to what is to be written there. A conditional type, so that the compiler knows `P` before it
 * looks at what the function returns: a literal in there would be widened, and `{ kind: 'a' }` be no member of a union.
 */
export type ChangeAt<T, P extends string> = [P] extends [never]
  ? never
  : (value: ValueAt<T, P>) => Writable<T, P>;
