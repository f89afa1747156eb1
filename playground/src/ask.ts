import {
  compile,
  explain,
  isPattern,
  parsePattern,
  PathSyntaxError,
  PathTypeError,
  PointerSyntaxError,
  toPattern,
  type DataMap,
  type Pointer,
} from '@data-map/core';
import { messageOf } from './text.ts';

/** The matches of a target in the document. */
export interface Answer {
  readonly kind: 'pointer' | 'pattern' | 'query';
  readonly pointers: readonly Pointer[];
  readonly microseconds: number;
  /** The plan of the evaluation, in words. */
  readonly plan: string;
}

/** An error in the text of a target. */
export interface Refusal {
  readonly message: string;
  /** The offset of the error in the text, if it has one. */
  readonly offset: number | undefined;
}

/** Evaluates a pointer, a pattern or a JSONPath. Errors in the text are returned, not thrown. */
export function ask(store: DataMap, text: string): Answer | Refusal {
  try {
    if (text.startsWith('$')) return askQuery(store, text);
    if (text === '' || text.startsWith('/')) {
      return isPattern(text) ? askPattern(store, text) : askPointer(store, text);
    }
  } catch (error) {
    return { message: messageOf(error), offset: offsetOf(error) };
  }
  return { message: 'Expected "/" for a pointer or pattern, or "$" for a JSONPath', offset: 0 };
}

function askPointer(store: DataMap, text: string): Answer {
  const begin = performance.now();
  const found = store.has(text);
  const microseconds = (performance.now() - begin) * 1000;
  return {
    kind: 'pointer',
    pointers: found ? [text] : [],
    microseconds,
    plan: 'look the pointer up segment by segment, or in the cache if it was looked up before',
  };
}

function askPattern(store: DataMap, text: string): Answer {
  parsePattern(text);
  const pointers: Pointer[] = [];
  const begin = performance.now();
  // An `immediate` subscription is called at once for each place that matches
  const stop = store.subscribe(text, (_, { pointer }) => pointers.push(pointer), {
    immediate: true,
  });
  const microseconds = (performance.now() - begin) * 1000;
  stop();
  return {
    kind: 'pattern',
    pointers,
    microseconds,
    plan: 'walk the document along the pattern, into the parts that the pattern can match',
  };
}

function askQuery(store: DataMap, text: string): Answer {
  const query = compile(text);
  const document = store.toObject();
  const begin = performance.now();
  const pointers = query.pointers(document);
  const microseconds = (performance.now() - begin) * 1000;
  const pattern = toPattern(text);
  const watched = pattern === undefined ? '' : `\n\nthe same places as the pattern ${pattern}`;
  return { kind: 'query', pointers, microseconds, plan: `${explain(query)}${watched}` };
}

function offsetOf(error: unknown): number | undefined {
  return error instanceof PathSyntaxError ||
    error instanceof PathTypeError ||
    error instanceof PointerSyntaxError
    ? error.offset
    : undefined;
}
