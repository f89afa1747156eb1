/**
 * Types of places: which value is at a literal pointer or pattern, and which keys may come next if the pointer is wrong.
 *
 * A pointer is walked segment by segment through the type of the document. The paths of a type are never enumerated, so that
 * even for a recursive or huge type the compiler does work only for the pointers that are written in the program.
 */

/** Values that no pointer leads into. */
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

/** Resolves the escapes of RFC 6901 §4, and in patterns also `~2`, a literal star. `never` if a `~` begins no escape. */
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
 * The result of a step: what is there. `never` means that there is no such step. The wrapper is needed where `V` is or contains
 * a type parameter: of a bare `V` the compiler would not know whether it is `never`, and it would reject `/byId/x` in a
 * `{ byId: Record<string, E> }`.
 */
interface Place<V> {
  readonly at: V;
}

/** The step to member `K` of `T`; `never` if no constituent of the union `T` can have it. */
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

/** Numbers that are no index: negative ones and fractions. */
type NoIndex = `-${string}` | `${string}.${string}`;

/** A number that is not inferred as a literal: a template, which is an index, or text such as `01` or `1e3`, which is not. */
type TemplateIndex<T extends readonly unknown[], K extends string> =
  {} extends Record<K, 1> ? Place<T[number] | undefined> : never;

/** The type of what may be appended to an array or a tuple. */
type Behind<T extends readonly unknown[]> = T extends readonly [...unknown[], infer Last]
  ? Last
  : T extends readonly [unknown, ...infer Rest]
    ? Behind<Rest>
    : T[number];

/** `unknown` for a name that is known only in part or not at all, such as `${string}`; no step for a literal that is no member. */
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

/** The member whose name has the text `K`: a member of a string enum, or of branded strings. */
type MemberByText<T, K extends string> = {
  [Q in keyof T & string]: K extends `${Q}` ? Place<Member<T, Q>> : never;
}[keyof T & string];

/**
 * The value of member `K`, with `undefined` where no such member is declared, but an index signature allows it. Conditional, and
 * not a union of both cases, because messages would show that as `Member<…>`.
 */
type Member<T, K extends keyof T> =
  {} extends Record<K, 1>
    ? T[K] | undefined
    : T extends { [_ in K]: unknown }
      ? T[K]
      : T[K] | undefined;

/** `undefined` if a constituent of the union `T` has no such step: a leaf, an absent value, another variant. */
type MaybeAbsent<T, S extends string, Wild extends boolean> = T extends unknown
  ? [Step<T, S, Wild>] extends [never]
    ? undefined
    : never
  : never;

/** The step to any member of `T`, for the wildcard `*`. */
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
 * What `get(P)` returns for a document of type `T`: the value at the literal pointer `P`, with `undefined` where an array
 * element, an optional member or a record entry may be absent; `unknown` if `P` is not a literal.
 */
export type ValueAt<T, P extends string> = string extends P
  ? unknown
  : P extends ''
    ? T
    : P extends `/${infer R}`
      ? Walk<T, R, false>
      : unknown;

/** The value that a subscription to `P` (pointer, pattern or JSONPath) receives; `unknown` below `**` and for a JSONPath. */
export type TargetValue<T, P extends string> = string extends P
  ? unknown
  : P extends ''
    ? T
    : P extends `/${infer R}`
      ? Walk<T, R, true>
      : unknown;

/** What may be written at the literal pointer `P`: the value there, without `undefined`; for a union of pointers, what all of them accept. */
export type Writable<T, P extends string> = string extends P
  ? unknown
  : (P extends unknown ? (value: ThereAt<T, P>) => void : never) extends (value: infer V) => void
    ? V
    : never;

/** The value at `P`, provided that there is one. */
export type ThereAt<T, P extends string> = Defined<ValueAt<T, P>>;

/** `V` without `undefined`. Not `Exclude`: if `V` contains a type parameter, nothing would be assignable to that. */
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

/** The pointers that would be right up to here: with each of the possible keys or, if nothing can follow, without this segment. */
type Suggest<T, S extends string, Done extends string> = [NextSegment<T, S>] extends [never]
  ? Done extends `${infer Leafward}/`
    ? Leafward
    : never
  : `${Done}${NextSegment<T, S>}`;

