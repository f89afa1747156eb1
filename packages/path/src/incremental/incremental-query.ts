/**
 * Queries that are kept up to date: a nodelist that follows the changes of a document without being evaluated again.
 *
 * The idea. An evaluation is a tree: the root selects children, those select children of theirs, and the leaves of that tree, read
 * from left to right, are the nodelist. The tree is kept (`item.ts`). A change touches the items along its location only; what is
 * elsewhere selects what it selected before. The one exception, filters that read from the root (`$.limit`), is found
 * by comparing the change with the paths that the filters read.
 *
 * Positions. Neither an index in an array nor an index in the nodelist is stored: both are sums over the siblings before, kept
 * in counted trees (`sequence.ts`). So an insertion at the head of 100,000 elements changes one sum per level of a tree, and re-evaluates
 * nothing but the new element.
 *
 * The passes of `apply`. All changes are handed over at once, and the document can be read only as it is after the last.
 *
 * 1. `follow.ts` follows the changes through the tree, one after the other: shifts, marks, reads nothing.
 * 2. `renewal.ts` takes the marks from the top, reads what is marked, and notes what became of the results. The order and the counts in the
 *    tree are still those from before, so that removed nodes can be given their old index and pointer.
 * 3. The counts are brought up to date, and the nodes that came get their index and pointer.
 *
 * Invariant, between two calls: the tree is what `build.ts` would make of the document, every count is the sum over what is below, and
 * no item is marked.
 *
 * | change | cost, for an array of n elements and a nodelist of m |
 * | --- | --- |
 * | outside of what the query looks at | O(length of the location) |
 * | at or below a tracked element | O(log n), and one test where the filter reads what changed |
 * | insertion, removal, move of an element | O(log n) and what is below that element |
 * | insertion, removal within or before a slice | the same, and what comes into it at its ends |
 * | the same with a slice that has a step; a sort, or a move out of any | O(selected elements) in addition |
 * | sort, reverse | O(n log n), without any test |
 * | replaced container | what the query looks at in it |
 * | the first one in a folded container below `..` (`folds.ts`) | what the query looks at in that, 64 nodes at most |
 * | what a filter reads from the root | one test per child of each container that the filter is applied to |
 * | `values`, `pointers` after a change | O(m), to move memory where few nodes came, went or changed (`node-list.ts`), else to visit each; O(m × log n) |
 *
 * The design, and what was measured on the way: `plans/path-incremental-query.md`.
 */

import type { Query } from '../jsonpath/ast.ts';
import { filterReads } from '../jsonpath/filter-reads.ts';
import { pathUntil, type LookupPath } from '../jsonpath/plan.ts';
import { createCompiler } from '../jsonpath/compile.ts';
import { sharedFactories } from '../jsonpath/closure-factories.ts';
import { Evaluation } from '../jsonpath/evaluation.ts';
import { compile, CompiledQuery, type CompileOptions } from '../jsonpath/query.ts';
import type { Pointer } from '../pointer.ts';
import { partialDocument } from '../partial-document.ts';
import { requireObject, shownValue } from '../shown-value.ts';
import { behindTail, build } from './build.ts';
import {
  type AddedNode,
  type MovedNode,
  QueryDelta,
  type RemovedNode,
  StaleDeltaError,
} from './delta.ts';
import type { DocumentReader, QueryChange } from './document.ts';
import { explainStages } from './explain.ts';
import { Folds } from './folds.ts';
import { concerns, follow } from './follow.ts';
import { EDITED, Item } from './item.ts';
import {
  Depths,
  forEachFormer,
  forEachHolder,
  forEachResult,
  formerKeyOf,
  keyOf,
  Pointers,
  resultAt,
} from './locations.ts';
import { Marks } from './marks.ts';
import { NodeList } from './node-list.ts';
import { Renewal } from './renewal.ts';
import { hasMovedResults } from './shifts.ts';
import { type Stages, stagesOf } from './stages.ts';

/** Stands in deltas for the lists that are empty. */
const NONE: readonly never[] = /* @__PURE__ */ Object.freeze([]);

/** A node of a nodelist. */
export interface QueryNode {
  readonly pointer: Pointer;
  readonly value: unknown;
}

