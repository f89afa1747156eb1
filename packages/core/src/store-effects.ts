/**
 * The effects of a store, which end with it.
 *
 * The set of them must not grow forever. But an effect that was created inside another effect, or in a scope, may be ended by
 * its owner, and the only notice of that is its cleanup. The cleanup also runs before each run of the effect, so it alone does
 * not tell an end from a pause. Therefore an entry counts as alive from the beginning of a run until the cleanup after it,
 * or until the run throws, which leaves no cleanup. When there are twice as many entries as after the last sweep, those that
 * are not alive are removed. An effect that was merely between two runs is added again by its next run, or ends there if
 * the store has ended. O(1) amortized for each effect; a run costs nothing in addition.
 */
import { batch, effect, type Disposer, type EffectFn } from '@data-map/signals';

/** The minimum number of entries for a sweep. */
const FEW = 16;

interface Entry {
  effect: { dispose(): void } | undefined;
  isAlive: boolean;
}

/** The effects of one store. */
export class StoreEffects {
  readonly #entries = new Set<Entry>();
  #limit = FEW;
  #isOver = false;

  /** Starts an effect. @throws what its first run throws; then there is no effect */
  start(run: EffectFn): Disposer {
    const entry: Entry = { effect: undefined, isAlive: false };
    let cleanup: unknown;
    const end = (): void => {
      entry.isAlive = false;
      if (typeof cleanup === 'function') cleanup();
    };
    const attempt = (made: { dispose(): void }): unknown => {
      if (this.#isOver) return made.dispose();
      entry.isAlive = true;
      if (entry.effect === undefined) this.#keep(entry);
      entry.effect = made;
      try {
        cleanup = run.call(made);
        return end;
      } catch (error) {
        // There is no cleanup that would be called at its end
        entry.isAlive = false;
        throw error;
      }
    };
    try {
      return effect(function () {
        return attempt(this) as () => void;
      });
    } catch (error) {
      this.#entries.delete(entry);
      throw error;
    }
  }

  /** The number of entries. */
  get size(): number {
    return this.#entries.size;
  }

  /** Ends all effects. @throws what their cleanups throw, once all have ended */
  clear(): void {
    this.#isOver = true;
    batch(() => {
      for (const entry of this.#entries) entry.effect?.dispose();
      this.#entries.clear();
    });
  }

  #keep(entry: Entry): void {
    if (this.#entries.size >= this.#limit) {
      for (const each of this.#entries) if (!each.isAlive) this.#drop(each);
      this.#limit = Math.max(FEW, 2 * this.#entries.size);
    }
    this.#entries.add(entry);
  }

  /** Removes an entry that seems to have ended. If its effect was merely between two runs, the next run adds it again. */
  #drop(entry: Entry): void {
    entry.effect = undefined;
    this.#entries.delete(entry);
  }
}
