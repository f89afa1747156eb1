/**
 * What `subscribe`, `onCommit`, batches and transactions promise (specs/subscriptions.md, specs/core.md), in the simplest way:
 * documents are copied for every write, all places of both versions are compared for every commit, and queries are evaluated
 * from scratch. An oracle for the tests of options in time, written from the rules, not from the sources.
 */
import { isDeepStrictEqual } from 'node:util';
import { compile, type SubscriptionOptions } from '../src/index.ts';

export interface ToldEvent {
  readonly kind: string;
  readonly pointer: string;
  readonly value: unknown;
  readonly previous: unknown;
  readonly segments?: readonly (string | number)[];
  /** A result that was removed and put back, which is reported among those that enter. */
  readonly isAnother?: boolean;
}

export type Callback = (event: ToldEvent) => void;

/** What the tests drive: the store or its model. */
export interface World {
  peek(pointer: string): unknown;
  set(pointer: string, value: unknown): void;
  remove(pointer: string): void;
  push(pointer: string, value: unknown): void;
  shift(pointer: string): void;
  merge(patch: Record<string, unknown>): void;
  snapshot(): unknown;
  restore(snapshot: unknown): void;
  batch(run: () => void): void;
  transaction(run: () => void): void;
  subscribe(target: string, callback: Callback, options: SubscriptionOptions): () => void;
  onCommit(listener: (document: unknown) => void): () => void;
  listen(call: () => void): () => void;
  effect(pointer: string, tell: (value: unknown) => void): void;
  dispose(): void;
}

/** Timers and microtasks that run when a test says so. */
export class Clock {
  #now = 0;
  #ids = 0;
  readonly timers = new Map<number, { readonly due: number; readonly run: () => void }>();
  readonly microtasks: (() => void)[] = [];

  readonly setTimeout = (run: () => void, delay: number): number => {
    this.timers.set(++this.#ids, { due: this.#now + delay, run });
    return this.#ids;
  };

  readonly clearTimeout = (id: number | undefined): void => {
    if (id !== undefined) this.timers.delete(id);
  };

  readonly queueMicrotask = (run: () => void): void => void this.microtasks.push(run);

  advance(by: number, caught: (error: unknown) => void): void {
    const until = this.#now + by;
    for (;;) {
      const [next] = [...this.timers].toSorted(([, a], [, b]) => a.due - b.due);
      if (next === undefined || next[1].due > until) break;
      this.#now = next[1].due;
      this.timers.delete(next[0]);
      attempt(next[1].run, caught);
    }
    this.#now = until;
  }

  drain(caught: (error: unknown) => void): void {
    for (let run; (run = this.microtasks.shift()) !== undefined;) attempt(run, caught);
  }
}

export function attempt(run: () => void, caught: (error: unknown) => void): void {
  try {
    run();
  } catch (error) {
    caught(error);
  }
}

type Path = readonly (string | number)[];

/** A write at a place. An insertion into an array, or a removal from it, touches everything from the index on. */
interface Touch {
  readonly path: Path;
  readonly shifts: boolean;
  readonly removes: boolean;
}

interface Subscription {
  readonly target: string;
  readonly callback: Callback;
  readonly options: SubscriptionOptions;
  readonly isQuery: boolean;
  ended: boolean;
  detach: () => void;
  /** Events that wait for their schedule. */
  waiting: ToldEvent[];
  asked: boolean;
  /** With debounce: the events since the wait began, by place. */
  pending: Map<string, ToldEvent>;
  timer: number | undefined;
  /** Of a query: the document at its last evaluation. */
  seen: unknown;
  /** The number of writes of the open batch that preceded the subscription. */
  known: number;
  /** Of a query with debounce: the document as last reported, brought up to date with writes that were not to be reported. */
  base: unknown;
  touched: Touch[];
  /** The number of commits in the queue that affect it. */
  untold: number;
}

export class Model implements World {
  #document: unknown;
  #depth = 0;
  #before: unknown;
  #touches: Touch[] = [];
  #subscriptions: Subscription[] = [];
  #listeners: { readonly tell: (document: unknown) => void; ended: boolean }[] = [];
  #queue: (() => void)[][] = [];
  #isDelivering = false;
  #level = 0;
  #effects: { readonly pointer: string; readonly tell: (value: unknown) => void; seen: unknown }[] =
    [];
  readonly #clock: Clock;

  constructor(document: unknown, clock: Clock) {
    this.#document = document;
    this.#clock = clock;
  }

