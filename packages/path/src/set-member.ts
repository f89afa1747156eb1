/**
 * Sets an own member of an object, whatever the object inherits under that name: `__proto__` is a name like any other, and so
 * are names of read-only properties and setters of `Object.prototype`. An inherited name is defined rather than assigned,
 * because an assignment would throw or call the setter. O(1).
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
