/**
 * The plan of an incremental query: its segments compiled to levels of rules.
 *
 * Level i holds one *rule* per selector of segment i. A rule selects children of an item of level i and makes them items of level i + 1.
 * A descendant segment (`..`) adds one more rule, the *descent*, whose items stay at level i. Rules are of three kinds, by the children of a
 * container that they keep items for:
 *
 * - `name`: one member, whether or not it exists;
 * - `all` (`*`, filters, the descent): every child, since an insertion shifts the others, and a refused child may pass later;
 * - `range` (indexes and slices): only the elements that are selected now.
 *
 * The names at the end of the query are the *tail*. They form no levels, but are read from the value of the last item in one go, so that
 * `$.users[?@.active].name` keeps one item per user. The tail begins behind the last name that could be an index (`['0']`): such a name
 * stays a level, since a reader that resolves segments as pointers do would read it from an array as well.
 *
 *     $.a[?@.b, 1:3]..x.y       level 0: name a
 *                               level 1: all (?@.b), range (1:3)
 *                               level 2: name x, all (descent, stays at level 2)
 *                               level 3: results; tail: y
 */

import type { QuerySegment, Query, Selector, SliceSelector } from '../jsonpath/ast.ts';
import type { Predicate } from '../jsonpath/closures.ts';
import { compilePredicate, type Compiler } from '../jsonpath/compile-filter.ts';
import { filterReads, type FilterReads } from '../jsonpath/filter-reads.ts';
import { formatPointer, parseArrayIndex, type Pointer } from '../pointer.ts';
import type { Folds } from './folds.ts';
import type { Branch } from './item.ts';

/** One selector, compiled. */
export interface Rule {
  readonly kind: 'name' | 'all' | 'range';
  /** `undefined` for the descent. */
  readonly selector: Selector | undefined;
  /** Kind `name`: the member that is selected. */
  readonly name: string;
  /** The elements of an array that items are kept for: an index is a slice of one element, kind `all` a slice of them all. */
  readonly slice: SliceSelector;
  /** The filter; `undefined` for other selectors. */
  readonly test: Predicate | undefined;
  /** The level of the items in its branches. */
  readonly level: number;
  /** The pointer of its only item, where only single names lead there. */
  readonly leading: Pointer | undefined;
  /** The paths that the filter reads, from the node that is tested and from the root. */
  readonly reads: FilterReads;
  /** All branches of this rule in the tree. Kept only where the filter reads from the root. */
  readonly branches: Set<Branch>;
}

/** A query as levels of rules. */
export interface Stages {
  /** The rules by level. Results are the items of level `levels.length`. */
  readonly levels: readonly (readonly Rule[])[];
  /** The names at the end of the query, which lead from an item of the last level to its result. */
  readonly tail: readonly string[];
  /** `tail` as a pointer. */
  readonly suffix: Pointer;
  /** The rules whose filters read from the root. */
  readonly readers: readonly Rule[];
  /** Present where items may be folded (`folds.ts`). */
  readonly folds: Folds | undefined;
}

/** The difference of the indexes of two neighbouring elements of an array that the rule keeps items for; 1 where these are consecutive. */
export function stepOf({ slice }: Rule): number {
  return slice.step ?? 1;
}

const NO_READS: FilterReads = { relative: [], absolute: [] };

/**
 * Compiles a query to levels. O(size of the query).
 *
 * @param folds called unless a filter reads from the root: a change of what it reads must find every item it was applied to, and a folded
 *   item has none to find
 */
export function stagesOf(query: Query, compiler: Compiler, folds: () => Folds | undefined): Stages {
  const tail = tailOf(query.segments);
  const segments = query.segments.slice(0, query.segments.length - tail.length);
  let leading: Pointer | undefined = '';
  const levels = segments.map((segment, level) => {
    const [selector] = segment.selectors;
    const isSingle = segment.type === 'child' && segment.selectors.length === 1;
    leading =
      isSingle && selector?.type === 'name' && leading !== undefined
        ? leading + formatPointer([selector.name])
        : undefined;
    return rulesOf(segment, level, compiler, leading);
  });
  const readers = levels.flat().filter((rule) => rule.reads.absolute.length > 0);
  return {
    levels,
    tail,
    suffix: formatPointer(tail),
    readers,
    folds: readers.length > 0 ? undefined : folds(),
  };
}

function tailOf(segments: readonly QuerySegment[]): string[] {
  const names: string[] = [];
  for (let at = segments.length - 1; at >= 0; at--) {
    const segment = segments[at];
    const selector = segment?.selectors[0];
    if (segment?.type !== 'child' || segment.selectors.length > 1) break;
    if (selector?.type !== 'name' || parseArrayIndex(selector.name) >= 0) break;
    names.push(selector.name);
  }
  return names.reverse();
}

function rulesOf(
  { type, selectors }: QuerySegment,
  level: number,
  compiler: Compiler,
  leading: Pointer | undefined,
): Rule[] {
  const rules = selectors.map((selector) => ruleOf(selector, level + 1, compiler, leading));
  if (type === 'descendant') rules.push(ruleOf(undefined, level, compiler));
  return rules;
}

function ruleOf(
  selector: Selector | undefined,
  level: number,
  compiler: Compiler,
  leading?: Pointer,
): Rule {
  const filter = selector?.type === 'filter' ? selector.expression : undefined;
  return {
    kind: kindOf(selector),
    selector,
    name: selector?.type === 'name' ? selector.name : '',
    slice: sliceOf(selector),
    test: filter && compilePredicate(filter, compiler),
    level,
    leading,
    reads: filter === undefined ? NO_READS : filterReads(filter),
    branches: new Set(),
  };
}

function kindOf(selector: Selector | undefined): Rule['kind'] {
  switch (selector?.type) {
    case 'name':
      return 'name';
    case 'index':
    case 'slice':
      return 'range';
    default:
      return 'all';
  }
}

function sliceOf(selector: Selector | undefined): SliceSelector {
  if (selector?.type === 'slice') return selector;
  const start = selector?.type === 'index' ? selector.index : undefined;
  const end = start === undefined || start === -1 ? undefined : start + 1;
  return { type: 'slice', start, end, step: 1 };
}