  peek(pointer: string): unknown {
    return valueAt(this.#document, pathOf(this.#document, pointer));
  }

  set(pointer: string, value: unknown): void {
    if (isDeepStrictEqual(this.peek(pointer), value)) return;
    this.#write(
      pointer,
      false,
      (container, key) => {
        if (Array.isArray(container)) return container.with(Number(key), value);
        return { ...(container as object), [key]: value };
      },
      value,
    );
  }

  remove(pointer: string): void {
    const isElement = Array.isArray(this.peek(pointer.slice(0, pointer.lastIndexOf('/'))));
    this.#write(pointer, isElement, (container, key) => {
      if (Array.isArray(container)) return container.toSpliced(Number(key), 1);
      return Object.fromEntries(
        Object.entries(container as object).filter(([name]) => name !== key),
      );
    });
  }

  push(pointer: string, value: unknown): void {
    const { length } = this.peek(pointer) as unknown[];
    this.#write(`${pointer}/${length}`, true, (container) => [...(container as unknown[]), value]);
  }

  shift(pointer: string): void {
    if ((this.peek(pointer) as unknown[]).length > 0) this.remove(`${pointer}/0`);
  }

  merge(patch: Record<string, unknown>): void {
    const merge = (at: string, members: Record<string, unknown>): void => {
      // Removed members come first, which is not promised
      const gone = Object.entries(members).toSorted(
        ([, a], [, b]) => Number(a !== null) - Number(b !== null),
      );
      for (const [key, value] of gone) {
        const pointer = `${at}/${key}`;
        const here = this.peek(pointer);
        if (value === null) {
          if (here !== undefined) this.remove(pointer);
        } else if (isObject(value) && isObject(here)) merge(pointer, value);
        else this.set(pointer, value);
      }
    };
    this.batch(() => merge('', patch));
  }

  snapshot(): unknown {
    return this.#document;
  }

  restore(snapshot: unknown): void {
    this.set('', snapshot);
  }

  batch(run: () => void): void {
    this.#within(() => this.#nest(run));
  }

  /** Effects run when everything was delivered, whatever began the delivery. */
  #within(run: () => void): void {
    this.#level++;
    try {
      run();
    } finally {
      if (--this.#level === 0) {
        for (const one of this.#effects) {
          const value = this.peek(one.pointer);
          if (value === one.seen) continue;
          one.seen = value;
          one.tell(value);
        }
      }
    }
  }

  #nest(run: () => void): void {
    if (this.#depth++ === 0) this.#before = this.#document;
    const errors: unknown[] = [];
    attempt(run, (error) => errors.push(error));
    if (--this.#depth === 0)
      attempt(
        () => this.#commit(),
        (error) => errors.push(error),
      );
    throwAll(errors);
  }

  transaction(run: () => void): void {
    this.batch(() => {
      const document = this.#document;
      const { length } = this.#touches;
      try {
        run();
      } catch (error) {
        this.#document = document;
        this.#touches.length = length;
        throw error;
      }
    });
  }

  subscribe(target: string, callback: Callback, options: SubscriptionOptions): () => void {
    const { signal } = options;
    const pattern = toPattern(target);
    const isQuery = pattern === undefined;
    const one: Subscription = {
      target: pattern ?? target,
      callback,
      options,
      isQuery,
      ended: false,
      detach: () => {},
      waiting: [],
      asked: false,
      pending: new Map(),
      timer: undefined,
      seen: this.#document,
      known: this.#touches.length,
      base: this.#document,
      touched: [],
      untold: 0,
    };
    const end = (): void => this.#end(one);
    if (signal?.aborted === true) return end;
    signal?.addEventListener('abort', end);
    one.detach = () => signal?.removeEventListener('abort', end);
    this.#subscriptions.push(one);
    try {
      if (options.immediate === true) this.#within(() => this.#tellNow(one));
    } catch (error) {
      end();
      throw error;
    }
    return end;
  }

  onCommit(listener: (document: unknown) => void): () => void {
    const one = { tell: listener, ended: false };
    this.#listeners.push(one);
    return () => {
      one.ended = true;
      this.#listeners = this.#listeners.filter((other) => other !== one);
    };
  }

  listen(call: () => void): () => void {
    return this.onCommit(call);
  }

  effect(pointer: string, tell: (value: unknown) => void): void {
    const seen = this.peek(pointer);
    this.#effects.push({ pointer, tell, seen });
    tell(seen);
  }

  dispose(): void {
    this.#effects = [];
    for (const one of this.#subscriptions) this.#end(one);
    for (const one of this.#listeners) one.ended = true;
    this.#listeners = [];
  }

  #write(
    pointer: string,
    shifts: boolean,
    edit: (container: unknown, key: string | number) => unknown,
    root?: unknown,
  ): void {
    this.batch(() => {
      const path = pathOf(this.#document, pointer);
      const along = (at: unknown, depth: number): unknown => {
        const key = path[depth]!;
        if (depth === path.length - 1) return edit(at, key);
        const child = along((at as Record<string, unknown>)[key], depth + 1);
        if (Array.isArray(at)) return at.with(Number(key), child);
        return { ...(at as object), [key]: child };
      };
      this.#document = path.length === 0 ? root : along(this.#document, 0);
      this.#touches.push({ path, shifts, removes: this.peek(pointer) === undefined });
    });
  }

  #end(one: Subscription): void {
    one.ended = true;
    one.detach();
    this.#clock.clearTimeout(one.timer);
    this.#subscriptions = this.#subscriptions.filter((other) => other !== one);
  }

  #commit(): void {
    const [before, after, touched] = [this.#before, this.#document, this.#touches];
    this.#touches = [];
    if (touched.length === 0) return;
    const item: (() => void)[] = [];
    for (const one of this.#subscriptions) {
      if (one.isQuery) continue;
      for (const event of eventsOf(one, before, after, touched))
        item.push(() => this.#tell(one, event));
    }
    for (const one of this.#subscriptions) {
      if (!one.isQuery) continue;
      const own = touched.slice(one.known);
      const events = eventsOf(one, one.seen, after, own);
      one.known = 0;
      one.seen = after;
      one.touched.push(...own);
      if (one.options.debounce === undefined)
        for (const event of events) item.push(() => this.#tell(one, event));
      else if (events.length > 0) {
        one.untold++;
        item.push(() => this.#tellLate(one, events));
      } else this.#forget(one);
    }
    if (!isDeepStrictEqual(before, after)) {
      for (const listener of this.#listeners)
        item.push(() => {
          if (!listener.ended) listener.tell(after);
        });
    }
    this.#deliver(item);
  }

  #deliver(item: (() => void)[]): void {
    this.#queue.push(item);
    if (!this.#isDelivering) this.#within(() => this.#drain([]));
  }

  #drain(errors: unknown[]): void {
    this.#isDelivering = true;
    for (let item; (item = this.#queue.shift()) !== undefined;) {
      for (const call of item) attempt(call, (error) => errors.push(error));
    }
    this.#isDelivering = false;
    throwAll(errors);
  }

  #tellNow(one: Subscription): void {
    const wasDelivering = this.#isDelivering;
    this.#isDelivering = true;
    const errors: unknown[] = [];
    for (const { pointer, path, value } of placesOf(one.target, this.#document)) {
      const event = { kind: 'initial', pointer, previous: undefined, value };
      attempt(
        () => this.#call(one, one.isQuery ? event : { ...event, segments: path }),
        (error) => {
          this.#end(one);
          errors.push(error);
        },
      );
    }
    if (wasDelivering) throwAll(errors);
    else this.#drain(errors);
  }

  #isSame({ options }: Subscription, { previous, value }: ToldEvent): boolean {
    if (isDeepStrictEqual(previous, value)) return true;
    if (options.equals === undefined || previous === undefined || value === undefined) return false;
    return options.equals(previous, value);
  }

  #tell(one: Subscription, event: ToldEvent): void {
    if (one.ended) return;
    const { debounce } = one.options;
    if (debounce === undefined) {
      this.#schedule(one, [event]);
      return;
    }
    const isSame = this.#isSame(one, event);
    // Its own `equals` may have ended the subscription
    if (one.ended) return;
    if (isSame && one.pending.size === 0) return;
    const known = one.pending.get(event.pointer);
    const { previous } = known ?? event;
    const kinds = [known?.kind ?? 'update', event.kind];
    const kind = kindOf(
      previous,
      event.value,
      kinds.every((each) => each === 'update'),
    );
    one.pending.set(event.pointer, { ...event, kind, previous });
    if (!isSame) this.#wait(one, debounce, () => this.#settle(one, [...one.pending.values()]));
  }

  /** Of a query: what waits is the difference from what was last reported. */
  #tellLate(one: Subscription, events: readonly ToldEvent[]): void {
    if (one.ended) return;
    const errors: unknown[] = [];
    let isNew = false;
    for (const event of events) {
      attempt(
        () => {
          if (!this.#isSame(one, event)) isNew = true;
        },
        (error) => errors.push(error),
      );
    }
    if (isNew && !one.ended)
      this.#wait(one, one.options.debounce ?? 0, () => {
        const { base, touched } = one;
        one.base = this.#document;
        one.touched = [];
        this.#settle(one, eventsOf(one, base, this.#document, touched));
      });
    one.untold--;
    this.#forget(one);
    throwAll(errors);
  }

  /** Discards changes that were not to be reported while no wait was running. */
  #forget(one: Subscription): void {
    if (one.timer !== undefined || one.untold > 0) return;
    one.base = one.seen;
    one.touched = [];
  }

  #wait(one: Subscription, debounce: number, then: () => void): void {
    this.#clock.clearTimeout(one.timer);
    one.timer = this.#clock.setTimeout(() => {
      one.timer = undefined;
      then();
    }, debounce);
  }

  #settle(one: Subscription, events: readonly ToldEvent[]): void {
    one.pending = new Map();
    const changed = events.filter(({ previous, value }) => !isDeepStrictEqual(previous, value));
    if (changed.length + one.waiting.length > 0) this.#schedule(one, changed);
  }

  #schedule(one: Subscription, events: readonly ToldEvent[]): void {
    const { schedule = 'sync', debounce } = one.options;
    if (schedule === 'sync') {
      const calls = events.map((event) => () => this.#call(one, event));
      if (debounce !== undefined) this.#deliver(calls);
      else for (const call of calls) call();
      return;
    }
    one.waiting.push(...events);
    if (one.asked) return;
    one.asked = true;
    const run = (): void => {
      one.asked = false;
      const { waiting } = one;
      one.waiting = [];
      this.#deliver(waiting.map((event) => () => this.#call(one, event)));
    };
    if (schedule === 'microtask') this.#clock.queueMicrotask(run);
    else
      try {
        schedule(run);
      } catch (error) {
        one.asked = false;
        throw error;
      }
  }

  #call(one: Subscription, event: ToldEvent): void {
    if (one.ended) return;
    // `equals` decides last; it is user code, and may end the subscription
    if (event.kind !== 'initial' && (this.#isSame(one, event) || one.ended)) return;
    if (one.options.once === true) this.#end(one);
    one.callback(event);
  }
}

