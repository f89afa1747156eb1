/**
 * Batches, and the queue of reactions that the outermost batch empties when it ends.
 *
 * A reaction is in the queue exactly while it is `Pending`, or stands there once more, which does no
 * harm. The queue is emptied in rounds: what the reactions of one round mark runs in the next. A
 * graph that is not stable after `MAX_ROUNDS` rounds is refused at its next write.
 *
 * A node that takes a new value in a batch remembers the value and version before. If it comes back
 * to that value it gets that version back, and those who saw it find nothing changed: A→B→A wakes
 * nobody, even if somebody else looked at B meanwhile. Versions are never given out twice, so that
 * this is sound however long it is remembered.
 */
import { abandonCheck } from './check.ts';
import { requireFunction } from './errors.ts';
import * as Flag from './flags.ts';
import type { Before, ReactionNode, SourceNode } from './node.ts';
import { state } from './state.ts';
import { untracked } from './untracked.ts';

/** How often the reactions may set each other off before a write is refused. */
export const MAX_ROUNDS = 100;

/** What was thrown in this batch. */
export const failures: unknown[] = [];

/** The nodes that remember what they were before this batch. */
const changed: SourceNode[] = [];

/**
 * Runs `fn`, and the effects and subscribers concerned only when the outermost batch has ended: each
 * once, for all the changes together. Signals and computeds read inside are up to date. O(1), and
 * what runs.
 *
 * @returns What `fn` returns.
 * @throws What `fn` throws, after the effects have run; if effects throw as well, an `AggregateError`.
 * @throws TypeError when `fn` is no function.
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
    throw noted(error, fn);
  } finally {
    if (--state.depth === 0) finish();
  }
}

/** Apart, so that a batch stays small enough to be inlined. */
function noted(error: unknown, fn: unknown): unknown {
  requireFunction(fn);
  if (state.depth === 1) failures.push(error);
  return error;
}

/**
 * What follows the end of the outermost batch. The caller has counted `state.depth` down by itself: where the stack ends a call
 * may fail, and the batch must not stay open.
 */
export function finish(): void {
  // What is queued was queued by a write, which is remembered in a batch
  if (changed.length > 0 || failures.length > 0) flush();
}

/**
 * Lets the reactions run that are queued, and throws what was collected. Only called outside of
 * batches, but maybe by a computed that writes.
 */
export function flush(): void {
  const { observer, run, scope, tail } = state;
  state.observer = state.scope = undefined;
  state.depth = 1;
  const { queue } = state;
  let done = state.stopped > 0 ? state.stopped - 1 : 0;
  try {
    if (state.stopped > 0) makeReady(done);
    while (done < state.queued) {
      state.rounds++;
      for (const end = state.queued; done < end; queue[done++] = undefined) {
        (queue[done] as ReactionNode).react();
      }
    }
    state.queued = 0;
    done = -1;
  } finally {
    // The end of the stack may lead here. So nothing is called, and the rest is left to the next flush
    state.stopped = done + 1;
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
    // Anything can be thrown, also what has no text
    const text = first instanceof Error ? `, the first: ${first.message}` : '';
    throw new AggregateError(errors, `${errors.length} errors${text}`);
  }
}

/** The last flush met the end of the stack, and left the reactions from this one on. */
function makeReady(first: number): void {
  for (let i = first; i < state.queued; i++) {
    const reaction = state.queue[i] as ReactionNode;
    reaction.flags |= Flag.Pending;
    abandonCheck(reaction);
  }
}

/** Calls `fn` untracked and keeps what it throws until the outermost batch ends. Says whether it threw. */
export function attempt(fn: () => void): boolean {
  try {
    untracked(fn);
    return false;
  } catch (error) {
    return failures.push(error) > 0;
  }
}

/** Whether `next` would be a change of `node`, or of what it was. A custom `equals` is not tracked. */
export function differs(node: SourceNode, next: unknown, previous: unknown): boolean {
  const equals = node.options?.equals;
  return equals ? !untracked(() => equals(previous, next)) : next !== previous;
}

/**
 * Remembers what `node` was before this batch. Gives it if `value`, which differs from the node's own, is the value from
 * then.
 */
export function recall(node: SourceNode, value: unknown): Before | undefined {
  const before = node.before;
  if (before !== undefined) return differs(node, value, before.value) ? undefined : before;
  node.before = { value: node.current, version: node.version };
  changed.push(node);
  return undefined;
}
