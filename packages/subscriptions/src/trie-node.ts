import { GLOBSTAR, WILDCARD } from '@data-map/path';
import type { Name, SegmentTable } from './segment-table.ts';

/** What leads from a node to its child: a name, any one segment, or any number of segments. */
export type Edge = Name | typeof WILDCARD | typeof GLOBSTAR;

/** Under what a node holds a child: the id of its name, or the wildcard. */
type Key = number | typeof WILDCARD | typeof GLOBSTAR;

/** Stands for "no value", because `undefined` is a value. */
const NONE: unique symbol = Symbol('none');

/** The values of a node that has several; a class of its own, because a Set is a possible value. */
class Values<T> extends Set<T> {}

/**
 * A node of the trie of patterns: what the patterns that go through it have in common up to here.
 *
 * Most nodes have one child and most patterns one value, so these are held as they are, and in a Map or Set only
 * from the second one on. There are several nodes for each pattern: a field more is noticed.
 *
 * Invariant: except for roots, a node has a value or a child; `prune` restores it after a removal. A node that was
 * pruned is never used again, so whoever still holds it sees a node that matches nothing.
 */
export class TrieNode<T> {
  readonly id: number;
  readonly parent: TrieNode<T> | undefined;
  readonly edge: Edge | undefined;
  /** The last generation of automaton states that had this node in one of them. */
  generation = 0;
  #children: TrieNode<T> | Map<Key, TrieNode<T>> | undefined = undefined;
  #values: T | Values<T> | typeof NONE = NONE;

  constructor(id: number, parent: TrieNode<T> | undefined, edge: Edge | undefined) {
    this.id = id;
    this.parent = parent;
    this.edge = edge;
  }

  /** The child behind `*`. */
  get star(): TrieNode<T> | undefined {
    return this.child(WILDCARD);
  }

  /** The child behind `**`. */
  get globstar(): TrieNode<T> | undefined {
    return this.child(GLOBSTAR);
  }

  child(key: Key): TrieNode<T> | undefined {
    const children = this.#children;
    if (children instanceof Map) return children.get(key);
    return children !== undefined && keyOf(children) === key ? children : undefined;
  }

  /** How many children have a name. */
  get width(): number {
    const children = this.#children;
    const size = children instanceof Map ? children.size : Number(children !== undefined);
    return size - Number(this.star !== undefined) - Number(this.globstar !== undefined);
  }

  forEachNamed(visit: (child: TrieNode<T>, name: Name) => void): void {
    const children = this.#children;
    for (const child of children instanceof Map ? children.values() : [children])
      if (typeof child?.edge === 'object') visit(child, child.edge);
  }

  attach(child: TrieNode<T>): void {
    const children = this.#children;
    if (children === undefined) this.#children = child;
    else if (children instanceof Map) children.set(keyOf(child), child);
    else
      this.#children = new Map([
        [keyOf(children), children],
        [keyOf(child), child],
      ]);
  }

  detach(child: TrieNode<T>): void {
    const children = this.#children;
    if (!(children instanceof Map) || (children.delete(keyOf(child)) && children.size === 0))
      this.#children = undefined;
  }

  get isEmpty(): boolean {
    return this.#values === NONE && this.#children === undefined;
  }

  has(value: T): boolean {
    const values = this.#values;
    return values instanceof Values ? values.has(value) : values === value;
  }

  /** False where the value was there already. */
  addValue(value: T): boolean {
    if (this.has(value)) return false;
    const values = this.#values;
    if (values === NONE) this.#values = value;
    else if (values instanceof Values) values.add(value);
    else this.#values = new Values([values, value]);
    return true;
  }

  /** False where the value was not there. */
  deleteValue(value: T): boolean {
    if (!this.has(value)) return false;
    const values = this.#values;
    if (!(values instanceof Values) || (values.delete(value) && values.size === 0))
      this.#values = NONE;
    return true;
  }

  forEachValue(visit: (value: T) => void): void {
    const values = this.#values;
    if (values instanceof Values) values.forEach(visit);
    else if (values !== NONE) visit(values);
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

/** Under what the parent of a node holds it. */
function keyOf<T>({ edge }: TrieNode<T>): Key {
  return typeof edge === 'object' ? edge.id : (edge as Key);
}
