import { GLOBSTAR, WILDCARD } from '@data-map/path';
import { isSame } from './pair.ts';
import type { Name, SegmentTable } from './segment-table.ts';

/** The step of a pattern that leads from a node to its child: a name, `*` or `**`. */
export type Edge = Name | typeof WILDCARD | typeof GLOBSTAR;

/** The key of a child: the id of its name, or the wildcard. */
type Key = number | typeof WILDCARD | typeof GLOBSTAR;

/** Stands for "no value", because `undefined` is a possible value. */
const NONE: unique symbol = Symbol('none');

/** The values of a node that has several. A subclass, because a Set is a possible value too. */
class Values<T> extends Set<T> {}

/**
 * A node of a trie of patterns: a prefix that one or more patterns share. Its values are those of the patterns that end here.
 *
 * Most nodes have one child, and most patterns one value. A single child or value is stored directly in its field; a Map or
 * Set is created for the second one. Each pattern needs several nodes, so every further field costs memory that shows.
 *
 * Invariant: every node except a root has a value or a child; `prune` restores this after a removal. A pruned node is
 * never reused, so a state that still contains it contains a node that matches nothing.
 */
export class TrieNode<T> {
  readonly id: number;
  readonly parent: TrieNode<T> | undefined;
  readonly edge: Edge | undefined;
  /** The latest generation of automaton states of which one contains this node. */
  generation = 0;
  #children: TrieNode<T> | Map<Key, TrieNode<T>> | undefined = undefined;
  #values: T | Values<T> | typeof NONE = NONE;

  constructor(id: number, parent: TrieNode<T> | undefined, edge: Edge | undefined) {
    this.id = id;
    this.parent = parent;
    this.edge = edge;
  }

  /** The child by `*`. */
  get star(): TrieNode<T> | undefined {
    return this.child(WILDCARD);
  }

  /** The child by `**`. */
  get globstar(): TrieNode<T> | undefined {
    return this.child(GLOBSTAR);
  }

  child(key: Key): TrieNode<T> | undefined {
    const children = this.#children;
    if (children instanceof Map) return children.get(key);
    return children !== undefined && keyOf(children) === key ? children : undefined;
  }

  /** The number of children by a name. */
  get namedCount(): number {
    const children = this.#children;
    const size = children instanceof Map ? children.size : Number(children !== undefined);
    return size - Number(this.star !== undefined) - Number(this.globstar !== undefined);
  }

  /** Calls `visit` with each child by a name. */
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

  /** Whether the node has neither a value nor a child. */
  get isEmpty(): boolean {
    return this.#values === NONE && this.#children === undefined;
  }

  has(value: T): boolean {
    const values = this.#values;
    return values instanceof Values ? values.has(value) : isSame(values, value);
  }

  /** Returns false if the value is there already. */
  addValue(value: T): boolean {
    if (this.has(value)) return false;
    const values = this.#values;
    if (values === NONE) this.#values = value;
    else if (values instanceof Values) values.add(value);
    else this.#values = new Values([values, value]);
    return true;
  }

  /** Returns false if the value is not there. */
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

/** Removes a node if it is empty, then its parent if that is empty, and so on. Returns the number of removed nodes. */
export function prune<T>(start: TrieNode<T>, table: SegmentTable): number {
  let node = start;
  let pruned = 0;
  for (; node.parent !== undefined && node.isEmpty; node = node.parent) {
    node.parent.detach(node);
    if (typeof node.edge === 'object') table.release(node.edge);
    pruned++;
  }
  return pruned;
}

/** The key under which a node's parent stores it. */
function keyOf<T>({ edge }: TrieNode<T>): Key {
  return typeof edge === 'object' ? edge.id : (edge as Key);
}