/**
 * A JSONPath query (RFC 9535) over a document that changes, with exact differences.
 *
 * What a caller owes: every change of the document is handed to `apply`, in the order in which they were made; when `apply` is called,
 * the reader gives the state after the last of them; and what the reader has given is not edited afterwards.
 *
 * A node of the result stays the same node as long as the elements and members on its location do. An element of an array is itself
 * through insertions, removals, moves and reorderings in its array, a member is known by its name, and a replaced value takes the
 * place of the old one. So an element that merely gets another index is moved, neither removed nor added.
 *
 * @example
 * ```ts
 * import { IncrementalQuery, resolveSegment } from '@data-map/path';
 * const document = { todos: [{ title: 'ship', done: false }, { title: 'rest', done: true }] };
 * const reader = {
 *   getAt: (segments: readonly (string | number)[]) =>
 *     segments.reduce<unknown>(resolveSegment, document),
 * };
 * const open = new IncrementalQuery('$.todos[?@.done == false].title', reader);
 * console.log(open.values); // -> [ 'ship' ]
 * document.todos[1] = { title: 'rest', done: false };
 * const delta = open.apply([{ op: 'replace', segments: ['todos', 1, 'done'] }]);
 * console.log(delta.added); // -> [ { index: 1, pointer: '/todos/1/title', value: 'rest' } ]
 * document.todos.shift();
 * const { removed, moved } = open.apply([{ op: 'remove', segments: ['todos', 0] }]);
 * console.log(removed[0]?.value, moved[0]?.from, moved[0]?.pointer); // -> ship /todos/1/title /todos/0/title
 * ```
 */
