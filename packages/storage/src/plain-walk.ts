/**
 * Walks over plain JSON, in document order, with their own stack.
 *
 * They run on containers that the store has handed out, which nobody edits any more: so a walk goes on unharmed when the
 * store is written to, and sees the document as it was when the walk began. Pointers are put together only for what is
 * reported. What contains itself has no end: they throw a PathLimitError when they have gone round in it.
 */

import { endless, escapeSegment, goesRound, parsePattern, resolveSegment } from '@data-map/path';
import type { Pattern, Pointer } from '@data-map/path';
import { isContainer } from './container.ts';
import type { Container } from './container.ts';
import { PrefixMatcher } from './prefix-matcher.ts';
import type { States } from './prefix-matcher.ts';

/** A container on the way down, with how far it has been walked. */
interface Frame {
  readonly container: Container;
  /** The names of an object's members; undefined for an array, whose indices need no list. */
  readonly names: readonly string[] | undefined;
  readonly pointer: Pointer;
  readonly states: States;
  next: number;
}

interface Step {
  readonly top: Frame;
  readonly name: string | number;
  readonly child: unknown;
}

/** The leaves at and below a value with their pointers. A member that is `undefined` is none. */
export function* leaves(
  value: unknown,
  pointer: Pointer,
): Generator<[Pointer, unknown], void, undefined> {
  if (!isContainer(value)) {
    if (value !== undefined) yield [pointer, value];
    return;
  }
  const stack = [frame(value, pointer)];
  const marks: unknown[] = [];
  for (let step; (step = advance(stack)) !== undefined;) {
    const { top, name, child } = step;
    const place = `${top.pointer}/${escapeSegment(name)}`;
    if (isContainer(child)) {
      if (goesRound(child, stack.push(frame(child, place)), marks)) throw endless(place);
    } else yield [place, child];
  }
}

export function* pointersOf(
  entries: Iterable<readonly [Pointer, unknown]>,
): Generator<Pointer, void, undefined> {
  for (const [pointer] of entries) yield pointer;
}

/** How many leaves there are at and below a value; NaN where that takes looking at more than `most` members. */
export function countLeaves(value: unknown, most = Infinity): number {
  if (!isContainer(value)) return value === undefined ? 0 : 1;
  let count = 0;
  let seen = 0;
  let mark: Container | undefined;
  let until = 1;
  let rest = until;
  const pending: Container[] = [value];
  for (let container; (container = pending.pop()) !== undefined;) {
    // Comes again for ever, or only stands in several places (Brent, 1980): who keeps to the way down can tell
    if (container === mark && most === Infinity) {
      const all = leaves(value, '');
      for (count = 0; all.next().done !== true;) count++;
      return count;
    }
    if (--rest === 0) {
      mark = container;
      rest = until *= 2;
    }
    for (const child of Array.isArray(container) ? container : Object.values(container)) {
      if (++seen > most) return NaN;
      if (isContainer(child)) pending.push(child);
      else if (child !== undefined) count++;
    }
  }
  return count;
}

/** The pointers below `base`, where `value` is, that a pattern matches from there on. */
export function matches(value: unknown, base: Pointer, matcher: PrefixMatcher): Pointer[] {
  const found: Pointer[] = [];
  if (value === undefined) return found;
  if (matcher.accepts(matcher.start)) found.push(base);
  if (!isContainer(value)) return found;
  const stack = [frame(value, base, matcher.start, matcher)];
  const marks: unknown[] = [];
  for (let step; (step = advance(stack)) !== undefined;) {
    const { top, name, child } = step;
    const states = matcher.step(top.states, String(name));
    if (states.length === 0) continue;
    const place = `${top.pointer}/${escapeSegment(name)}`;
    if (matcher.accepts(states)) found.push(place);
    if (isContainer(child) && matcher.goesOn(states)) {
      const depth = stack.push(frame(child, place, states, matcher));
      if (goesRound(child, depth, marks)) throw endless(place);
    }
  }
  return found;
}

/** The literal segments with which a pattern begins, and the pattern that is left. */
export function splitPattern(pattern: Pattern): { prefix: Pointer; rest: Pattern } {
  if (typeof pattern !== 'string') parsePattern(pattern);
  let end = 0;
  while (end < pattern.length) {
    const next = pattern.indexOf('/', end + 1);
    const stop = next < 0 ? pattern.length : next;
    const segment = pattern.slice(end + 1, stop);
    if (segment === '*' || segment === '**' || segment.includes('~2')) break;
    end = stop;
  }
  return { prefix: pattern.slice(0, end), rest: pattern.slice(end) };
}

const ANYWHERE: States = [];

/** For the names that a pattern gives no list of all members is needed. */
function frame(
  container: Container,
  pointer: Pointer,
  states = ANYWHERE,
  matcher?: PrefixMatcher,
): Frame {
  const literals = matcher?.literals(states);
  const names = literals ?? (Array.isArray(container) ? undefined : Object.keys(container));
  return { container, names, pointer, states, next: 0 };
}

/** The next child that is there, of the container that was entered last; leaves those that have no more. */
function advance(stack: Frame[]): Step | undefined {
  for (let top; (top = stack.at(-1)) !== undefined;) {
    const { container, names } = top;
    const at = top.next++;
    const name = names === undefined ? at : names[at];
    if (name === undefined || at >= (names ?? (container as unknown[])).length) {
      stack.pop();
      continue;
    }
    const child = resolveSegment(container, name);
    if (child !== undefined) return { top, name, child };
  }
  return undefined;
}
