/**
 * Batches, and the queue of reactions that the outermost batch empties when it ends.
 *
 * The queue is a linked list through the reactions themselves (`_queued`), first in, first out, and
 * is emptied in rounds: what the reactions of one round mark runs in the next. A graph that is not
 * stable after `MAX_ROUNDS` rounds is refused at its next write.
 *
 * The journal remembers, for every node that takes a new value in a batch, the value and version
 * before. A node that comes back to that value gets that version back, and those who saw it find
 * nothing changed: A→B→A wakes nobody, even if somebody else looked at B meanwhile. Versions are
 * never given out twice, so that this is sound however long the journal is kept.
 */
import type { ReactionNode, SourceNode } from './node.ts';
import * as Flag from './flags.ts';
import { state } from './state.ts';
import { untracked } from './untracked.ts';

/** How often the reactions may set each other off before a write is refused. */
export const MAX_ROUNDS = 100;

let first: ReactionNode | undefined;
let last: ReactionNode | undefined;
let failures: unknown[] | undefined;

/** Nodes, their values and their versions, three entries each. */
let journal: unknown[] = [];
let written = 0;

/**
 * Runs `fn`, and the effects and subscribers concerned only when the outermost batch has ended: each
 * once, for all the changes together. Signals and computeds read inside are up to date.
 *
 * @returns What `fn` returns.
 * @throws What `fn` throws, after the effects have run; if effects throw as well, an `AggregateError`.
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
    if (state.depth === 1) report(error);
    throw error;
  } finally {
    leave();
  }
}

/** Ends a batch that `state.depth++` has opened. */
export function leave(): void {
  if (--state.depth === 0) flush();
}

/** Lets everything that is queued run. Only called outside of batches. */
export function flush(): void {
  state.depth = 1;
  while (first !== undefined) {
    let reaction: ReactionNode | undefined = first;
    first = last = undefined;
    state.rounds++;
    do {
      const next: ReactionNode | undefined = reaction._queued;
      reaction._queued = undefined;
      reaction._flags &= ~Flag.Queued;
      if (reaction._flags & Flag.Pending) reaction._react();
      reaction = next;
    } while (reaction !== undefined);
  }
  state.rounds = state.depth = 0;
  if (written > 0) forget();
  if (failures !== undefined) raise();
}

/** Appends reactions that are already linked to each other, `from` the first `to` the last. */
export function enqueue(from: ReactionNode, to: ReactionNode): void {
  if (last === undefined) first = from;
  else last._queued = from;
  last = to;
}

/** Keeps what was thrown until the outermost batch ends. */
export function report(error: unknown): void {
  (failures ??= []).push(error);
}

/** Throws what was reported, if this is not the business of a batch around. */
export function raise(): void {
  if (failures !== undefined && state.depth === 0) {
    const errors = failures;
    failures = undefined;
    throw errors.length === 1
      ? errors[0]
      : new AggregateError(errors, `${errors.length} errors, the first: ${errors[0]}`);
  }
}

/** Whether `next` would be a change of `node`. A custom `equals` is not tracked. */
export function differs(node: SourceNode, previous: unknown, next: unknown): boolean {
  const options = node._options;
  if (options === undefined) return next !== previous;
  const equals = options.equals;
  return equals === undefined ? next !== previous : !untracked(() => equals(previous, next));
}

/**
 * Gives `node` a value that differs from its own, and a version: a new one, or that of old.
 *
 * @param remembering - Whether the value before goes into the journal, if `node` is not there yet.
 */
export function assign(node: SourceNode, value: unknown, remembering: boolean): void {
  const mark = node._mark;
  if (mark >= 0) {
    if (!differs(node, journal[mark + 1], value)) {
      node._value = value;
      node._version = journal[mark + 2] as number;
      return;
    }
  } else if (remembering) {
    node._mark = written;
    journal[written++] = node;
    journal[written++] = node._value;
    journal[written++] = node._version;
  }
  renew(node, value);
}

/** Gives `node` a value and a version that it never had. */
export function renew(node: SourceNode, value: unknown): void {
  node._value = value;
  node._version = state.version = (state.version + 1) | 0;
}

function forget(): void {
  for (let i = 0; i < written; i += 3) {
    (journal[i] as SourceNode)._mark = -1;
    journal[i] = journal[i + 1] = undefined;
  }
  if (written > 4096) journal = [];
  written = 0;
}
