/**
 * The syntax tree of a JSONPath query, in the terms of RFC 9535.
 *
 * It is plain, immutable data: it can be compared, cached, sent to a worker and written by hand. `compile` validates a tree as it
 * validates a text, except for the grammar: functions are used as declared, queries in comparisons are singular, and
 * nesting is bounded.
 *
 * Stable for use inside this package (`incremental/` builds on it): every type of this file, `isSingularSegment` and
 * `isSingularQuery`.
 */

/** A query (RFC 9535, section 2.1): the node at which it starts, and the segments applied one after the other. */
export interface Query {
  readonly type: 'query';
  /** `$`, the root of the document, or, inside a filter only, `@`, the node that is tested. */
  readonly identifier: '$' | '@';
  /** The first is applied to the node of `identifier`, each other to the nodes that the one before it selected. */
  readonly segments: readonly QuerySegment[];
}

/** A segment of a query (section 2.5). Not called `Segment`, which is one step of a location. */
export type QuerySegment = ChildSegment | DescendantSegment;

/** `[…]`, `.name` or `.*`: selects among the children of a node (section 2.5.1). */
export interface ChildSegment {
  readonly type: 'child';
  /** One or more; their nodelists are concatenated. */
  readonly selectors: readonly Selector[];
}

/** `..[…]`, `..name` or `..*`: selects among the children of a node and of all its descendants (2.5.2). */
export interface DescendantSegment {
  readonly type: 'descendant';
  /** One or more; their nodelists are concatenated, for each of these nodes. */
  readonly selectors: readonly Selector[];
}

/** What stands between the brackets of a segment, separated by commas (section 2.3). */
export type Selector =
  | NameSelector
  | WildcardSelector
  | IndexSelector
  | SliceSelector
  | FilterSelector;

/** `'name'`: the member of an object (section 2.3.1). */
export interface NameSelector {
  readonly type: 'name';
  /** Unescaped. */
  readonly name: string;
}

/** `*`: all children (section 2.3.2). */
export interface WildcardSelector {
  readonly type: 'wildcard';
}

/** `7`, `-1`: an element of an array, counted from its end if negative (section 2.3.3). */
export interface IndexSelector {
  readonly type: 'index';
  /** 0 is the first element, -1 the last. */
  readonly index: number;
}

/** `start:end:step`: a range of elements of an array (section 2.3.4). Parts that are left out are `undefined`. */
export interface SliceSelector {
  readonly type: 'slice';
  /** The first element selected; counted from the end of the array if negative. */
  readonly start: number | undefined;
  /** The bound of the range, not selected itself; counted from the end of the array if negative. */
  readonly end: number | undefined;
  /** By default 1. A negative step goes backwards; 0 selects nothing. */
  readonly step: number | undefined;
}

/** `?expression`: the children for which the expression holds (section 2.3.5). */
export interface FilterSelector {
  readonly type: 'filter';
  /** Evaluated for every child; `@` is that child. */
  readonly expression: LogicalExpression;
}

/**
 * A logical expression (section 2.3.5.1). A query by itself tests whether it selects anything; a
 * function by itself is a test if its result is logical or a nodelist.
 */
export type LogicalExpression =
  | LogicalOr
  | LogicalAnd
  | LogicalNot
  | Comparison
  | Query
  | FunctionExpression;

/** `a || b || …`, two operands or more. */
export interface LogicalOr {
  readonly type: 'or';
  /** From left to right. */
  readonly operands: readonly LogicalExpression[];
}

/** `a && b && …`, two operands or more; one only where parentheses turn the argument of a function into a test: `f((@.a))`. */
export interface LogicalAnd {
  readonly type: 'and';
  /** From left to right. */
  readonly operands: readonly LogicalExpression[];
}

/** `!a`. */
export interface LogicalNot {
  readonly type: 'not';
  /** The negated expression. */
  readonly operand: LogicalExpression;
}

/** `left operator right` (section 2.3.5.2.2). */
export interface Comparison {
  readonly type: 'comparison';
  /** The comparison operator. */
  readonly operator: ComparisonOperator;
  /** The left operand. */
  readonly left: Comparable;
  /** The right operand. */
  readonly right: Comparable;
}

/** `==` and `!=` compare values of any types; the others order two numbers or two strings (section 2.3.5.2.2). */
export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** An operand of a comparison: a literal, a singular query, or a function whose result is a value. */
export type Comparable = Literal | Query | FunctionExpression;

/** A string, number, `true`, `false` or `null`. */
export interface Literal {
  readonly type: 'literal';
  /** The value in JavaScript. */
  readonly value: string | number | boolean | null;
}

/** `name(arguments)` (section 2.4). */
export interface FunctionExpression {
  readonly type: 'function';
  /** A function of RFC 9535, or a key of the option `functions`. */
  readonly name: string;
  /** Their number and types are those that the function declares. */
  readonly arguments: readonly FunctionArgument[];
  /** The offset of the name in the text, for error messages; absent in trees written by hand. */
  readonly offset?: number;
}

/** An argument of a function (section 2.4): a literal, a query, another function or a logical expression. */
export type FunctionArgument = Literal | LogicalExpression;

/** Whether a segment selects at most one node: a child segment with one name or one index. */
export function isSingularSegment(segment: QuerySegment): boolean {
  if (segment.type !== 'child' || segment.selectors.length !== 1) return false;
  const type = segment.selectors[0]?.type;
  return type === 'name' || type === 'index';
}

/** Whether a query selects at most one node (a "singular query", section 1.1). */
export function isSingularQuery(query: Query): boolean {
  for (const segment of query.segments) if (!isSingularSegment(segment)) return false;
  return true;
}