/** The pattern that a JSONPath of names and `*` equals (DM44). */
function toPattern(target: string): string | undefined {
  if (!target.startsWith('$')) return target;
  const steps = /^\$(?:\.\.?\w+|\.\*|\[\*\]|\['\w+'\])*$/u.test(target);
  if (!steps) return undefined;
  return [...target.matchAll(/\.\.|\w+|\*/gu)]
    .map(([step]) => `/${step.replace('..', '**')}`)
    .join('');
}

export function throwAll(errors: readonly unknown[]): void {
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The segments of a pointer without escapes; an index of an array is a number. */
function pathOf(document: unknown, pointer: string): Path {
  let at = document;
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => {
      const key = Array.isArray(at) ? Number(segment) : unescape(segment);
      at = (at as Record<string, unknown> | undefined)?.[key];
      return key;
    });
}

const unescape = (segment: string): string => segment.replaceAll('~1', '/').replaceAll('~0', '~');

function valueAt(document: unknown, path: Path): unknown {
  let at = document;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || Array.isArray(at) !== (typeof key === 'number'))
      return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}

interface Place {
  readonly pointer: string;
  readonly path: Path;
  readonly value: unknown;
}

function* placesIn(value: unknown, pointer = '', path: Path = []): Generator<Place> {
  yield { pointer, path, value };
  if (typeof value !== 'object' || value === null) return;
  for (const [name, child] of Object.entries(value)) {
    const key = Array.isArray(value) ? Number(name) : name;
    const escaped = name.replaceAll('~', '~0').replaceAll('/', '~1');
    yield* placesIn(child, `${pointer}/${escaped}`, [...path, key]);
  }
}