/**
 * `P` itself if a document of type `T` can have a value there, or if `P` is not a literal and so cannot be checked. Otherwise the
 * union of the pointers that are allowed there, so that the message of the compiler lists the keys that may come next.
 */
export type CheckedPointer<T, P extends string> = string extends P
  ? P
  : P extends ''
    ? P
    : P extends `/${infer R}`
      ? Check<T, R, '/', false>
      : Unchecked<P, `/${string}`>;

/** Like `CheckedPointer`, for the targets of `subscribe`: a pointer, a pattern, or a JSONPath, which is checked at run time only. */
export type CheckedTarget<T, P extends string> = string extends P
  ? P
  : P extends '' | `$${string}`
    ? P
    : P extends `/${infer R}`
      ? Check<T, R, '/', true>
      : Unchecked<P, `/${string}` | `$${string}`>;

/** Accepts a template such as `${string}/name`, which may begin with anything, but not one that begins with a letter or a digit. */
type Unchecked<P extends string, Expected> = P extends `${infer First}${string}`
  ? '/' extends First
    ? P
    : First extends `${number | bigint}`
      ? Expected
      : {} extends Record<First, 1>
        ? P
        : Expected
  : Expected;

/** The arrays of `A` of any length, the elements of which are all of one type: they may be inserted anywhere, and moved. */
type Even<A> = A extends readonly (infer E)[] ? ([E, ...E[]] extends A ? A : never) : never;

/** The arrays of `A` that are not of a fixed length: something may be appended. */
type Growing<A> = A extends readonly unknown[] ? (IsTuple<A> extends true ? never : A) : never;

/** `P` if one of the arrays of `Fit` may be there; otherwise a text that explains the error. */
type CheckedArray<T, P extends string, Arrays, Fit> =
  CheckedPointer<T, P> extends P
    ? IsOpen<ValueAt<T, P>> extends true
      ? P
      : [Arrays] extends [never]
        ? `Not an array: ${P}`
        : [Fit] extends [never]
          ? `A tuple: ${P}`
          : P
    : CheckedPointer<T, P>;

type ArraysAt<T, P extends string> = Extract<ValueAt<T, P>, readonly unknown[]>;

/** `P` if an array may be there whose elements are all of one type; otherwise a text that explains the error. */
export type CheckedArrayPointer<T, P extends string> = string extends P
  ? P
  : CheckedArray<T, P, ArraysAt<T, P>, Even<ArraysAt<T, P>>>;

/** `P` if an array may be there that is not of a fixed length; otherwise a text that explains the error. */
export type CheckedPush<T, P extends string> = string extends P
  ? P
  : CheckedArray<T, P, ArraysAt<T, P>, Growing<ArraysAt<T, P>>>;

/** The type of what may be appended to the array at `P`. */
export type AppendedAt<T, P extends string> = string extends P
  ? unknown
  : IsOpen<ValueAt<T, P>> extends true
    ? ValueAt<T, P>
    : BehindAny<Growing<ArraysAt<T, P>>>;

type BehindAny<A> = A extends readonly unknown[] ? Behind<A> : never;

/** The type of the elements of the array at `P`. */
export type ElementAt<T, P extends string> = string extends P
  ? unknown
  : IsOpen<ValueAt<T, P>> extends true
    ? ValueAt<T, P>
    : Extract<ValueAt<T, P>, readonly unknown[]> extends readonly (infer E)[]
      ? E
      : unknown;

/** Whether the places that `K` names in some constituent of the union `T` are all required. */
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
 * `P` if what is there may be removed: an element, an optional member, or a member that only an index signature allows.
 * Otherwise a text that explains the error.
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

/** `Q` if the value at `P` may be moved there; otherwise a text that explains the error. */
export type CheckedMove<T, P extends string, Q extends string> =
  CheckedPointer<T, Q> extends Q
    ? Place<ThereAt<T, P>> extends Place<Writable<T, Q>>
      ? Q
      : unknown extends ThereAt<T, P>
        ? Q
        : `Not a place for what is at ${P}: ${Q}`
    : CheckedPointer<T, Q>;

/**
 * A function from the value at `P` to what is to be written there. A conditional type, so that the compiler infers `P` before it
 * checks what the function returns. Otherwise it would widen literals there, and `{ kind: 'a' }` would not fit a union.
 */
export type ChangeAt<T, P extends string> = [P] extends [never]
  ? never
  : (value: ValueAt<T, P>) => Writable<T, P>;
