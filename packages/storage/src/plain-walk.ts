/**
 * Walks over plain JSON, in document order, with an explicit stack.
 *
 * The walks run on settled containers, which nobody edits any more. So writes to the store do not disturb a walk: it sees
 * the document as it was when the walk began. Pointers are built only for what is reported or entered. A container that
 * contains itself has no last leaf: a walk throws a PathLimitError when it has gone round in one.
 */

import { endless, escapeSegment, goesRound, parsePattern, resolveSegment } from '@data-map/path';
import type { Pattern, Pointer } from '@data-map/path';
import { isContainer } from './container.ts';
import type { Container } from './container.ts';
import { PrefixMatcher } from './prefix-matcher.ts';
import type { States } from './prefix-matcher.ts';

/** A container on the current path, with the position of the walk in it. */
interface Frame {
  readonly container: Container;
  /** The names to visit: an object's members, or the literal of a pattern; undefined for all indices of an array. */
  readonly names: readonly string[] | undefined;
  readonly pointer: Pointer;
  /** The positions of the pattern that are reached at this container. */
  readonly states: States;
  /** The index in `names`, or in the array, of the child to visit next. */
  next: number;
}

/** One child that the walk visits, in the frame `top`. */
interface Step {
  readonly top: Frame;
  readonly name: string | number;
  readonly child: unknown;
}

/** Iterates over the leaves at and below a value with their pointers. `undefined` counts as absent, not as a leaf. */
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

/** Iterates over the pointers of some entries. */
export function* pointersOf(
  entries: Iterable<readonly [Pointer, unknown]>,
): Generator<Pointer, void, undefined> {
  for (const [pointer] of entries) yield pointer;
}

/** The number of leaves at and below a value; NaN if that takes looking at more than `most` members. */
export function countLeaves(value: unknown, most = Infinity): number {
  if (!isContainer(value)) return value === undefined ? 0 : 1;
  let count = 0;
  let seen = 0;
  let mark: Container | undefined;
  let until = 1;
  let rest = until;
  const pending: Container[] = [value];
  for (let container; (container = pending.pop()) !== undefined;) {
    // Brent's cycle detection (1980): `mark` is a container seen before, renewed at powers of two. Seeing it again may mean
    // a cycle, or only a container in several places. `leaves`, which knows the path, can tell
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

/** The pointers at and below `base`, where `value` is, that the pattern of a matcher matches from there on. */
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

/** Splits a pattern into the literal segments at its beginning and the remaining pattern. */
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

/** The frame of a container. If the pattern allows only one name here, it is not necessary to list all members. */
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

/** Advances to the next existing child of the innermost container; leaves containers that have no more. */
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
