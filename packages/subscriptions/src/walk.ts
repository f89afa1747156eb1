/**
 * Finds the locations that patterns with wildcards match and whose values differ between two versions of a part of the document.
 *
 * The walk descends through both versions and the automaton at the same time, and only as far as all three lead:
 *
 * - It does not enter two identical references, nor a location below which no pattern can match.
 * - Where a `*` or `**` comes next in some pattern, it visits every member of either version; elsewhere only the names that come
 *   next in the patterns or the members, whichever are fewer.
 *
 * A location differs when its JSON values are unequal. For a leaf this is known at once. For a container whose members are all
 * visited, it follows from the results of the members. Otherwise `jsonEqual` compares the two versions, but skips pairs of
 * containers that were found equal further down. So each pair of values is compared a bounded number of times, however many
 * patterns match on the way down. The result for a location is therefore known when the walk leaves it (postorder), whereas
 * findings are listed in the order in which locations are entered (preorder). For each pattern this is document order.
 *
 * The walk is iterative, because the user determines the depth of the document. A container may have very many members,
 * so the walk allocates nothing for a member unless it is a finding or is entered.
 */

import { endless, goesRound, jsonEqual } from '@data-map/path';
import type { State } from './automaton.ts';
import { childAt, isContainer, kindOf, memberOf, type Kind } from './container.ts';
import type { Matcher } from './matcher.ts';
import { isSame, pairAt, pointerOf, type Pair, type Top } from './pair.ts';

/** Up to this many names are looked up without counting the members first, which costs O(members) for an object. */
const FEW_NAMES = 16;

/** A location that patterns match and whose reference has changed. */
export interface Finding<T> {
  readonly pair: Pair;
  /** The values of the patterns. */
  readonly values: readonly T[];
  /** Whether the JSON values are unequal; if not, only the references differ. */
  differs: boolean;
}

/** The result of a walk. */
export interface Findings<T> {
  /** For each pattern in document order. */
  readonly findings: readonly Finding<T>[];
  /** The number of pairs of different references that the walk visited, for tests. */
  readonly visited: number;
}

/**
 * Finds the locations below a pair; the pair itself is not reported.
 *
 * @param state the state of the automaton at the location of `top`
 * @param place the location of `top`, for the message of the error
 * @throws PathLimitError if the patterns lead into a container that contains itself
 */
export function walk<T>(matcher: Matcher<T>, top: Pair, state: State<T>, place: Top): Findings<T> {
  const findings: Finding<T>[] = [];
  let visited = 0;
  // Containers of `before` that were found equal, with their counterparts in `after`: `jsonEqual` skips them further up
  let equal: Map<unknown, unknown> | undefined;
  // Each version may contain a cycle of its own
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
    const { pair, state: here, needsResult, names } = frame;
    if (frame.at === frame.end) {
      const { before, after } = pair;
      const differs =
        frame.differs ||
        (needsResult && !here.hasWildcard && !jsonEqual(before, after, undefined, equal));
      leave(frame.parent, frame.finding, differs);
      frame = frame.parent;
      if (frame?.comparesMembers && needsResult && !differs)
        (equal ??= new Map()).set(before, after);
      continue;
    }
    const at = frame.at++;
    const key = names === undefined ? at : names[at]!;
    const before = memberOf(pair.before, frame.kindBefore, key, pair.base);
    const after = memberOf(pair.after, frame.kindAfter, key, pair.base);
    if (isSame(before, after)) continue;
    const next = matcher.automaton.step(
      here,
      here.namedCount > 0 ? matcher.names.find(String(key)) : undefined,
    );
    // All members of this container are visited, and their results decide its own, which is needed
    const decidesParent = needsResult && here.hasWildcard;
    if (next.isDead && !decidesParent) continue;
    visited++;
    const values = matcher.hits(next);
    const needsOwnResult = decidesParent || values.length > 0;
    const kindBefore = kindOf(before);
    const kindAfter = kindOf(after);
    const isBranch = kindBefore !== 'leaf' || kindAfter !== 'leaf';
    const isEntered = isBranch && (next.hasWildcard || next.namedCount > 0);
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
      frame = open(frame, below, kindBefore, kindAfter, next, finding, needsOwnResult);
    } else {
      const differs = !isBranch || (needsOwnResult && !jsonEqual(before, after, undefined, equal));
      leave(frame, finding, differs);
      if (frame.comparesMembers && needsOwnResult && !differs)
        (equal ??= new Map()).set(before, after);
    }
  }
  return { findings, visited };
}

/** A location whose members are being visited. */
interface Frame<T> {
  readonly parent: Frame<T> | undefined;
  readonly pair: Pair;
  readonly kindBefore: Kind;
  readonly kindAfter: Kind;
  readonly state: State<T>;
  readonly finding: Finding<T> | undefined;
  /** Whether `differs` is used: by a finding here, or by a container above whose result follows from its members. */
  readonly needsResult: boolean;
  /** Whether `jsonEqual` will compare this location or one above, and with it all members, unless a difference is found first. */
  readonly comparesMembers: boolean;
  /** Whether the two versions are known to be unequal so far. */
  differs: boolean;
  /** The names to visit; `undefined` if the positions from `at` up to `end` are visited. */
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
  needsResult: boolean,
): Frame<T> {
  const { before, after, base } = pair;
  // An element that is `undefined` does not count as a value, so only the lengths tell that one was added or removed
  const differs = kindBefore !== kindAfter || lengthOf(before) !== lengthOf(after);
  const { hasWildcard, namedCount } = state;
  const comparesMembers = parent?.comparesMembers === true || (needsResult && !hasWildcard);
  const length =
    kindBefore === 'object' || kindAfter === 'object'
      ? -1
      : Math.max(lengthOf(before), lengthOf(after));
  const isByPosition =
    length >= 0 && (hasWildcard || (namedCount > FEW_NAMES && namedCount >= length));
  const names = isByPosition ? undefined : namesToVisit(pair, state, length >= 0);
  const at = isByPosition ? base : 0;
  const end = names?.length ?? base + length;
  return {
    parent,
    pair,
    kindBefore,
    kindAfter,
    state,
    finding,
    needsResult,
    comparesMembers,
    differs,
    names,
    at,
    end,
  };
}

/** Records the result of a location, and passes it on to the location above. */
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

/** Returns the names of the members of either version, those of `after` first. */
function members({ before, after }: Pair): string[] {
  const names = isContainer(after) ? Object.keys(after) : [];
  if (!isContainer(before)) return names;
  for (const name of Object.keys(before)) {
    // A member of `after` that is `undefined` is in `names` already
    if (childAt(after, name, 0) === undefined && !isListed(after, name)) names.push(name);
  }
  return names;
}

/** Whether `Object.keys` lists a name. */
function isListed(value: unknown, name: string): boolean {
  return isContainer(value) && Object.prototype.propertyIsEnumerable.call(value, name);
}

/** Returns all members if a wildcard comes next; otherwise the names that come next in the patterns or the members, whichever are fewer. */
function namesToVisit<T>(pair: Pair, state: State<T>, isArray: boolean): readonly string[] {
  const { hasWildcard, namedCount } = state;
  if (hasWildcard || (namedCount > FEW_NAMES && !isArray)) {
    const names = members(pair);
    if (hasWildcard || names.length < namedCount) return names;
  }
  return (state.names ??= namesIn(state));
}

/** Returns the names that come next in the patterns of a state. */
function namesIn<T>(state: State<T>): string[] {
  const names = new Set<string>();
  for (const node of state.nodes) node.forEachNamed((_, name) => names.add(name.key));
  return [...names];
}
