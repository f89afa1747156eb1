import type { SignalOptions } from '@data-map/signals';

/**
 * Options of a signal that is in `held` for as long as somebody watches it. What the store knows of weakly must not be
 * collected under an effect: it would silently never run again, since nobody else needs to hold the effect.
 */
export function heldIn(held: Set<unknown>): SignalOptions {
  return {
    watched() {
      held.add(this);
    },
    unwatched() {
      held.delete(this);
    },
  };
}
