import { action } from './action.ts';
import { disposeSymbol, type Disposer } from './disposer.ts';
import { requireFunction } from './errors.ts';
import { effectScope } from './scope.ts';
import type { ReadonlySignal } from './signal.ts';

type Callable = (...args: never[]) => unknown;

/**
 * `T`, if it holds only signals, functions and objects of those; otherwise a type whose text says which
 * member does not fit.
 */
type Checked<T> = {
  [K in keyof T]: T[K] extends ReadonlySignal<unknown> | Callable
    ? T[K]
    : T[K] extends object
      ? Checked<T[K]>
      : `Expected a signal, a function or an object of those at ${K & string}`;
};

/** A model: the object that the factory returned, with `Symbol.dispose`. */
export type Model<T> = Checked<T> & Disposable;

/** The function that {@link createModel} takes: it returns the members of a model. */
export type ModelFactory<T, Arguments extends unknown[] = []> = (...args: Arguments) => Checked<T>;

/** The class that {@link createModel} returns. Its constructor takes the arguments of the factory. */
export type ModelConstructor<T, Arguments extends unknown[] = []> = new (
  ...args: Arguments
) => Model<T>;

/**
 * Creates a class from a function that returns signals, computeds and functions.
 *
 * In each model the functions become {@link action}s, also those that it inherits and those of nested
 * objects. `Symbol.dispose` of a model ends the effects and subscriptions that the factory created, the
 * youngest first. The factory itself is untracked.
 *
 * @throws TypeError if the factory is not a function. The constructor throws what the factory throws, and a
 *   TypeError if the factory returns a frozen object or no object; what the factory had created has ended then.
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
  return function SignalModel(...args: Arguments): unknown {
    let model: (T & Disposable) | undefined;
    // All of it in the scope: what the factory returns may be frozen or no object, and then its effects have to end
    const dispose: Disposer = effectScope(() => {
      model = factory(...args) as T & Disposable;
      wrapFunctions(model, new Set());
      model[disposeSymbol] = action(() => dispose());
    });
    return model;
  } as unknown as ModelConstructor<T, Arguments>;
}

/**
 * Replaces every function that `target` has or inherits under a string key by an action, and does the same
 * in the objects that it holds.
 */
function wrapFunctions(target: object, visited: Set<object>): void {
  visited.add(target);
  const wrapped = new Set<string>(['constructor']);
  // The methods that a Map, a Date or an array inherits stay as they are
  const plain = Object.prototype.toString.call(target) === '[object Object]';
  let level: object | null = target;
  while (level !== null && level !== Object.prototype) {
    for (const [key, { value, enumerable }] of Object.entries(
      Object.getOwnPropertyDescriptors(level),
    )) {
      if (typeof value === 'function') {
        if (!wrapped.has(key)) {
          // Defined instead of assigned, since the key may be `__proto__`. Does nothing if `target` is frozen
          Reflect.defineProperty(target, key, {
            value: action(value),
            enumerable: enumerable || level !== target,
            configurable: true,
            writable: true,
          });
        }
      } else if (
        level === target &&
        typeof value === 'object' &&
        value !== null &&
        !('brand' in value || visited.has(value))
      ) {
        wrapFunctions(value, visited);
      }
      // Shadows an inherited member of the same name, whether it is a function or not
      wrapped.add(key);
    }
    level = plain ? Object.getPrototypeOf(level) : null;
  }
}
