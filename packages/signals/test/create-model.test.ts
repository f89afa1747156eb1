import { action, createModel, effect, signal } from '@data-map/signals';
import { expect, test, vi } from 'vitest';

test('SIG33: an action is a batch, untracked, and passes this, arguments and result through', () => {
  const a = signal(0);
  const seen: number[] = [];
  effect(() => void seen.push(a.value));
  const add = action(function (this: { by: number }, times: number) {
    for (let i = 0; i < times; i++) a.value += this.by;
    return a.value;
  });
  expect(add.call({ by: 2 }, 3)).toBe(6);
  expect(seen).toEqual([0, 6]);
  const run = vi.fn<() => void>(() => void add.call({ by: 0 }, 1));
  effect(run);
  a.value = 7;
  expect(run).toHaveBeenCalledTimes(1);
  expect(
    action(() => {
      throw new Error('passes through');
    }),
  ).toThrow('passes through');
});

test('SIG34: the functions of a model are actions, its own, inherited and nested ones', () => {
  const runs = vi.fn<() => void>();
  class Base {
    readonly count = signal(0);
    inherited(): void {
      this.count.value++;
      this.count.value++;
    }
  }
  const Counter = createModel(() => {
    const model = Object.assign(new Base(), {
      own() {
        model.count.value++;
        model.count.value++;
      },
      nested: {
        deep: {
          reset: () => {
            model.count.value = 1;
            model.count.value = 0;
          },
        },
      },
    });
    effect(() => {
      void model.count.value;
      runs();
    });
    return model;
  });
  const counter = new Counter();
  counter.own();
  counter.inherited();
  expect([runs.mock.calls.length, counter.count.value]).toEqual([3, 4]);
  counter.nested.deep.reset();
  expect([runs.mock.calls.length, counter.count.value]).toEqual([4, 0]);
});

test('SIG34: disposing of a model ends its effects, and those of models in it', () => {
  const a = signal(0);
  const runs = vi.fn<() => void>(() => void a.value);
  const Inner = createModel(() => {
    effect(runs);
    return { a };
  });
  const Outer = createModel(() => {
    effect(runs);
    return { inner: new Inner() };
  });
  {
    using outer = new Outer();
    a.value = 1;
    expect(outer.inner.a.value).toBe(1);
  }
  a.value = 2;
  expect(runs).toHaveBeenCalledTimes(4);
});

test('SIG34: what a factory reads is not a dependency of the effect around it', () => {
  const a = signal(1);
  const Model = createModel(() => ({ start: signal(a.value) }));
  const starts: number[] = [];
  effect(() => void starts.push(new Model().start.peek()));
  a.value = 2;
  expect(starts).toEqual([1]);
});

test('SIG34: a factory that throws leaves no effect behind', () => {
  const a = signal(0);
  const runs = vi.fn<() => void>(() => void a.value);
  const Broken = createModel((): { a: typeof a } => {
    effect(runs);
    throw new Error('half-way');
  });
  expect(() => new Broken()).toThrow('half-way');
  a.value = 1;
  expect(runs).toHaveBeenCalledTimes(1);
});

test.each([
  ['a frozen object', Object.freeze({})],
  ['undefined', undefined],
])('SIG34: a factory that returns %s leaves no effect behind', (_, parts) => {
  // The constructor threw after the scope, so that nothing could end the effect
  const a = signal(0);
  const runs = vi.fn<() => void>(() => void a.value);
  const Broken = createModel(() => {
    effect(runs);
    return parts as object;
  });
  expect(() => new Broken()).toThrow(TypeError);
  a.value = 1;
  expect(runs).toHaveBeenCalledTimes(1);
});

test('SIG34: odd keys, cycles, accessors and built-in objects of a model stay as they are', () => {
  const build = (): Record<string, unknown> => {
    const model: Record<string, unknown> = { list: [1], when: new Map([[1, 2]]) };
    model['self'] = model;
    Object.defineProperty(model, '__proto__', { value: () => 'own', enumerable: true });
    Object.defineProperty(model, 'computed', { get: () => 'accessor', enumerable: true });
    return model;
  };
  const model = new (createModel<Record<string, never>>(build as () => never))();
  expect(Object.keys(model).toSorted()).toEqual(['__proto__', 'computed', 'list', 'self', 'when']);
  expect(Object.getPrototypeOf(model)).toBe(Object.prototype);
  expect(Object.getOwnPropertyDescriptor(model, '__proto__')?.value).toBeTypeOf('function');
  expect([model['computed'], (model['when'] as unknown as Map<number, number>).get(1)]).toEqual([
    'accessor',
    2,
  ]);
  expect(Object.hasOwn(model['when'] ?? {}, 'get')).toBe(false);
});

test('SIG34: an own or nearer member shadows an inherited one; nested objects of a prototype stay as they are', () => {
  class Base {
    over(): string {
      return 'base';
    }
    inherited(): string {
      return 'base';
    }
  }
  class Own extends Base {
    override over(): string {
      return 'own';
    }
  }
  const call = (): number => 1;
  const shared = { call };
  Object.assign(Base.prototype, { shared, hidden: () => 'base' });
  const Model = createModel(() => Object.assign(new Own(), { hidden: signal('data') }));
  const model = new Model();
  expect([model.over(), model.inherited(), model.hidden.value]).toEqual(['own', 'base', 'data']);
  expect(Object.keys(model).toSorted()).toEqual(['hidden', 'inherited', 'over']);
  expect(shared.call).toBe(call);
});

test('SIG34: the disposal of a model is an action too: its cleanups are one batch', () => {
  const [a, b] = [signal(0), signal(0)];
  const runs: string[] = [];
  effect(() => void runs.push(`${a.value} ${b.value}`));
  const Model = createModel(() => {
    effect(() => () => a.value++);
    effect(() => () => b.value++);
    return {};
  });
  new Model()[Symbol.dispose]();
  expect(runs).toEqual(['0 0', '1 1']);
});

test('SIG34: the effects of a model end in reverse order of their creation, with those of models in it', () => {
  const log: string[] = [];
  const Inner = createModel((name: string) => {
    effect(() => () => void log.push(name));
    return {};
  });
  const Outer = createModel(() => {
    const first = new Inner('first');
    effect(() => () => void log.push('second'));
    return { first, third: new Inner('third') };
  });
  new Outer()[Symbol.dispose]();
  expect(log).toEqual(['third', 'second', 'first']);
});