function placesOf(target: string, document: unknown): Place[] {
  const places = [...placesIn(document)];
  if (!target.startsWith('$')) {
    const steps = target.split('/').slice(1);
    return places.filter(({ path }) => matches(steps, path));
  }
  return compile(target)
    .pointers(document as never)
    .map((pointer) => places.find((place) => place.pointer === pointer)!);
}

function matches([step, ...steps]: string[], path: Path): boolean {
  if (step === undefined) return path.length === 0;
  const [key, ...below] = path;
  if (step === '**')
    return matches(steps, path) || (path.length > 0 && matches([step, ...steps], below));
  if (key === undefined) return false;
  return (
    (step === '*' || unescape(step.replaceAll('~2', '*')) === String(key)) && matches(steps, below)
  );
}

function touches({ path, shifts }: Touch, at: Path): boolean {
  if (!shifts) return path.every((key, i) => key === at[i]);
  const last = path.length - 1;
  return (
    path.slice(0, last).every((key, i) => key === at[i]) && Number(at[last]) >= Number(path[last])
  );
}

function kindOf(previous: unknown, value: unknown, isUpdate: boolean): string {
  if (previous === undefined) return 'add';
  if (value === undefined) return 'remove';
  return isUpdate ? 'update' : 'replace';
}

/** The events of a commit for a subscription, in document order. */
function eventsOf(
  { target, options, isQuery }: Subscription,
  before: unknown,
  after: unknown,
  touched: readonly Touch[],
): ToldEvent[] {
  const was = new Map(placesOf(target, before).map((place) => [place.pointer, place]));
  const is = new Map(placesOf(target, after).map((place) => [place.pointer, place]));
  const events: ToldEvent[] = [];
  for (const pointer of isQuery ? new Set([...was.keys(), ...is.keys()]) : inOrder(before, after)) {
    if (!was.has(pointer) && !is.has(pointer)) continue;
    const [previous, value] = [was.get(pointer)?.value, is.get(pointer)?.value];
    if (isDeepStrictEqual(previous, value)) continue;
    const segments = (is.get(pointer) ?? was.get(pointer)!).path;
    const isWritten = touched.some((touch) => touches(touch, segments));
    if (isQuery) {
      if (previous === undefined) events.push({ kind: 'enter', pointer, previous, value });
      else if (value === undefined) events.push({ kind: 'leave', pointer, previous, value });
      else if (target.includes('?') && isAnother(segments, touched))
        events.push({ kind: 'change', pointer, previous, value, isAnother: true });
      else if (options.deep !== false || isWritten)
        events.push({ kind: 'change', pointer, previous, value });
    } else if (isWritten || options.deep === true) {
      events.push({
        kind: kindOf(previous, value, !isWritten),
        pointer,
        previous,
        value,
        segments,
      });
    }
  }
  const rank = isQuery
    ? (event: ToldEvent) => (event.isAnother ? 1 : KINDS.indexOf(event.kind))
    : rankOf(touched);
  // Results that enter and change are in the order of the current results
  const now = [...is.keys()];
  const at = (event: ToldEvent): number => now.indexOf(event.pointer);
  return events.toSorted(
    (a, b) => rank(a) - rank(b) || (isQuery && a.kind !== 'leave' ? at(a) - at(b) : 0),
  );
}

