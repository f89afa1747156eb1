/**
 * The plan of an incremental query: a query turned into levels of rules.
 *
 * Level i holds one rule per selector of segment i; `..` adds one that leads back to its own level. Every rule has one of three
 * kinds, by what it has to remember about a container:
 *
 * - `name`: one member, there or not;
 * - `all` (`*`, filters, the way down of `..`): every child, since inserting one moves the others;
 * - `range` (indexes and slices): only the elements selected now, each with its index.
 *
 * Names at the end of the query are no levels: they are read from the value at once (`tail`), so that `$.users[?@.active].name`
 * keeps one item per user. A name that could be an index stays a level, since a location alone does not say which it is.
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
  /** `undefined` for the way down of `..`. */
  readonly selector: Selector | undefined;
  /** The member that a `name` selects. */
  readonly name: string;
  /** What a `range` selects: an index is a slice of one element. */
  readonly slice: SliceSelector;
  /** The filter. */
  readonly test: Predicate | undefined;
  /** The level of the items that it selects. */
  readonly level: number;
  /** What the filter reads, from the node that is tested and from the root. */
  readonly reads: FilterReads;
  /** Where the rule is applied now; kept only where the filter reads from the root. */
  readonly branches: Set<Branch>;
}

/** A query as levels of rules. */
export interface Stages {
  readonly levels: readonly (readonly Rule[])[];
  /** The names behind the last level. */
  readonly tail: readonly string[];
  /** The same, as a pointer. */
  readonly suffix: Pointer;
  /** All rules whose filters read from the root. */
  readonly readers: readonly Rule[];
  /** Present where items may be folded. */
  readonly folds: Folds | undefined;
}

/** Whether what the rule looks at in an array are elements that follow each other. */
export function isStepless({ slice }: Rule): boolean {
  return (slice.step ?? 1) === 1;
}

const NO_READS: FilterReads = { relative: [], absolute: [] };

/**
 * Turns a query into levels. O(size of the query).
 *
 * @param folds asked for only where items may be folded: a filter that reads from the root has to find all of them
 */
export function stagesOf(query: Query, compiler: Compiler, folds: () => Folds | undefined): Stages {
  const tail = tailOf(query.segments);
  const segments = query.segments.slice(0, query.segments.length - tail.length);
  const levels = segments.map((segment, level) => rulesOf(segment, level, compiler));
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

function rulesOf({ type, selectors }: QuerySegment, level: number, compiler: Compiler): Rule[] {
  const rules = selectors.map((selector) => ruleOf(selector, level + 1, compiler));
  if (type === 'descendant') rules.push(ruleOf(undefined, level, compiler));
  return rules;
}

function ruleOf(selector: Selector | undefined, level: number, compiler: Compiler): Rule {
  const filter = selector?.type === 'filter' ? selector.expression : undefined;
  return {
    kind: kindOf(selector),
    selector,
    name: selector?.type === 'name' ? selector.name : '',
    slice: sliceOf(selector),
    test: filter && compilePredicate(filter, compiler),
    level,
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
  const start = selector?.type === 'index' ? selector.index : 0;
  return { type: 'slice', start, end: start === -1 ? undefined : start + 1, step: 1 };
}
