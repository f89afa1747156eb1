/** Options of `subscribe` in combination, under all schedules, against the model of `time-model.ts`. */
import { getEventListeners } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import {
  createDataMap,
  type DataMap,
  type Snapshot,
  type SubscriptionOptions,
} from '../src/index.ts';
import { fuzz, patience } from './fuzz.ts';
import { applyToPlain } from './plain-patch.ts';
import { attempt, type Callback, Clock, Model, type ToldEvent, type World } from './time-model.ts';

type Action =
  | { readonly do: 'set'; readonly at: string; readonly value: unknown }
  | { readonly do: 'remove' | 'push' | 'shift'; readonly at: string }
  | { readonly do: 'merge'; readonly value: Record<string, unknown> }
  | {
      readonly do: 'batch' | 'transaction';
      readonly actions: readonly Action[];
      readonly fails: boolean;
    }
  | { readonly do: 'subscribe'; readonly spec: Spec }
  | { readonly do: 'listen'; readonly script: readonly (readonly Action[])[] }
  | { readonly do: 'stop' | 'abort' | 'run'; readonly which: number }
  | { readonly do: 'advance'; readonly by: number }
  | { readonly do: 'snapshot' | 'restore' | 'microtasks' | 'dispose' | 'throw' };

interface Spec {
  readonly target: string;
  readonly immediate: boolean;
  readonly deep: boolean | undefined;
  readonly once: boolean;
  readonly aborted: boolean;
  readonly schedule: 'sync' | 'microtask' | 'kept' | 'at once' | 'twice' | 'never' | 'throws';
  readonly debounce: number | undefined;
  readonly equals: undefined | 'parity' | 'always' | 'throws' | 'ends';
  readonly script: readonly (readonly Action[])[];
}

const places = ['/a', '/b', '/o', '/o/x', '/o/y', '/*', '/p', '/p/x', '/l/0', '/l/1', ''];

const leaf = fc.nat(4);
const object = fc.record({ x: leaf, y: leaf }, { requiredKeys: [], noNullPrototype: true });
const written = fc.oneof({ weight: 3, arbitrary: leaf }, object);

const document = fc.record(
  { a: leaf, b: leaf, '*': leaf, o: object, l: fc.array(leaf, { maxLength: 3 }) },
  { noNullPrototype: true },
);

const targets = [
  ...'/a|/b|/o|/o/x||/*|/**|/o/*|/l/*|/l/0|/l|/~2|/*/x|/**/x'.split('|'),
  // These equal patterns
  ..."$.a|$.o.*|$['o']['x']|$.l[*]|$|$..x".split('|'),
  ..."$.o[?@ > 1]|$.o[?@ > $.b]|$[?@.x > 1]|$['a','b']|$[?count(@.*) == 2]".split('|'),
];

