export { compileIRegexp, type IRegexp } from './iregexp/iregexp.ts';
export { jsonEqual } from './json-equal.ts';
export { isPlainObject } from './jsonpath/json.ts';
export { setMember } from './set-member.ts';
export {
  escapeSegment,
  formatPointer,
  isPointer,
  joinPointer,
  parentPointer,
  parseArrayIndex,
  parsePointer,
  PointerSyntaxError,
  resolvePointer,
  resolveSegment,
  unescapeSegment,
  type Pattern,
  type Pointer,
  type Segment,
  type Segments,
} from './pointer.ts';
export {
  formatPattern,
  GLOBSTAR,
  isPattern,
  matchPattern,
  parsePattern,
  WILDCARD,
  type PatternSegment,
  type PatternSegments,
} from './pattern.ts';
export {
  type ChildSegment,
  type Comparable,
  type Comparison,
  type ComparisonOperator,
  type DescendantSegment,
  type FilterSelector,
  type FunctionArgument,
  type FunctionExpression,
  type IndexSelector,
  type Literal,
  type LogicalAnd,
  type LogicalExpression,
  type LogicalNot,
  type LogicalOr,
  type NameSelector,
  type Query,
  type QuerySegment,
  type Selector,
  type SliceSelector,
  type WildcardSelector,
} from './jsonpath/ast.ts';
export { PathLimitError, PathSyntaxError, PathTypeError } from './jsonpath/errors.ts';
export type { PathLimits } from './jsonpath/evaluation.ts';
export { explain } from './jsonpath/explain.ts';
export { readPlaces } from './jsonpath/filter-reads.ts';
export { endless, goesRound } from './jsonpath/cycles.ts';
export { formatQuery } from './jsonpath/format.ts';
export {
  defineFunction,
  type PathFunction,
  type PathFunctions,
  type PathType,
  type PathTypes,
} from './jsonpath/functions.ts';
export { formatNormalizedPath } from './jsonpath/normalized-path.ts';
export { PathNode } from './jsonpath/path-node.ts';
export type { LookupPath, Operation } from './jsonpath/plan.ts';
export {
  compile,
  CompiledQuery,
  parse,
  query,
  type CompileOptions,
  type ParseOptions,
} from './jsonpath/query.ts';
export { toPattern } from './jsonpath/to-pattern.ts';
export {
  QueryDelta,
  StaleDeltaError,
  type AddedNode,
  type ChangedNode,
  type MovedNode,
  type QueryShift,
  type RemovedNode,
} from './incremental/delta.ts';
export type { DocumentReader, QueryChange } from './incremental/document.ts';
export { IncrementalQuery } from './incremental/incremental-query.ts';
export { LRUCache } from './lru-cache.ts';
export { QueryCache, type QueryCacheOptions } from './query-cache.ts';
export { queryFlat } from './query-flat.ts';
export type { FlatReader, FlatResult } from './flat-evaluation.ts';
