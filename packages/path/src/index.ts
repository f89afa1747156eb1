export { compileIRegexp, type IRegexp } from './iregexp/iregexp.ts';
export { jsonEqual } from './json-equal.ts';
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
