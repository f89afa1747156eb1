/**
 * Batches, and the queue of reactions that is run when the outermost batch ends.
 *
 * Every reaction that is `Pending` is in the queue. (An effect that ran early, because it owns another
 * queued one, keeps its entry, which is then skipped.) The queue is run in rounds: what the reactions of
 * one round mark runs in the next round. If the graph does not come to rest within `MAX_ROUNDS` rounds,
 * the next write throws a `CycleError`.
 *
 * Restored versions. A node that changes in a batch remembers the value and the version from before. If
 * it comes back to that value, it gets that version back, and observers that saw it find nothing changed:
 * A→B→A runs no reaction, even if something read B in between. This is sound because a node never gives
 * the same version to two values.
 */
import { abandonCheck } from './check.ts';
import { requireFunction } from './errors.ts';
import * as Flag from './flags.ts';
import type { Before, SourceNode } from './node.ts';
import { state } from './state.ts';
import { untracked } from './untracked.ts';

/** How many rounds of reactions a flush may take before it refuses further writes. */
export const MAX_ROUNDS = 100;

/** The errors collected in the current batch, thrown when it ends. */
export const failures: unknown[] = [];

/** The nodes whose `before` is set. */
export const changed: SourceNode[] = [];

/**
 * Calls `fn`, and defers the effects and subscribers that its writes affect until the outermost batch
 * ends. Each then runs once, for all the changes together. Signals and computeds that are read inside are
 * up to date. O(1), plus `fn` and what runs.
 *
 * @returns What `fn` returns.
 * @throws What `fn` throws, after the effects have run; if effects throw as well, an `AggregateError`.
 * @throws TypeError if `fn` is not a function.
 * @example
 * ```ts
 * import { batch, effect, signal } from '@data-map/signals';
 *
 * const first = signal('Ada');
 * const last = signal('Byron');
 * effect(() => console.log(first.value, last.value)); // -> Ada Byron
 * batch(() => {
 *   first.value = 'Augusta';
 *   last.value = 'King';
 * }); // -> Augusta King
 * ```
 */
export function batch<T>(fn: () => T): T {
  state.depth++;
  try {
    return fn();
  } catch (error) {
    requireFunction(fn);
    if (state.depth === 1) failures.push(error);
    throw error;
  } finally {
    if (--state.depth === 0) finish();
  }
}

/**
 * Runs what the outermost batch, which has ended, leaves to be done. The caller decrements `state.depth`
 * itself, before this call: a call can fail with a stack overflow, and the batch must not stay open.
 */
export function finish(): void {
  // If anything is queued, a write in the batch has queued it, and its signal is in `changed`
  if (changed.length > 0 || failures.length > 0) flush();
}

/**
 * Runs the queued reactions, then throws the collected errors. No batch is open when it is called, but a
 * computed may be running: one that writes.
 */
export function flush(): void {
  const { observer, run, scope, tail } = state;
  state.observer = state.scope = undefined;
  state.depth = 1;
  const { queue } = state;
  let done = 0;
  try {
    if (state.stopped) {
      // A stack overflow kept these from running in the last flush
      for (const reaction of queue) {
        if (reaction !== undefined) {
          reaction.flags |= Flag.Pending;
          abandonCheck(reaction);
        }
      }
    }
    state.stopped = true;
    while (done < state.queued) {
      state.rounds++;
      for (const end = state.queued; done < end; queue[done++] = undefined) queue[done]?.react();
    }
    state.queued = 0;
    state.stopped = false;
  } finally {
    // A stack overflow may lead here. So nothing is called, and the rest of the queue is left to the next
    // flush
    state.rounds = state.depth = 0;
    state.observer = observer;
    state.run = run;
    state.scope = scope;
    state.tail = tail;
  }
  while (changed.length > 0) (changed.pop() as SourceNode).before = undefined;
  if (failures.length > 0) {
    const errors = failures.splice(0);
    const [first] = errors;
    if (errors.length === 1) throw first;
    // Anything can be thrown, even a value that cannot be converted to a string
    const text = first instanceof Error ? `, the first: ${first.message}` : '';
    throw new AggregateError(errors, `${errors.length} errors${text}`);
  }
}

/**
 * Calls `fn` untracked, and collects what it throws until the outermost batch ends. Returns whether it
 * threw.
 */
export function attempt(fn: () => void): boolean {
  try {
    untracked(fn);
    return false;
  } catch (error) {
    return failures.push(error) > 0;
  }
}

/**
 * Whether `next` counts as another value than `previous` at `node`. A custom `equals` is called
 * untracked.
 */
export function differs(node: SourceNode, next: unknown, previous: unknown): boolean {
  const equals = node.options?.equals;
  return equals ? !untracked(() => equals(previous, next)) : next !== previous;
}

/**
 * To be called in a batch before `node` takes `value`, which differs from its current value. At the first
 * change in the batch, remembers the current value and version. At a later one, returns the remembered
 * ones if `value` equals the remembered value.
 */
export function recall(node: SourceNode, value: unknown): Before | undefined {
  const before = node.before;
  if (before !== undefined) return differs(node, value, before.value) ? undefined : before;
  node.before = { value: node.current, version: node.version };
  changed.push(node);
  return undefined;
}
