/**
 * The index of the live queries of one store by the places that they read. By it, a write finds the queries that it may affect
 * without asking the others.
 *
 * A query reads a fixed prefix, and what its filters read from the root (`readPlaces`). A Change can affect the query only if it is
 * above, at or below one of these places. An insertion or removal also shifts the elements behind it, and changes how many a query has
 * to count there: it counts as a Change of the whole array.
 */
import { parentPointer, type Pointer, type Query, readPlaces, type Segments } from '@data-map/path';
import { type Change, PrefixIndex } from '@data-map/storage';

/** How many written pointers are remembered. */
const REMEMBERED = 1024;

/**
 * Each query is represented by an entry of the owner's choice.
 *
 * | operation | cost |
 * | --- | --- |
 * | `add`, `delete` | O(length of the places) |
 * | `reach` | for each change O(1) if the pointer is written again and again, otherwise O(length of the pointer + places reached); and O(queries reached) unless they share one place |
 */
export class QueryIndex<T> {
  readonly #entries = new PrefixIndex<Set<T>>();
  readonly #places = new Map<T, readonly Pointer[]>();
  /** The sets of the places at, above and below a written pointer. Emptied when a query is added or deleted. */
  readonly #around = new Map<Pointer, readonly Set<T>[]>();

  add(entry: T, query: Query): void {
    const places = readPlaces(query);
    this.#places.set(entry, places);
    for (const place of places) {
      const entries = this.#entries.get(place);
      if (entries === undefined) this.#entries.set(place, new Set([entry]));
      else entries.add(entry);
    }
    this.#around.clear();
  }

  delete(entry: T): void {
    for (const place of this.#places.get(entry) ?? []) {
      const entries = this.#entries.get(place);
      if (entries?.delete(entry) === true && entries.size === 0) this.#entries.delete(place);
    }
    this.#places.delete(entry);
    this.#around.clear();
  }

  /** Returns the entries of all queries that one of the changes may affect, each once. */
  reach(changes: readonly Change[]): Iterable<T> {
    const sets = new Set<Set<T>>();
    for (const { op, pointer, segments, from, fromSegments } of changes) {
      const isShift = op !== 'replace';
      for (const set of this.#setsAround(pointer, segments, isShift)) sets.add(set);
      if (from !== undefined)
        for (const set of this.#setsAround(from, fromSegments, isShift)) sets.add(set);
    }
    const [first = new Set<T>(), ...others] = sets;
    if (others.length === 0) return first;
    const reached = new Set(first);
    for (const set of others) for (const entry of set) reached.add(entry);
    return reached;
  }

  #setsAround(
    written: Pointer,
    segments: Segments | undefined,
    isShift: boolean,
  ): readonly Set<T>[] {
    const isInArray = isShift && typeof segments?.at(-1) === 'number';
    const pointer = isInArray ? (parentPointer(written) ?? '') : written;
    let sets = this.#around.get(pointer);
    if (sets === undefined) {
      const places = [...this.#entries.ancestors(pointer), ...this.#entries.getByPrefix(pointer)];
      sets = places.map((place) => this.#entries.get(place)!);
      if (this.#around.size >= REMEMBERED) this.#around.clear();
      this.#around.set(pointer, sets);
    }
    return sets;
  }
}