export class IncrementalQuery {
  /** The syntax tree of the query. */
  readonly ast: Query;
  readonly #stages: Stages;
  /** What the query reads from the root: the certain path to its own nodes, then those of its filters. */
  readonly #reads: readonly LookupPath[];
  /** The same up to the first index: what is there now was elsewhere in the array, or will be, when it is changed. */
  readonly #reach: readonly LookupPath[];
  readonly #document: DocumentReader;
  readonly #options: CompileOptions;
  readonly #marks = new Marks();
  #root: Item = new Item(undefined, '');
  #evaluation: Evaluation | undefined;
  /** A function of its own, which is handed around at each change. */
  readonly #evaluate = (): Evaluation =>
    (this.#evaluation ??= new Evaluation(
      this.#read(this.#stages.readers.flatMap(({ reads }) => reads.absolute)),
      this.#options,
    ));
  /** Counts the calls of `apply`, so that a delta can tell whether it still describes the last one. */
  #version = 0;
  readonly #values = new NodeList<unknown>(({ value }) => value);
  readonly #pointers = new NodeList<Pointer>(({ pointer }) => pointer);
  /** What an earlier call threw half-way, which may be `undefined`. */
  #failure: { readonly error: unknown } | undefined;

  /**
   * Evaluates the query. O(nodes that it looks at).
   *
   * @param query text, syntax tree, or a compiled query, whose options hold where no others are given
   * @throws PathSyntaxError, PathTypeError, PathLimitError as `compile` and an evaluation do
   * @throws TypeError when the document has no `getAt`, or the options are no object
   */
  constructor(
    query: CompiledQuery | Query | string,
    document: DocumentReader,
    options: CompileOptions = {},
  ) {
    requireObject('options', options);
    if (typeof document?.getAt !== 'function')
      throw new TypeError(`Expected a document with getAt but found ${shownValue(document)}`);
    const isCompiled = query instanceof CompiledQuery;
    this.#options = isCompiled ? { ...query.options, ...options } : { ...options };
    this.ast = compile(isCompiled ? query.ast : query, this.#options).ast;
    this.#document = document;
    this.#reads = filterReads(this.ast).absolute;
    this.#reach = this.#reads.map(withoutIndexes);
    this.#stages = stagesOf(
      this.ast,
      createCompiler(this.#options.functions ?? {}, sharedFactories),
      () => (document.isPersistent === true ? new Folds(this.ast, this.#options) : undefined),
    );
    this.reset();
  }

  /** How many nodes there are. O(1). */
  get length(): number {
    this.#requireIntact();
    return this.#root.weight;
  }

  /** The values, in the order of RFC 9535; the same array until it changes. O(1), after a change O(length). */
  get values(): readonly unknown[] {
    this.#requireIntact();
    return this.#values.read(() => {
      const values: unknown[] = [];
      forEachHolder(this.#root, (item) => {
        if (item.folded === undefined) values.push(item.value);
        else for (const value of item.folded.values) values.push(value);
      });
      return values;
    });
  }

  /** The locations, in the same order; the same array until it changes. O(1), after a change O(length × log n). */
  get pointers(): readonly Pointer[] {
    this.#requireIntact();
    return this.#pointers.read(() => {
      const { folds, suffix } = this.#stages;
      const pointers = new Pointers(keyOf, suffix);
      const list: Pointer[] = [];
      forEachResult(this.#root, folds, (item, inner) => list.push(pointers.of(item, inner)));
      return list;
    });
  }

  /** The node at an index of the nodelist. O(depth × log n). */
  at(index: number): QueryNode | undefined {
    this.#requireIntact();
    const found = resultAt(this.#root, index);
    if (found === undefined) return undefined;
    const { item, rest } = found;
    const { folds, suffix } = this.#stages;
    const inner = folds?.nodes(item)[rest];
    const pointer = new Pointers(keyOf, suffix).of(item, inner);
    return { pointer, value: (inner ?? item).value };
  }

  /**
   * Whether a change can concern the nodelist: it is above, at or below what the query reads from the root, up to the first index
   * there, since later changes may shift elements. One that is not need not be handed to `apply`. O(paths read × length).
   *
   * @example
   * ```ts
   * import { IncrementalQuery } from '@data-map/path';
   * const query = new IncrementalQuery('$.items[?@.price < $.limit]', { getAt: () => undefined });
   * const concerned = (...segments: string[]) => query.concerns({ op: 'replace', segments });
   * console.log(concerned('items'), concerned('limit'), concerned('title')); // -> true true false
   * ```
   */
  concerns(change: QueryChange): boolean {
    return this.#reach.some((path) => concerns(change, path));
  }

  /**
   * Follows changes of the document, and says what they did to the nodelist. For the cost see the head of the file.
   *
   * When it throws (a custom function threw, or a limit was exceeded) the nodelist is lost: every further use throws the same,
   * until `reset` evaluates the query again.
   *
   * @param applied one change, or those of one commit in their order
   * @throws PathLimitError when one call visits more than `maxNodes` nodes
   * @throws TypeError for what is no change; then nothing is lost
   */
  apply(applied: QueryChange | readonly QueryChange[]): QueryDelta {
    this.#requireIntact();
    const isArray = Array.isArray(applied);
    const changes = (isArray ? applied : [applied]) as readonly QueryChange[];
    if (!changes.every(isChange)) {
      const found = isArray ? 'an array of something else' : shownValue(applied);
      throw new TypeError(`Expected Changes but found ${found}`);
    }
    const marks = this.#marks;
    marks.clear();
    this.#version++;
    this.#evaluation?.restart();
    try {
      const evaluation = this.#evaluate;
      const tree = { root: this.#root, stages: this.#stages, marks, evaluation };
      for (const change of changes) follow(tree, change);
      this.#retest(changes);
      if (marks.isEmpty) return new QueryDelta(NONE, NONE, NONE);
      const renewal = new Renewal(this.#stages, this.#document, evaluation, marks);
      renewal.run();
      return this.#conclude(renewal);
    } catch (error) {
      throw this.#lose(error);
    }
  }

  /**
   * Evaluates the query again, whatever happened to the document. When it throws, the nodelist is lost, as it is by `apply`.
   *
   * @throws PathLimitError when the evaluation exceeds the limits
   */
  reset(): void {
    this.#marks.clear();
    this.#version++;
    this.#evaluation = undefined;
    for (const { branches } of this.#stages.readers) branches.clear();
    try {
      this.#root = this.#build();
    } catch (error) {
      throw this.#lose(error);
    }
    this.#failure = undefined;
    this.#forget();
  }

  /** How the query is kept up to date, one line per selector. */
  explain(): string {
    return explainStages(this.#stages);
  }

  #build(): Item {
    const root = new Item(undefined, '');
    const document = this.#read(this.#reads.slice(0, 1));
    if (this.#stages.levels.length > 0) {
      root.weight = build(root, document, this.#stages, this.#evaluate());
    } else {
      root.value = behindTail(document, this.#stages.tail);
      if (root.value !== undefined) root.weight = 1;
    }
    return root;
  }

  /** Marks the filters that read from the root what was changed. */
  #retest(changes: readonly QueryChange[]): void {
    for (const { reads, branches } of this.#stages.readers) {
      const isStale = changes.some((change) =>
        reads.absolute.some((path) => concerns(change, path)),
      );
      if (!isStale) continue;
      this.#evaluation = undefined;
      const depths = new Depths();
      for (const branch of branches) {
        branch.retest = true;
        this.#marks.mark(branch.owner, EDITED, depths.of(branch.owner));
      }
    }
  }

  /** The document, as far as the paths lead. */
  #read(paths: readonly LookupPath[]): unknown {
    return partialDocument(paths, (location) => this.#document.getAt(location));
  }

  #conclude(renewal: Renewal): QueryDelta {
    const news = renewal.finish();
    const added = inOrder(news.added);
    const changed = inOrder(news.changed);
    const removed = inOrder(renewal.removed);
    const isShifted = this.#marks.shifted.size > 0 && hasMovedResults(this.#marks);
    const isReordered = isShifted && this.#marks.hasMoves;
    if (isReordered) this.#values.clear();
    else this.#values.edit({ removed, added, changed });
    if (isShifted) this.#pointers.clear();
    else this.#pointers.edit({ removed, added, changed: NONE });
    if (!isShifted) return new QueryDelta(added, removed, changed);
    const version = this.#version;
    const shift = isReordered ? 'order' : 'places';
    return new QueryDelta(added, removed, changed, shift, () => {
      if (version !== this.#version) throw new StaleDeltaError();
      return this.#moved(added, removed);
    });
  }

  /** The nodes below what was shifted, as far as they were there before and have another location or order. */
  #moved(added: readonly AddedNode[], removed: readonly RemovedNode[]): MovedNode[] {
    const candidates = new Set<Item>();
    for (const branch of this.#marks.shifted) {
      forEachHolder(branch.owner, (item) => candidates.add(item));
    }
    const places = new Map<Item, number>();
    const arrivals = new Set(added.map(({ index }) => index));
    let place = 0;
    forEachHolder(this.#root, (item) => {
      if (!arrivals.has(place)) places.set(item, place);
      place += item.weight;
    });
    const leavers = new Set(removed.map(({ index }) => index));
    const moved: MovedNode[] = [];
    const pointers = new Pointers(keyOf, this.#stages.suffix);
    const formerPointers = new Pointers(formerKeyOf, this.#stages.suffix);
    let former = 0;
    forEachFormer(this.#root, (item) => {
      const first = places.get(item);
      if (first === undefined) return;
      while (leavers.has(former)) former++;
      let index = first;
      let fromIndex = former;
      former += item.weight;
      if (!candidates.has(item)) return;
      const itself = pointers.of(item);
      const before = formerPointers.of(item);
      if (itself === before && !wasRearranged(item)) return;
      forEachResult(item, this.#stages.folds, (_, inner) => {
        const pointer = inner === undefined ? itself : pointers.of(item, inner);
        const from = inner === undefined ? before : formerPointers.of(item, inner);
        const { value } = inner ?? item;
        moved.push({ index: index++, pointer, value, fromIndex: fromIndex++, from });
      });
    });
    return moved.sort((a, b) => a.index - b.index);
  }

  /** Remembers that the nodelist is lost, and why. */
  #lose(error: unknown): unknown {
    this.#failure = { error };
    this.#forget();
    return error;
  }

  /** Drops what was collected, so that the next read asks `requireIntact`. */
  #forget(): void {
    this.#values.clear();
    this.#pointers.clear();
  }

  #requireIntact(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}

/** A look at it only: what is taken for one and is none would be followed as if something had been added. */
function isChange(change: QueryChange): boolean {
  const op = change?.op;
  return (
    Array.isArray(change?.segments) &&
    (op === 'replace' ||
      op === 'add' ||
      op === 'remove' ||
      (op === 'move' && Array.isArray(change.fromSegments)))
  );
}

function inOrder<N extends { readonly index: number }>(nodes: N[] | undefined): readonly N[] {
  return nodes?.sort((a, b) => a.index - b.index) ?? NONE;
}

function withoutIndexes(path: LookupPath): LookupPath {
  return pathUntil(path, (key) => typeof key === 'number');
}

/** Whether a member on the way was put into another place. The place of an element is its index. */
function wasRearranged(item: Item): boolean {
  for (let at = item; at.branch !== undefined; at = at.branch.owner) {
    if (at.ghost !== undefined && !at.branch.isArray) return true;
  }
  return false;
}
