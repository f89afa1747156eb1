/**
 * Incremental view maintenance for JSONPath: a nodelist that follows the changes of a document, with exact deltas, and is never
 * evaluated as a whole again.
 *
 * The idea. An evaluation is a tree: the root selects children, these select children of their own, and the leaves of the tree, read from
 * left to right, are the nodelist. The tree is kept. A change concerns only the items along its location; all others select what they
 * selected before. The one exception is a filter that reads from the root (`$.limit`): every change is compared with the paths that it
 * reads, and where the change meets one, all children that the filter was applied to are tested again.
 *
 * | word | meaning | file |
 * | --- | --- | --- |
 * | stages | the compiled query: a list of *levels*, one per segment, up to the *tail*, the names at the end | `stages.ts` |
 * | rule | one compiled selector of a level; for `..` one rule more, the *descent* | `stages.ts` |
 * | item | a location that the query looks at, reached by one choice of a rule per segment | `item.ts` |
 * | branch | the items that one rule makes of one container, in order: a *sequence* | `item.ts` |
 * | result | a node of the nodelist: an item of the last level with a value, or a node below a folded item | |
 * | batch | the changes that one call of `apply` takes; "former" means before it | |
 * | sequence | a counted B+-tree of entries: items and ghosts | `sequence.ts` |
 * | weight | the number of results at and below an entry, block, branch or item | `sequence.ts` |
 * | ghost | a placeholder for an item that the batch moved or removed, in its former place | `item.ts` |
 * | mark | a bit on an item: what the batch did to it | `item.ts` |
 * | fold | an item below `..` that keeps its container and the values of its results in place of branches | `folds.ts` |
 *
 * `build.ts` builds items and branches, `locations.ts` computes positions, `marks.ts` records what a batch does to the tree; `shifts.ts`
 * tells whether any result has moved, and `moved-nodes.ts` lists those that have. `only-result.ts` is the second pass where only one result is concerned.
 *
 * Positions are not stored. The index of an element in its array and the index of a result in the nodelist are sums over the siblings in
 * front, kept in counted trees. So an insertion at the head of 100,000 elements updates one sum per level of a tree, and evaluates
 * nothing but the new element. For the duration of a batch the trees carry two orders, the former one and the present one.
 *
 * `apply` takes two passes over the tree, since the document can be read only in its final state, but each change is stated relative
 * to the state after the one before it.
 *
 * 1. `follow.ts` repeats the changes on the tree, one by one, without reading the document: it inserts, moves and removes items, and sets marks.
 * 2. `renewal.ts`, `run`: visits the marked items from the root down, reads them, tests filters, and records which results were
 *    removed, added and changed. The weights are still the former ones, so that removed results get their former index and pointer.
 *    Then `finish` updates the weights, and added and changed results get their present index and pointer.
 *
 * An example: `$.rows[?@.on].name` over `{"rows": [{"on": 1, "name": "a"}, {"name": "b"}, {"on": 1, "name": "c"}]}`. Its levels are
 * `rows` and `?@.on`, its tail is `name`, its nodelist is a, c.
 *
 *     root ─ branch rows ─ item /rows ─ branch ?@.on ┬ item /rows/0, weight 1, value "a"
 *                                                    ├ item /rows/1, weight 0 (refused by the filter)
 *                                                    └ item /rows/2, weight 1, value "c"
 *
 * The batch `remove /rows/0`, `add /rows/0/on`. After pass 1:
 *
 *     item /rows, EDITED ─ branch ?@.on ┬ ghost of a     now 0, was 1, weight 1     (a itself waits in `leavers`)
 *                                       ├ item of b      now 1, was 1, weight 0     RETEST: its filter reads `on`
 *                                       └ item of c      now 1, was 1, weight 1
 *
 * Pass 2 drops a: *removed*, index 0 (the weight in front of its ghost), pointer /rows/0/name (the sum of `was`). It reads /rows/0 and tests
 * the filter for b, which passes. `finish` subtracts 1 from the ghost and adds 1 to b, with all above them; then b is *added*, index 0,
 * pointer /rows/0/name. Neither pass visits c. When `moved` is read, c is found to have stayed at index 1 of the nodelist and to have moved
 * from /rows/2/name to /rows/1/name.
 *
 * Invariant between two calls: the tree is what `build.ts` would make of the document, folds aside; every sum in it is right; no item is
 * marked. Ghosts of the last batch remain, with weight 0, until the next one begins, so that `moved` can be read.
 *
 * | change | cost, for an array of n elements and a nodelist of m results |
 * | --- | --- |
 * | outside of what the query looks at | O(length of the location) |
 * | at or below an element that has an item | O(log n), and one test if the filter reads what changed |
 * | insertion, removal or move of an element | O(log n), plus what the query looks at in the element |
 * | the same, in or in front of a slice | in addition, the elements that enter or leave the slice at its ends |
 * | the same, for a slice with a step; a sort of any slice, or a move out of it | in addition, O(elements of the slice) |
 * | sort, reverse | O(n), no tests; where few, k, elements move, O((n + k) × log n) |
 * | replacement of a container | what the query looks at in the old value and in the new one |
 * | the first change in a folded container | what the query looks at in the container, at most 64 nodes |
 * | of what a filter reads from the root | one test for each child of the containers that the filter is applied to |
 * | `values`, `pointers` after a change | up to 16 results removed, added or changed since the last read: O(m), by moving memory (`node-list.ts`); otherwise O(m × log n), and the items above the results |
 *
 * Design decisions and measurements: `plans/path-incremental-query.md`.
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
import { build, followTail } from './build.ts';
import { type MovedNode, NONE, QueryDelta, StaleDeltaError } from './delta.ts';
import type { DocumentReader, QueryChange } from './document.ts';
import { explainStages } from './explain.ts';
import { Folds } from './folds.ts';
import { concerns, follow, type Tree } from './follow.ts';
import { EDITED, isLast, Item } from './item.ts';
import { forEachHolder, forEachResult, keyOf, Pointers, resultAt } from './locations.ts';
import { Marks } from './marks.ts';
import { movedNodes, type Start } from './moved-nodes.ts';
import { NodeList } from './node-list.ts';
import { renewOnly } from './only-result.ts';
import { Renewal } from './renewal.ts';
import { hasMovedResults } from './shifts.ts';
import { stagesOf } from './stages.ts';

/** A node of a nodelist. */
export interface QueryNode {
  readonly pointer: Pointer;
  readonly value: unknown;
}

