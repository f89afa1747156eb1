/**
 * Puts a member into an object. What the object inherits is no obstacle: `__proto__` is a name like any other, and so is what
 * stands frozen or with a setter on `Object.prototype`. Such a member is defined, since an assignment would not make it. O(1).
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
  if (name in object && !Object.hasOwn(object, name)) {
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
