/**
 * Which places of patterns with wildcards differ between two versions of a part of the document.
 *
 * The two versions and the automaton of the patterns are walked down together, and only where all of them go on:
 *
 * - identical references are not entered, nor are places below which no pattern leads on;
 * - where a `*` or `**` stands, every member of either version is looked at; elsewhere only the names that the
 *   patterns spell out, or the members, whichever are fewer.
 *
 * A place counts as changed when its JSON values are unequal. For leaves that is known at once. For two containers it
 * follows from the places below where all of them are visited anyway, and is asked of `jsonEqual` where they are
 * not; so each pair of values is compared a bounded number of times, however many patterns match on the way down.
 * Changed or not is therefore known when a place is left, but places are reported in the order in which they were
 * entered, which is the order of the document.
 *
 * Iterative, because the depth of the document is the user's.
 */

import { jsonEqual, resolveSegment } from '@data-map/path';
import type { State } from './automaton.ts';
import { isContainer } from './container.ts';
import type { Matcher } from './matcher.ts';
import { isSame, pairAt, pairBelow, type Pair } from './pair.ts';

/** So many names are looked up without asking how many members there are. */
const FEW_NAMES = 16;

/** A place that patterns match and that holds something else than before. */
export interface Finding<T> {
  readonly pair: Pair;
  readonly values: readonly T[];
  /** Whether the JSON values are unequal; otherwise only the references are. */
  differs: boolean;
}

interface Frame<T> {
  readonly pair: Pair;
  readonly state: State<T>;
  readonly above: Frame<T> | undefined;
  readonly finding: Finding<T> | undefined;
  /** The names to visit; `undefined` for the positions from `at` up to `end`. */
  readonly names: readonly string[] | undefined;
  readonly end: number;
  at: number;
  /** Every place below is visited, and they tell whether this one differs. */
  readonly isComplete: boolean;
  /** Somebody asks whether this place differs. */
  readonly isAsked: boolean;
  differs: boolean;
}

/** What a walk found, and how many pairs of different references it looked at. */
export interface Findings<T> {
  readonly findings: readonly Finding<T>[];
  readonly visited: number;
}

/**
 * @param state the state of the automaton at the top
 * @param isInside the top itself is not in question, only what is below it
 */
export function walk<T>(
  matcher: Matcher<T>,
  top: Pair,
  state: State<T>,
  isInside: boolean,
): Findings<T> {
  const findings: Finding<T>[] = [];
  let visited = 0;

  /** Looks at a pair of different references; returns a frame where there is something to see below it. */
  const enter = (pair: Pair, here: State<T>, above: Frame<T> | undefined): Frame<T> | undefined => {
    visited++;
    const { before, after } = pair;
    const values = isInside && above === undefined ? [] : matcher.hits(here);
    const isSplit = !comparable(before, after);
    const finding = values.length > 0 ? { pair, values, differs: isSplit } : undefined;
    if (finding !== undefined) findings.push(finding);
    if (isSplit && above !== undefined) above.differs = true;
    const isAsked =
      finding !== undefined || (above !== undefined && above.isAsked && above.isComplete);
    if ((here.isOpen || here.width > 0) && (isContainer(before) || isContainer(after))) {
      const frame = { pair, state: here, above, finding, isComplete: here.isOpen, isAsked };
      return { ...frame, ...membersOf(pair, here), differs: isSplit };
    }
    if (isAsked && !isSplit && !jsonEqual(before, after)) {
      if (finding !== undefined) finding.differs = true;
      if (above !== undefined) above.differs = true;
    }
    return undefined;
  };

  const leave = ({ pair, above, finding, isAsked, isComplete, differs }: Frame<T>): void => {
    const unequal = differs || (isAsked && !isComplete && !jsonEqual(pair.before, pair.after));
    if (finding !== undefined) finding.differs = unequal;
    if (unequal && above !== undefined) above.differs = true;
  };

  let frame = isSame(top.before, top.after) ? undefined : enter(top, state, undefined);
  while (frame !== undefined) {
    if (frame.at >= frame.end) {
      leave(frame);
      frame = frame.above;
      continue;
    }
    const at = frame.at++;
    const key = frame.names === undefined ? at : (frame.names[at] ?? '');
    const pair = typeof key === 'number' ? pairAt(frame.pair, key) : pairBelow(frame.pair, key);
    if (pair === undefined) continue;
    const name = frame.state.width === 0 ? undefined : matcher.name(String(key));
    const next = matcher.step(frame.state, name);
    if (next.isDead && !(frame.isAsked && frame.isComplete)) continue;
    frame = enter(pair, next, frame) ?? frame;
  }
  return { findings, visited };
}

/** Two containers of the same kind; all other pairs of different references are unequal. */
function comparable(before: unknown, after: unknown): boolean {
  return (
    isContainer(before) && isContainer(after) && Array.isArray(before) === Array.isArray(after)
  );
}

type Members = Pick<Frame<unknown>, 'names' | 'at' | 'end'>;

/** What to visit below a pair. */
function membersOf<T>({ before, after, base }: Pair, state: State<T>): Members {
  if (!state.isOpen && state.width <= FEW_NAMES) return named(namesIn(state));
  if (isPositional(before) && isPositional(after)) {
    const length = Math.max(lengthOf(before), lengthOf(after));
    if (!state.isOpen && state.width < length) return named(namesIn(state));
    return { names: undefined, at: base, end: base + length };
  }
  const members = isContainer(after) ? Object.keys(after) : [];
  if (isContainer(before)) {
    for (const name of Object.keys(before)) {
      if (resolveSegment(after, name) === undefined) members.push(name);
    }
  }
  if (!state.isOpen && state.width < members.length) return named(namesIn(state));
  return named(members);
}

function named(names: readonly string[]): Members {
  return { names, at: 0, end: names.length };
}

function namesIn<T>(state: State<T>): string[] {
  const names = new Set<string>();
  for (const node of state.nodes) node.forEachNamed((_, name) => names.add(name.key));
  return [...names];
}

/** An array, or a value that has nothing below it. */
function isPositional(value: unknown): boolean {
  return Array.isArray(value) || !isContainer(value);
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}