const { action: anyAction, spec: anySpec } = fc.letrec<{
  action: Action;
  actions: Action[];
  spec: Spec;
}>((tie) => ({
  actions: fc.array(tie('action'), { maxLength: 3, depthIdentifier: 'd' }),
  action: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'd' },
    {
      weight: 8,
      arbitrary: fc.record({
        do: fc.constant('set' as const),
        at: fc.constantFrom(...places.slice(0, -1)),
        value: written,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('set' as const),
        at: fc.constant(''),
        value: document,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('set' as const),
        at: fc.constant('/l'),
        value: fc.array(leaf, { maxLength: 3 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('remove' as const),
        at: fc.constantFrom('/a', '/b', '/o', '/o/x', '/p', '/l/0'),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constantFrom('push' as const, 'shift' as const),
        at: fc.constant('/l'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('merge' as const),
        value: fc.record(
          { a: leaf, o: object, b: fc.constant(null) },
          { requiredKeys: [], noNullPrototype: true },
        ),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constantFrom('batch' as const, 'transaction' as const),
        actions: tie('actions'),
        fails: fc.boolean(),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('listen' as const),
        script: fc.array(tie('actions'), { maxLength: 3, depthIdentifier: 'd' }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('subscribe' as const), spec: tie('spec') }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constantFrom('stop' as const, 'abort' as const, 'run' as const, 'run' as const),
        which: fc.nat(7),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constantFrom('snapshot' as const, 'restore' as const) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constantFrom('throw' as const, 'throw' as const, 'dispose' as const),
      }),
    },
  ),
  spec: fc.record({
    target: fc.constantFrom(...targets),
    immediate: odds(4),
    deep: fc.constantFrom(undefined, true, false),
    once: odds(5),
    aborted: odds(20),
    schedule: fc.constantFrom(
      'sync',
      'sync',
      'sync',
      'microtask',
      'kept',
      'at once',
      'twice',
      'never',
      'throws',
    ),
    debounce: fc.constantFrom(undefined, undefined, undefined, 0, 5, 10),
    equals: fc.constantFrom(undefined, undefined, undefined, 'parity', 'always', 'throws', 'ends'),
    script: fc.array(tie('actions'), { maxLength: 3, depthIdentifier: 'd' }),
  }),
}));

function odds(of: number): fc.Arbitrary<boolean> {
  return fc.nat(of - 1).map((n) => n === 0);
}

const step: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: anyAction.filter(({ do: what }) => what !== 'throw') },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('advance' as const), by: fc.constantFrom(3, 5, 10) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('microtasks' as const) }) },
);

function store(start: unknown): World {
  const map: DataMap<any> = createDataMap<any>(structuredClone(start));
  let mirror = structuredClone(start);
  return {
    peek: (pointer) => map.peek(pointer),
    set: (pointer, to) => void map.set(pointer, shared(map.peek(pointer), to)),
    remove: (pointer) => void map.delete(pointer),
    push: (pointer, to) => void map.push(pointer, to),
    shift: (pointer) => void map.shift(pointer),
    merge: (patch) => map.mergePatch(patch),
    snapshot: () => map.snapshot(),
    restore: (snapshot) => void map.restore(snapshot as Snapshot<any>),
    batch: (run) => map.batch(run),
    transaction: (run) => map.transaction(run),
    subscribe: (target, callback, options) =>
      map.subscribe<string>(
        target,
        (to, event) => {
          const { kind, pointer, previous } = event;
          expect(event.value).toBe(to);
          const one: ToldEvent = { kind, pointer, previous, value: to };
          callback('segments' in event ? { ...one, segments: event.segments } : one);
        },
        options,
      ),
    onCommit: (listener) =>
      map.onCommit(({ patch }) => {
        if (patch.length === 0) return;
        mirror = applyToPlain(mirror, patch);
        listener(mirror);
      }),
    listen: (call) =>
      map.onCommit(({ patch }) => {
        if (patch.length > 0) call();
      }),
    effect: (pointer, tell) => void map.effect(() => tell(map.get(pointer))),
    dispose: () => map.dispose(),
  };
}

interface One {
  readonly stop: () => void;
  readonly abort: AbortController;
  readonly runs: (() => void)[];
}

/** Everything that is observable of a program, in order. */
class Driver {
  readonly log: string[] = [];
  readonly #world: World;
  readonly #clock: Clock;
  readonly #subscriptions: One[] = [];
  #snapshot: unknown;
  #disposed = false;
  #budget = 60;

  constructor(world: World, clock: Clock) {
    this.#world = world;
    this.#clock = clock;
  }

  get subscriptions(): readonly One[] {
    return this.#subscriptions;
  }

  say(...words: unknown[]): void {
    this.log.push(words.map((word) => (typeof word === 'string' ? word : text(word))).join(' '));
  }

  readonly caught = (error: unknown): void => this.say('!', messages(error).join(', '));