/** All places of two documents: those of one container together, current ones first. */
function* inOrder(before: unknown, after: unknown, pointer = ''): Generator<string> {
  yield pointer;
  const [was, is] = [before, after].map(
    (value) => new Map(Object.entries(Object(value) as object)),
  );
  for (const name of new Set([...is!.keys(), ...was!.keys()])) {
    const escaped = name.replaceAll('~', '~0').replaceAll('/', '~1');
    yield* inOrder(was!.get(name), is!.get(name), `${pointer}/${escaped}`);
  }
}

/** A member that was removed and added again is another one (IQ3), but not in a container that was replaced. */
function isAnother(at: Path, touched: readonly Touch[]): boolean {
  const above = touched.filter((touch) => touches(touch, at));
  return (
    above.every(({ path }) => path.length === at.length) && above.some(({ removes }) => removes)
  );
}

const KINDS = ['leave', 'enter', 'change'];

/** SUB20: by what was written, in the order of the first write to each part of the document; updates after all of them. */
function rankOf(touched: readonly Touch[]): (event: ToldEvent) => number {
  const parts: { touch: Touch; first: number }[] = [];
  touched.forEach((touch, first) => {
    let part = { touch, first };
    for (const other of parts.slice()) {
      if (covers(other.touch, part.touch)) {
        part = { touch: other.touch, first: Math.min(other.first, part.first) };
      } else if (covers(part.touch, other.touch)) part.first = Math.min(part.first, other.first);
      else continue;
      parts.splice(parts.indexOf(other), 1);
    }
    parts.push(part);
  });
  return ({ kind, segments = [] }) => {
    const firsts = parts
      .filter(({ touch }) =>
        kind === 'update'
          ? touches({ path: segments, shifts: false, removes: false }, touch.path)
          : touches(touch, segments),
      )
      .map(({ first }) => first);
    return (kind === 'update' ? 1000 : 0) + Math.min(...firsts);
  };
}

const covers = (one: Touch, other: Touch): boolean =>
  one.shifts && !other.shifts
    ? touches(one, other.path)
    : one.path.length <= other.path.length && touches(one, other.path);
