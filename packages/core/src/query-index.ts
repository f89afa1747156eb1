/**
 * The index of the live queries of one store by the places that they read. By it, a write finds the queries that it may affect
 * without asking the others.
 *
 * A query reads a fixed prefix, and what its filters read from the root (`readPlaces`). A Change can affect the query only if it is
 * above, at or below one of these places. An insertion or removal also shifts the elements after it: it counts as a Change of their
 * positions or, if they are many, of the whole array.
 *
 * A query that has not yet taken such a shift must be given every Change below the array, since the element that it reads may be
 * changed while it is at another position, and then return. So its places are widened to the array until it has taken the shift.
 */
import { parentPointer, type Pointer, type Query, readPlaces, type Segments } from '@data-map/path';
import { type Change, PrefixIndex } from '@data-map/storage';
import { forEachAltered, isShift } from './altered-places.ts';

/** How many written pointers are remembered. */
const REMEMBERED = 1024;

/**
 * Each query is represented by an entry of the owner's choice.
 *
 * | operation | cost |
 * | --- | --- |
 * | `add`, `delete`, `widen`, `narrow` | O(length of the places) |
 * | `reach` | for each change O(1) if the pointer is written again and again, otherwise O(length of the pointer + places reached); and O(queries reached) unless they share one place |
 */
export class QueryIndex<T> {
  readonly #entries = new PrefixIndex<Set<T>>();
  readonly #places = new Map<T, readonly Pointer[]>();
  /** The arrays to which the places of an entry are widened. */
  readonly #wide = new Map<T, Set<Pointer>>();
  /** The sets of the places at, above and below a written pointer. Emptied when a query is added, deleted, widened or narrowed. */
  readonly #around = new Map<Pointer, readonly Set<T>[]>();
  readonly #lengthOf: (array: Pointer) => number | undefined;

  constructor(lengthOf: (array: Pointer) => number | undefined) {
    this.#lengthOf = lengthOf;
  }

  add(entry: T, query: Query): void {
    const places = readPlaces(query);
    this.#places.set(entry, places);
    for (const place of places) this.#put(entry, place);
  }

  delete(entry: T): void {
    this.narrow(entry);
    for (const place of this.#places.get(entry) ?? []) this.#take(entry, place);
    this.#places.delete(entry);
  }

  /** Widens the places of an entry that has a Change pending, if that shifts elements on the way to one of them. Returns whether it does. */
  widen(entry: T, { pointer, segments, from, fromSegments, permutation }: Change): boolean {
    const places = this.#places.get(entry) ?? [];
    const wide = this.#wide.get(entry) ?? new Set();
    const arrays = [
      permutation === undefined ? arrayOf(pointer, segments) : pointer,
      from === undefined ? undefined : arrayOf(from, fromSegments),
    ];
    for (const array of arrays) {
      if (array === undefined || places.includes(array) || wide.has(array)) continue;
      if (!places.some((place) => place.startsWith(`${array}/`))) continue;
      wide.add(array);
      this.#wide.set(entry, wide);
      this.#put(entry, array);
    }
    return wide.size > 0;
  }

  /** Narrows the places of an entry again: it has taken what was pending. */
  narrow(entry: T): void {
    for (const array of this.#wide.get(entry) ?? []) this.#take(entry, array);
    this.#wide.delete(entry);
  }

  /** Returns the entries of all queries that one of the changes may affect, each once. */
  reach(changes: readonly Change[]): Iterable<T> {
    const sets = new Set<Set<T>>();
    const visit = (place: Pointer): void => {
      for (const set of this.#setsAround(place)) sets.add(set);
    };
    for (const change of changes) {
      if (isShift(change)) forEachAltered(change, changes.length, this.#lengthOf, visit);
      else visit(change.pointer);
    }
    const [first = new Set<T>(), ...others] = sets;
    if (others.length === 0) return first;
    const reached = new Set(first);
    for (const set of others) for (const entry of set) reached.add(entry);
    return reached;
  }

  #setsAround(pointer: Pointer): readonly Set<T>[] {
    let sets = this.#around.get(pointer);
    if (sets === undefined) {
      const places = [...this.#entries.ancestors(pointer), ...this.#entries.getByPrefix(pointer)];
      sets = places.map((place) => this.#entries.get(place)!);
      if (this.#around.size >= REMEMBERED) this.#around.clear();
      this.#around.set(pointer, sets);
    }
    return sets;
  }

  #put(entry: T, place: Pointer): void {
    const entries = this.#entries.get(place);
    if (entries === undefined) this.#entries.set(place, new Set([entry]));
    else entries.add(entry);
    this.#around.clear();
  }

  #take(entry: T, place: Pointer): void {
    const entries = this.#entries.get(place);
    if (entries?.delete(entry) === true && entries.size === 0) this.#entries.delete(place);
    this.#around.clear();
  }
}

/** The array of the element at a place; `undefined` if the place is not in an array. */
function arrayOf(place: Pointer, segments: Segments | undefined): Pointer | undefined {
  return typeof segments?.at(-1) === 'number' ? parentPointer(place) : undefined;
}
