/**
 * Walks over plain JSON, in document order, with an explicit stack.
 *
 * The walks run on settled containers, which nobody edits any more. So writes to the store do not disturb a walk: it sees
 * the document as it was when the walk began. Pointers are built only for what is reported or entered, and a step allocates
 * nothing else: the frame of a container also holds the child that was found last. A container that contains itself has no
 * last leaf: a walk throws a PathLimitError when it has gone round in one.
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
  /** The names of an object's members; undefined for an array. */
  readonly names: readonly string[] | undefined;
  readonly pointer: Pointer;
  /** The positions of the pattern that are reached at this container. */
  readonly states: States;
  /** The index in `names`, or in the array, of the child to visit next. */
  next: number;
  /** The child that was visited last, and its name or index. */
  child: unknown;
  name: string | number;
}

/**
 * Iterates over the leaves at and below a value, as what `report` makes of them. `undefined` counts as absent, not as a leaf.
 */
export function* leaves<T>(
  value: unknown,
  pointer: Pointer,
  report: (pointer: Pointer, leaf: unknown) => T,
): Generator<T, void, undefined> {
  if (!isContainer(value)) {
    if (value !== undefined) yield report(pointer, value);
    return;
  }
  const stack = [frame(value, pointer)];
  const marks: unknown[] = [];
  for (let top; (top = advance(stack)) !== undefined;) {
    const { child } = top;
    const place = placeOf(top);
    if (isContainer(child)) {
      if (goesRound(child, stack.push(frame(child, place)), marks)) throw endless(place);
    } else yield report(place, child);
  }
}

/** The reports for `leaves`. */
export const asPointer = (pointer: Pointer): Pointer => pointer;
export const asEntry = (pointer: Pointer, leaf: unknown): [Pointer, unknown] => [pointer, leaf];

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
      const all = leaves(value, '', asPointer);
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
  const stack: Frame[] = [];
  const marks: unknown[] = [];
  /** Reports a place if it matches, and follows the literals of the pattern to the first container that has to be listed. */
  const visit = (start: unknown, pointer: Pointer, reached: States): void => {
    let place = pointer;
    let states = reached;
    for (let child = start; child !== undefined;) {
      if (matcher.accepts(states)) found.push(place);
      if (!isContainer(child) || !matcher.goesOn(states)) return;
      const literal = matcher.literals(states)?.[0];
      if (literal === undefined) {
        if (goesRound(child, stack.push(frame(child, place, states)), marks)) throw endless(place);
        return;
      }
      place += `/${escapeSegment(literal)}`;
      child = resolveSegment(child, literal);
      states = matcher.step(states, literal);
    }
  };
  visit(value, base, matcher.start);
  for (let top; (top = advance(stack)) !== undefined;) {
    const states = matcher.step(top.states, top.name);
    if (states.length > 0) visit(top.child, placeOf(top), states);
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

function frame(container: Container, pointer: Pointer, states = ANYWHERE): Frame {
  const names = Array.isArray(container) ? undefined : Object.keys(container);
  return { container, names, pointer, states, next: 0, child: undefined, name: 0 };
}

/** Visits the next existing child of the innermost container, and returns its frame; leaves containers that have no more. */
function advance(stack: Frame[]): Frame | undefined {
  for (let top; (top = stack[stack.length - 1]) !== undefined;) {
    const { container, names } = top;
    const at = top.next++;
    if (at >= (names ?? (container as unknown[])).length) {
      stack.pop();
      continue;
    }
    // The names are those of own members, so nothing inherited is read
    const name = names === undefined ? at : names[at]!;
    const child = (container as Record<string | number, unknown>)[name];
    if (child !== undefined) {
      top.child = child;
      top.name = name;
      return top;
    }
  }
  return undefined;
}

/** The pointer of the child that was visited last. */
function placeOf({ pointer, name }: Frame): Pointer {
  return `${pointer}/${typeof name === 'number' ? name : escapeSegment(name)}`;
}
