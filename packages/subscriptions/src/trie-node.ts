import { GLOBSTAR, WILDCARD } from '@data-map/path';
import type { Name, SegmentTable } from './segment-table.ts';

/** What leads from a node to its child: a name, any one segment, or any number of segments. */
export type Edge = Name | typeof WILDCARD | typeof GLOBSTAR;

/** Stands for "no value", because `undefined` is a value. */
const NONE: unique symbol = Symbol('none');

/**
 * A node of the trie of patterns: what the patterns that go through it have in common up to here.
 *
 * Most nodes have one child and most patterns one value, so both have a field for the first one, and a Map or Set only
 * from the second one on.
 *
 * Invariant: except for roots, a node has a value or a child; `prune` restores it after a removal. A node that was
 * pruned is never used again, so whoever still holds it sees a node that matches nothing.
 */
export class TrieNode<T> {
  readonly id: number;
  readonly parent: TrieNode<T> | undefined;
  readonly edge: Edge | undefined;
  /** The child behind `*`. */
  star: TrieNode<T> | undefined = undefined;
  /** The child behind `**`. */
  globstar: TrieNode<T> | undefined = undefined;
  /** The last generation of automaton states that had this node in one of them. */
  generation = 0;
  /** Set while a state is put together, to have each node in it once. */
  mark = 0;
  /** The named child, while there is just one; otherwise they are all in `#named`. */
  #only: TrieNode<T> | undefined = undefined;
  #named: Map<number, TrieNode<T>> | undefined = undefined;
  #value: T | typeof NONE = NONE;
  /** All values, from the second one on. */
  #values: Set<T> | undefined = undefined;

  constructor(id: number, parent: TrieNode<T> | undefined, edge: Edge | undefined) {
    this.id = id;
    this.parent = parent;
    this.edge = edge;
  }

  child(id: number): TrieNode<T> | undefined {
    if (this.#named !== undefined) return this.#named.get(id);
    const only = this.#only;
    return only !== undefined && nameOf(only).id === id ? only : undefined;
  }

  /** How many children have a name. */
  get width(): number {
    if (this.#named !== undefined) return this.#named.size;
    return this.#only === undefined ? 0 : 1;
  }

  forEachNamed(visit: (child: TrieNode<T>, name: Name) => void): void {
    if (this.#only !== undefined) visit(this.#only, nameOf(this.#only));
    else if (this.#named !== undefined) {
      for (const child of this.#named.values()) visit(child, nameOf(child));
    }
  }

  attach(child: TrieNode<T>): void {
    const { edge } = child;
    if (edge === WILDCARD) this.star = child;
    else if (edge === GLOBSTAR) this.globstar = child;
    else if (this.#named !== undefined) this.#named.set(nameOf(child).id, child);
    else if (this.#only === undefined) this.#only = child;
    else {
      this.#named = new Map([
        [nameOf(this.#only).id, this.#only],
        [nameOf(child).id, child],
      ]);
      this.#only = undefined;
    }
  }

  detach(child: TrieNode<T>): void {
    const { edge } = child;
    if (edge === WILDCARD) this.star = undefined;
    else if (edge === GLOBSTAR) this.globstar = undefined;
    else if (this.#named === undefined) this.#only = undefined;
    else {
      this.#named.delete(nameOf(child).id);
      if (this.#named.size === 0) this.#named = undefined;
    }
  }

  get isEmpty(): boolean {
    return (
      this.#value === NONE &&
      this.#values === undefined &&
      this.#only === undefined &&
      this.#named === undefined &&
      this.star === undefined &&
      this.globstar === undefined
    );
  }

  has(value: T): boolean {
    return this.#values === undefined ? this.#value === value : this.#values.has(value);
  }

  /** False where the value was there already. */
  addValue(value: T): boolean {
    if (this.has(value)) return false;
    if (this.#values !== undefined) this.#values.add(value);
    else if (this.#value === NONE) this.#value = value;
    else {
      this.#values = new Set([this.#value, value]);
      this.#value = NONE;
    }
    return true;
  }

  /** False where the value was not there. */
  deleteValue(value: T): boolean {
    if (!this.has(value)) return false;
    if (this.#values === undefined) this.#value = NONE;
    else {
      this.#values.delete(value);
      if (this.#values.size === 0) this.#values = undefined;
    }
    return true;
  }

  forEachValue(visit: (value: T) => void): void {
    if (this.#value !== NONE) visit(this.#value);
    else if (this.#values !== undefined) this.#values.forEach(visit);
  }
}

/**
 * Takes a node out where it has become empty, then its parent, and so on, and gives their names back. Returns how many
 * were taken out.
 */
export function prune<T>(emptied: TrieNode<T>, table: SegmentTable): number {
  let node = emptied;
  let pruned = 0;
  for (; node.parent !== undefined && node.isEmpty; node = node.parent) {
    node.parent.detach(node);
    if (typeof node.edge === 'object') table.release(node.edge);
    pruned++;
  }
  return pruned;
}

/** Of a node that has one. */
function nameOf<T>(node: TrieNode<T>): Name {
  return node.edge as Name;
}
