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
 * allocated for one unless it is a finding: the frames of the way down are used again and again.
 */

import { endless, goesRound, jsonEqual, type Segment } from '@data-map/path';
import type { State } from './automaton.ts';
import { kindOf, memberOf, type Kind } from './container.ts';
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
  const walker = new Walk(matcher, place);
  const { before, after, base } = top;
  let frame: Frame<T> | undefined = new Frame<T>(undefined, top, state);
  frame.open(before, after, base, state, kindOf(before), kindOf(after), undefined, false);
  while (frame !== undefined) {
    if (frame.at === frame.end) {
      frame.close();
      frame = frame.parent;
    } else {
      frame = walker.visit(frame);
    }
  }
  return walker;
}

/** A place whose members are being visited, at one depth of the walk. */
class Frame<T> {
  readonly parent: Frame<T> | undefined;
  readonly depth: number;
  readonly #top: Pair;
  /** The frame for the next depth, once there was one. */
  #below: Frame<T> | undefined = undefined;
  /** The place, for findings; made when there is the first one here or below. */
  #pair: Pair | undefined = undefined;
  before: unknown = undefined;
  after: unknown = undefined;
  /** Where the two are the tails of arrays: the index of their first elements. */
  base = 0;
  state: State<T>;
  kindBefore: Kind = 'leaf';
  kindAfter: Kind = 'leaf';
  /** Set where somebody asks whether this place itself differs. */
  isAsked = false;
  finding: Finding<T> | undefined = undefined;
  differs = false;
  /** The names to visit; `undefined` for the positions from `at` up to `end`. */
  names: readonly string[] | undefined = undefined;
  at = 0;
  end = 0;
  /** The member that is being visited. */
  key: Segment = 0;

  constructor(parent: Frame<T> | undefined, top: Pair, state: State<T>) {
    this.parent = parent;
    this.depth = parent === undefined ? 0 : parent.depth + 1;
    this.#top = top;
    this.state = state;
  }

  get below(): Frame<T> {
    return (this.#below ??= new Frame(this, this.#top, this.state));
  }

  get pair(): Pair {
    return this.#pair ?? Frame.#make(this);
  }

  /** By a loop: there may be no finding for any number of levels. */
  static #make<T>(frame: Frame<T>): Pair {
    const way: Frame<T>[] = [];
    let known = frame;
    for (let up; known.#pair === undefined && (up = known.parent) !== undefined; known = up) {
      way.push(known);
    }
    let pair = known.#pair ?? known.#top;
    for (let at; (at = way.pop()) !== undefined; known = at) {
      pair = at.#pair = pairAt(at.before, at.after, pair, known.key);
    }
    return pair;
  }

  /** The members decide whether the place differs, and somebody wants to know. */
  get isToldByMembers(): boolean {
    return this.isAsked && this.state.isOpen;
  }

  open(
    before: unknown,
    after: unknown,
    base: number,
    state: State<T>,
    kindBefore: Kind,
    kindAfter: Kind,
    finding: Finding<T> | undefined,
    isAsked: boolean,
  ): void {
    this.before = before;
    this.after = after;
    this.base = base;
    this.state = state;
    this.kindBefore = kindBefore;
    this.kindAfter = kindAfter;
    this.finding = finding;
    this.#pair = finding?.pair;
    this.isAsked = isAsked;
    // An element that is `undefined` is nothing, but counts in the length
    this.differs = kindBefore !== kindAfter || lengthOf(before) !== lengthOf(after);
    const { isOpen, width } = state;
    const length = positions(this);
    const isByPosition = length >= 0 && (isOpen || (width > FEW_NAMES && width >= length));
    if (isByPosition) this.names = undefined;
    else this.names = isOpen ? members(this) : namesToVisit(this);
    this.at = isByPosition ? base : 0;
    this.end = this.names?.length ?? base + length;
  }

  close(): void {
    const { isAsked, state, parent, finding } = this;
    if (isAsked && !state.isOpen && !this.differs) {
      this.differs = !jsonEqual(this.before, this.after);
    }
    if (finding !== undefined) finding.differs = this.differs;
    if (this.differs && parent !== undefined) parent.differs = true;
  }
}

