/**
 * The syntax tree of a JSONPath query, in the words of RFC 9535.
 *
 * Plain, immutable data: it can be compared, cached, sent to a worker and written by hand. `compile` checks
 * of a tree what it checks of a text beyond the grammar: that functions are used as declared, that the
 * queries of comparisons are singular, and how deep it nests.
 *
 * Stable for use inside this package (`incremental/` is built on it): every type of this file,
 * `isSingularSegment` and `isSingularQuery`.
 */

/** A query (RFC 9535, section 2.1): where it starts, and the segments applied one after the other. */
export interface Query {
  readonly type: 'query';
  /** `$`, the root of the document, or, only inside a filter, `@`, the node that is tested. */
  readonly identifier: '$' | '@';
  /** What is applied, the first one to the node that `identifier` names; none where that node is meant. */
  readonly segments: readonly QuerySegment[];
}

/** A segment (section 2.5). Named so, because a `Segment` is one step of a location. */
export type QuerySegment = ChildSegment | DescendantSegment;

/** `[…]`, `.name` or `.*`: selects among the children of a node (section 2.5.1). */
export interface ChildSegment {
  readonly type: 'child';
  /** One or more; their nodelists stand one after the other. */
  readonly selectors: readonly Selector[];
}

/** `..[…]`, `..name` or `..*`: selects among the children of a node and of all its descendants (2.5.2). */
export interface DescendantSegment {
  readonly type: 'descendant';
  /** One or more; their nodelists stand one after the other. */
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

/** `7`, `-1`: an element of an array, counted from its end when negative (section 2.3.3). */
export interface IndexSelector {
  readonly type: 'index';
  /** From 0; from the end, -1, where it is negative. */
  readonly index: number;
}

/** `start:end:step`: a range of elements of an array (section 2.3.4). `undefined` is what was left out. */
export interface SliceSelector {
  readonly type: 'slice';
  /** The first element, from the end where it is negative. */
  readonly start: number | undefined;
  /** The first one that is out again. */
  readonly end: number | undefined;
  /** 1 where it was left out; backwards where it is negative; 0 selects nothing. */
  readonly step: number | undefined;
}

/** `?expression`: the children for which the expression holds (section 2.3.5). */
export interface FilterSelector {
  readonly type: 'filter';
  /** In it `@` is the child. */
  readonly expression: LogicalExpression;
}

/**
 * A logical expression (section 2.3.5.1). A query by itself tests that it selects something; a
 * function by itself is a test too, when its result is logical or a nodelist.
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

/** `a && b && …`, two operands or more; one where parentheses make a test of an argument: `f((@.a))`. */
export interface LogicalAnd {
  readonly type: 'and';
  /** From left to right. */
  readonly operands: readonly LogicalExpression[];
}

/** `!a`. */
export interface LogicalNot {
  readonly type: 'not';
  /** What must not hold. */
  readonly operand: LogicalExpression;
}

/** `left operator right` (section 2.3.5.2.2). */
export interface Comparison {
  readonly type: 'comparison';
  /** How the two are compared. */
  readonly operator: ComparisonOperator;
  /** What stands before the operator. */
  readonly left: Comparable;
  /** What stands behind it. */
  readonly right: Comparable;
}

/** `==` and `!=` take values of any types, the others order two numbers or two strings (section 2.3.5.2.2). */
export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** What can be compared: a literal, a singular query, or a function with a value as its result. */
export type Comparable = Literal | Query | FunctionExpression;

/** A string, number, `true`, `false` or `null`. */
export interface Literal {
  readonly type: 'literal';
  /** As JavaScript has it. */
  readonly value: string | number | boolean | null;
}

/** `name(arguments)` (section 2.4). */
export interface FunctionExpression {
  readonly type: 'function';
  /** One of RFC 9535, or a key of the option `functions`. */
  readonly name: string;
  /** As many, and of the types, as the function declares. */
  readonly arguments: readonly FunctionArgument[];
  /** Where it stands in the text, for errors; absent in trees written by hand. */
  readonly offset?: number;
}

/** What a function may be given (section 2.4): a literal, a query, another function or a logical expression. */
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
