/**
 * The index of the live queries of one store by the places that they read. By it, a write finds the queries that it may affect
 * without asking the others.
 *
 * A query reads a fixed prefix, and what its filters read from the root (`readPlaces`). A Change can affect the query only if it is
 * above, at or below one of these places. An insertion or removal also shifts the elements behind it; so a place is cut off before the
 * first segment that can be an index, and a shift in that array is below the rest of it.
 */
import { type Pointer, type Query, readPlaces } from '@data-map/path';
import { type Change, PrefixIndex } from '@data-map/storage';

/** How many entries are remembered, over all written pointers that reach them. */
const REMEMBERED = 65_536;

/**
 * Each query is represented by an entry of the owner's choice.
 *
 * | operation | cost |
 * | --- | --- |
 * | `add`, `delete` | O(length of the places) |
 * | `reach` | O(1) for a pointer that is written again and again, otherwise O(length of the pointer + queries reached) |
 */
export class QueryIndex<T> {
  readonly #entries = new PrefixIndex<Set<T>>();
  readonly #places = new Map<T, readonly Pointer[]>();
  /** The entries that a write at a pointer reaches. Emptied when a query is added or deleted. */
  readonly #known = new Map<Pointer, Iterable<T>>();
  /** How many entries `#known` holds, where each pointer counts for at least one. */
  #remembered = 0;

  add(entry: T, query: Query): void {
    const places = readPlaces(query).map(beforeIndex);
    this.#places.set(entry, places);
    for (const place of places) {
      const entries = this.#entries.get(place);
      if (entries === undefined) this.#entries.set(place, new Set([entry]));
      else entries.add(entry);
    }
    this.#forget();
  }

  delete(entry: T): void {
    for (const place of this.#places.get(entry) ?? []) {
      const entries = this.#entries.get(place);
      if (entries?.delete(entry) === true && entries.size === 0) this.#entries.delete(place);
    }
    this.#places.delete(entry);
    this.#forget();
  }

  /** Returns the entries of all queries that one of the changes may affect. */
  reach(changes: readonly Change[]): Iterable<T> {
    const [only] = changes;
    if (changes.length === 1 && only?.from === undefined) return this.#at(only!.pointer);
    const reached = new Set<T>();
    for (const { pointer, from } of changes) {
      for (const entry of this.#at(pointer)) reached.add(entry);
      if (from !== undefined) for (const entry of this.#at(from)) reached.add(entry);
    }
    return reached;
  }

  #at(pointer: Pointer): Iterable<T> {
    const known = this.#known.get(pointer);
    if (known !== undefined) return known;
    const places = [...this.#entries.ancestors(pointer), ...this.#entries.getByPrefix(pointer)];
    const sets = places.flatMap((place) => this.#entries.get(place) ?? []);
    // A single set is not copied: most pointers reach one place, which may have many queries
    const [only] = sets;
    const isOne = sets.length === 1 && only !== undefined;
    const entries = isOne ? only : new Set(sets.flatMap((set) => [...set]));
    this.#remembered += isOne ? 1 : 1 + entries.size;
    if (this.#remembered > REMEMBERED) this.#forget();
    this.#known.set(pointer, entries);
    return entries;
  }

  #forget(): void {
    this.#known.clear();
    this.#remembered = 0;
  }
}

function beforeIndex(place: Pointer): Pointer {
  const end = place.search(/\/\d+(?:\/|$)/);
  return end < 0 ? place : place.slice(0, end);
}
