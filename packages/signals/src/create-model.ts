import { action } from './action.ts';
import { disposeSymbol } from './disposer.ts';
import { requireFunction } from './errors.ts';
import { effectScope } from './scope.ts';
import type { ReadonlySignal } from './signal.ts';

type Callable = (...args: never[]) => unknown;

/** `T`, if it holds only signals, functions and objects of such; otherwise a type that says what does not fit. */
type Checked<T> = {
  [K in keyof T]: T[K] extends ReadonlySignal<unknown> | Callable
    ? T[K]
    : T[K] extends object
      ? Checked<T[K]>
      : `Expected a signal, a function or an object of those at ${K & string}`;
};

/** What a model's constructor makes. */
export type Model<T> = Checked<T> & Disposable;

/** Makes the parts of a model. */
export type ModelFactory<T, Arguments extends unknown[] = []> = (...args: Arguments) => Checked<T>;

/** What {@link createModel} gives: the class that makes models, with the arguments of the factory. */
export type ModelConstructor<T, Arguments extends unknown[] = []> = new (
  ...args: Arguments
) => Model<T>;

/**
 * Makes a class out of a function that returns signals, computeds and functions.
 *
 * Of each model that is made with it, the functions, those of its prototypes and of nested objects
 * included, become {@link action}s, and `Symbol.dispose` ends the effects and subscriptions that the
 * factory created. The factory itself is untracked.
 *
 * @throws TypeError when the factory is no function; each model throws what the factory throws, after ending what it had created.
 * @example
 * ```ts
 * import { computed, createModel, effect, signal } from '@data-map/signals';
 *
 * const Counter = createModel((start: number) => {
 *   const count = signal(start);
 *   const double = computed(() => count.value * 2);
 *   effect(() => console.log(double.value));
 *   return {
 *     double,
 *     addTwice() {
 *       count.value++;
 *       count.value++;
 *     },
 *   };
 * });
 * const counter = new Counter(1); // -> 2
 * counter.addTwice(); // -> 6
 * counter[Symbol.dispose]();
 * counter.addTwice();
 * ```
 */
export function createModel<T, Arguments extends unknown[] = []>(
  factory: ModelFactory<T, Arguments>,
): ModelConstructor<T, Arguments> {
  requireFunction(factory);
  function SignalModel(...args: Arguments): unknown {
    const made: { model: object }[] = [];
    const dispose = effectScope(() => void made.push({ model: factory(...args) }));
    const [{ model }] = made as [{ model: object }];
    wrapFunctions(model, new Set());
    Object.defineProperty(model, disposeSymbol, {
      value: action(dispose),
      configurable: true,
      enumerable: true,
      writable: true,
    });
    return model;
  }
  return SignalModel as unknown as ModelConstructor<T, Arguments>;
}

/** Puts an action over every function that `target` has or inherits, and goes into its own objects. */
function wrapFunctions(target: object, visited: Set<object>): void {
  visited.add(target);
  const wrapped = new Set<string>(['constructor']);
  // Methods of a Map, a Date or an array do not count as the model's
  const plain = Object.prototype.toString.call(target) === '[object Object]';
  let level: object | null = target;
  while (level !== null && level !== Object.prototype) {
    for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
      if (typeof value === 'function') {
        if (!wrapped.has(key)) redefine(target, key, action(value));
      } else if (level === target && isNested(value) && !visited.has(value)) {
        wrapFunctions(value, visited);
      }
      // What is nearer hides what is inherited, functions or not
      wrapped.add(key);
    }
    level = plain ? Object.getPrototypeOf(level) : null;
  }
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !('brand' in value);
}

/** Not an assignment: the key may be `__proto__`. Leaves alone what is frozen. */
function redefine(target: object, key: string, value: unknown): void {
  const { enumerable = true } = Object.getOwnPropertyDescriptor(target, key) ?? {};
  Reflect.defineProperty(target, key, { value, enumerable, configurable: true, writable: true });
}
