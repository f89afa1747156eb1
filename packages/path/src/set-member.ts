/**
 * Puts a member into an object. `__proto__` is a name like any other: it is defined, where an assignment would set the
 * prototype. O(1).
 *
 * @example
 * ```ts
 * import { setMember } from '@data-map/path';
 * const object: Record<string, unknown> = {};
 * setMember(object, '__proto__', 1);
 * console.log(Object.keys(object), JSON.stringify(object)); // -> [ '__proto__' ] {"__proto__":1}
 * ```
 */
export function setMember(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  } else {
    object[name] = value;
  }
}