  run(actions: readonly Action[]): void {
    for (const action of actions) {
      if (action.do === 'throw') throw new Error('thrown');
      attempt(() => this.#perform(action), this.caught);
    }
  }

  #perform(action: Action): void {
    const world = this.#world;
    if (this.#disposed && action.do !== 'advance' && action.do !== 'microtasks') return;
    if (this.#budget-- < 0) return;
    switch (action.do) {
      case 'set':
        if (this.#has(action.at)) world.set(action.at, action.value);
        break;
      case 'remove':
        if (world.peek(action.at) !== undefined) world.remove(action.at);
        break;
      case 'push':
        if (Array.isArray(world.peek(action.at))) world.push(action.at, 7);
        break;
      case 'shift':
        if (Array.isArray(world.peek(action.at))) world.shift(action.at);
        break;
      case 'merge':
        if (isObject(world.peek(''))) world.merge(action.value);
        break;
      case 'batch':
      case 'transaction':
        world[action.do](() => {
          this.run(action.actions);
          if (action.fails) throw new Error(action.do);
        });
        break;
      case 'subscribe':
        this.#subscribe(action.spec);
        break;
      case 'listen':
        this.#listen(action.script);
        break;
      case 'stop':
        this.#which(action.which)?.stop();
        break;
      case 'abort':
        this.#which(action.which)?.abort.abort();
        break;
      case 'run': {
        const runs = this.#which(action.which)?.runs;
        runs?.[action.which % runs.length]?.();
        break;
      }
      case 'snapshot':
        this.#snapshot = world.snapshot();
        break;
      case 'restore':
        if (this.#snapshot !== undefined) world.restore(this.#snapshot);
        break;
      case 'dispose':
        this.#disposed = true;
        world.dispose();
        break;
      case 'advance':
        this.#clock.advance(action.by, this.caught);
        break;
      case 'microtasks':
        this.#clock.drain(this.caught);
        break;
      case 'throw':
        break;
    }
  }

  #subscribe(spec: Spec): void {
    const { target, immediate, deep, once, schedule, debounce, equals, script } = spec;
    const id = this.#subscriptions.length;
    const abort = new AbortController();
    if (spec.aborted) abort.abort();
    let calls = 0;
    const callback: Callback = ({ kind, pointer, previous, value: to, segments }) => {
      this.say(`#${id}`, kind, pointer, previous, '->', to, segments ?? '');
      this.run(script[calls++] ?? []);
    };
    const runs: (() => void)[] = [];
    let asked = 0;
    const schedules = {
      'at once': (run: () => void) => run(),
      kept: (run: () => void) => void runs.push(run),
      twice: (run: () => void) => {
        run();
        run();
      },
      never: () => {},
      throws: (run: () => void) => {
        if (asked++ % 2 === 0) throw new Error(`schedule ${id}`);
        run();
      },
    };
    let stop = (): void => {};
    const equality = {
      parity: (a: unknown, b: unknown) =>
        text(a).length === text(b).length && sum(a) % 2 === sum(b) % 2,
      always: () => true,
      throws: (_: unknown, b: unknown) => {
        if (sum(b) % 3 === 0) throw new Error(`equals ${id}`);
        return false;
      },
      ends: (_: unknown, b: unknown) => {
        if (sum(b) % 3 === 0) stop();
        return false;
      },
    };
    const options: SubscriptionOptions = {
      immediate,
      deep,
      once,
      debounce,
      signal: abort.signal,
      schedule: schedule === 'sync' || schedule === 'microtask' ? schedule : schedules[schedule],
      // A write without effect may have made a copy, about which `equals` is asked, too (SUB33); the model makes no copies
      equals: equals && ((a, b) => isDeepStrictEqual(a, b) || equality[equals](a, b)),
    };
    const one = { stop: () => stop(), abort, runs };
    this.#subscriptions.push(one);
    stop = this.#world.subscribe(target, callback, options);
  }

  #listen(script: readonly (readonly Action[])[]): void {
    const id = this.#subscriptions.length;
    let calls = 0;
    let stop = (): void => {};
    this.#subscriptions.push({ stop: () => stop(), abort: new AbortController(), runs: [] });
    stop = this.#world.listen(() => {
      this.say(`#${id}`, 'commit');
      this.run(script[calls++] ?? []);
    });
  }

