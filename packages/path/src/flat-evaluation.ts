import type { CompiledQuery } from './jsonpath/query.ts';
import { filterReads } from './jsonpath/filter-reads.ts';
import { partialDocument } from './partial-document.ts';
import {
  formatPointer,
  parsePointer,
  type Pattern,
  type Pointer,
  type Segments,
} from './pointer.ts';
import { shownValue } from './shown-value.ts';

/**
 * What a query needs of a store that is addressed by pointers. What `get` gives must not be edited later: a store hands out a new
 * container when something in it changes.
 */
export interface FlatReader {
  /** The value at a pointer. A store that holds only leaves gives `undefined` for containers. */
  get(pointer: Pointer): unknown;
  /**
   * The pointers of the leaves below a pointer (others may be among them), in the order of the document. Asked only where `get` gives
   * nothing: a container with the names 0, 1, 2 … is then taken for an array.
   */
  keys(prefix: Pointer): Iterable<Pointer>;
  /** The length of the array at a pointer, `undefined` where none is. Without it a query with an index reads the whole array. */
  arrayLength?(pointer: Pointer): number | undefined;
  /** Another number after every change. Without it results are not kept. */
  readonly version?: number | undefined;
  /** Not asked: named so that a store that is written down where it is passed may have it. */
  has?(pointer: Pointer): unknown;
  /** Not asked either. */
  getPointersMatchingPattern?(pattern: Pattern): unknown;
}

/** What a query selects in a store: values that the caller says are of type `E`. */
export class FlatResult<E = unknown> {
  /** On each result, so that it is seen where own members are: when a result is compared, copied or sent as JSON. */
  static readonly #pointersOf = {
    enumerable: true,
    get(this: FlatResult): readonly Pointer[] {
      return (this.#pointers ??= this.#query.pointers(this.#document));
    },
  };
  /** The values of the selected nodes, in the order of RFC 9535. */
  readonly values: readonly E[];
  /** The locations of the values; written out when they are first asked for. O(results). */
  declare readonly pointers: readonly Pointer[];
  readonly #query: CompiledQuery;
  readonly #document: unknown;
  #pointers: readonly Pointer[] | undefined;

  /** Called by `queryFlat`. */
  constructor(query: CompiledQuery, document: unknown) {
    this.values = query.values<E>(document);
    this.#query = query;
    this.#document = document;
    Object.defineProperty(this, 'pointers', FlatResult.#pointersOf);
  }
}

/** Evaluates a query on a store, without a cache. */
export function evaluateFlat<E>(store: FlatReader, query: CompiledQuery): FlatResult<E> {
  if (typeof store?.get !== 'function' || typeof store.keys !== 'function')
    throw new TypeError(`Expected a store with get and keys but found ${shownValue(store)}`);
  const read = (location: Segments): unknown => valueAt(store, formatPointer(location));
  const lengthAt = (location: Segments): number | undefined =>
    store.arrayLength?.(formatPointer(location));
  return new FlatResult(query, partialDocument(filterReads(query.ast).absolute, read, lengthAt));
}

/** The value at a pointer; a container that the store cannot give is put together from the leaves below it. */
function valueAt(store: FlatReader, pointer: Pointer): unknown {
  const value = store.get(pointer);
  // `null` is a value
  return value === undefined ? assembled(store, pointer) : value;
}

/** A container in the making. A class of its own, because a Map may be a leaf. */
class Assembly {
  readonly children = new Map<string, unknown>();
}

function assembled(store: FlatReader, pointer: Pointer): unknown {
  const root = new Assembly();
  const below: { readonly parent: Assembly; readonly name: string; readonly made: Assembly }[] = [];
  for (const key of store.keys(pointer)) {
    if (!key.startsWith(`${pointer}/`)) continue;
    let parent = root;
    const segments = parsePointer(key.slice(pointer.length));
    const last = segments.pop() as string;
    for (const name of segments) {
      let made = parent.children.get(name);
      if (!(made instanceof Assembly)) {
        made = new Assembly();
        parent.children.set(name, made);
        below.push({ parent, name, made: made as Assembly });
      }
      parent = made as Assembly;
    }
    parent.children.set(last, store.get(key));
  }
  // What was begun later is not above what was begun earlier, so that going back children are ready first
  for (const { parent, name, made } of below.reverse()) parent.children.set(name, plain(made));
  return root.children.size > 0 ? plain(root) : undefined;
}

/** An array where the names are 0, 1, 2 … without a gap, otherwise an object. */
function plain({ children }: Assembly): unknown {
  const elements: unknown[] = [];
  for (let index = 0; index < children.size; index++) {
    if (!children.has(String(index))) return Object.fromEntries(children);
    elements.push(children.get(String(index)));
  }
  return elements;
}
