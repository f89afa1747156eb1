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
 * A store addressed by pointers, as far as a query needs it. The store must not edit a container that `get` has returned: when
 * something in it changes, `get` must return a new one.
 */
export interface FlatReader {
  /** Returns the value at a pointer. A store that holds only leaves returns `undefined` for containers. */
  get(pointer: Pointer): unknown;
  /**
   * Returns the pointers of all leaves below `prefix`, in document order; pointers of other places are ignored. Called only where
   * `get` returns `undefined`: the container is then assembled from its leaves, as an array if its names are 0, 1, 2, … without a gap.
   */
  keys(prefix: Pointer): Iterable<Pointer>;
  /** Returns the length of the array at a pointer, `undefined` if there is none. Without it a query with an index reads the whole array. */
  arrayLength?(pointer: Pointer): number | undefined;
  /** A number that differs after every change. Without it results are not cached. */
  readonly version?: number | undefined;
  /** Never called: declared so that an object literal that has it can be passed as a store. */
  has?(pointer: Pointer): unknown;
  /** Never called, see `has`. */
  getPointersMatchingPattern?(pattern: Pattern): unknown;
}

/** The nodes that a query selects in a store. The type `E` of the values is the caller's claim; it is not checked. */
export class FlatResult<E = unknown> {
  /** Defined on each result, not on the prototype: comparing, spreading and `JSON.stringify` see own properties only. */
  static readonly #pointersOf = {
    enumerable: true,
    get(this: FlatResult): readonly Pointer[] {
      return (this.#pointers ??= this.#query.pointers(this.#document));
    },
  };
  /** The values of the selected nodes, in the order of RFC 9535. */
  readonly values: readonly E[];
  /** The pointers of the values. The first read evaluates the query again, with locations; later reads are O(1). */
  declare readonly pointers: readonly Pointer[];
  readonly #query: CompiledQuery;
  readonly #document: unknown;
  #pointers: readonly Pointer[] | undefined;

  /** Called by `queryFlat` and `QueryCache.query`. */
  constructor(query: CompiledQuery, document: unknown) {
    this.values = query.values<E>(document);
    this.#query = query;
    this.#document = document;
    Object.defineProperty(this, 'pointers', FlatResult.#pointersOf);
  }
}

/** Evaluates a query on a store, without a cache. @throws TypeError when the store lacks `get` or `keys` */
export function evaluateFlat<E>(store: FlatReader, query: CompiledQuery): FlatResult<E> {
  if (typeof store?.get !== 'function' || typeof store.keys !== 'function')
    throw new TypeError(`Expected a store with get and keys but found ${shownValue(store)}`);
  const read = (location: Segments): unknown => valueAt(store, formatPointer(location));
  const lengthAt = (location: Segments): number | undefined =>
    store.arrayLength?.(formatPointer(location));
  return new FlatResult(query, partialDocument(filterReads(query.ast).absolute, read, lengthAt));
}

/** Returns the value at a pointer; assembles a container that the store does not hold itself from the leaves below it. */
function valueAt(store: FlatReader, pointer: Pointer): unknown {
  const value = store.get(pointer);
  // Not `??`: `null` is a value
  return value === undefined ? assemble(store, pointer) : value;
}

/** A container under construction. A class of its own tells it from every leaf; a leaf may be a Map. */
class Assembly {
  readonly children = new Map<string, unknown>();
}

/** Builds the container at a pointer from its leaves; `undefined` if there are none. O(total length of their pointers). */
function assemble(store: FlatReader, pointer: Pointer): unknown {
  const root = new Assembly();
  /** All nested assemblies, each after its parent. */
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
  // In reverse order, so that all children of an assembly are plain values before the assembly itself is converted
  for (const { parent, name, made } of below.reverse()) parent.children.set(name, toPlain(made));
  return root.children.size > 0 ? toPlain(root) : undefined;
}

/** Returns an array if the names are 0, 1, 2, … without a gap, otherwise an object. */
function toPlain({ children }: Assembly): unknown {
  const elements: unknown[] = [];
  for (let index = 0; index < children.size; index++) {
    if (!children.has(String(index))) return Object.fromEntries(children);
    elements.push(children.get(String(index)));
  }
  return elements;
}