  #which(n: number): One | undefined {
    return this.#subscriptions[n % Math.max(1, this.#subscriptions.length)];
  }

  /** Whether a place can be written: whether its parent exists. */
  #has(pointer: string): boolean {
    if (pointer === '') return true;
    const parent = this.#world.peek(pointer.slice(0, pointer.lastIndexOf('/')));
    if (Array.isArray(parent)) return Number(pointer.slice(-1)) < parent.length;
    return isObject(parent) && !pointer.startsWith('/l/');
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy that keeps the equal parts of the current value: `equals` is asked about copies, too (SUB33), which the model does not make. */
function shared(there: unknown, value: unknown): unknown {
  if (isDeepStrictEqual(there, value)) return there;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, member]): [string, unknown] => {
    return [key, shared((there as Record<string, unknown> | undefined)?.[key], member)];
  });
  return Array.isArray(value) ? entries.map(([, member]) => member) : Object.fromEntries(entries);
}

const text = (value: unknown): string =>
  value === undefined
    ? 'nothing'
    : JSON.stringify(value, (_, member: unknown) =>
        isObject(member)
          ? Object.fromEntries(
              Object.entries(member as object).toSorted(([a], [b]) => (a < b ? -1 : 1)),
            )
          : member,
      );

/** The sum of all numbers in a value. */
const sum = (value: unknown): number =>
  (text(value).match(/\d+/gu) ?? []).reduce((total, digits) => total + Number(digits), 0);

const messages = (error: unknown): string[] =>
  error instanceof AggregateError
    ? error.errors.flatMap(messages)
    : [error instanceof Error ? error.message : String(error)];

/** Everything that is observable of a program; the real clock is restored afterwards. */
function told(
  make: (clock: Clock) => World,
  program: readonly Action[],
  watched: string,
): string[] {
  const clock = new Clock();
  vi.stubGlobal('setTimeout', clock.setTimeout);
  vi.stubGlobal('clearTimeout', clock.clearTimeout);
  vi.stubGlobal('queueMicrotask', clock.queueMicrotask);
  const world = make(clock);
  const driver = new Driver(world, clock);
  world.onCommit((now) => driver.say('commit', now));
  world.effect(watched, (now) => driver.say('effect', now));
  for (const one of program) {
    driver.say('--', one.do);
    driver.run([one]);
  }
  driver.say('-- end');
  driver.run([{ do: 'dispose' }]);
  driver.say('timers', clock.timers.size);
  driver.run([{ do: 'microtasks' }, { do: 'advance', by: 100 }]);
  for (const { runs, abort } of driver.subscriptions) {
    for (const run of runs) run();
    driver.say('listeners', getEventListeners(abort.signal, 'abort').length);
  }
  vi.unstubAllGlobals();
  return driver.log;
}

afterEach(() => vi.unstubAllGlobals());

test(
  'SUB13, SUB20 to SUB22, SUB30 to SUB36, DM10 to DM17, DM48, DM56: any combination of options, writes and points in time agrees with the model',
  () => {
    fc.assert(
      fc.property(
        document,
        fc.array(anySpec, { maxLength: 4 }),
        fc.array(step, { maxLength: 12 }),
        fc.constantFrom('/a', '/b', '/o/x', '/l/0'),
        (start, specs, steps, watched) => {
          const program = [
            ...specs.map((one): Action => ({ do: 'subscribe', spec: one })),
            ...steps,
          ];
          const model = told((clock) => new Model(structuredClone(start), clock), program, watched);
          expect(told(() => store(start), program, watched)).toEqual(model);
        },
      ),
      fuzz(500),
    );
  },
  patience,
);