class Walk<T> implements Findings<T> {
  readonly findings: Finding<T>[] = [];
  visited = 0;
  readonly #matcher: Matcher<T>;
  readonly #top: Top;
  /** Either side may go round on its own. */
  readonly #marksBefore: unknown[] = [];
  readonly #marksAfter: unknown[] = [];

  constructor(matcher: Matcher<T>, top: Top) {
    this.#matcher = matcher;
    this.#top = top;
  }

  /** Visits the next member of a place; returns the frame to go on with. */
  visit(frame: Frame<T>): Frame<T> {
    const { names, base, state } = frame;
    const at = frame.at++;
    const key = names === undefined ? at : (names[at] ?? '');
    const before = memberOf(frame.before, frame.kindBefore, key, base);
    const after = memberOf(frame.after, frame.kindAfter, key, base);
    if (isSame(before, after)) return frame;
    const matcher = this.#matcher;
    const next = matcher.step(state, state.width === 0 ? undefined : matcher.name(String(key)));
    if (next.isDead && !frame.isToldByMembers) return frame;
    this.visited++;
    frame.key = key;
    const values = matcher.hits(next);
    const kindBefore = kindOf(before);
    const kindAfter = kindOf(after);
    const isAsked = values.length > 0 || frame.isToldByMembers;
    const hasMembers = kindBefore !== 'leaf' || kindAfter !== 'leaf';
    let differs = kindBefore !== kindAfter || !hasMembers;
    let finding: Finding<T> | undefined;
    if (values.length > 0) {
      finding = { pair: pairAt(before, after, frame.pair, key), values, differs };
      this.findings.push(finding);
    }
    if (hasMembers && (next.isOpen || next.width > 0)) {
      const { below } = frame;
      if (
        (kindAfter !== 'leaf' && goesRound(after, below.depth, this.#marksAfter)) ||
        (kindBefore !== 'leaf' && goesRound(before, below.depth, this.#marksBefore))
      )
        throw endless(pointerOf(pairAt(before, after, frame.pair, key), this.#top));
      below.open(before, after, 0, next, kindBefore, kindAfter, finding, isAsked);
      return below;
    }
    if (isAsked && !differs) differs = !jsonEqual(before, after);
    if (finding !== undefined) finding.differs = differs;
    if (differs) frame.differs = true;
    return frame;
  }
}

/** How many positions there are, or -1 where one of the two has named members. */
function positions<T>({ before, after, kindBefore, kindAfter }: Frame<T>): number {
  if (kindBefore === 'object' || kindAfter === 'object') return -1;
  return Math.max(lengthOf(before), lengthOf(after));
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

/** The names of all members of either, those that are there now first. */
function members<T>({ before, after, kindBefore, kindAfter }: Frame<T>): string[] {
  const names = kindAfter === 'leaf' ? [] : Object.keys(after as object);
  if (kindBefore === 'leaf') return names;
  for (const name of Object.keys(before as object)) {
    // One that is there and `undefined` is among the names already
    if (memberOf(after, kindAfter, name, 0) === undefined && !isListed(after, kindAfter, name))
      names.push(name);
  }
  return names;
}

/** Whether `Object.keys` has a name. */
function isListed(value: unknown, kind: Kind, name: string): boolean {
  return kind !== 'leaf' && Object.prototype.propertyIsEnumerable.call(value, name);
}

/** The names that the patterns spell out, or those of the members, whichever are fewer. */
function namesToVisit<T>(frame: Frame<T>): readonly string[] {
  const { state } = frame;
  if (state.width > FEW_NAMES && positions(frame) < 0) {
    const names = members(frame);
    if (names.length < state.width) return names;
  }
  return (state.names ??= namesIn(state));
}

function namesIn<T>(state: State<T>): string[] {
  const names = new Set<string>();
  for (const node of state.nodes) node.forEachNamed((_, name) => names.add(name.key));
  return [...names];
}
