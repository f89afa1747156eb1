/**
 * The effects of a store, which end with it.
 *
 * The set of them must not grow for ever. But an effect that was made inside another effect, or a scope, may end with that, and
 * nobody is told but its cleanup, which is called before each run as well: from a cleanup alone one cannot tell an end from a
 * pause. So an entry counts as alive from the beginning of a run to the cleanup after it (or to a throw, which leaves no cleanup).
 * When there are twice as many entries as after the last sweep, those that are not alive are swept out. An effect that was only
 * between two runs comes back with its next run, or ends there if the store has ended. O(1) for each effect, nothing for a run.
 */
import { batch, effect, type Disposer, type EffectFn } from '@data-map/signals';

/** As many entries are never swept. */
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

  /** Starts an effect. @throws what its first run throws; then there is none */
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
        // There is no cleanup to be called when it ends
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

  /** How many entries there are. */
  get size(): number {
    return this.#entries.size;
  }

  /** Ends all of them. @throws what their cleanups throw, when all have ended */
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

  /** One that is between its cleanup and its run, or that threw, is taken for ended, and comes back when it begins. */
  #drop(entry: Entry): void {
    entry.effect = undefined;
    this.#entries.delete(entry);
  }
}