/**
 * A JSONPath query (RFC 9535) whose nodelist is kept up to date while the document changes, with exact deltas.
 *
 * The caller hands every change of the document to `apply`, in the order in which they were made. When `apply` is called, the reader must
 * return the state after the last of them. A document may be edited in place, unless its reader says `isPersistent`; a container in
 * `previous` or `removed` then shows the edits, too.
 *
 * A node stays the same node as long as the elements and members on its location do. An element keeps its identity through
 * insertions, removals, moves and reorderings in its array; a member is identified by its name; and a value that replaces another takes its
 * identity over. So an element that merely gets another index is moved, neither removed nor added.
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
  /** The paths that the query reads from the root: first the fixed prefix of the query itself, then those of its filters. */
  readonly #reads: readonly LookupPath[];
  /** The same paths, up to the first index: within a batch, the element at that index may be changed while it is at another one. */
  readonly #reach: readonly LookupPath[];
  readonly #options: CompileOptions;
  /** The evaluation in which filters are tested, with what they read from the root. Made on demand, and kept until that changes. */
  #evaluation: Evaluation | undefined;
  readonly #tree: Tree;
  /** Counts the calls of `apply` and `reset`, so that a delta can tell whether it still describes the last one. */
  #version = 0;
  readonly #values = new NodeList<unknown>(({ value }) => value);
  readonly #pointers = new NodeList<Pointer>(({ pointer }) => pointer);
  /** The error of a call that failed half-way. It is wrapped, since `undefined` can be thrown. */
  #failure: { readonly error: unknown } | undefined;

  /**
   * Compiles the query and evaluates it. O(nodes that the query looks at).
   *
   * @param query a text, a syntax tree, or a compiled query, whose options are the defaults for `options`
   * @throws PathSyntaxError, PathTypeError, PathLimitError, RangeError as `compile` and an evaluation do
   * @throws TypeError when the document has no `getAt`, or the options are not an object
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
    this.#reads = filterReads(this.ast).absolute;
    this.#reach = this.#reads.map(withoutIndexes);
    const compiler = createCompiler(this.#options.functions ?? {}, sharedFactories);
    const stages = stagesOf(this.ast, compiler, () =>
      document.isPersistent === true ? new Folds(this.ast, this.#options) : undefined,
    );
    const absolute = stages.readers.flatMap(({ reads }) => reads.absolute);
    this.#tree = {
      root: new Item(undefined, ''),
      stages,
      document,
      marks: new Marks(),
      evaluation: () => (this.#evaluation ??= new Evaluation(this.#read(absolute), this.#options)),
    };
    this.reset();
  }

  /** The number of nodes. O(1). */
  get length(): number {
    this.#requireIntact();
    return this.#tree.root.weight;
  }

  /** The values, in the order of RFC 9535; the same array until it changes. O(1); after a change O(length × log n). */
  get values(): readonly unknown[] {
    this.#requireIntact();
    return this.#values.read(() => {
      const values: unknown[] = [];
      forEachHolder(this.#tree.root, (item) => {
        if (item.folded === undefined) values.push(item.value);
        else for (const value of item.folded.values) values.push(value);
      });
      return values;
    });
  }

  /** The locations of the values, in the same order; the same array until it changes. O(1); after a change O(length × log n). */
  get pointers(): readonly Pointer[] {
    this.#requireIntact();
    return this.#pointers.read(() => {
      const { folds, suffix } = this.#tree.stages;
      const pointers = new Pointers(keyOf, suffix);
      const list: Pointer[] = [];
      forEachResult(this.#tree.root, folds, (item, inner) => list.push(pointers.of(item, inner)));
      return list;
    });
  }

  /** Returns the node at an index of the nodelist, or `undefined`. O(depth × log n). */
  at(index: number): QueryNode | undefined {
    this.#requireIntact();
    const found = resultAt(this.#tree.root, index);
    if (found === undefined) return undefined;
    const { item, rest } = found;
    const { folds, suffix } = this.#tree.stages;
    const inner = folds?.nodes(item)[rest];
    const pointer = new Pointers(keyOf, suffix).of(item, inner);
    return { pointer, value: (inner ?? item).value };
  }

  /**
   * Whether a change can concern the nodelist. It can if it lies above, at or below a path that the query reads from the root, where each
   * path ends at its first index, since other changes of the batch may shift elements. Other changes need not be handed to `apply`.
   * O(paths × their length).
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
    for (const path of this.#reach) if (concerns(change, path)) return true;
    return false;
  }

  /**
   * Updates the nodelist after changes of the document, and returns what they did to it. A change that concerns a few nodes costs O(log n)
   * in an array of n elements.
   *
   * When a custom function throws, or a limit is exceeded, the nodelist is lost: every further use throws the same error, until `reset`
   * evaluates the query again.
   *
   * @param applied one change, or the changes of one commit in their order
   * @throws PathLimitError when the call visits more than `maxNodes` nodes
   * @throws TypeError when `applied` is not a change or a list of changes; the query is then as it was
   */
  apply(applied: QueryChange | readonly QueryChange[]): QueryDelta {
    this.#requireIntact();
    const isArray = Array.isArray(applied);
    const changes = (isArray ? applied : [applied]) as readonly QueryChange[];
    if (!changes.every(isChange)) {
      const found = isArray ? 'an array of something else' : shownValue(applied);
      throw new TypeError(`Expected Changes but found ${found}`);
    }
    const { marks } = this.#tree;
    marks.clear();
    this.#version++;
    this.#evaluation?.restart();
    try {
      for (const change of changes) follow(this.#tree, change);
      this.#retest(changes);
      if (marks.isEmpty) return new QueryDelta(NONE, NONE, NONE);
      const { only } = marks;
      if (only !== undefined && isLast(only, this.#tree.stages)) {
        return this.#noted(renewOnly(only, this.#tree));
      }
      const renewal = new Renewal(this.#tree);
      renewal.run();
      return this.#conclude(renewal);
    } catch (error) {
      throw this.#lose(error);
    }
  }

  /**
   * Evaluates the query again, whatever happened to the document. When it throws, the nodelist is lost, as described at `apply`.
   *
   * @throws PathLimitError when the evaluation exceeds the limits
   */
  reset(): void {
    this.#tree.marks.clear();
    this.#version++;
    this.#evaluation = undefined;
    for (const { branches } of this.#tree.stages.readers) branches.clear();
    try {
      this.#tree.root = this.#build();
    } catch (error) {
      throw this.#lose(error);
    }
    this.#failure = undefined;
    this.#forget();
  }

  /** Describes how the query is kept up to date, in one line per selector and one for the result. */
  explain(): string {
    return explainStages(this.#tree.stages);
  }

  #build(): Item {
    const root = new Item(undefined, '');
    const document = this.#read(this.#reads.slice(0, 1));
    if (isLast(root, this.#tree.stages)) {
      root.value = followTail(document, this.#tree.stages.tail);
      if (root.value !== undefined) root.weight = 1;
    } else {
      root.weight = build(root, document, this.#tree.stages, this.#tree.evaluation());
    }
    return root;
  }

  /** Marks the branches of filters that read from the root what was changed, so that all their items are tested again. */
  #retest(changes: readonly QueryChange[]): void {
    for (const { reads, branches } of this.#tree.stages.readers) {
      const isStale = changes.some((change) =>
        reads.absolute.some((path) => concerns(change, path)),
      );
      if (!isStale) continue;
      this.#evaluation = undefined;
      for (const branch of branches) {
        branch.retest = true;
        this.#tree.marks.mark(branch.owner, EDITED);
      }
    }
  }

  /** Reads the part of the document at and below the paths. */
  #read(paths: readonly LookupPath[]): unknown {
    return partialDocument(paths, (location) => this.#tree.document.getAt(location));
  }

  /** Makes the delta of a batch. */
  #conclude(renewal: Renewal): QueryDelta {
    const news = renewal.finish();
    const added = inOrder(news.added);
    const changed = inOrder(news.changed);
    const removed = inOrder(renewal.removed);
    const { marks } = this.#tree;
    const isShifted = marks.shifted.size > 0 && hasMovedResults(marks);
    if (!isShifted) return this.#noted(new QueryDelta(added, removed, changed));
    const version = this.#version;
    const shift = marks.hasMoves ? 'order' : 'places';
    const moved = (lifted?: readonly Start[]): readonly MovedNode[] => {
      if (version !== this.#version) throw new StaleDeltaError();
      return movedNodes(this.#tree, added, removed, lifted);
    };
    const { lifted } = news;
    const findLifted = lifted && ((): readonly MovedNode[] => moved(lifted));
    return this.#noted(new QueryDelta(added, removed, changed, shift, moved, findLifted));
  }

  /** Tells the lists of values and pointers what to edit; returns the delta. */
  #noted(delta: QueryDelta): QueryDelta {
    if (delta.shift === 'order') this.#values.clear();
    else this.#values.edit(delta);
    if (delta.shift !== 'none') this.#pointers.clear();
    else this.#pointers.edit({ removed: delta.removed, added: delta.added, changed: NONE });
    return delta;
  }

  /** Records that the nodelist is lost, and why; returns the error. */
  #lose(error: unknown): unknown {
    this.#failure = { error };
    this.#forget();
    return error;
  }

  /** Discards `values` and `pointers`, so that the next read calls `#requireIntact`. */
  #forget(): void {
    this.#values.clear();
    this.#pointers.clear();
  }

  #requireIntact(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}

/** Whether a value has the form of a change. Without this check, anything else would be followed as an `add`. */
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
