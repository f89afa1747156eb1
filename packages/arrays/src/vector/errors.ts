/**
 * A write to a transient vector after `asPersistent()`, which would change the persistent vector, since both share
 * their nodes.
 *
 * @example
 * ```ts
 * import { PersistentVector, TransientError } from '@data-map/arrays';
 * const transient = PersistentVector.of(1).asTransient();
 * transient.asPersistent();
 * try {
 *   transient.push(2);
 * } catch (error) {
 *   console.log(error instanceof TransientError, transient.length); // -> true 1
 * }
 * ```
 */
export class TransientError extends TypeError {
  override readonly name = 'TransientError';
  readonly code = 'ARRAYS_TRANSIENT';

  constructor() {
    super(
      'The transient vector was made persistent, expected one that was not; call asTransient() again',
    );
  }
}
