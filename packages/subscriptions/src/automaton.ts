/**
 * A lazily built, bounded DFA over the trie of patterns with wildcards.
 *
 * A trie with `*` and `**` is a nondeterministic automaton: after some segments of a pointer, several trie nodes are live
 * at once. Walking them by recursion is exponential in `**`, because it comes to the same node at the same segment
 * in many ways. Here the *set* of live nodes is one state (the subset construction, Rabin and Scott 1959), made when it
 * is first reached and remembered, as are its transitions (lazy DFA; R. Cox, "Regular Expression Matching Can Be Simple And Fast").
 *
 * - The set is closed under `**`, which may take nothing: with a node its `**` child is live as well.
 * - A `**` node stays live whatever comes, and is left through its children.
 * - All segments that no pattern names lead from a state to the same next state, `other`: an endless stream of fresh ids
 *   needs no memory.
 *
 * Cost of one segment: one lookup when the transition is known, otherwise O(live nodes). What is remembered is counted
 * in `cells` and dropped as a whole when there are too many for the size of the trie.
 *
 * When a pattern grows a child onto a node that occurs in a state (`TrieNode.generation` says so), states become outdated:
 *
 * - a named child changes the transitions by its name. They are found under `Name.via`, so the name gets a new number,
 *   and what was known under the old one is never asked for again; all others stay;
 * - a `*` or `**` child changes all transitions of the states that hold its parent: everything is dropped.
 *
 * Removals outdate nothing: a pruned node stays in its states, where it matches nothing.
 */

import type { Name } from './segment-table.ts';
import type { TrieNode } from './trie-node.ts';

/** Live nodes and transitions that are remembered before starting afresh: so many, and so many for each trie node. */
const FREE_CELLS = 1 << 16;
const CELLS_PER_NODE = 4;

/** A set of live trie nodes. */
export interface State<T> {
  /** In the order of their ids. */
  readonly nodes: readonly TrieNode<T>[];
  /** No pattern reaches this location or anything below it. */
  readonly isDead: boolean;
  /** Every segment leads on, because a `*` or `**` stands here. */
  isOpen: boolean;
  /** How many named children its nodes have together; without any, all segments lead to `other`. */
  width: number;
  /** The version of the automaton in which these two were right. */
  version: number;
  /** The names of these children, once somebody asked for them. */
  names: readonly string[] | undefined;
  /** The known transitions, by `Name.via`. */
  next: Map<number, State<T>> | undefined;
  other: State<T> | undefined;
  /** The values of the nodes, each once, as of `stamp`. */
  hits: readonly T[];
  stamp: number;
}

/**
 * | operation | cost |
 * | --- | --- |
 * | `start` | O(1) |
 * | `step` | O(1) where known, else O(live nodes) |
 * | `outdate` | O(1) |
 */
export class Automaton<T> {
  readonly #root: TrieNode<T>;
  #states = new Map<string, State<T>>();
  #start: State<T> | undefined = undefined;
  #generation = 1;
  /** Changes whenever states become outdated: whoever keeps one must drop it then. */
  version = 1;
  /** Counts down, so that it never meets the id that a name starts with. */
  #lastVia = 0;
  #cells = 0;
  /** How many transitions are known. */
  transitions = 0;

  /** How many nodes the trie has. */
  nodes = 0;

  constructor(root: TrieNode<T>) {
    this.#root = root;
  }

  get states(): number {
    return this.#states.size;
  }

  /** Whether some state holds the node, and would have to change if the node gained a child. */
  knows(node: TrieNode<T>): boolean {
    return node.generation === this.#generation;
  }

  /** Must be called when a node that some state holds has gained a child behind a name, or behind `*` or `**`. */
  outdate(name: Name | undefined): void {
    if (name === undefined) this.#reset();
    else {
      this.version++;
      name.via = --this.#lastVia;
    }
  }

  #reset(): void {
    this.#states = new Map();
    this.#start = undefined;
    this.#generation++;
    this.version++;
    this.#cells = 0;
    this.transitions = 0;
  }

  /** The state at the root of the document. */
  start(): State<T> {
    if (this.#start === undefined) {
      const nodes: TrieNode<T>[] = [];
      this.#enter(nodes, this.#root);
      this.#start = this.#state(nodes);
    }
    return this.#current(this.#start);
  }

  /** The state one segment further down; `undefined` is any segment that no pattern names. */
  step(state: State<T>, name: Name | undefined): State<T> {
    let next: State<T> | undefined;
    if (name === undefined || state.width === 0) {
      next = state.other ??= this.#follow(state, 0);
    } else {
      next = state.next?.get(name.via);
      if (next === undefined) {
        next = this.#follow(state, name.id);
        (state.next ??= new Map()).set(name.via, next);
      }
    }
    return this.#current(next);
  }

  /** Brings what a state knows about the children of its nodes up to date. */
  #current(state: State<T>): State<T> {
    if (state.version !== this.version) {
      let isOpen = false;
      let width = 0;
      for (const node of state.nodes) {
        isOpen ||= node.star !== undefined || isGlobstar(node);
        width += node.width;
      }
      state.isOpen = isOpen;
      state.width = width;
      state.names = undefined;
      // At last: near the end of the stack, asking the nodes may throw, and is to be done anew then
      state.version = this.version;
    }
    return state;
  }

  #follow(state: State<T>, id: number): State<T> {
    if (this.#cells > FREE_CELLS + CELLS_PER_NODE * this.nodes) this.#reset();
    const nodes: TrieNode<T>[] = [];
    for (const node of state.nodes) {
      if (isGlobstar(node)) this.#enter(nodes, node);
      this.#enter(nodes, node.star);
      if (id !== 0) this.#enter(nodes, node.child(id));
    }
    this.#cells++;
    this.transitions++;
    return this.#state(nodes);
  }

  #enter(nodes: TrieNode<T>[], node: TrieNode<T> | undefined): void {
    for (let live = node; live !== undefined; live = live.globstar) nodes.push(live);
  }

  #state(live: TrieNode<T>[]): State<T> {
    live.sort((a, b) => a.id - b.id);
    let signature = '';
    // A `**` node may have been entered twice: it stays live, and it came with its parent
    const nodes = live.filter((node, at) => node !== live[at - 1]);
    for (const node of nodes) signature += `${node.id},`;
    let state = this.#states.get(signature);
    if (state === undefined) {
      state = this.#make(nodes);
      this.#states.set(signature, state);
      this.#cells += nodes.length + 1;
    }
    return state;
  }

  #make(nodes: readonly TrieNode<T>[]): State<T> {
    for (const node of nodes) node.generation = this.#generation;
    return {
      nodes,
      isDead: nodes.length === 0,
      isOpen: false,
      width: 0,
      version: 0,
      names: undefined,
      next: undefined,
      other: undefined,
      hits: [],
      stamp: 0,
    };
  }
}

function isGlobstar<T>(node: TrieNode<T>): boolean {
  return node.parent?.globstar === node;
}
