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
 * Iterative, because the depth of the document is the user's; and since a container may have very many members, nothing is
 * allocated for one unless it is a finding or entered.
 */

import { endless, goesRound, jsonEqual } from '@data-map/path';
import type { State } from './automaton.ts';
import { childAt, isContainer, kindOf, memberOf, type Kind } from './container.ts';
import type { Matcher } from './matcher.ts';
import { isSame, pairAt, pointerOf, type Pair, type Top } from './pair.ts';

/** So many names are looked up without asking how many members there are. */
const FEW_NAMES = 16;

/** A place that patterns match and that holds something else than before. */
export interface Finding<T> {
  readonly pair: Pair;
  readonly values: readonly T[];
  /** Whether the JSON values are unequal; otherwise only the references are. */
  differs: boolean;
}

/** What a walk found, and how many pairs of different references it looked at. */
export interface Findings<T> {
  readonly findings: readonly Finding<T>[];
  readonly visited: number;
}

/**
 * Finds the places below a pair; the pair itself is not in question.
 *
 * @param state the state of the automaton at the top
 * @param place where the top is
 * @throws PathLimitError when the patterns lead round in a container that contains itself
 */
export function walk<T>(matcher: Matcher<T>, top: Pair, state: State<T>, place: Top): Findings<T> {
  const findings: Finding<T>[] = [];
  let visited = 0;
  // Either side may go round on its own
  const marksBefore: unknown[] = [];
  const marksAfter: unknown[] = [];
  let frame: Frame<T> | undefined = open(
    undefined,
    top,
    kindOf(top.before),
    kindOf(top.after),
    state,
    undefined,
    false,
  );
  while (frame !== undefined) {
    const { pair, state: here, isAsked, names } = frame;
    if (frame.at === frame.end) {
      const differs =
        frame.differs || (isAsked && !here.isOpen && !jsonEqual(pair.before, pair.after));
      leave(frame.parent, frame.finding, differs);
      frame = frame.parent;
      continue;
    }
    const at = frame.at++;
    const key = names === undefined ? at : names[at]!;
    const before = memberOf(pair.before, frame.kindBefore, key, pair.base);
    const after = memberOf(pair.after, frame.kindAfter, key, pair.base);
    if (isSame(before, after)) continue;
    const next = matcher.automaton.step(
      here,
      here.width > 0 ? matcher.names.find(String(key)) : undefined,
    );
    // Whether the members of this place decide whether it differs, and somebody wants to know
    const isTold = isAsked && here.isOpen;
    if (next.isDead && !isTold) continue;
    visited++;
    const values = matcher.hits(next);
    const isWanted = isTold || values.length > 0;
    const kindBefore = kindOf(before);
    const kindAfter = kindOf(after);
    const isBranch = kindBefore !== 'leaf' || kindAfter !== 'leaf';
    const isEntered = isBranch && (next.isOpen || next.width > 0);
    const below = isEntered || values.length > 0 ? pairAt(before, after, pair, key) : undefined;
    let finding: Finding<T> | undefined;
    if (below !== undefined && values.length > 0) {
      finding = { pair: below, values, differs: false };
      findings.push(finding);
    }
    if (below !== undefined && isEntered) {
      if (
        (kindAfter !== 'leaf' && goesRound(after, below.depth, marksAfter)) ||
        (kindBefore !== 'leaf' && goesRound(before, below.depth, marksBefore))
      )
        throw endless(pointerOf(below, place));
      frame = open(frame, below, kindBefore, kindAfter, next, finding, isWanted);
    } else {
      leave(frame, finding, !isBranch || (isWanted && !jsonEqual(before, after)));
    }
  }
  return { findings, visited };
}

/** A place whose members are being visited. */
interface Frame<T> {
  readonly parent: Frame<T> | undefined;
  readonly pair: Pair;
  readonly kindBefore: Kind;
  readonly kindAfter: Kind;
  readonly state: State<T>;
  readonly finding: Finding<T> | undefined;
  /** Whether somebody asks if this place itself differs. */
  readonly isAsked: boolean;
  differs: boolean;
  /** The names to visit; `undefined` for the positions from `at` up to `end`. */
  readonly names: readonly string[] | undefined;
  at: number;
  readonly end: number;
}

function open<T>(
  parent: Frame<T> | undefined,
  pair: Pair,
  kindBefore: Kind,
  kindAfter: Kind,
  state: State<T>,
  finding: Finding<T> | undefined,
  isAsked: boolean,
): Frame<T> {
  const { before, after, base } = pair;
  // An element that is `undefined` is nothing, but counts in the length
  const differs = kindBefore !== kindAfter || lengthOf(before) !== lengthOf(after);
  const { isOpen, width } = state;
  const length =
    kindBefore === 'object' || kindAfter === 'object'
      ? -1
      : Math.max(lengthOf(before), lengthOf(after));
  const isByPosition = length >= 0 && (isOpen || (width > FEW_NAMES && width >= length));
  const names = isByPosition ? undefined : namesToVisit(pair, state, length >= 0);
  const at = isByPosition ? base : 0;
  const end = names?.length ?? base + length;
  return { parent, pair, kindBefore, kindAfter, state, finding, isAsked, differs, names, at, end };
}

/** What is known about a place when it is left goes to the one above. */
function leave<T>(
  above: Frame<T> | undefined,
  finding: Finding<T> | undefined,
  differs: boolean,
): void {
  if (finding !== undefined) finding.differs = differs;
  if (differs && above !== undefined) above.differs = true;
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

/** The names of all members of either, those that are there now first. */
function members({ before, after }: Pair): string[] {
  const names = isContainer(after) ? Object.keys(after) : [];
  if (!isContainer(before)) return names;
  for (const name of Object.keys(before)) {
    // One that is there and `undefined` is among the names already
    if (childAt(after, name, 0) === undefined && !isListed(after, name)) names.push(name);
  }
  return names;
}

/** Whether `Object.keys` has a name. */
function isListed(value: unknown, name: string): boolean {
  return isContainer(value) && Object.prototype.propertyIsEnumerable.call(value, name);
}

/** All members where any may be meant; else the names that the patterns spell out, or the members, whichever are fewer. */
function namesToVisit<T>(pair: Pair, state: State<T>, isArray: boolean): readonly string[] {
  const { isOpen, width } = state;
  if (isOpen || (width > FEW_NAMES && !isArray)) {
    const names = members(pair);
    if (isOpen || names.length < width) return names;
  }
  return (state.names ??= namesIn(state));
}

function namesIn<T>(state: State<T>): string[] {
  const names = new Set<string>();
  for (const node of state.nodes) node.forEachNamed((_, name) => names.add(name.key));
  return [...names];
}
