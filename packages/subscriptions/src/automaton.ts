/**
 * A lazily built, bounded DFA over the trie of patterns with wildcards.
 *
 * A trie with `*` and `**` is a nondeterministic automaton: after a prefix of a pointer, several trie nodes can be live, that
 * is, patterns in progress. A recursive matcher is exponential in the number of `**`, because it reaches the same node at the
 * same segment along many paths. Here the *set* of live nodes is one state (the subset construction, Rabin and Scott 1959).
 * States and their transitions are built when a pointer first needs them, and then kept (lazy DFA; R. Cox, "Regular Expression
 * Matching Can Be Simple And Fast").
 *
 * Example: the patterns `/a/*` and `/**`. The node `**` is live together with the root, because `**` may match no segment.
 *
 *     {root, **} --a------> {a, **} --other--> {a*, **}   matches both patterns
 *                --other--> {**}    --other--> {**}       matches `/**`
 *
 * Invariants:
 *
 * - A state is closed under `**`: with a node it contains the node's `**` child, which may match no segment.
 * - A `**` node stays live whatever segment comes next; its children are tried at each segment.
 * - All segments that no pattern names share one transition, `other`. An endless stream of fresh ids therefore needs no memory.
 *
 * Cost per segment: one lookup where the transition is known, otherwise O(live nodes). The size of all states and transitions
 * is counted in cells; when it exceeds a limit that grows with the trie, all states are dropped.
 *
 * A node that belongs to some state (`TrieNode.generation` tells) can gain a child. Then some transitions become wrong:
 *
 * - A named child affects only transitions by its name. These are stored under `Name.transitionKey`, so the name gets a new
 *   key and the old transitions are never found again. All others stay.
 * - A `*` or `**` child affects every transition of the states that contain its parent. All states are dropped.
 *
 * A removal makes no transition wrong: a pruned node may stay in its states, where it matches nothing.
 */

import type { Name } from './segment-table.ts';
import type { TrieNode } from './trie-node.ts';

/** The states are dropped when they hold more than `FREE_CELLS + CELLS_PER_NODE * nodes` cells. */
const FREE_CELLS = 1 << 16;
const CELLS_PER_NODE = 4;

/** A set of live trie nodes, and the transitions from it that are known so far. */
export interface State<T> {
  /** Ordered by id. */
  readonly nodes: readonly TrieNode<T>[];
  /** Whether the set is empty: no pattern matches here or below. */
  readonly isDead: boolean;
  /** Whether a `*` or `**` comes next in some pattern, so that every segment can lead to a match. */
  hasWildcard: boolean;
  /** The number of named children of all nodes together; where it is 0, every segment takes the `other` transition. */
  namedCount: number;
  /** The version of the automaton for which `hasWildcard`, `namedCount` and `names` were computed. */
  version: number;
  /** The names of the named children; computed on demand by `walk`. */
  names: readonly string[] | undefined;
  /** The known transitions by a name, under `Name.transitionKey`. */
  next: Map<number, State<T>> | undefined;
  /** The transition by any segment that no pattern names. */
  other: State<T> | undefined;
  /** The values of the nodes, each once; valid while `hitsVersion` is the matcher's. */
  hits: readonly T[];
  hitsVersion: number;
}

/**
 * | operation | cost |
 * | --- | --- |
 * | `start` | O(1) |
 * | `step` | O(1) where known, else O(live nodes) |
 * | `invalidate` | O(1) |
 */
export class Automaton<T> {
  readonly #root: TrieNode<T>;
  #states = new Map<string, State<T>>();
  #start: State<T> | undefined = undefined;
  #generation = 1;
  /** Changes whenever states or transitions become invalid. A caller that keeps a state must drop it then. */
  version = 1;
  /** Counts down from 0, so that no key equals an id: `Name.transitionKey` starts as the id, and ids are positive. */
  #lastTransitionKey = 0;
  #cells = 0;
  /** The number of known transitions. */
  transitions = 0;

  /** The number of nodes of the trie without its root; kept by the owner of the trie. */
  nodes = 0;

  constructor(root: TrieNode<T>) {
    this.#root = root;
  }

  /** The number of states. */
  get states(): number {
    return this.#states.size;
  }

  /** Whether some state contains the node. If the node gains a child, `invalidate` must be called then. */
  holds(node: TrieNode<T>): boolean {
    return node.generation === this.#generation;
  }

  /**
   * Invalidates what a new child of a node in some state makes wrong.
   *
   * @param name the name of the child; `undefined` for `*` and `**`
   */
  invalidate(name: Name | undefined): void {
    if (name === undefined) this.#reset();
    else {
      this.version++;
      name.transitionKey = --this.#lastTransitionKey;
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

  /** Returns the state one segment further down; `undefined` stands for every segment that no pattern names. */
  step(state: State<T>, name: Name | undefined): State<T> {
    let next: State<T> | undefined;
    if (name === undefined || state.namedCount === 0) {
      next = state.other ??= this.#follow(state, 0);
    } else {
      next = state.next?.get(name.transitionKey);
      if (next === undefined) {
        next = this.#follow(state, name.id);
        (state.next ??= new Map()).set(name.transitionKey, next);
      }
    }
    return this.#current(next);
  }

  /** Recomputes what a state caches about the children of its nodes if the automaton has changed. */
  #current(state: State<T>): State<T> {
    if (state.version !== this.version) {
      let hasWildcard = false;
      let namedCount = 0;
      for (const node of state.nodes) {
        hasWildcard ||= node.star !== undefined || isGlobstar(node);
        namedCount += node.namedCount;
      }
      state.hasWildcard = hasWildcard;
      state.namedCount = namedCount;
      state.names = undefined;
      // Must be last: a call above may throw near the end of the stack, and then the state has to stay out of date
      state.version = this.version;
    }
    return state;
  }

  /** Builds the transition by the name with this id; 0 stands for every segment that no pattern names. */
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

  /** Adds a node, and its `**` child, which may match no segment. */
  #enter(nodes: TrieNode<T>[], node: TrieNode<T> | undefined): void {
    for (let live = node; live !== undefined; live = live.globstar) nodes.push(live);
  }

  /** Returns the state of a set of nodes, which may contain duplicates. */
  #state(live: TrieNode<T>[]): State<T> {
    live.sort((a, b) => a.id - b.id);
    let signature = '';
    // A `**` node can be entered twice: because it stays live, and as the child of an entered node
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
      hasWildcard: false,
      namedCount: 0,
      version: 0,
      names: undefined,
      next: undefined,
      other: undefined,
      hits: [],
      hitsVersion: 0,
    };
  }
}

function isGlobstar<T>(node: TrieNode<T>): boolean {
  return node.parent?.globstar === node;
}
